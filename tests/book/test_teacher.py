"""The teacher's edition says of the chapters what the chapters have."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from nbformat import NotebookNode

from storyteller_lib import widgets
from storyteller_lib.teaching.checks import CHECKS
from tools.chapters import stored
from tools.paths import BOOK, ROOT, chapters
from tools.teacher.texts import HEADINGS

TEACHER = BOOK / "teacher"
PAGES = sorted((TEACHER / "chapters").glob("*.md"))
EVERY_PAGE = sorted(TEACHER.rglob("*.md"))
PARTS = ("**Full marks:**", "**Half:**", "**None:**", "**Expect:**")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def notebook(page: Path) -> NotebookNode:
    """The chapter that a page is about."""
    return stored.load(BOOK / f"{page.stem}.ipynb")


def prose(page: Path) -> list[str]:
    """The texts of that chapter."""
    cells = notebook(page).cells
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


def headings(page: Path) -> set[str]:
    """The sections of that chapter."""
    return {
        heading
        for text in prose(page)
        for heading in re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    }


def part(page: Path, heading: str) -> str:
    """What stands below a heading, to the next of the same level."""
    _, _, after = read(page).partition(f"\n## {heading}\n")
    return re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str, first: str) -> list[list[list[str]]]:
    """The tables whose first column is named so: their rows, their cells."""
    found: list[list[list[str]]] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] == first:
            found.append([])
        elif line.startswith("|") and found and "--" not in cells[0]:
            found[-1].append(cells)
    return found


def numbered(text: str) -> list[str]:
    """The entries of a numbered list, each with all its paragraphs."""
    return re.split(r"^\d+\. ", text, flags=re.MULTILINE)[1:]


def open_exercises(page: Path) -> list[str]:
    """The numbers of a chapter's exercises that no check can judge."""
    labels = [
        label
        for text in prose(page)
        for label in re.findall(r"^```\{exercise\}\n:label: (\S+)", text)
    ]
    chapter = int(page.stem[:2])
    numbers = [f"{chapter}.{n}" for n in range(1, len(labels) + 1)]
    return [number for number in numbers if number not in CHECKS]


def test_each_chapter_has_a_page() -> None:
    assert [page.stem for page in PAGES] == [p.stem for p in chapters()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_a_page_has_all_its_parts(page: Path) -> None:
    found = re.findall(r"^## (.+)$", read(page), re.MULTILINE)
    assert found == list(HEADINGS)
    assert len(numbered(part(page, "Common mistakes"))) >= 5
    assert part(page, "What fails live").count("\n- ") >= 3
    assert len(numbered(part(page, "Discussion"))) >= 3
    assert "**Homework.**" in part(page, HEADINGS[0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_lessons_take_ninety_minutes_and_name_sections(page: Path) -> None:
    lessons = tables(part(page, HEADINGS[0]), "min")
    assert lessons
    for rows in lessons:
        assert sum(int(minutes) for minutes, *_ in rows) == 90
        named = {it for row in rows for it in re.findall(r"\*(.+?)\*", row[2])}
        assert named and named <= headings(page), named - headings(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_a_plan_names_the_widgets_of_its_chapter(page: Path) -> None:
    cells = notebook(page).cells
    code = "\n".join(c.source for c in cells if c.cell_type == "code")
    used = set(re.findall(r"(?<![\w.])(\w+)\(", code)) & set(widgets.__all__)
    plan = part(page, HEADINGS[0])
    assert used == {name for name in widgets.__all__ if f"`{name}`" in plan}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_time_and_memory_are_about_those_of_the_notebook(page: Path) -> None:
    said = re.search(r"Runs in about (\d+) s with (\d\.\d) GB", read(page))
    assert said
    cost = notebook(page).metadata["storyteller"]
    assert 1 / 2 < int(said[1]) / cost["seconds"] < 2
    assert 1 / 2 < 1_000 * float(said[2]) / cost["peak_mb"] < 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_each_open_exercise_has_a_rubric(page: Path) -> None:
    text = part(page, "Rubrics")
    found = re.findall(r"^### (.+)$", text, re.MULTILINE)
    assert found == open_exercises(page) != []
    for rubric in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        places = [rubric.find(name) for name in PARTS]
        assert places == sorted(places) and places[0] > 0, rubric[:5]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_five_exam_questions_with_marks_and_answers(page: Path) -> None:
    questions = numbered(part(page, "Exam questions"))
    assert len(questions) == 5
    for question in questions:
        assert re.match(r"\*\*[\w ]+\*\* \(\d marks\)\. ", question)
        asked, answer = question.split("**Answer.**")
        assert len(asked) > 80 and len(answer) > 40
    kinds = {question.split("**")[1] for question in questions}
    assert len(kinds) >= 3


def test_points_add_up_to_a_hundred() -> None:
    projects = tables(read(TEACHER / "projects.md"), "points")
    assert len(projects) == 3
    for rows in projects:
        assert sum(int(points) for points, _ in rows) == 100
    plans = tables(read(TEACHER / "course_plans.md"), "week")
    assert [len(rows) for rows in plans] == [6, 13]
    for rows in plans:
        last = ", ".join(row[-1] for row in rows)
        marks = re.findall(r": (\d+)", last)
        assert sum(map(int, marks)) == 100


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", read(page)):
        assert (page.parent / target).exists(), target


def test_every_chapter_stands_in_the_table_of_needs() -> None:
    rows = tables(read(TEACHER / "what_needs_what.md"), "chapter")[0]
    linked = [re.findall(r"chapters/(\w+)\.md", row[0]) for row in rows]
    assert [stem for (stem,) in linked] == [page.stem for page in PAGES]


def test_the_table_of_needs_says_what_the_chapters_say() -> None:
    known = json.loads(read(BOOK / "needs.json"))["chapters"]
    for row in tables(read(TEACHER / "what_needs_what.md"), "chapter")[0]:
        (number,) = re.findall(r"chapters/(\d\d)_", row[0])
        for needed, what in known[number]["needs"].items():
            assert f"{int(needed)} ({what})" in row[1], number


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem[:2])
def test_homework_names_sections_that_are_there(page: Path) -> None:
    _, _, homework = part(page, HEADINGS[0]).partition("**Homework.**")
    homework = " ".join(homework.split())
    for name in re.findall(r"\*([A-Z][^*]+ [^*]+ [^*]+)\*", homework):
        assert name in headings(page), name


def test_course_plans_name_sections_that_are_there() -> None:
    everywhere = {it for page in PAGES for it in headings(page)}
    plans = read(TEACHER / "course_plans.md")
    named = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", plans)
    assert len(named) > 8
    for name in named:
        assert any(name in it for it in everywhere), name


def test_the_site_does_not_name_it() -> None:
    assert "book/teacher" not in str(yaml.safe_load(read(ROOT / "_toc.yml")))
