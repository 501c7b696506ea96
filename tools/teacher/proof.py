"""Prove that the points are real: ``python -m tools.teacher.proof [NN ...]``.

nbgrader grades two students of each chapter. The one hands in the teacher's
own solutions, and must get all points. The other leaves every second exercise
as it was and answers the others wrongly, and must get none.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from nbformat import NotebookNode, from_dict

from storyteller_lib.teaching.checks import CHECKS
from storyteller_lib.teaching.checks.kinds import Letters, Words
from tools.paths import BUILD
from tools.teacher import course
from tools.teacher.chapter import Chapter, all_chapters
from tools.teacher.exercises import Exercise, check_call
from tools.teacher.grading import assigned, source_notebook

FOLDER = BUILD / "teacher_proof"
WRONG_NUMBER = "-12345.0"
SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")


def wrong_answer(exercise: Exercise) -> str:
    """Code of an answer that can be read, and is wrong."""
    answer = check_call(exercise.solution).answer
    match CHECKS[exercise.number]:
        case Letters(known=known, ordered=ordered):
            right = set(answer)
            others = [it for it in known if it not in right]
            return repr(known if ordered else "".join(others))
        case Words():
            return repr("once upon a picture")
    defined = f"def {check_call(exercise.code).answer.partition('(')[0]}("
    if exercise.code and defined in exercise.code.source:
        return f"lambda *_, **__: {WRONG_NUMBER}"
    return WRONG_NUMBER


def between(source: str, code: str) -> str:
    """The source with this code where the solution was."""
    begin, end = SOLUTION
    before, _, rest = source.partition(begin)
    return before + code + rest.partition(end)[2]


def spoilt(chapter: Chapter) -> NotebookNode:
    """What a student hands in who solved nothing, and tried a half."""
    made: NotebookNode = from_dict(source_notebook(chapter))
    cells = {cell.id: cell for cell in made.cells}
    closed = [it for it in chapter.exercises if not it.is_open]
    for place, exercise in enumerate(closed):
        assert exercise.code is not None, "a closed exercise has its cell"
        target = check_call(exercise.code).answer.partition("(")
        name = target[0] or "".join(target)  # a tuple begins with one
        wrong = assigned(name, wrong_answer(exercise))
        cell = cells[exercise.code.id]
        cell.source = between(cell.source, wrong if place % 2 else "")
    return made


def prove(folder: Path, chapter: Chapter) -> bool:
    """Let nbgrader grade both students; say what they got."""
    most = course.most_points(chapter)
    name, total = chapter.name, sum(most.values())
    held = True
    for student, notebook, wanted in (
        ("solves-all", source_notebook(chapter), most),
        ("solves-none", spoilt(chapter), dict.fromkeys(most, 0.0)),
    ):
        start = time.monotonic()
        course.hand_in(folder, student, name, notebook)
        found = course.grade(folder, student, name)
        seconds = time.monotonic() - start
        odd = [
            f"{it}: {found.get(it)}" for it in most if found[it] != wanted[it]
        ]
        held = held and not odd
        print(
            f"  {name:<30} {student:<12} {sum(found.values()):3.0f} of "
            f"{total:2.0f} points, {seconds:4.0f} s  {'; '.join(odd)}",
            flush=True,
        )
    return held


def main(numbers: list[str]) -> int:
    """Prove it for these chapters, or for all; the exit status."""
    known = {f"{chapter.number:02}": chapter for chapter in all_chapters()}
    if strangers := set(numbers) - set(known):
        print(f"There is no chapter {', '.join(sorted(strangers))}.")
        return 2
    chosen = [known[number] for number in numbers or known]
    course.write_sources(FOLDER, chosen)
    course.release(FOLDER, [chapter.name for chapter in chosen])
    results = [prove(FOLDER, chapter) for chapter in chosen]
    print(f"{sum(results)} of {len(results)} chapters are graded rightly.")
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
