"""What the book says of ways through it: true, whole, and up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tools.chapters import stored
from tools.chapters.run import Chapter
from tools.paths import BOOK, chapters
from tools.ways import needs, openings, page, times
from tools.ways.chapter_map import drawing, spots

TABLE = needs.book()


def test_every_chapter_says_what_it_needs() -> None:
    assert list(TABLE) == [path.stem[:2] for path in chapters()]
    for number, chapter in TABLE.items():
        assert chapter.short, f"{number} has no words for the map"
        assert set(chapter.needs) <= {n for n in TABLE if n < number}
        assert all(chapter.needs.values()), number


def test_only_the_first_chapter_needs_nothing() -> None:
    assert [n for n, it in TABLE.items() if not it.needs] == ["01"]


def test_nothing_needs_an_optional_chapter() -> None:
    optional = {n for n, it in TABLE.items() if it.optional}
    assert optional
    for number, chapter in TABLE.items():
        if number not in optional:
            assert not set(chapter.needs) & optional, number


@pytest.mark.parametrize("number", TABLE)
def test_what_is_needed_is_named_in_the_chapter(number: str) -> None:
    """An edge of the map stands for something that the prose speaks of."""
    notebook = stored.load(TABLE[number].path)
    prose = " ".join(
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "markdown" and cell.id != times.CELL
    )
    named = re.findall(
        r"[Cc]hapters?\s+([\d,\s]+(?:(?:and|to)\s+\d+)?)", prose
    )
    numbers = {int(n) for text in named for n in re.findall(r"\d+", text)}
    for before in TABLE[number].needs:
        if before != "01":
            assert int(before) in numbers, f"chapter {before} is not named"


@pytest.mark.parametrize("number", TABLE)
def test_openings_are_up_to_date(number: str) -> None:
    chapter = TABLE[number]
    notebook = stored.load(chapter.path)
    told = notebook.cells[1]
    assert told.id == times.CELL
    wanted = openings.text_of(chapter, notebook)
    assert told.source == wanted, "run: python -m tools.ways"


def test_ways_of_the_introduction_are_up_to_date() -> None:
    text = (BOOK / "intro.md").read_text(encoding="utf-8")
    assert page.with_ways(text) == text, "run: python -m tools.ways"


def test_a_way_passes_no_chapter_twice_and_goes_forward() -> None:
    for way in needs.ways():
        assert list(way.numbers) == sorted(set(way.numbers)), way.name
        assert set(way.numbers) <= set(TABLE)
    *_, whole = needs.ways()
    assert whole.numbers == tuple(TABLE)


def test_an_introduction_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="has no lines"):
        page.with_ways("# Once upon a time")


# The map


def small(**given: dict[str, str]) -> dict[str, needs.Chapter]:
    return {
        n: needs.Chapter(Path(f"{n}_x.ipynb"), f"<{n}>", n, it, n == "04")
        for n, it in given.items()
    }


FOUR = small(
    **{
        "01": {},
        "02": {"01": "a"},
        "03": {"01": "a", "02": "b"},
        "04": {"01": "c"},
    }
)


def test_what_follows_from_others_is_not_drawn() -> None:
    assert needs.arrows(FOUR) == [("01", "02"), ("02", "03"), ("01", "04")]
    assert [needs.level(n, FOUR) for n in FOUR] == [0, 1, 2, 1]


def test_each_chapter_stands_below_what_it_needs() -> None:
    for table in (FOUR, TABLE):
        where = spots(table)
        places = [where[number] for number in table]
        assert len(set(where.values())) == len(where) >= len(set(places))
        for number, chapter in table.items():
            for before in chapter.needs:
                assert where[before].y < where[number].y


def test_the_map_has_a_link_for_each_chapter_and_an_arrow_for_each_need() -> (
    None
):
    for table in (FOUR, TABLE):
        drawn = BeautifulSoup(drawing(table), "html.parser")
        links = [it["href"] for it in drawn.select("svg a")]
        assert links == [f"{it.path.stem}.html" for it in table.values()]
        tips = drawn.select("path[marker-end]")
        assert len(tips) == len(needs.arrows(table))
        labels = [it["aria-label"] for it in drawn.select("svg a")]
        assert all(
            it.title in label
            for it, label in zip(table.values(), labels, strict=True)
        )
        optional = sum(it.optional for it in table.values())
        assert len(drawn.select("a.optional")) == optional


# Times


def chapter_of(*cells: object) -> list[times.Section]:
    return times.sections(new_notebook(cells=list(cells)))


def test_prose_code_equations_and_figures_take_their_time() -> None:
    prose = new_markdown_cell("# Title\n\n" + "word " * 398)
    code = new_code_cell("import os\n" + "x = 1\n" * 30)
    drawn = new_code_cell("figure", metadata={"mystnb": {"image": {}}})
    equation = new_markdown_cell("## Two\n\n$$\na = b\n$$ (one)")
    before, two = chapter_of(prose, code, drawn, equation)
    assert before.minutes == pytest.approx(2 + 2 + 0.5 + 1 / 15)
    assert two.name == "Two"
    assert two.minutes == pytest.approx(1 + 2 / 200)


def test_solutions_are_no_reading_and_exercises_count() -> None:
    asked = new_markdown_cell(
        "## Exercises\n\n```{exercise}\n:label: a\n" + "w " * 400 + "\n```"
    )
    solved = new_markdown_cell("```{solution} a\n" + "w " * 400 + "\n```")
    told = new_code_cell("x = 1\n" * 90, metadata={"tags": ["solution"]})
    _, exercises = chapter_of(asked, solved, told)
    assert exercises.minutes < 0.1
    assert exercises.solving == times.EXERCISE


def test_what_may_be_skipped_ends_with_its_section() -> None:
    cells = [
        new_markdown_cell("## One\n\nwords\n\n### In it\n\n" + times.SKIP),
        new_markdown_cell("word " * 200),
        new_markdown_cell("### After it\n\n" + "word " * 200),
        new_markdown_cell("## Two\n\n" + times.SKIP),
    ]
    _, one, two = chapter_of(*cells)
    assert list(one.skipped) == ["In it"]
    assert one.skipped["In it"] == pytest.approx(1.04, abs=0.03)
    assert list(two.skipped) == ["Two"]
    assert "(may be skipped)" in openings.row(two, with_seconds=False)


def test_the_telling_cell_does_not_count_itself() -> None:
    cells = [new_markdown_cell("# Title"), new_markdown_cell("## One")]
    notebook = new_notebook(cells=cells)
    before = sum(it.minutes for it in times.sections(notebook))
    told = openings.with_opening(TABLE["01"], notebook)
    assert told.cells[1].id == times.CELL
    assert sum(it.minutes for it in times.sections(told)) == before


def test_seconds_are_rounded_and_short_sections_left_out() -> None:
    notebook = new_notebook(
        cells=[
            new_code_cell("1"),
            new_markdown_cell("## One"),
            new_code_cell("2"),
            new_code_cell("3"),
            new_markdown_cell("## Two"),
            new_code_cell("4"),
        ]
    )
    found = times.section_seconds(notebook, [9.0, 6.0, 7.0, 2.0])
    assert found == {"": 10, "One": 15}


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "5 min"), (44, "45 min"), (60, "1 h"), (83, "1 h 25 min")],
)
def test_times_are_spoken_in_fives(minutes: float, words: str) -> None:
    assert openings.spoken(minutes) == words


def test_work_of_cells_ends_where_the_next_one_begins() -> None:
    notebook = new_notebook(cells=[new_code_cell("1") for _ in range(3)])
    chapter = Chapter(Path("05_x.ipynb"), notebook)
    chapter.begun, chapter.work = [1.0, 3.0, 6.0], 10.0
    assert chapter.work_of_cells() == [2.0, 3.0, 4.0]
    assert Chapter(Path("05_x.ipynb"), notebook).work_of_cells() == []
