"""Widgets that move with Python behind them and without.

What a slider can show is computed beforehand; the browser alone links the
slider to the pages of a stack (``jslink``). So the same widget works in
JupyterLab and on the page of the book, where no kernel runs. Only
``upload_picture`` needs one, and says so.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from IPython.display import display
from ipywidgets import (
    HTML,
    Dropdown,
    FileUpload,
    Layout,
    Output,
    SelectionSlider,
    Stack,
    VBox,
    Widget,
    jslink,
)
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_trace import Trace
from storyteller_lib.pictures import load_picture
from storyteller_lib.plots.figures import Drawn, image_html
from storyteller_lib.plots.search_views import beam_table, result_table

Frame = str | tuple[Drawn, str]
"""A piece of HTML, or a figure or picture with its alt text."""

WIDE = {"width": "100%", "max_width": "34rem"}
ROOM = {"margin": "0.4rem 0 0 0", "width": "100%"}
HINT = (
    "Choose a JPEG or PNG file. This needs Python: on a page of the book "
    "nothing happens; open this chapter with <code>make lab</code> and run "
    "it first."
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
    slider = _slider(len(frames), description, labels)
    stack = _stack([_page(frame) for frame in frames])
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
    first = _slider(rows, descriptions[0], labels[0])
    second = _slider(columns, descriptions[1], labels[1])
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
    style = Dropdown(
        options=list(stories),
        index=0,
        description="style",
        tooltip="style of the story",
        style={"description_width": "initial"},
        layout=Layout(width="max-content", max_width="95%"),
    )
    labels = [f"{strength:g}" for strength in strengths]
    strength = _slider(len(labels), "strength of the shift", labels)
    top = [] if above is None else [_page(above)]
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


def upload_picture(
    show: Callable[[Image.Image], object],
    description: str = "Choose a picture",
) -> VBox:
    """A button for the reader's own picture.

    Args:
        show: called with the picture; what it returns is displayed.
        description: what the button says.

    Chapter: book/01_a_story_from_a_picture
    """
    button = FileUpload(
        accept="image/*",
        multiple=False,
        icon="",  # a page of the book has no fonts of icons
        description=description,
        tooltip=f"{description} from this computer",
        layout=Layout(width="max-content", max_width="100%"),
    )
    answer = Output()

    def answered(change: Mapping[str, Any]) -> None:
        answer.clear_output(wait=True)
        with answer:
            for file in change["new"]:
                _show(bytes(file["content"]), show)

    button.observe(answered, "value")
    return VBox([button, HTML(f"<small>{HINT}</small>"), answer])


def _show(data: bytes, show: Callable[[Image.Image], object]) -> None:
    """Display what comes of an uploaded file, or why nothing does."""
    try:
        display(show(load_picture(data)))  # type: ignore[no-untyped-call]
    except StorytellerError as error:
        print(error)


def _slider(
    count: int, description: str, labels: Sequence[str]
) -> SelectionSlider:
    """A slider over places 0 to count - 1, whose readout is in words."""
    if not description.strip():
        raise StorytellerError("a slider needs a description: its name")
    if count < 1 or (labels and len(labels) != count):
        raise StorytellerError(
            f"a slider over {count} pages needs as many labels, "
            f"got {len(labels)}"
        )
    names = labels or [str(i + 1) for i in range(count)]
    return SelectionSlider(
        options=[(name, i) for i, name in enumerate(names)],
        index=0,
        description=description,
        tooltip=description,
        style={"description_width": "initial"},
        layout=Layout(**WIDE),
    )


def _page(frame: Frame) -> HTML:
    text = frame if isinstance(frame, str) else image_html(*frame)
    return HTML(text, layout=Layout(**ROOM))


def _stack(pages: Sequence[Widget]) -> Stack:
    return Stack(list(pages), selected_index=0, layout=Layout(width="100%"))


def _linked(
    frames: Sequence[Sequence[Frame]], rows: Widget, columns: Widget
) -> Stack:
    """A stack of stacks: one control turns the outer, one all the inner."""
    inner = [_stack([_page(frame) for frame in row]) for row in frames]
    outer = _stack(inner)
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
