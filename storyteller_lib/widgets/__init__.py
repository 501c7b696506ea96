"""Widgets that move with Python behind them and without.

What a control can show is computed beforehand; the browser alone links the
control to the pages (``jslink``). So the same widget works in JupyterLab and
on the page of the book, where no kernel runs. Only ``upload_picture`` and
``live_desk`` need one, and say so.

Chapter: book/10_the_storyteller
"""

from storyteller_lib.widgets.attention import attention_slider
from storyteller_lib.widgets.chooser import Control, Page, chooser
from storyteller_lib.widgets.live_desk import live_desk
from storyteller_lib.widgets.pages import (
    beam_stepper,
    grid2,
    stepper,
    story_desk,
)
from storyteller_lib.widgets.style_desk import style_desk
from storyteller_lib.widgets.upload import upload_picture

__all__ = [
    "Control",
    "Page",
    "attention_slider",
    "beam_stepper",
    "chooser",
    "grid2",
    "live_desk",
    "stepper",
    "story_desk",
    "style_desk",
    "upload_picture",
]
