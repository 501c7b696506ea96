"""The exercises of a chapter: question, the reader's cell, the solution.

They are read from the chapter itself. Which cells belong to one, their tags
tell (see ``CONTRIBUTING.md``); an exercise without a solution is open.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import count

from nbformat import NotebookNode

from tools.student.myst import Directive, directive, parser

SECTION = re.compile(r"^## ", re.MULTILINE)


class TeacherError(RuntimeError):
    """Something that the teacher's edition needs is not as it should be."""


@dataclass
class Exercise:
    """One exercise, with the cells that belong to it.

    Args:
        number: as ``check`` knows it, such as 3.5.
        question: the cell that asks.
        code: the cell that the reader fills in, if there is one.
        worked: what the solution says, in MyST.
        solution: the cell that solves it; none if the exercise is open.
    """

    number: str
    question: NotebookNode
    code: NotebookNode | None = None
    worked: str = ""
    solution: NotebookNode | None = None

    @property
    def is_open(self) -> bool:
        """Whether only a person can say how good an answer is."""
        return self.solution is None

    @property
    def name(self) -> str:
        """The number in a form that may stand in ids: 3-5."""
        return self.number.replace(".", "-")


@dataclass(frozen=True)
class CheckCall:
    """A statement ``check("3.5", answer, seen=seen)``, taken apart.

    Args:
        number: the exercise's.
        answer: the code of the answer.
        given: the code of what is handed along; may be empty.
        lines: its first and its last line, from 1.
    """

    number: str
    answer: str
    given: str
    lines: tuple[int, int]


def directives(cell: NotebookNode) -> list[Directive]:
    """The directives that a cell of prose holds."""
    found = map(directive, parser().parse(cell.source))
    return [it for it in found if it]


def exercises(notebook: NotebookNode, chapter: int) -> list[Exercise]:
    """All exercises of a chapter, numbered in their order."""
    found: list[Exercise] = []
    numbers = count(1)
    asking = False  # no section has begun since the last exercise
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            told = {it.name: it for it in directives(cell)}
            if "exercise" in told:
                found.append(Exercise(f"{chapter}.{next(numbers)}", cell))
                asking = True
            elif "solution" in told:
                found[-1].worked = told["solution"].body
            elif SECTION.search(cell.source):
                asking = False
        elif asking and "exercise" in tags:
            found[-1].code = cell
        elif asking and "solution" in tags:
            found[-1].solution = cell
    return found


def check_call(cell: NotebookNode | None) -> CheckCall:
    """The last ``check`` of a cell.

    Raises:
        TeacherError: if the cell, or such a statement in it, is missing.
    """
    source = cell.source if cell else ""
    for node in reversed(ast.parse(source).body):
        match node:
            case ast.Expr(
                value=ast.Call(
                    func=ast.Name(id="check"),
                    args=[ast.Constant(value=str(number)), answer],
                    keywords=given,
                )
            ):
                return CheckCall(
                    number,
                    ast.unparse(answer),
                    ", ".join(
                        f"{it.arg}={ast.unparse(it.value)}" for it in given
                    ),
                    (node.lineno, node.end_lineno or node.lineno),
                )
    raise TeacherError(f"there is no check of an answer in {source[:70]!r}")


def without_check(source: str, call: CheckCall) -> str:
    """The code of a cell, but for its check."""
    lines = source.split("\n")
    first, last = call.lines
    return "\n".join([*lines[: first - 1], *lines[last:]]).strip("\n")
