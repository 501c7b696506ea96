"""Solutions: each exercise with its question, what is expected, the way.

As notebooks they run: the chapter's other code comes first, folded away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from storyteller_lib.teaching.quiz import quiz
from tools.chapters import stored
from tools.teacher.chapter import Chapter
from tools.teacher.exercises import SECTION, Exercise
from tools.teacher.expected import expected, points

ABOUT = """\
# Solutions: {title}

*For teachers. Chapter {number} of Once Upon a Picture. Run it from the top:
the folded cells are the chapter's own, which the solutions need.*"""
SHOWN = ("image/png", "image/jpeg", "text/plain")
"""What outputs may hold; a widget would need its kernel."""


def text_cell(text: str, name: str) -> NotebookNode:
    """A cell of prose."""
    return new_markdown_cell(text.strip(), id=name)


def outputs(cell: NotebookNode) -> list[Any]:
    """What a cell showed when the chapter was run."""
    kept = []
    for output in from_dict(cell.outputs):
        if "data" in output:
            data = {k: v for k, v in output.data.items() if k in SHOWN}
            output.data = from_dict(data)
        kept.append(output)
    return kept


def asked(chapter: Chapter, exercise: Exercise) -> NotebookNode:
    """What an exercise asks, and what its check takes for right."""
    worth = f"*{points(exercise)} points.*"
    told = [chapter.question(exercise), worth]
    if not exercise.is_open:
        told.append(f"**Expected:** {expected(exercise)}.")
    return text_cell("\n\n".join(told), f"asked-{exercise.name}")


def answered(chapter: Chapter, exercise: Exercise) -> Iterator[NotebookNode]:
    """The solution in words and code; the rubric, if it is open."""
    if exercise.solution is None:
        told = f"**Rubric**\n\n{chapter.rubric(exercise)}"
        yield text_cell(told, f"rubric-{exercise.name}")
        return
    told = f"**Solution.** {chapter.plain(exercise.worked)}"
    yield text_cell(told, f"told-{exercise.name}")
    cell = exercise.solution
    yield new_code_cell(cell.source, id=cell.id, outputs=outputs(cell))


def quiz_answers(chapter: Chapter) -> str:
    """The right answers to the questions at the chapter's end."""
    lines = ["## Questions at the chapter's end", ""]
    asked = quiz(f"{chapter.number:02}").questions
    for number, question in enumerate(asked, 1):
        right = next(it for it in question.answers if it.right)
        lines.append(f"{number}. {question.text}")
        lines.append(f"\n   **{right.text}** {right.reason}")
    return "\n".join(lines)


def solution_notebook(chapter: Chapter) -> NotebookNode:
    """The solutions of a chapter as a notebook that runs."""
    about = ABOUT.format(title=chapter.title, number=chapter.number)
    cells = [text_cell(about, "about")]
    asking = {it.question.id: it for it in chapter.exercises}
    solved: Exercise | None = None
    for cell in chapter.student.cells:
        if exercise := asking.get(cell.id):
            cells += _answered(chapter, solved)
            cells.append(asked(chapter, exercise))
            solved = exercise
        elif cell.cell_type == "code":
            folded = from_dict(cell)
            if "exercise" not in cell.metadata.get("tags", []):
                folded.metadata = {"jupyter": {"source_hidden": True}}
            cells.append(folded)
        elif solved and SECTION.search(cell.source):
            break
    cells += _answered(chapter, solved)
    cells.append(text_cell(quiz_answers(chapter), "quiz"))
    metadata = {
        "kernelspec": stored.KERNEL,
        "language_info": {"name": "python"},
    }
    return new_notebook(cells=cells, metadata=metadata)


def _answered(
    chapter: Chapter, exercise: Exercise | None
) -> list[NotebookNode]:
    return list(answered(chapter, exercise)) if exercise else []
