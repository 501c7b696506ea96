"""The course directory of nbgrader: sources, releases, gradebook, grades.

nbgrader itself makes the releases and grades; what stands here calls it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from tools.chapters import stored
from tools.teacher.chapter import Chapter
from tools.teacher.exercises import TeacherError
from tools.teacher.grading import source_notebook

CONFIG = Path(__file__).with_name("nbgrader_config.py")
NOT_THERE = """\
nbgrader is not installed: `make teacher` installs it, and so does
pip install 'storyteller-lib[teacher]'"""


@contextmanager
def nbgrader(folder: Path) -> Iterator[Any]:
    """nbgrader's own interface, at work in a course directory.

    Raises:
        TeacherError: if it is not installed.
    """
    try:
        from nbgrader.apps import NbGraderAPI
        from traitlets.config.loader import PyFileConfigLoader
    except ImportError as error:
        raise TeacherError(NOT_THERE) from error
    before = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    beside = str(Path(sys.executable).parent)  # it calls alembic by its name
    os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", "")])
    try:
        loader = PyFileConfigLoader(CONFIG.name, path=str(folder))
        yield NbGraderAPI(config=loader.load_config())
    finally:
        os.chdir(before[0])
        os.environ.clear()
        os.environ.update(before[1])


def done(what: str, result: dict[str, Any]) -> None:
    """Take what nbgrader says of something that it was to do.

    Raises:
        TeacherError: if it could not.
    """
    if not result["success"]:
        log = f"{result.get('log', '')}\n{result.get('error', '')}"
        raise TeacherError(f"nbgrader could not {what}:\n{log[-2000:]}")


def write_sources(folder: Path, chapters: Sequence[Chapter]) -> None:
    """A course directory with an assignment for each chapter."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(CONFIG, folder)
    for chapter in chapters:
        place = folder / "source" / chapter.name / f"{chapter.name}.ipynb"
        place.parent.mkdir(parents=True)
        stored.save(source_notebook(chapter), place)


def release(folder: Path, names: Sequence[str]) -> None:
    """Let nbgrader make what students get of each assignment."""
    with nbgrader(folder) as api:
        for name in names:
            done(f"release {name}", api.generate_assignment(name))


def hand_in(
    folder: Path, student: str, name: str, notebook: NotebookNode
) -> None:
    """Put a student's notebook where nbgrader collects it."""
    place = folder / "submitted" / student / name / f"{name}.ipynb"
    place.parent.mkdir(parents=True, exist_ok=True)
    stored.save(notebook, place)


def grade(folder: Path, student: str, name: str) -> dict[str, float]:
    """Let nbgrader grade what a student handed in: points by cell."""
    with nbgrader(folder) as api:
        done(f"grade {name}", api.autograde(name, student))
        with api.gradebook as book:
            graded = book.find_submission_notebook(name, name, student)
            return {
                grade.name: grade.auto_score or 0.0
                for grade in graded.grades
                if grade.cell.cell_type == "code"
            }


def most_points(chapter: Chapter) -> dict[str, float]:
    """What each graded cell of an assignment is worth at most."""
    cells = source_notebook(chapter).cells
    marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
    return {it["grade_id"]: it["points"] for it in marks if it.get("grade")}
