"""The style desk on a page without Python: a fader for each style.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from ipywidgets import Box
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.plots.figures import Drawn, image_html
from storyteller_lib.storyteller.story import lyric_lines
from storyteller_lib.storyteller.styles.grid import (
    Cell,
    GridStory,
    StyleGrid,
)
from storyteller_lib.widgets.chooser import Control, Page, chooser, quoted

OUT, IN = 0, 1
FADERS = ("out", "in")
LINES = ("prose", "a song")
PROSE, SONG = 0, 1
SHOWN = 320
"""Pixels of the longer side of a photograph."""
SMALL = '<small style="display:block;line-height:1.35;margin:.3rem 0">'
At = dict[int, list[int]]


def style_desk(
    grid: StyleGrid,
    pictures: Mapping[str, tuple[Drawn, str]],
    start: Sequence[str] = (),
) -> Box:
    """A desk that blends styles, over stories that were told beforehand.

    Args:
        grid: the stories.
        pictures: for each of its photographs the picture and an alt text.
        start: the styles that are in at first; the first one if left out.

    Raises:
        StorytellerError: if a picture or a style is missing.

    Chapter: book/10_the_storyteller
    """
    if lost := sorted(set(grid.stories) - set(pictures)):
        raise StorytellerError(f"the desk needs the picture of {lost[0]!r}")
    return _Desk(grid).build(pictures, start or grid.settings.styles[:1])


class _Desk:
    """Controls by number: photograph, a fader a style, and the others."""

    def __init__(self, grid: StyleGrid) -> None:
        self.grid, self.settings = grid, grid.settings
        self.photographs = list(grid.stories)
        styles = len(self.settings.styles)
        self.photograph = 0
        self.faders = range(1, styles + 1)
        self.strength, self.captions, self.recipe, self.lines = range(
            styles + 1, styles + 5
        )

    def build(
        self, pictures: Mapping[str, tuple[Drawn, str]], start: Sequence[str]
    ) -> Box:
        pages = [
            Page(_small(*pictures[name]), {self.photograph: [i]})
            for i, name in enumerate(self.photographs)
        ]
        for i, name in enumerate(self.photographs):
            pages += self._seen(i, self.grid.captions[name])
            for cell, story in self.grid.stories[name].items():
                for at in self._places(cell):
                    pages += _told(story, {self.photograph: [i], **at}, self)
        return chooser(self._controls(start), pages)

    def _controls(self, start: Sequence[str]) -> list[Control]:
        has = self.settings
        if strange := sorted(set(start) - set(has.styles)):
            raise StorytellerError(f"the desk has no style {strange[0]!r}")
        whole = max(i for i, s in enumerate(has.strengths) if s <= 1)
        strengths = [f"{strength:g}" for strength in has.strengths]
        counts = [str(count) for count in has.captions]
        return [
            Control("photograph", self.photographs, 0, True),
            *(
                Control(style, FADERS, IN if style in start else OUT)
                for style in has.styles
            ),
            Control("strength", strengths, whole),
            Control("captions", counts, len(counts) - 1),
            Control("recipe", has.recipes, 0, True),
            Control("written as", LINES, PROSE, True),
        ]

    def _places(self, cell: Cell) -> list[At]:
        """Where on the desk a cell is: without a shift, at two places."""
        has = self.settings
        fixed: At = {
            self.captions: [has.captions.index(cell.captions)],
            self.recipe: [has.recipes.index(cell.recipe)],
        }
        strength = has.strengths.index(cell.strength)
        if cell.styles:
            faders = {
                fader: [IN if style in cell.styles else OUT]
                for fader, style in zip(self.faders, has.styles, strict=True)
            }
            return [{**faders, self.strength: [strength], **fixed}]
        shifts = list(range(1, len(has.strengths)))
        silent = {fader: [OUT] for fader in self.faders}
        unshifted: At = {self.strength: [strength], **fixed}
        if not shifts:
            return [unshifted]
        return [unshifted, {**silent, self.strength: shifts, **fixed}]

    def _seen(self, photograph: int, captions: Sequence[str]) -> list[Page]:
        """What the storyteller took the photograph for."""
        pages = []
        for i, count in enumerate(self.settings.captions):
            some = captions[: min(count, len(captions))]
            names = " ".join(map(html.escape, some))
            more = (
                f" and {count - len(some)} more" if count > len(some) else ""
            )
            pages.append(
                Page(
                    f"{SMALL}It saw: <em>{names}</em>{more}.</small>",
                    {self.photograph: [photograph], self.captions: [i]},
                )
            )
        return pages


def _small(drawn: Drawn, alt: str) -> str:
    """A picture that leaves room for the story, whatever its shape."""
    wide = 16.0
    if isinstance(drawn, Image.Image):
        wide = 12 * (drawn.width / drawn.height) ** 0.5
        drawn = drawn.copy()
        drawn.thumbnail((SHOWN, SHOWN))
    picture = image_html(drawn, alt)
    return f'<div style="max-width:{wide:.1f}rem">{picture}</div>'


def _told(story: GridStory, at: At, desk: _Desk) -> list[Page]:
    """A story as prose and, where it has commas, as a song."""
    song = "\n".join(lyric_lines(story.text))
    source = f"{SMALL}{html.escape(story.source)}</small>"
    made = [Page(source, at)] if story.source else []
    if song == story.text:
        return [Page(quoted(story.text), at), *made]
    return [
        Page(quoted(story.text), {**at, desk.lines: [PROSE]}),
        Page(quoted(song), {**at, desk.lines: [SONG]}),
        *made,
    ]
