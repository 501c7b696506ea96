"""The committed notebooks: executed, described, and free of accidents.

That the outputs are right is checked by nbval, which runs every cell again;
what nbval passes over in silence is checked here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tools.chapters import stored
from tools.paths import BOOK, chapters

CHAPTERS = chapters()
KNOWN_TAGS = {
    "nbval-ignore-output",  # with a line "# not compared: why" in the cell
    "nbval-skip",  # the same
    "raises-exception",
    "hide-input",
    "hide-output",
    "hide-cell",
    "remove-input",
    "remove-output",
    "remove-cell",
    "scroll-output",
    "full-width",
    "margin",
    "exercise",
    "solution",
}
LONG_NUMBER = re.compile(r"(?<![\w.])-?\d+\.\d{5,}(?:e[-+]?\d+)?(?![\w.])")
REPORTED = re.compile(r"^.+: \S+ \(at (?:least|most) [^)]+\)$", re.MULTILINE)
PRINTED = ("text/plain", "text/html", "text/markdown")
PRIVATE_PATH = re.compile(r"(?:/(?:home|Users|root|work|tmp)/|C:\\)\S*")
MOST_IGNORED = 0.15
MOST_BYTES = 4_000_000

Fault = tuple[int, str]


def outputs(cell: NotebookNode) -> list[dict[str, Any]]:
    """A cell's outputs."""
    return list(cell.get("outputs", []))


def faults_of_execution(notebook: NotebookNode) -> list[Fault]:
    """Cells not run, not run in order, failed, or complaining."""
    faults = []
    for number, cell in enumerate(stored.code_cells(notebook), 1):
        if cell.execution_count != number:
            faults.append((number, f"execution count {cell.execution_count}"))
        for output in outputs(cell):
            tags = cell.metadata.get("tags", [])
            if output["output_type"] == "error":
                if "raises-exception" not in tags:
                    faults.append((number, "stored an error"))
            elif output.get("name") == "stderr":
                faults.append((number, "stored warnings"))
    return faults


def faults_of_pictures(notebook: NotebookNode) -> list[Fault]:
    """Pictures without an alt text that says what is seen."""
    faults = []
    for number, cell in enumerate(stored.code_cells(notebook), 1):
        pictures = [
            output
            for output in outputs(cell)
            if any(
                kind.startswith("image/") for kind in output.get("data", {})
            )
        ]
        image = cell.metadata.get("mystnb", {}).get("image", {})
        alt = str(image.get("alt", ""))
        if pictures and len(alt.split()) < 6:
            faults.append((number, f"alt text too short: {alt!r}"))
        if len(pictures) > 1:
            faults.append((number, "two pictures share one alt text"))
    return faults


def faults_of_tags(notebook: NotebookNode) -> list[Fault]:
    """Tags nobody knows, and outputs that are ignored without a reason."""
    faults = []
    for number, cell in enumerate(stored.code_cells(notebook), 1):
        for tag in sorted(set(cell.metadata.get("tags", [])) - KNOWN_TAGS):
            faults.append((number, f"unknown tag {tag!r}"))
    for number, reason in stored.not_compared(notebook):
        if len(reason.split()) < 3:
            faults.append((number, "ignored without '# not compared: why'"))
    return faults


def faults_of_privacy(notebook: NotebookNode) -> list[Fault]:
    """Paths of the machine on which the notebook was run."""
    faults = []
    for number, cell in enumerate(stored.code_cells(notebook), 1):
        for output in outputs(cell):
            texts = [output.get("text", "")]
            texts += [
                text
                for kind, text in output.get("data", {}).items()
                if kind.startswith("text/")
            ]
            if found := PRIVATE_PATH.search("\n".join(texts)):
                faults.append((number, f"shows the path {found[0]}"))
    return faults


def faults_of_numbers(notebook: NotebookNode) -> list[Fault]:
    """Numbers of more than four decimal digits: the last are a processor's.

    A cell whose outputs are not compared may print what it likes, and so
    may ``report``, whose numbers are held to its bounds instead.
    """
    free = {number for number, _ in stored.not_compared(notebook)}
    faults = []
    for number, cell in enumerate(stored.code_cells(notebook), 1):
        if number in free:
            continue
        for output in outputs(cell):
            data = output.get("data", {})
            shown = [data.get(kind, "") for kind in PRINTED]
            for text in (output.get("text", ""), *shown):
                found = LONG_NUMBER.findall(REPORTED.sub("", text))
                faults += [(number, f"prints {it}") for it in found]
    return faults


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_the_book_has_chapters() -> None:
    assert CHAPTERS, "_toc.yml names no notebook that exists"


def test_every_notebook_is_in_the_table_of_contents() -> None:
    assert set(BOOK.glob("*.ipynb")) == set(CHAPTERS)


@pytest.mark.parametrize(
    "faults",
    [
        faults_of_execution,
        faults_of_pictures,
        faults_of_tags,
        faults_of_privacy,
        faults_of_numbers,
    ],
)
def test_chapter_has_no(chapter: Path, faults: Any) -> None:
    found = faults(stored.load(chapter))
    assert found == [], "(cell number, what is wrong)"


def test_chapter_compares_most_of_its_outputs(chapter: Path) -> None:
    notebook = stored.load(chapter)
    ignored = len(stored.not_compared(notebook))
    assert ignored <= MOST_IGNORED * len(stored.code_cells(notebook))


def test_chapter_was_written_by_make_notebooks(chapter: Path) -> None:
    notebook = stored.load(chapter)
    made_from = notebook.metadata.get("storyteller", {}).get("code")
    assert made_from == stored.code_key(notebook), "run: make notebooks"
    assert notebook == stored.normalise(notebook), "run: make notebooks"


def test_chapter_is_small_enough_to_keep(chapter: Path) -> None:
    assert chapter.stat().st_size < MOST_BYTES


def executed(*cells: NotebookNode) -> NotebookNode:
    """A notebook whose cells have been run in order."""
    for number, cell in enumerate(cells, 1):
        cell.execution_count = number
    return new_notebook(cells=list(cells))


def test_stripped_and_failed_cells_are_found() -> None:
    good, stripped = new_code_cell("1"), new_code_cell("2")
    failed = new_code_cell("1 / 0")
    failed.outputs = [new_output("error", ename="Zero", evalue="")]
    notebook = executed(good, stripped, failed)
    stripped.execution_count = None
    assert [number for number, _ in faults_of_execution(notebook)] == [2, 3]


def test_pictures_without_words_are_found() -> None:
    picture = new_output("display_data", data={"image/png": "AAAA"})
    bare, told = new_code_cell("1"), new_code_cell("2")
    bare.outputs, told.outputs = [picture], [picture]
    alt = "A line that rises from 1 to 3"
    told.metadata["mystnb"] = {"image": {"alt": alt}}
    found = faults_of_pictures(executed(bare, told))
    assert [number for number, _ in found] == [1]


def test_tags_and_reasons_are_checked() -> None:
    ignored = {"tags": ["nbval-ignore-output"]}
    notebook = executed(
        new_code_cell("1", metadata=ignored),
        new_code_cell(
            "# not compared: the model writes it anew\n2", metadata=ignored
        ),
        new_code_cell("3", metadata={"tags": ["nbval_ignore"]}),
    )
    assert {number for number, _ in faults_of_tags(notebook)} == {1, 3}


def test_paths_of_a_machine_are_found() -> None:
    shown = new_code_cell("1")
    shown.outputs = [new_output("stream", text="saved to /home/me/x.pt\n")]
    assert faults_of_privacy(executed(shown)) == [
        (1, "shows the path /home/me/x.pt")
    ]


def test_numbers_with_too_many_digits_are_found() -> None:
    said = new_code_cell("1")
    said.outputs = [
        new_output("stream", text="3.1416 or -0.44742 of v1.23456.7\n"),
        new_output("stream", text="gap: 0.00069 (at most 0.01)\n"),
        new_output("execute_result", data={"text/plain": "[1.5, 2.50000001]"}),
        new_output("display_data", data={"image/svg+xml": "0.123456"}),
    ]
    free = new_code_cell(
        "# not compared: the model has just been trained\n2",
        metadata={"tags": ["nbval-ignore-output"]},
    )
    free.outputs = [new_output("stream", text="0.123456789")]
    assert faults_of_numbers(executed(said, free)) == [
        (1, "prints -0.44742"),
        (1, "prints 2.50000001"),
    ]
