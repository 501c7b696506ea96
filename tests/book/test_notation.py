"""Each equation of the book has a number, and stands on one page with all."""

from __future__ import annotations

import re

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from tools.chapters import stored
from tools.paths import BOOK, chapters

EQUATION = re.compile(
    r"^\$\$.+?\$\$(?: \((?P<label>[\w-]+)\))?[ ]*$", re.MULTILINE | re.DOTALL
)


def displayed(notebook: NotebookNode) -> list[tuple[int, str]]:
    """The equations on lines of their own: cell and label, if any."""
    return [
        (place, it["label"] or "")
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "markdown"
        for it in EQUATION.finditer(cell.source)
    ]


def test_equations_are_numbered_and_on_the_page_of_notation() -> None:
    found = [
        (path.stem, *it)
        for path in chapters()
        for it in displayed(stored.load(path))
    ]
    labels = [label for *_, label in found]
    assert [it for it in found if not it[2]] == [], "no label"
    assert len(set(labels)) == len(labels) > 30
    page = (BOOK / "notation.md").read_text(encoding="utf-8")
    named = re.findall(r"\{eq\}`([^`]+)`", page)
    assert sorted(named) == sorted(labels)


def test_equations_without_a_label_are_found() -> None:
    text = "$$\na = b\n$$ (one)\n\nwith $a$ and\n\n$$ a $$\n\n$$\nc\n$$\n"
    notebook = new_notebook(cells=[new_markdown_cell(text)])
    assert displayed(notebook) == [(0, "one"), (0, ""), (0, "")]
