"""The teacher's edition: exercises, texts, times, solutions; who gets it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from storyteller_lib.teaching.checks import CHECKS
from tests.tools.teachers_chapter import tiny_chapter
from tools import site
from tools.classroom import pack
from tools.paths import steady_environment
from tools.student import __main__ as student
from tools.teacher import __main__ as teacher
from tools.teacher import grading, pages, proof, solutions, texts, timings
from tools.teacher.chapter import Chapter, all_chapters
from tools.teacher.exercises import TeacherError, check_call
from tools.teacher.expected import expected, hints, points

CHAPTERS = all_chapters()
ONE_EACH = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.name)
TEXT = """\
# 3. Pigs

Bring straw.

## Lesson plan (90 minutes)

Feed them; see [Pigs](../03_pigs.md).

## Common mistakes

1. Pink is a colour.

## What fails live

- They sleep.

## Rubrics

### 3.4 A pig

Full: it is pink.

## Discussion

1. May one?

## Exam questions

1. Why?
"""


@pytest.fixture
def texts_of_pigs(tmp_path: Path) -> Path:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "03_pigs.md").write_text(TEXT)
    return tmp_path


# Exercises, and what is expected


def test_exercises_are_found_with_their_cells() -> None:
    found = tiny_chapter().exercises
    assert [it.number for it in found] == ["3.1", "3.2", "3.3", "3.4"]
    assert [it.is_open for it in found] == [False, False, False, True]
    assert [it.code and it.code.id for it in found] == ["e1", "e2", "e3", "e4"]
    assert found[0].worked == "Secretly *a* and *c*."
    assert tiny_chapter().question(found[3]) == (
        "### Exercise 3.4\n\nKeep a pig of your own."
    )


@ONE_EACH
def test_the_books_exercises_fit_their_checks(chapter: Chapter) -> None:
    closed = [it for it in chapter.exercises if not it.is_open]
    assert closed
    mine = {n for n in CHECKS if n.startswith(f"{chapter.number}.")}
    assert {it.number for it in closed} == mine
    for exercise in closed:
        asked, solved = map(check_call, (exercise.code, exercise.solution))
        assert asked.number == solved.number == exercise.number
        assert asked.given == solved.given
        assert expected(exercise) and exercise.worked


def test_a_cell_without_a_check_is_an_error() -> None:
    with pytest.raises(TeacherError, match="no check"):
        check_call(nbformat.v4.new_code_cell("x = check"))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("3.7", "a measured number from 0.095 to 0.109"),
        ("3.3", "the number 0.2 (± 0.001)"),
        ("3.2", "the numbers 0.6 (± 0.001) and 3 (± 0.003)"),
        ("1.1", "the letters b, d, c, e and a, in this order"),
        ("5.1", "the words *nothing the dragon found a cave*"),
        ("3.5", "a vote of captions that names much of a scene, and rightly"),
    ],
)
def test_what_is_expected_is_told_in_words(number: str, told: str) -> None:
    chapter = CHAPTERS[int(number.partition(".")[0]) - 1]
    (one,) = [it for it in chapter.exercises if it.number == number]
    assert expected(one) == told


def test_open_exercises_expect_nothing_and_count_most() -> None:
    *closed, last = tiny_chapter().exercises
    assert expected(last) == "" and hints(last) == []
    assert [points(it) for it in (*closed, last)] == [1, 2, 2, 4]
    assert hints(closed[1])[0] == "How many of the five ranks are 5 or better?"


# The texts that people write


def test_texts_are_cut_at_their_headings(texts_of_pigs: Path) -> None:
    found = texts.chapter_text("03_pigs", texts_of_pigs)
    assert found.opening == "Bring straw."
    assert tuple(found.sections) == texts.HEADINGS
    assert found.sections["What fails live"] == "- They sleep."
    assert found.rubrics == {"3.4": "Full: it is pink."}


def test_a_missing_text_is_named(texts_of_pigs: Path) -> None:
    with pytest.raises(TeacherError, match=r"04_cows\.md is missing: "):
        texts.chapter_text("04_cows", texts_of_pigs)
    page = texts_of_pigs / "chapters" / "03_pigs.md"
    page.write_text(TEXT.replace("## Discussion", "## Talk"))
    with pytest.raises(TeacherError, match='no section "## Discussion": '):
        texts.chapter_text("03_pigs", texts_of_pigs)
    with pytest.raises(TeacherError, match=r"README\.md is missing: "):
        texts.course_texts(texts_of_pigs)


def test_texts_of_no_chapter_may_be_more(tmp_path: Path) -> None:
    for name in ("boots", *texts.COURSE):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n")
    found = texts.course_texts(tmp_path)
    assert list(found) == [*texts.COURSE, "boots"]
    assert found["boots"] == "# boots\n"


def test_a_missing_rubric_is_named() -> None:
    without = tiny_chapter(texts.ChapterText(opening="Bring straw."))
    for made in (pages.chapter_page, grading.source_notebook):
        with pytest.raises(TeacherError, match=r"no rubric of exercise 3\.4"):
            made(without)


# Times


def test_times_are_those_of_the_openings() -> None:
    table = timings.table(tiny_chapter().notebook)
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:7]]
    names = [row[0].strip() for row in rows]
    assert names == [
        "Opening",
        "Of sties",
        "Exercises",
        "Summary",
        "**in all**",
    ]
    assert int(rows[2][2]) > 0 and int(rows[-1][2]) == int(rows[2][2])
    assert "takes 7." in table


@ONE_EACH
def test_no_section_is_lost(chapter: Chapter) -> None:
    source = "\n".join(
        cell.source
        for cell in chapter.notebook.cells
        if cell.cell_type == "markdown"
    )
    table = timings.table(chapter.notebook)
    for title in re.findall(r"^## (.+)$", source, re.MULTILINE):
        assert f"| {title} |" in table


# Solutions and pages


@ONE_EACH
def test_solutions_have_each_exercise_in_full(chapter: Chapter) -> None:
    made = solutions.solution_notebook(chapter)
    nbformat.validate(made)
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    text = "\n".join(cell.source for cell in made.cells)
    for exercise in chapter.exercises:
        assert chapter.question(exercise) in text
        if exercise.solution is not None:
            assert exercise.solution.source in text
            assert chapter.plain(exercise.worked) in text
        if exercise.code is not None:
            assert exercise.code.source in text


@pytest.mark.slow
def test_solutions_run_and_are_right(tmp_path: Path) -> None:
    """In an empty folder: what they read comes along."""
    (one,) = [it for it in CHAPTERS if it.number == 6]
    made = solutions.solution_notebook(one)
    place = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(made, timeout=1200, resources=place)
    client.execute(env=steady_environment())
    printed = "".join(
        output.text
        for cell in made.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream"
    )
    for exercise in one.exercises:
        right = f"{exercise.number}: right.\n"
        assert exercise.is_open or right in printed


def test_a_page_has_texts_times_and_solutions(texts_of_pigs: Path) -> None:
    chapter = tiny_chapter(texts.chapter_text("03_pigs", texts_of_pigs))
    page = pages.chapter_page(chapter)
    nbformat.validate(page)
    text = "\n".join(cell.source for cell in page.cells)
    headings = re.findall(r"^##? (.+)$", text, re.MULTILINE)
    assert headings[:8] == [
        "3. Pigs",
        "Lesson plan (90 minutes)",
        "Times",
        "Common mistakes",
        "What fails live",
        "Discussion",
        "Exam questions",
        "Solutions",
    ]
    assert "[Pigs](03_pigs.ipynb)" in text
    assert "**Rubric**\n\nFull: it is pink." in text
    assert "Secretly *a* and *c*." in text


def test_what_has_no_plain_form_is_named() -> None:
    with pytest.raises(TeacherError, match=r"about 03_pigs holds .*unheard"):
        tiny_chapter().plain("{unheard}`of`")


def test_course_pages_lead_to_chapters() -> None:
    told = {"projects": "# Projects\n\nAfter [pigs](chapters/03_pigs.md)."}
    made = pages.course_pages([tiny_chapter()], told)
    assert made["projects"].cells[0].source == (
        "# Projects\n\nAfter [pigs](03_pigs.ipynb)."
    )


# Assignments; what nbgrader does with them is tested with the grades


@ONE_EACH
def test_assignments_hold_each_exercise_once(chapter: Chapter) -> None:
    made = grading.source_notebook(chapter)
    nbformat.validate(made)
    marks = [cell.metadata.get("nbgrader", {}) for cell in made.cells]
    named = [it["grade_id"] for it in marks if it]
    assert len(set(named)) == len(named)
    graded = {it["grade_id"] for it in marks if it and "points" in it}
    assert graded == {
        f"{'open' if it.is_open else 'check'}-{it.name}"
        for it in chapter.exercises
    }
    given = [it for it in marks if it and it["grade_id"].startswith("given-")]
    assert given and all(it["locked"] for it in given)


def test_solutions_stand_between_marks() -> None:
    chapter = tiny_chapter()
    cells = {it.id: it.source for it in grading.source_notebook(chapter).cells}
    assert cells["e2"] == (
        "recall, median = None, None\n\n### BEGIN SOLUTION\nmiddle = 3\n"
        "(recall, median) = (3 / 5, middle)\n### END SOLUTION\n\n"
        'check("3.2", (recall, median))'
    )
    assert "hinge = lambda *_: SHARE\n### END SOLUTION" in cells["e3"]
    assert 'verdict("3.3", hinge())' in cells["check-3-3"]
    assert cells["e4"] == "pig = 'yours'"


def test_wrong_answers_are_of_the_right_kind() -> None:
    letters, numbers, function, _ = tiny_chapter().exercises
    assert proof.wrong_answer(letters) == "'bd'"
    assert proof.wrong_answer(numbers) == proof.WRONG_NUMBER
    assert proof.wrong_answer(function).startswith("lambda ")


# Who gets it


def test_grades_are_not_thrown_away(tmp_path: Path) -> None:
    work = tmp_path / "assignments" / "submitted" / "ann" / "essay.ipynb"
    work.parent.mkdir(parents=True)
    work.write_text("{}")
    with pytest.raises(TeacherError, match=r"submitted.*move that folder"):
        teacher.clear(tmp_path)
    assert work.exists()


def test_zip_and_edition_do_not_meet() -> None:
    for path in pack.parts(Path("made")).values():
        assert teacher.FOLDER not in (path, *path.parents)
        assert path not in teacher.FOLDER.parents
        assert "teacher" not in path.parts


def test_site_does_not_even_copy_the_texts(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    ignored = site.FOR_READERS(
        str(tmp_path), ["teacher", "intro.md", "images", ".ipynb_checkpoints"]
    )
    assert ignored == {"teacher", ".ipynb_checkpoints"}


def test_students_get_no_solution(tmp_path: Path) -> None:
    assert student.main(tmp_path) == 0
    for chapter in CHAPTERS:
        made = (tmp_path / f"{chapter.name}.ipynb").read_text("utf-8")
        for exercise in chapter.exercises:
            if exercise.solution is not None:
                assert json.dumps(exercise.solution.source)[1:-1] not in made


def test_readme_names_what_is_written(tmp_path: Path) -> None:
    text = teacher.README.read_text("utf-8")
    assert len(re.findall(r"^\d+\. ", text, re.MULTILINE)) == 10
    folders = set(re.findall(r"`(\w+)/", text))
    assert {"html", "solutions", "slides", "assignments"} <= folders
