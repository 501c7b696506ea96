"""Diagrams of the book's machines, all in one language.

One function draws one diagram and takes nothing: what it shows does not
depend on any data. Its alt text goes with it.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.plots.diagrams.attending import pointer, transformer_layer
from storyteller_lib.plots.diagrams.captioning import (
    captioner_step,
    two_towers,
)
from storyteller_lib.plots.diagrams.language import ROLES
from storyteller_lib.plots.diagrams.recurrent import gru_step, lstm_step
from storyteller_lib.plots.diagrams.telling import (
    chooser,
    decoder,
    pipeline,
    style_shift,
)
from storyteller_lib.plots.diagrams.thoughts import (
    skip_thoughts,
    vocabulary_map,
)

__all__ = [
    "ROLES",
    "captioner_step",
    "chooser",
    "decoder",
    "gru_step",
    "lstm_step",
    "pipeline",
    "pointer",
    "skip_thoughts",
    "style_shift",
    "transformer_layer",
    "two_towers",
    "vocabulary_map",
]
