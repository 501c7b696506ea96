"""The teacher's slides: which cells they show, and that all fits on them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_output
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.tools.teachers_chapter import picture, tiny_chapter
from tools.teacher.chapter import all_chapters
from tools.teacher.slides import deck
from tools.teacher.slides.blocks import blocks, lead, sentences
from tools.teacher.slides.choice import CODE_LINES, SKIP, chosen, is_key
from tools.teacher.slides.pictures import TALLEST, pieces

WIDTH, HEIGHT = 1280, 720
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
PATIENCE = 180_000  # milliseconds: a busy machine is no fault of a slide
READY = "() => window.Reveal && Reveal.isReady() && window.MathJax?.startup"
TYPESET = "() => MathJax.startup.promise.then(() => true)"
MEASURED = """() => {
  const leaves = [...document.querySelectorAll(".slides section")]
    .filter((it) => !it.querySelector("section"));
  return leaves.map((slide) => {
    const place = Reveal.getIndices(slide);
    Reveal.slide(place.h, place.v);
    const inner = [...slide.querySelectorAll("pre, p, ul, table")]
      .filter((it) => !it.closest("aside"))
      .map((it) => it.scrollWidth - it.clientWidth);
    return {
      title: slide.querySelector("h1, h2, h3").textContent,
      width: slide.scrollWidth,
      height: slide.scrollHeight,
      cut: Math.max(0, ...inner),
    };
  });
}"""


# Texts, block by block


def test_blocks_have_their_kinds() -> None:
    text = (
        "## A\n\nOne.\nTwo.\n\n- b\n- c\n\n$$\nx\n\\tag{1}$$\n\n"
        "```python\n1\n```\n\n![d](data:,)\n\n| a |\n|---|\n| b |"
    )
    found = blocks(text)
    assert [it.kind for it in found] == [
        "heading",
        "paragraph",
        "list",
        "equation",
        "code",
        "picture",
        "other",
    ]
    assert found[1].text == "One.\nTwo."
    assert found[3].text == "$$\nx\n\\tag{1}$$"


def test_sentences_end_where_they_end() -> None:
    text = "The $a. B$ is\nlong. *It* ends! Or 0.5 of it? `no` ends."
    assert sentences(text) == [
        "The $a. B$ is long.",
        "*It* ends!",
        "Or 0.5 of it?",
        "`no` ends.",
    ]


@pytest.mark.parametrize(
    ("most", "kept", "rest"),
    [
        (9, "One two. Three four five.", ""),
        (4, "One two.", "Three four five."),
        (1, "", "One two. Three four five."),
    ],
)
def test_leads_are_whole_sentences(most: int, kept: str, rest: str) -> None:
    assert lead("One two. Three four five.", most) == (kept, rest)


# Pictures


def gallery(rows: int, gap: int) -> bytes:
    """Rows of noise with blank lines between them, if there is a gap."""
    noise = np.random.default_rng(0).integers(0, 255, (rows * 60, 100, 3))
    for row in range(1, rows):
        noise[row * 60 - gap : row * 60] = 255
    stored = io.BytesIO()
    Image.fromarray(noise.astype(np.uint8)).save(stored, "PNG")
    return stored.getvalue()


def test_tall_pictures_are_cut_where_they_are_blank() -> None:
    whole = gallery(4, gap=4)
    found = [Image.open(io.BytesIO(piece)) for piece in pieces(whole)]
    assert len(found) == 4
    assert all(it.height <= TALLEST * it.width for it in found)
    joined = np.concatenate([np.asarray(it) for it in found])
    assert (joined == np.asarray(Image.open(io.BytesIO(whole)))).all()


def test_other_pictures_stay_whole() -> None:
    assert pieces(picture()) == [picture()]
    solid = gallery(4, gap=0)
    assert pieces(solid) == [solid]


# Which cells become slides


def test_slides_are_chosen_by_rule() -> None:
    slides = chosen(tiny_chapter())
    assert [(it.title, it.opens) for it in slides] == [
        ("Pigs", True),
        ("You will", False),
        ("Of sties", True),
        ("Of sties", False),  # def oink
        ("Of sties", False),  # what is printed
        ("Of sties", False),  # the picture
        ("Of sties", False),  # the equation
        ("Exercises", True),
        ("Exercise 3.1", False),
        ("Exercise 3.2", False),
        ("Exercise 3.3", False),
        ("Exercise 3.4", False),
        ("Summary", True),
    ]
    bodies = [it.body for it in slides]
    assert bodies[0] == "They fly. Some do."
    assert bodies[3].startswith("```python\ndef oink(pigs):")
    assert bodies[4].endswith("```text\ntwo pigs\n```")
    assert bodies[5].startswith("![A green field.](data:image/png;base64,")
    assert bodies[6] == "Weigh them:\n\n$$\nw = m\n\\tag{3.1}$$"
    assert slides[6].notes == ["So."]


def test_slides_tell_students_no_solution() -> None:
    page = deck.page(
        deck.slide_notebook(chosen(tiny_chapter()), 3, "Pigs"),
    )
    soup = BeautifulSoup(page, "html.parser")
    assert "Secretly" not in soup.text
    assert "SHARE" not in soup.text
    notes = [it.extract() for it in soup.select("aside.notes")]
    assert any("the letters a and c" in it.text for it in notes)
    assert "the letters a and c" not in soup.text


@pytest.mark.parametrize(
    ("code", "output", "key"),
    [
        ("def f():\n    return 1", "", True),
        ("x = 1", "one", True),
        ("x = 1", "", False),
        ("assert x\nprint('well')", "well", False),
        ("\n".join(["x = 1"] * CODE_LINES), "one", True),
        ("\n".join(["x = 1"] * (CODE_LINES + 1)), "one", False),
        (f"x = '{'y' * 80}'", "one", False),
    ],
)
def test_key_code_is_short_and_tells_something(
    code: str, output: str, key: bool
) -> None:
    shown = [new_output("stream", text=output)] if output else []
    assert is_key(new_code_cell(code, outputs=shown)) is key


def test_a_tag_leaves_a_cell_out() -> None:
    chapter = tiny_chapter()
    (cell,) = [it for it in chapter.notebook.cells if it.id == "key"]
    before = len(chosen(chapter))
    cell.metadata["tags"] = [SKIP]
    assert len(chosen(chapter)) == before - 1


# The pages


def test_pages_load_nothing_from_elsewhere(tmp_path: Path) -> None:
    assert deck.write_slides(tmp_path, [tiny_chapter()]) == 13
    (page,) = tmp_path.glob("*.html")
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    loaded = [it["src"] for it in soup.select("script[src]")]
    loaded += [it["href"] for it in soup.select("link[href]")]
    assert len(loaded) == 4
    for name in loaded:
        assert (tmp_path / name).is_file()
    assert [it["src"][:5] for it in soup.select("img")] == ["data:"]
    assert len(soup.select("section section")) == 13


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("Chromium is not installed: slides are not looked at")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=FLAGS, timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.mark.slow
@pytest.mark.parametrize("chapter", all_chapters(), ids=lambda it: it.name)
def test_no_slide_overflows(
    browser: Browser, chapter: Any, tmp_path: Path
) -> None:
    total = deck.write_slides(tmp_path, [chapter])
    (path,) = tmp_path.glob("*.html")
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_default_timeout(PATIENCE)
    elsewhere: list[str] = []
    page.on("request", lambda it: elsewhere.append(it.url))
    page.goto(path.as_uri())
    page.wait_for_function(READY)
    page.evaluate(TYPESET)
    slides = page.evaluate(MEASURED)
    assert len(slides) == total
    over = [
        it
        for it in slides
        if it["width"] > WIDTH or it["height"] > HEIGHT or it["cut"] > 1
    ]
    assert over == []
    local = ("file:", "data:")
    assert [it for it in elsewhere if not it.startswith(local)] == []
    page.close()
