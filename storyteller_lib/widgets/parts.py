"""What all widgets are put together from: named controls, pages, stacks.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from collections.abc import Sequence

from ipywidgets import (
    HTML,
    Dropdown,
    Layout,
    SelectionSlider,
    Stack,
    Widget,
)

from storyteller_lib.config import StorytellerError
from storyteller_lib.plots.figures import Drawn, image_html

Frame = str | tuple[Drawn, str]
"""A piece of HTML, or a figure or picture with its alt text."""

WIDE = {"width": "100%", "max_width": "34rem"}
NAMES = "6.2rem"
"""Width of the names of controls that stand below each other."""

ROOM = {"margin": "0.4rem 0 0 0", "width": "100%"}


def slider_over(
    count: int, description: str, labels: Sequence[str] = (), start: int = 0
) -> SelectionSlider:
    """A slider over places 0 to count - 1, whose readout is in words.

    Raises:
        StorytellerError: without places, a name, or a label for each place.

    Chapter: book/10_the_storyteller
    """
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
        index=start,
        description=description,
        tooltip=description,
        style={"description_width": "initial"},
        layout=Layout(**WIDE),
    )


def menu_of(
    labels: Sequence[str], description: str, tooltip: str = "", start: int = 0
) -> Dropdown:
    """A menu, as wide as what it says.

    Raises:
        StorytellerError: without anything to choose, or a name.

    Chapter: book/10_the_storyteller
    """
    if not labels or not description.strip():
        raise StorytellerError("a menu needs a name and something to choose")
    return Dropdown(
        options=list(labels),
        index=start,
        description=description,
        tooltip=tooltip or description,
        style={"description_width": "initial"},
        layout=Layout(width="max-content", max_width="95%"),
    )


def page_of(frame: Frame) -> HTML:
    """A page to be turned to.

    Raises:
        StorytellerError: for a picture whose alt text says next to nothing.

    Chapter: book/10_the_storyteller
    """
    text = frame if isinstance(frame, str) else image_html(*frame)
    return HTML(text, layout=Layout(**ROOM))


def stack_of(pages: Sequence[Widget], start: int = 0) -> Stack:
    """Pages of which one is seen.

    Chapter: book/10_the_storyteller
    """
    return Stack(
        list(pages), selected_index=start, layout=Layout(width="100%")
    )
