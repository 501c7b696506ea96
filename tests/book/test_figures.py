"""Diagrams in the chapters: numbered, told, and as the library draws them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from storyteller_lib.plots import diagrams
from tools.chapters import stored
from tools.paths import chapters

DRAWS = re.compile(r"^diagrams\.(?P<name>\w+)\(\)$")
CAPTION = re.compile(r"\*\*Figure (?P<number>\d+\.\d+): [^*]{8,}\.\*\* \w")


def drawn(notebook: NotebookNode) -> list[tuple[int, str]]:
    """The cells with a diagram: place and name."""
    return [
        (place, found["name"])
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        if (found := DRAWS.match(cell.source.strip()))
    ]


def faults(notebook: NotebookNode, chapter: int) -> list[str]:
    """Diagrams without a caption below, or with another number."""
    found = []
    for i, (place, name) in enumerate(drawn(notebook), 1):
        below = notebook.cells[place + 1 : place + 2]
        told = CAPTION.match(below[0].source) if below else None
        if told is None or told["number"] != f"{chapter}.{i}":
            found.append(f"{name} is not told of as figure {chapter}.{i}")
    return found


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_diagrams_have_a_number_and_a_caption(path: Path) -> None:
    assert faults(stored.load(path), int(path.stem[:2])) == []


def test_each_diagram_stands_in_one_chapter_the_one_that_it_names() -> None:
    found = {
        name: path.stem
        for path in chapters()
        for _, name in drawn(stored.load(path))
    }
    named = {
        name: str(getattr(diagrams, name).__doc__).strip().splitlines()[-1]
        for name in diagrams.__all__
        if name != "ROLES"
    }
    assert {name: f"Chapter: book/{stem}" for name, stem in found.items()} == (
        {name: line.strip() for name, line in named.items()}
    )


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_pages_show_and_say_what_the_library_draws(path: Path) -> None:
    notebook = stored.load(path)
    for place, name in drawn(notebook):
        cell = notebook.cells[place]
        image = cell.metadata["mystnb"]["image"]
        assert image["classes"] == "diagram"
        assert image["alt"] == getattr(diagrams, name)().get_label()
        assert "image/png" in cell.outputs[0]["data"]


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_figures_that_the_prose_names_are_there(path: Path) -> None:
    numbers = {
        f"{int(other.stem[:2])}.{i}"
        for other in chapters()
        for i, _ in enumerate(drawn(stored.load(other)), 1)
    }
    for cell in stored.load(path).cells:
        if cell.cell_type == "markdown":
            named = re.findall(r"\bfigure (\d+\.\d+)", cell.source, re.I)
            assert set(named) <= numbers


def test_missing_captions_and_wrong_numbers_are_found() -> None:
    told = "**Figure 10.1: A way to it.** It leads on."
    cells = [new_code_cell("diagrams.pipeline()") for _ in range(3)]
    for place in (1, 3):
        cells.insert(place, new_markdown_cell(told))
    notebook = new_notebook(cells=cells)
    assert faults(notebook, 10) == [
        "pipeline is not told of as figure 10.2",
        "pipeline is not told of as figure 10.3",
    ]
