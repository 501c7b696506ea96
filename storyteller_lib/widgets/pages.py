"""One control, or two, that turn pages.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from ipywidgets import Stack, VBox, Widget, jslink

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_trace import Trace
from storyteller_lib.plots.search_views import beam_table, result_table
from storyteller_lib.widgets.parts import (
    Frame,
    menu_of,
    page_of,
    slider_over,
    stack_of,
)


def stepper(
    frames: Sequence[Frame],
    description: str,
    labels: Sequence[str] = (),
) -> VBox:
    """A slider that turns pages.

    Args:
        frames: the pages.
        description: the slider's name, said beside it.
        labels: what the slider reads at each page; numbers from 1 without.

    Raises:
        StorytellerError: without pages, a name, or a label for each page.

    Chapter: book/09_beam_search
    """
    slider = slider_over(len(frames), description, labels)
    stack = stack_of([page_of(frame) for frame in frames])
    jslink((slider, "index"), (stack, "selected_index"))
    return VBox([slider, stack])


def grid2(
    frames: Sequence[Sequence[Frame]],
    descriptions: tuple[str, str],
    labels: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> VBox:
    """Two sliders over pages in rows and columns.

    Args:
        frames: the pages, ``frames[row][column]``.
        descriptions: the names of the sliders over rows and over columns.
        labels: what the two sliders read.

    Raises:
        StorytellerError: if rows differ in length, or a name is missing.

    Chapter: book/08_style_shifting
    """
    rows, columns = _shape(frames)
    first = slider_over(rows, descriptions[0], labels[0])
    second = slider_over(columns, descriptions[1], labels[1])
    return VBox([first, second, _linked(frames, first, second)])


def story_desk(
    stories: Mapping[str, Sequence[str]],
    strengths: Sequence[float | int],
    above: Frame | None = None,
) -> VBox:
    """Stories to choose by their style, and by the strength of the shift.

    Args:
        stories: for each style one story a strength, as plain text.
        strengths: how far the thought was shifted, in order.
        above: shown above all of them, such as the picture.

    Raises:
        StorytellerError: if a style has not one story for each strength.

    Chapter: book/08_style_shifting
    """
    pages = [[_told(text) for text in told] for told in stories.values()]
    if _shape(pages)[1] != len(strengths):
        raise StorytellerError(
            f"{len(strengths)} strengths need as many stories of each style"
        )
    style = menu_of(list(stories), "style", "style of the story")
    labels = [f"{strength:g}" for strength in strengths]
    strength = slider_over(len(labels), "strength of the shift", labels)
    top = [] if above is None else [page_of(above)]
    return VBox([style, strength, *top, _linked(pages, style, strength)])


def beam_stepper(trace: Trace, words: Sequence[str], dropped: int = 5) -> VBox:
    """A beam search to step through, and at the end what it returned.

    Args:
        trace: what the search recorded.
        words: the words by their ids, such as ``vocabulary.words``.
        dropped: how many dropped candidates of each step to list.

    Raises:
        StorytellerError: if nothing was recorded.

    Chapter: book/09_beam_search
    """
    count = len(trace.steps)
    pages = [beam_table(trace, words, i, dropped) for i in range(count)]
    labels = [f"{i + 1} of {count}" for i in range(count)]
    pages.append(result_table(trace, words))
    return stepper(pages, "step of the search", [*labels, "result"])


def _linked(
    frames: Sequence[Sequence[Frame]], rows: Widget, columns: Widget
) -> Stack:
    """A stack of stacks: one control turns the outer, one all the inner."""
    inner = [stack_of([page_of(frame) for frame in row]) for row in frames]
    outer = stack_of(inner)
    jslink((rows, "index"), (outer, "selected_index"))
    for stack in inner:
        jslink((columns, "index"), (stack, "selected_index"))
    return outer


def _shape(frames: Sequence[Sequence[Frame]]) -> tuple[int, int]:
    lengths = {len(row) for row in frames}
    if len(lengths) != 1 or lengths == {0}:
        raise StorytellerError(
            "a grid needs rows of one length, at least one page each"
        )
    return len(frames), lengths.pop()


def _told(text: str) -> str:
    """A story as the page of a book."""
    return f'<blockquote style="margin:0">{html.escape(text)}</blockquote>'
