"""nbgrader grades what students hand in: the points are real."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode, from_dict

from tests.tools.teachers_chapter import tiny_chapter
from tools.chapters import stored
from tools.teacher import course, proof
from tools.teacher.chapter import Chapter, all_chapters
from tools.teacher.grading import source_notebook

pytestmark = pytest.mark.slow
FULL = {"check-3-1": 1.0, "check-3-2": 2.0, "check-3-3": 2.0}
SECRETS = ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "_checking", "ac'")


@pytest.fixture(scope="module")
def chapter() -> Chapter:
    return tiny_chapter()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, chapter: Chapter) -> Path:
    path = tmp_path_factory.mktemp("course") / "assignments"
    course.write_sources(path, [chapter])
    course.release(path, [chapter.name])
    return path


def released(folder: Path, chapter: Chapter) -> NotebookNode:
    """What nbgrader gives to students."""
    name = chapter.name
    return stored.load(folder / "release" / name / f"{name}.ipynb")


def test_release_holds_no_solution(folder: Path, chapter: Chapter) -> None:
    text = "\n".join(it.source for it in released(folder, chapter).cells)
    assert [it for it in SECRETS if it in text] == []
    assert "pink" not in text and "SHARE\n" not in text
    assert text.count("# Your answer goes above or here.") == 3
    assert "Keep a pig of your own." in text


def test_solutions_get_all_points(folder: Path, chapter: Chapter) -> None:
    assert course.most_points(chapter) == FULL
    course.hand_in(folder, "ann", chapter.name, source_notebook(chapter))
    assert course.grade(folder, "ann", chapter.name) == FULL


def test_what_was_not_touched_gets_none(
    folder: Path, chapter: Chapter
) -> None:
    course.hand_in(folder, "bob", chapter.name, released(folder, chapter))
    found = course.grade(folder, "bob", chapter.name)
    assert found == dict.fromkeys(FULL, 0.0)


def test_wrong_answers_get_none(folder: Path, chapter: Chapter) -> None:
    wrong = released(folder, chapter)
    for cell in wrong.cells:
        cell.source = (
            cell.source.replace("answer = None", 'answer = "bd"')
            .replace("None, None", "3 / 5, 4")
            .replace("return None", "return 0.25")
        )
    course.hand_in(folder, "cleo", chapter.name, wrong)
    found = course.grade(folder, "cleo", chapter.name)
    assert found == dict.fromkeys(FULL, 0.0)


def test_what_was_given_cannot_be_changed(
    folder: Path, chapter: Chapter
) -> None:
    """A student makes the given number what the own answer is."""
    changed = released(folder, chapter)
    for cell in changed.cells:
        cell.source = (
            cell.source.replace("SHARE = 0.2", "SHARE = 0.5")
            .replace("return None", "return SHARE")
            .replace("answer = None", 'answer = "a, c"')
        )
        if cell.id == "check-3-2":
            cell.source = "pass  # no test, no fault"
    course.hand_in(folder, "dan", chapter.name, changed)
    found = course.grade(folder, "dan", chapter.name)
    assert found == {"check-3-1": 1.0, "check-3-2": 0.0, "check-3-3": 2.0}
    name = chapter.name
    graded = stored.load(
        folder / "autograded" / "dan" / name / f"{name}.ipynb"
    )
    text = "\n".join(it.source for it in graded.cells)
    assert "SHARE = 0.2" in text
    assert "It must be pink." in text  # for the person who grades


def test_what_nbgrader_cannot_do_is_said(
    tmp_path: Path, chapter: Chapter
) -> None:
    folder = tmp_path / "assignments"
    course.write_sources(folder, [chapter])
    path = folder / "source" / chapter.name / f"{chapter.name}.ipynb"
    broken = stored.load(path)
    for cell in broken.cells:
        cell.source = cell.source.replace("### END SOLUTION", "")
    stored.save(from_dict(broken), path)
    with pytest.raises(course.TeacherError, match="could not release 03_pigs"):
        course.release(folder, [chapter.name])


def test_a_chapter_of_the_book_is_graded_rightly(tmp_path: Path) -> None:
    """One that trains little; ``tools.teacher.proof`` proves them all."""
    (one,) = [it for it in all_chapters() if it.number == 6]
    folder = tmp_path / "assignments"
    course.write_sources(folder, [one])
    course.release(folder, [one.name])
    assert proof.prove(folder, one)
