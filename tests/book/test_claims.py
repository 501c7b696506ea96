"""What the book says of its figures is computed or asserted beside them.

Two kinds of sentence go stale in silence when a model is trained anew: a
number that somebody typed into the alt text of a figure, and a comparison
(*far more*, *hardly any*) above which nothing is asserted. Both are found
here. Numbers in alt texts are filled in by the cell's own code, with
``described``, or stand in the code, as its settings and bounds do.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)

from tools.chapters import stored
from tools.paths import chapters

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ASSERTS = re.compile(
    r"^\s*assert\b|\breport\(|assert_(?:close|allclose)\(|\bclose\("
    r"|^\s*check\w*\(",
    re.MULTILINE,
)
FAR = "more|less|fewer|better|worse|larger|smaller|longer|shorter|nearer"
COMPARES = re.compile(
    rf"\bseveral times\b|\bby far\b|\bfar (?:{FAR}|above|below)\b"
    rf"|\bmuch (?:{FAR}|faster|sooner|sharper)\b"
    r"|\bhardly (?:any|ever|more)\b|\bthroughout\b|\bmore often than\b"
    r"|\b(?:twice|(?:two|three|four|five|ten|many) times) as\b",
    re.IGNORECASE,
)
UNMEASURED = re.compile(
    r"^(?:What went wrong|Exercises|Summary|Further reading)"
)
"""Headings of what tells of others' numbers, asks, or repeats."""

Fault = tuple[int, str]
Faults = Callable[[NotebookNode], list[Fault]]


@dataclass
class Section:
    """A heading and the cells from it to the next, with their places."""

    heading: str
    parts: list[tuple[int, str, NotebookNode]]  # place, prose or "", cell

    def code(self, before: int | None = None) -> list[NotebookNode]:
        """The code cells, all or those before a place."""
        return [
            cell
            for place, _, cell in self.parts
            if cell.cell_type == "code" and (before is None or place < before)
        ]


def sections(notebook: NotebookNode) -> Iterator[Section]:
    """The notebook cut at its headings, which may stand within a cell."""
    section = Section("", [])
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            section.parts.append((place, "", cell))
            continue
        begin, headings = 0, list(HEADING.finditer(cell.source))
        for heading in headings:
            text = cell.source[begin : heading.start()]
            section.parts.append((place, text, cell))
            yield section
            section, begin = Section(heading[1], []), heading.end()
        section.parts.append((place, cell.source[begin:], cell))
    yield section


def written(cells: list[NotebookNode]) -> set[float]:
    """The numbers that stand in code, also within its texts."""
    found = set()
    for cell in cells:
        tree = ast.parse(stored.plain_python(cell.source))
        told = {id(part) for text in alts_of(tree) for part in ast.walk(text)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in told:
                continue
            if isinstance(node.value, str):
                found |= set(numbers(node.value))
            elif isinstance(node.value, int | float):
                found.add(abs(float(node.value)))
    return found


def numbers(text: str) -> list[float]:
    """The numbers of a text, 1,000 as one."""
    return [
        float(it.rstrip(",").replace(",", "")) for it in NUMBER.findall(text)
    ]


def alts_of(tree: ast.AST) -> list[ast.expr]:
    """The alt texts that a cell's code makes."""
    return [
        node.args[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "described"
    ]


def typed(cell: NotebookNode) -> str:
    """What somebody typed of an alt text: without what is filled in."""
    tree = ast.parse(stored.plain_python(cell.source))
    if texts := alts_of(tree):
        return " ".join(map(constant_part, texts))
    return str(alt_of(cell))


def constant_part(text: ast.expr) -> str:
    """The words of an f-string, with a gap where a value goes."""
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        parts = text.values
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "\u2026"
            for part in parts
        )
    if isinstance(text, ast.BinOp):
        return constant_part(text.left) + constant_part(text.right)
    return "\u2026"


def alt_of(cell: NotebookNode) -> str:
    """The alt text that the page shows."""
    image = cell.metadata.get("mystnb", {}).get("image", {})
    return str(image.get("alt", ""))


def faults_of_numbers(notebook: NotebookNode) -> list[Fault]:
    """Numbers in alt texts that no code has computed or set."""
    everywhere = written(stored.code_cells(notebook)) | {0, 1}
    faults = []
    for section in sections(notebook):
        here = written(section.code())
        for place, _, cell in section.parts:
            if cell.cell_type != "code" or not alt_of(cell):
                continue
            for value in numbers(typed(cell)):
                known = everywhere if value == int(value) else here
                if value not in known:
                    faults.append((place, f"{value:g}"))
    return faults


def faults_of_filling(notebook: NotebookNode) -> list[Fault]:
    """Alt texts of pages that are not those their code has made."""
    return [
        (place, alt_of(cell))
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and "described(" in cell.source
        if not alt_of(cell) or alt_of(cell) != stored.computed_alt(cell)
    ]


def faults_of_comparisons(notebook: NotebookNode) -> list[Fault]:
    """Comparisons with no assertion between them and their heading.

    A paragraph that cites tells of somebody else's numbers.
    """
    faults = []
    for section in sections(notebook):
        if UNMEASURED.match(section.heading):
            continue
        for place, prose, cell in section.parts:
            code = section.code(place + (cell.cell_type == "code"))
            if any(ASSERTS.search(it.source) for it in code):
                continue
            texts = [alt_of(cell), *prose.split("\n\n")]
            for text in texts:
                if "{cite" not in text:
                    said = COMPARES.finditer(" ".join(text.split()))
                    faults += [(place, it[0]) for it in said]
    return faults


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "faults", [faults_of_numbers, faults_of_filling, faults_of_comparisons]
)
def test_chapter_has_no(path: Path, faults: Faults) -> None:
    assert faults(stored.load(path)) == [], "(cell, what is said there)"


def figure_cell(code: str, alt: str, computed: str = "") -> NotebookNode:
    """A cell with a picture."""
    about = {"image/png": {"alt": computed}} if computed else {}
    picture = new_output(
        "display_data", data={"image/png": "AAAA"}, metadata=about
    )
    cell = new_code_cell(code, outputs=[picture])
    cell.metadata["mystnb"] = {"image": {"alt": alt}}
    return cell


def test_typed_numbers_are_found() -> None:
    code = "steps = 400\nassert loss < 0.9\nfigure"
    alt = "Over 400 steps the loss falls from 7.3 to less than 0.9"
    elsewhere = new_code_cell("x = 7.3")
    notebook = new_notebook(
        cells=[
            elsewhere,
            new_markdown_cell("## A heading"),
            figure_cell(code, alt),
        ]
    )
    assert faults_of_numbers(notebook) == [(2, "7.3")]


def test_what_code_fills_in_is_no_typed_number() -> None:
    code = (
        'described(figure, "It falls " f"from {first:.1f} to 2.5, " + "; "'
        '.join(f"{v:.2f}" for v in rest) + " after 40.")'
    )
    alt = "It falls from 7.3 to 2.5, 0.11; 0.12 after 40."
    notebook = new_notebook(cells=[figure_cell(code, alt, alt)])
    assert faults_of_numbers(notebook) == [(0, "2.5"), (0, "40")]
    assert faults_of_filling(notebook) == []
    stale = new_notebook(cells=[figure_cell(code, alt, alt + "!")])
    assert faults_of_filling(stale) == [(0, alt)]


def test_what_code_says_of_its_figure_becomes_the_alt_text() -> None:
    alt = "It falls from 7.3 to 2.5"
    cell = figure_cell("described(figure, alt)", "what it was before", alt)
    notebook = stored.normalise(new_notebook(cells=[cell]))
    assert alt_of(notebook.cells[0]) == alt
    plain = figure_cell("figure", "typed by somebody")
    notebook = stored.normalise(new_notebook(cells=[plain]))
    assert alt_of(notebook.cells[0]) == "typed by somebody"


def test_comparisons_need_an_assertion_below_their_heading() -> None:
    asserted = new_code_cell("report('recall', 0.9, at_least=0.7)")
    notebook = new_notebook(
        cells=[
            new_markdown_cell("## One\nIt is far better."),
            asserted,
            new_markdown_cell("It is far better.\n\n## Two\n\nBy far."),
            new_code_cell("plain"),
            new_markdown_cell("Hardly any.\n\nMuch more, says {cite}`a`."),
            new_markdown_cell("## Summary\n\nFar more."),
        ]
    )
    assert faults_of_comparisons(notebook) == [
        (0, "far better"),
        (2, "By far"),
        (4, "Hardly any"),
    ]
