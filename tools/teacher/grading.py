"""A chapter as an assignment that nbgrader releases, collects and grades.

It is the student notebook. Where an exercise has a check, its cell holds the
solution between nbgrader's marks, and a cell below gives the points if the
library's own check says that the answer is right. An open exercise becomes a
task that a person grades, and the rubric its mark scheme. All other code is
locked, so that no answer can change what it is measured with.
"""

from __future__ import annotations

import ast
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from tools.teacher.chapter import Chapter
from tools.teacher.exercises import (
    CheckCall,
    Exercise,
    check_call,
    without_check,
)
from tools.teacher.expected import points

SCHEMA = 3
"""The version of nbgrader's metadata."""

SOLVED = """\
{stub}

### BEGIN SOLUTION
{solution}
### END SOLUTION

{check}"""
TESTED = """\
# Exercise {number}, points: {points}. The check above says if it is right.
### BEGIN HIDDEN TESTS
from storyteller_lib.teaching import checking as _checking

_said = _checking.verdict({arguments})
assert _said == _checking.RIGHT, _said
### END HIDDEN TESTS"""
TASK = """\
{question}

Answer in cells of your own below, in words, code or both.

=== BEGIN MARK SCHEME ===

{rubric}

=== END MARK SCHEME ==="""


def marked(name: str, **given: Any) -> NotebookNode:
    """nbgrader's metadata of a cell: locked, unless it is a solution."""
    solution = given.get("solution", False)
    settings = {
        "grade": False,
        "grade_id": name,
        "locked": not solution,
        "schema_version": SCHEMA,
        "solution": False,
        "task": False,
    }
    return from_dict({"nbgrader": settings | given})


def assigned(target: str, answer: str) -> str:
    """The code that gives an exercise's answer the solution's value."""
    if target == answer:
        return ""
    wanted = ast.parse(target, mode="eval").body
    if isinstance(wanted, ast.Call):  # the answer is what a function returns
        return f"{ast.unparse(wanted.func)} = lambda *_: {answer}"
    return f"{target} = {answer}"


def arguments(call: CheckCall) -> str:
    """What the check is given."""
    parts = [f'"{call.number}"', call.answer, call.given]
    return ", ".join(part for part in parts if part)


def answer_cell(exercise: Exercise, cell: NotebookNode) -> NotebookNode:
    """The cell that students fill in, with the solution between marks."""
    asked = check_call(exercise.code)
    solved = check_call(exercise.solution)
    assert exercise.solution is not None, "its check was found"
    worked = without_check(exercise.solution.source, solved)
    result = assigned(asked.answer, solved.answer)
    source = SOLVED.format(
        stub=without_check(cell.source, asked),
        solution="\n".join(filter(None, [worked, result])) or "...",
        check=f"check({arguments(asked)})",
    )
    metadata = marked(f"answer-{exercise.name}", solution=True)
    return new_code_cell(source, id=cell.id, metadata=metadata)


def test_cell(exercise: Exercise) -> NotebookNode:
    """The cell that gives the points."""
    worth = points(exercise)
    name = f"check-{exercise.name}"
    source = TESTED.format(
        number=exercise.number,
        points=worth,
        arguments=arguments(check_call(exercise.code)),
    )
    metadata = marked(name, grade=True, points=worth)
    return new_code_cell(source, id=name, metadata=metadata)


def task_cell(
    chapter: Chapter, exercise: Exercise, cell: NotebookNode
) -> NotebookNode:
    """The cell of an open exercise, with its rubric as the mark scheme."""
    made = from_dict(cell)
    made.source = TASK.format(
        question=chapter.question(exercise),
        rubric=chapter.rubric(exercise),
    )
    worth = points(exercise)
    made.metadata = marked(f"open-{exercise.name}", task=True, points=worth)
    return made


def source_notebook(chapter: Chapter) -> NotebookNode:
    """The chapter as nbgrader's source, from which it makes the release."""
    asking = {it.question.id: it for it in chapter.exercises}
    filled = {it.code.id: it for it in chapter.exercises if it.code}
    cells: list[NotebookNode] = []
    for cell in chapter.student.cells:
        exercise = filled.get(cell.id)
        if cell.id in asking and asking[cell.id].is_open:
            cells.append(task_cell(chapter, asking[cell.id], cell))
        elif exercise and not exercise.is_open:
            cells += [answer_cell(exercise, cell), test_cell(exercise)]
        elif cell.cell_type == "code" and not exercise:
            locked = from_dict(cell)
            locked.metadata = cell.metadata | marked(f"given-{cell.id}")
            cells.append(locked)
        else:
            cells.append(cell)
    made = from_dict(chapter.student)
    made.cells = cells
    return made
