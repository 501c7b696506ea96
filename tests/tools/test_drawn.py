"""The map of the book and the legend: whole, well-formed, leading on."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from storyteller_lib.plots.diagrams.language import COLOURS, ROLES, THINGS
from tools.drawn import book_map, legend, pages, svg
from tools.drawn.svg import Place
from tools.paths import chapters
from tools.ways import needs

DRAWN = {"map": book_map.page_html, "legend": legend.page_html}


def elements(text: str, name: str) -> list[ElementTree.Element]:
    """The elements of one name in a drawing."""
    return list(ElementTree.fromstring(text).iter(name))


def test_the_map_leads_to_each_chapter_once_and_says_its_title() -> None:
    links = elements(book_map.page_html(), "a")
    led_to = [link.get("href") for link in links]
    assert sorted(map(str, led_to)) == [f"{p.stem}.html" for p in chapters()]
    known = {f"{it.path.stem}.html": it.title for it in needs.book().values()}
    for link in links:
        told = link.findtext("title") or ""
        shown = "".join(next(link.iter("text")).itertext())
        assert told.startswith(shown), "what is said is not what is seen"
        assert known[str(link.get("href"))] in told


@pytest.mark.parametrize("name", DRAWN)
def test_everything_lies_on_the_sheet(name: str) -> None:
    text = DRAWN[name]()
    _, _, wide, tall = map(
        float, str(ElementTree.fromstring(text).get("viewBox")).split()
    )
    for found in re.findall(r'points="([^"]+)"', text):
        for point in found.split():
            x, y = map(float, point.split(","))
            assert 0 < x < wide and 0 < y < tall


@pytest.mark.parametrize("name", DRAWN)
def test_colours_are_those_of_the_diagrams(name: str) -> None:
    used = re.findall(r"#[0-9a-fA-F]{6}", DRAWN[name]())
    assert used and set(used) <= COLOURS


def test_nothing_on_the_map_lies_on_another() -> None:
    boxes = []
    for shape in elements(book_map.page_html(), "polygon"):
        if "shape" not in str(shape.get("class")):
            continue
        corners = [
            tuple(map(float, point.split(",")))
            for point in str(shape.get("points")).split()
        ]
        xs, ys = zip(*corners, strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    assert len(boxes) == len(chapters()) + 5
    for i, (left, right, top, bottom) in enumerate(boxes):
        for x0, x1, y0, y1 in boxes[:i]:
            apart = x1 < left or right < x0 or y1 < top or bottom < y0
            assert apart, "two shapes overlap"


def test_the_legend_has_each_role_and_its_meaning() -> None:
    texts = [
        "".join(text.itertext())
        for text in elements(legend.page_html(), "text")
    ]
    assert [t for t in texts if len(t) > 5] == [
        role.meaning for role in ROLES.values()
    ]


@pytest.mark.parametrize("role", ROLES)
def test_parts_take_the_colours_of_the_page_and_things_keep_theirs(
    role: str,
) -> None:
    drawn = svg.shape(role, Place(50, 50, 60, 30), "words")
    assert (f'fill="{ROLES[role].fill}"' in drawn) == (role in THINGS)


def test_arrows_end_just_before_what_they_point_at() -> None:
    tip = re.findall(r'points="([^ ]+)', svg.arrow((0, 0), (0, 40), (50, 40)))
    assert tip == ["47,40"]


def test_both_are_laid_out_where_the_pages_look_for_them(
    tmp_path: Path,
) -> None:
    book = tmp_path / "book"
    book.mkdir()
    pages.lay_out(tmp_path)
    assert (book / "book_map.html").read_text("utf-8") == DRAWN["map"]()
    assert (book / "legend.html").read_text("utf-8") == DRAWN["legend"]()
    for page, name in (("intro", "book_map"), ("notation", "legend")):
        source = chapters()[0].with_name(f"{page}.md").read_text("utf-8")
        assert f":file: {name}.html" in source
