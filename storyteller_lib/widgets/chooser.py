"""Any number of controls over one set of pages, without Python.

A stack of stacks needs a page for every position of every control. Here all
pages lie in one piece of HTML, and each control turns a stack of one-line
style sheets: its line hides the pages that do not belong to its position.
What no line hides is seen. So a page is kept once, however many positions it
belongs to, and a control more costs a line a position.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import hashlib
import html
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ipywidgets import HTML, Box, Layout, Stack, VBox, Widget, jslink

from storyteller_lib.config import StorytellerError
from storyteller_lib.widgets.parts import NAMES, menu_of, slider_over

SIDE_BY_SIDE = {"flex_flow": "row wrap", "width": "100%"}
CONTROLS = {"flex": "1 1 17rem", "width": "auto", "margin": "0 1.2rem 0 0"}
PAGES = {"flex": "2 1 19rem", "width": "auto", "margin": "0"}


class Control(NamedTuple):
    """A slider, or a menu, and what it says at each position.

    Chapter: book/10_the_storyteller
    """

    description: str
    labels: Sequence[str]
    start: int = 0
    is_menu: bool = False


class Page(NamedTuple):
    """A piece of HTML, and where it is seen.

    ``at`` holds positions of controls, both by number; the page is seen
    whatever the position of a control that is not named.

    Chapter: book/10_the_storyteller
    """

    content: str
    at: Mapping[int, Collection[int]]


def chooser(controls: Sequence[Control], pages: Sequence[Page]) -> Box:
    """Controls beside the pages that they choose from.

    On a narrow screen the pages are below.

    Args:
        controls: what is moved.
        pages: what is seen; all that belong to the position, in order.

    Raises:
        StorytellerError: if a page is nowhere, or where no control leads.

    Chapter: book/10_the_storyteller
    """
    _check(controls, pages)
    body = "".join(_marked(page) for page in pages)
    name = "pages-" + hashlib.blake2b(body.encode(), digest_size=4).hexdigest()
    handles, sheets = [], []
    for number, control in enumerate(controls):
        handle = _handle(control)
        lines = [_hiding(name, number, i) for i in range(len(control.labels))]
        sheet = _sheets(lines, control.start)
        jslink((handle, "index"), (sheet, "selected_index"))
        handles.append(handle)
        sheets.append(sheet)
    shown = HTML(
        f'<div class="{name}" aria-live="polite">{body}</div>',
        layout=Layout(width="100%"),
    )
    return side_by_side(handles, [*sheets, shown])


def side_by_side(left: Sequence[Widget], right: Sequence[Widget]) -> Box:
    """Controls, and beside them what they change; on a phone below them.

    Chapter: book/10_the_storyteller
    """
    columns = [
        VBox(list(left), layout=Layout(**CONTROLS)),
        VBox(list(right), layout=Layout(**PAGES)),
    ]
    return Box(columns, layout=Layout(**SIDE_BY_SIDE))


def quoted(text: str) -> str:
    """A story, or lines of one, as the page of a book.

    Chapter: book/10_the_storyteller
    """
    lines = html.escape(text).replace("\n", "<br>")
    return f'<blockquote style="margin:.4rem 0">{lines}</blockquote>'


def _check(controls: Sequence[Control], pages: Sequence[Page]) -> None:
    sizes = [len(control.labels) for control in controls]
    for page in pages:
        for number, positions in page.at.items():
            known = 0 <= number < len(sizes)
            if not (
                known and positions and {*positions} <= {*range(sizes[number])}
            ):
                raise StorytellerError(
                    f"a page cannot be seen at {list(positions)} of control "
                    f"{number}: there is no such position"
                )


def _handle(control: Control) -> Widget:
    name, labels, start, is_menu = control
    if is_menu:
        handle = menu_of(labels, name, start=start)
    else:
        handle = slider_over(len(labels), name, labels, start)
    handle.style.description_width = NAMES
    return handle


def _marked(page: Page) -> str:
    """The page with the names of its controls and positions on it."""
    marks = [
        mark
        for number, positions in page.at.items()
        for mark in (f"c{number}", *(f"c{number}-{i}" for i in positions))
    ]
    return f'<div class="{" ".join(marks)}">{page.content}</div>'


def _hiding(name: str, number: int, position: int) -> str:
    """The style sheet of one position of one control."""
    elsewhere = f".{name}>.c{number}:not(.c{number}-{position})"
    return f"<style>{elsewhere}{{display:none!important}}</style>"


def _sheets(lines: Sequence[str], start: int) -> Stack:
    """Style sheets to turn; in force without taking any room."""
    nothing = Layout(display="none")
    return Stack(
        [HTML(line, layout=nothing) for line in lines],
        selected_index=start,
        layout=nothing,
    )
