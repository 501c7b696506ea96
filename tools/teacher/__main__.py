"""Write the teacher's edition to ``_build/teacher``; students never get it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.chapters import stored
from tools.paths import BUILD, ROOT
from tools.teacher import course, pages
from tools.teacher.chapter import Chapter, all_chapters
from tools.teacher.exercises import TeacherError
from tools.teacher.slides.deck import write_slides
from tools.teacher.solutions import solution_notebook
from tools.teacher.texts import FOLDER as TEXTS
from tools.teacher.texts import course_texts
from tools.vendor import VendorError

FOLDER = BUILD / "teacher"
WORK = BUILD / "teacher_work"
README = Path(__file__).with_name("README.md")
GRADED = ("submitted", "autograded", "feedback")
"""What lies in ``assignments`` once students have handed something in."""


@contextmanager
def timed(what: str, path: Path) -> Iterator[None]:
    """Say what was made, how large it is, and how long it took."""
    begun = time.monotonic()
    yield
    found = path.rglob("*") if path.is_dir() else [path]
    size = sum(it.stat().st_size for it in found if it.is_file()) / 1e6
    seconds = time.monotonic() - begun
    print(f"  {what:<12} {size:6.1f} MB {seconds:5.0f} s", flush=True)


def write_solutions(folder: Path, chapters: Sequence[Chapter]) -> None:
    """A notebook for each chapter."""
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in chapters:
        notebook = solution_notebook(chapter)
        stored.save(notebook, folder / f"{chapter.name}.ipynb")


def clear(folder: Path) -> None:
    """Begin anew, unless that would throw grades away.

    Raises:
        TeacherError: if students' work lies in the folder.
    """
    held = [it for it in GRADED if (folder / "assignments" / it).exists()]
    if held:
        raise TeacherError(
            f"{folder / 'assignments'} holds students' work "
            f"({', '.join(held)}): move that folder elsewhere first."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def write(folder: Path, texts: Path = TEXTS) -> None:
    """Write all of the edition.

    Raises:
        TeacherError: if a part of it cannot be made.
    """
    chapters, courses = all_chapters(texts), course_texts(texts)
    clear(folder)
    with timed("solutions", folder / "solutions"):
        write_solutions(folder / "solutions", chapters)
    with timed("slides", folder / "slides"):
        slides = write_slides(folder / "slides", chapters)
    readme = README.read_text("utf-8").format(slides=slides)
    (folder / "README.md").write_text(readme, encoding="utf-8")
    with timed("html", folder / "html"):
        pages.write_sources(WORK / "source", chapters, courses, readme)
        pages.build(WORK / "source", folder / "html")
    with timed("assignments", folder / "assignments"):
        course.write_sources(folder / "assignments", chapters)
        names = [chapter.name for chapter in chapters]
        course.release(folder / "assignments", names)


def main(folder: Path = FOLDER) -> int:
    """Write the edition, and say what it is; the exit status."""
    begun = time.monotonic()
    try:
        write(folder)
    except (TeacherError, VendorError) as error:
        print(f"The teacher's edition was not finished: {error}")
        return 1
    where = folder.relative_to(ROOT) if ROOT in folder.parents else folder
    seconds = time.monotonic() - begun
    print(f"Written in {seconds:.0f} s; begin with {where / 'README.md'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
