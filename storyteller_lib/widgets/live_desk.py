"""The style desk with Python behind it: every move tells a new story.

The controls are those of the desk on the page, with all positions between,
and the reader's own picture. On a page of the book there is only a button,
since controls that move nothing would be a lie.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ipywidgets import (
    HTML,
    Button,
    FloatSlider,
    IntSlider,
    Layout,
    VBox,
    Widget,
)

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import PictureLike, load_picture
from storyteller_lib.widgets.chooser import quoted, side_by_side
from storyteller_lib.widgets.parts import NAMES, WIDE, menu_of
from storyteller_lib.widgets.upload import NEEDS_PYTHON, upload_button

Tell = Callable[..., Any]
"""``tell(picture, style=..., strength=..., captions=..., length=...,
lyric=...)``, such as ``Storyteller.story``."""

LENGTHS: dict[str, tuple[int, int] | None] = {
    "as it comes": None,
    "10 to 20 words": (10, 20),
    "20 to 40 words": (20, 40),
    "40 to 80 words": (40, 80),
}
YOURS = "your own"
MOST_CAPTIONS = 100


def live_desk(
    recipes: Mapping[str, Tell],
    photographs: Mapping[str, PictureLike],
    styles: Sequence[str],
) -> VBox:
    """A desk that tells anew whenever something is moved.

    Args:
        recipes: what tells the stories, such as ``Storyteller.story``, by
            name; the first one tells at first.
        photographs: what to choose from, by name, beside one's own.
        styles: a fader for each; the first one is in at first.

    Raises:
        StorytellerError: without recipes, photographs or styles.

    Chapter: book/10_the_storyteller
    """
    desk = LiveDesk(recipes, photographs, styles)
    button = Button(
        description="Open the live desk",
        tooltip="Open the live desk",
        layout=Layout(width="max-content", max_width="100%"),
    )
    box = VBox([button, HTML(f"<small>{NEEDS_PYTHON}</small>")])

    def opened(_: Button) -> None:
        box.children = [desk.box]
        desk.retell()

    button.on_click(opened)
    return box


class LiveDesk:
    """The controls of a live desk, and its latest story.

    Args:
        recipes: as of ``live_desk``.
        photographs: as of ``live_desk``.
        styles: as of ``live_desk``.

    Chapter: book/10_the_storyteller
    """

    def __init__(
        self,
        recipes: Mapping[str, Tell],
        photographs: Mapping[str, PictureLike],
        styles: Sequence[str],
    ) -> None:
        if not recipes or not photographs or not styles:
            raise StorytellerError(
                "the desk needs recipes, photographs and styles"
            )
        self.recipes, self.photographs = dict(recipes), dict(photographs)
        self.photograph = menu_of(list(photographs), "photograph")
        self.upload = upload_button("Choose a picture")
        self.faders = {
            style: _fader(style, float(i == 0), 1.0, 0.1)
            for i, style in enumerate(styles)
        }
        self.strength = _fader("strength", 1.0, 2.0, 0.1)
        self.captions = _whole("captions", 20, MOST_CAPTIONS)
        self.recipe = menu_of(list(recipes), "recipe")
        self.length = menu_of(list(LENGTHS), "length")
        self.lines = menu_of(["prose", "a song"], "written as")
        for menu in (self.photograph, self.recipe, self.length, self.lines):
            menu.style.description_width = NAMES
        self.answer = HTML(layout=Layout(width="100%"))
        self.box = self._laid_out()

    def _laid_out(self) -> Widget:
        moved: list[Widget] = [
            *self.faders.values(),
            *(self.strength, self.captions, self.recipe),
            *(self.length, self.lines),
            self.photograph,
        ]
        for control in moved:
            control.observe(self._moved, "value")
        self.upload.observe(self._uploaded, "value")
        left = [self.photograph, self.upload, *moved[:-1]]
        return side_by_side(left, [self.answer])

    def setting(self) -> dict[str, Any]:
        """What ``tell`` is asked for."""
        weights = {
            style: round(fader.value, 3)
            for style, fader in self.faders.items()
            if fader.value > 0
        }
        strength = float(self.strength.value)
        if not weights:  # all faders down: nothing to shift to
            weights, strength = dict.fromkeys(self.faders, 1.0), 0.0
        return {
            "style": weights,
            "strength": strength,
            "captions": self.captions.value,
            "length": LENGTHS[self.length.value],
            "lyric": self.lines.index == 1,
        }

    def retell(self) -> None:
        """Tell the story of the controls' position, or say why not."""
        self.answer.value = _said("Telling ...")
        picture = self.photographs[self.photograph.value]
        tell = self.recipes[self.recipe.value]
        try:
            self.answer.value = _shown(tell(picture, **self.setting()))
        except StorytellerError as error:
            self.answer.value = _said(str(error))
        except Exception as error:  # a desk shows no traceback
            self.answer.value = _said(
                f"The story could not be told ({type(error).__name__}): "
                "move a control to try again."
            )

    def _moved(self, change: Mapping[str, Any]) -> None:
        self.retell()

    def _uploaded(self, change: Mapping[str, Any]) -> None:
        try:
            for file in change["new"]:
                picture = load_picture(bytes(file["content"]))
                self._show(picture)
        except StorytellerError as error:
            self.answer.value = _said(str(error))

    def _show(self, picture: PictureLike) -> None:
        """Choose the reader's own picture."""
        self.photographs[YOURS] = picture
        if self.photograph.value == YOURS:
            self.retell()
            return
        if YOURS not in self.photograph.options:
            kept = self.photograph.value
            with self.photograph.hold_trait_notifications():
                self.photograph.options = [*self.photograph.options, YOURS]
                self.photograph.value = kept
        self.photograph.value = YOURS


def _shown(story: Any) -> str:
    """A story as HTML, in its own way if it has one."""
    as_html = getattr(story, "_repr_html_", None)
    found = as_html() if callable(as_html) else quoted(str(story))
    return f'<div aria-live="polite">{found}</div>'


def _said(sentence: str) -> str:
    return f'<p role="status">{html.escape(sentence)}</p>'


def _fader(name: str, value: float, most: float, step: float) -> FloatSlider:
    return FloatSlider(
        value=value,
        min=0.0,
        max=most,
        step=step,
        readout_format=".1f",
        **_named(name),
    )


def _whole(name: str, value: int, most: int) -> IntSlider:
    return IntSlider(value=value, min=1, max=most, **_named(name))


def _named(name: str) -> dict[str, Any]:
    return {
        "description": name,
        "tooltip": name,
        "continuous_update": False,
        "style": {"description_width": NAMES},
        "layout": Layout(**WIDE),
    }
