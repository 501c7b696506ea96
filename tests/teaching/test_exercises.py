"""The chapters' exercises: numbered, checked, and solved."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from nbformat import NotebookNode

from storyteller_lib.teaching.checks import CHECKS
from tools.chapters import stored
from tools.extensions.exercise_numbers import number_by_chapter
from tools.paths import chapters
from tools.student.myst import directive, parser

CHECKED = re.compile(r"\bcheck\(\s*\"(\d+\.\d+)\"")
TOLD = re.compile(r"^(\d+\.\d+): (.+)$", re.MULTILINE)


class Exercise(NamedTuple):
    """An exercise, with the code below it and below its solution."""

    label: str
    text: str
    asked: list[NotebookNode]
    solved: list[NotebookNode]
    has_solution: list[str]


def exercises(path: Path) -> list[Exercise]:
    """The exercises of a chapter, in order."""
    found: dict[str, Exercise] = {}
    cells: list[NotebookNode] | None = None
    for cell in stored.load(path).cells:
        if cell.cell_type == "code":
            if cells is not None:
                cells.append(cell)
            continue
        for token in parser().parse(cell.source):
            told = directive(token)
            if token.type == "heading_open":
                cells = None
            elif told and told.name == "exercise":
                label = told.options["label"]
                found[label] = Exercise(label, told.body, [], [], [])
                cells = found[label].asked
            elif told and told.name == "solution":
                found[told.title].has_solution.append(told.body)
                cells = found[told.title].solved
    return list(found.values())


def checked(cells: list[NotebookNode]) -> set[str]:
    """The numbers whose checks some cells ask."""
    return {n for cell in cells for n in CHECKED.findall(cell.source)}


def said(cells: list[NotebookNode]) -> dict[str, str]:
    """What the stored outputs of cells say of each number."""
    texts = [it.get("text", "") for cell in cells for it in cell.outputs]
    return {n: says for text in texts for n, says in TOLD.findall(text)}


@pytest.fixture(params=chapters(), ids=lambda path: path.stem)
def chapter(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_a_chapter_has_exercises_of_each_kind(chapter: Path) -> None:
    found = exercises(chapter)
    assert len(found) >= 6
    assert len([it for it in found if it.has_solution]) >= 5
    assert any("(an experiment)" in it.text for it in found[2:]) or (
        "Expect" in " ".join(it.text for it in found)
    )
    assert not found[-1].has_solution, "the last one is open-ended"


def test_exercises_are_checked_under_their_number(chapter: Path) -> None:
    number = int(chapter.stem[:2])
    for place, exercise in enumerate(exercises(chapter), 1):
        own = {f"{number}.{place}"} if exercise.has_solution else set()
        assert checked(exercise.asked) == own, exercise.label
        assert checked(exercise.solved) == own, exercise.label


def test_solutions_are_right_and_nothing_is_solved_before(
    chapter: Path,
) -> None:
    for exercise in exercises(chapter):
        for number, says in said(exercise.solved).items():
            assert says == "right.", f"{number}: {says}"
        assert set(said(exercise.solved)) == checked(exercise.solved)
        for number, says in said(exercise.asked).items():
            assert says.startswith(("no answer yet.", "not yet: ")), number
        assert set(said(exercise.asked)) == checked(exercise.asked)


def test_an_exercises_cell_does_not_compute_its_answer(
    chapter: Path,
) -> None:
    for exercise in exercises(chapter):
        if exercise.has_solution:
            for cell in exercise.asked:
                tree = ast.parse(stored.plain_python(cell.source))
                nodes = list(ast.walk(tree))
                assert not any(isinstance(it, ast.Assert) for it in nodes)
                assert not any(
                    isinstance(it, ast.Name) and it.id.startswith("right")
                    for it in nodes
                ), exercise.label


def test_every_check_belongs_to_an_exercise() -> None:
    every = set()
    for path in chapters():
        for exercise in exercises(path):
            every |= checked(exercise.asked)
    there = {str(int(path.stem[:2])) for path in chapters()}
    assert every == {n for n in CHECKS if n.partition(".")[0] in there}
    assert len(every) >= 75


def test_numbers_on_the_site_are_those_of_the_checks() -> None:
    numbers = {"exercise": {"a": (4,), "b": (5,)}, "figure": {"c": (1,)}}
    pages = {"book/08_style": numbers, "book/intro": {"exercise": {"d": (1,)}}}
    environment = SimpleNamespace(toc_fignumbers=pages)
    assert number_by_chapter(None, environment) == []
    assert pages["book/08_style"] == {
        "exercise": {"a": (8, 1), "b": (8, 2)},
        "figure": {"c": (1,)},
    }
    assert pages["book/intro"] == {"exercise": {"d": (1,)}}
