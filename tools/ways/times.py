"""How long a chapter takes, section by section.

One rule for all: 200 words a minute for prose, fifteen lines a minute for
code, a minute for a numbered equation, half a minute for a figure, and four
minutes for an exercise that has a check. What runs is counted in seconds of a
processor, as they were stored when the chapter was executed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from tools.chapters import stored

WORDS, LINES, EQUATION, FIGURE, EXERCISE = 200, 15, 1.0, 0.5, 4.0
"""Of prose and of code a minute; minutes for each of the others."""

HEADING = re.compile(r"^## (?P<name>.+)$", re.MULTILINE)
SMALLER = re.compile(r"^### (?P<name>.+)$", re.MULTILINE)
FENCE = re.compile(r"^```\{(?P<kind>\w+)\}.*?^```$", re.MULTILINE | re.DOTALL)
DISPLAYED = re.compile(r"^\$\$.+?\$\$.*$", re.MULTILINE | re.DOTALL)
SKIP = "*May be skipped at first reading.*"
UNREAD = {"hide-input", "hide-cell", "solution", "exercise"}
"""Tags of code that is folded away, or that the reader is to write."""


@dataclass
class Section:
    """What stands under a heading, or before the first one.

    Attributes:
        name: the heading.
        minutes: for reading.
        exercises: how many have a check.
        skipped: names of what may be skipped in it, with minutes; it may
            be the section itself.
        seconds: of running, if they were stored.
    """

    name: str
    minutes: float = 0.0
    exercises: int = 0
    skipped: dict[str, float] = field(default_factory=dict)
    seconds: int = 0

    @property
    def solving(self) -> float:
        """Minutes for the exercises."""
        return EXERCISE * self.exercises


def pieces(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Prose cut at its headings, and code, in order."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield "", cell
            continue
        text = str(cell.source)
        cuts = [m.start() for m in re.finditer(r"^##+ ", text, re.MULTILINE)]
        for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            if text[begin:end].strip():
                yield text[begin:end], cell


def lines_read(source: str) -> int:
    """Lines of code that are read: imports are passed over."""
    nodes = ast.parse(stored.plain_python(source)).body
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes
        if not isinstance(node, ast.Import | ast.ImportFrom)
    )


def minutes_of(text: str, cell: NotebookNode) -> float:
    """How long a piece of prose, or a cell of code, is read."""
    tags = set(cell.metadata.get("tags", []))
    if cell.cell_type == "code":
        shown = FIGURE * ("image" in cell.metadata.get("mystnb", {}))
        return shown + (
            0 if tags & UNREAD else lines_read(cell.source) / LINES
        )
    prose = FENCE.sub("", text)
    equations = len(DISPLAYED.findall(prose))
    words = len(DISPLAYED.sub("", prose).split())
    return words / WORDS + EQUATION * equations


def sections(notebook: NotebookNode) -> list[Section]:
    """The sections of a chapter, with what they cost."""
    stored_seconds = notebook.metadata.get("storyteller", {}).get(
        "sections", {}
    )
    found, skipping = [Section("")], ""
    for text, cell in pieces(notebook):
        if cell.id == CELL:
            continue
        if big := HEADING.match(text):
            name = big["name"]
            found.append(Section(name, seconds=stored_seconds.get(name, 0)))
            skipping = ""
        elif small := SMALLER.match(text):
            skipping = ""
        if SKIP in text:
            title = big or small
            skipping = title["name"] if title else found[-1].name
        here, minutes = found[-1], minutes_of(text, cell)
        here.minutes += minutes
        if skipping:
            before = here.skipped.get(skipping, 0.0)
            here.skipped[skipping] = before + minutes
        here.exercises += text.count("```{solution}")
    return found


CELL = "ways"
"""The id of the cell that tells all this, and is not counted itself."""


def section_seconds(
    notebook: NotebookNode, work: list[float], step: int = 5
) -> dict[str, int]:
    """Seconds of each section, rounded so that notebooks stay quiet.

    Args:
        notebook: the chapter.
        work: seconds of each of its code cells, in order.
        step: to which multiple they are rounded; what is less is left out.
    """
    name, told, waiting = "", dict[str, float](), list(work)
    for text, cell in pieces(notebook):
        if big := HEADING.match(text):
            name = big["name"]
        if cell.cell_type == "code" and cell.source.strip() and waiting:
            told[name] = told.get(name, 0.0) + waiting.pop(0)
    rounded = {n: step * round(s / step) for n, s in told.items()}
    return {n: s for n, s in rounded.items() if s}
