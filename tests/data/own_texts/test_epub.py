from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts import epub as module
from storyteller_lib.data.own_texts import paragraphs, read_text
from storyteller_lib.data.own_texts.epub import book_text
from storyteller_lib.data.own_texts.markup import page_text
from tests.helpers.desk import epub

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Not this</title>
<style>p {{ color: red }}</style><script src="a.js"/></head>
<body>{}</body></html>"""
LOCK = """<encryption><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{}"/></enc:EncryptedData></encryption>"""
AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
FONTS = "http://www.idpf.org/2008/embedding"


def test_pages_come_in_the_order_of_the_spine(tmp_path: Path) -> None:
    pages = {
        "b.xhtml": PAGE.format("<h1>Two</h1><p>The dog\n slept.</p>"),
        "a.xhtml": PAGE.format("<h1>One</h1><p>The dog ran&#8212;far.</p>"),
        "unread.xhtml": PAGE.format("<p>Nobody reads this.</p>"),
    }
    path = tmp_path / "book.epub"
    path.write_bytes(epub(pages, ["a.xhtml", "b.xhtml"]))
    text = read_text(path)
    assert text == "# One\n\nThe dog ran—far.\n\n# Two\n\nThe dog slept."
    assert list(paragraphs(text)) == [
        "",
        "The dog ran—far.",
        "",
        "The dog slept.",
    ]


def test_names_with_blanks_and_folders() -> None:
    raw = epub({"x.xhtml": "<p>Here.</p>"})
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).decode()
            content = content.replace('href="x.xhtml"', 'href="../a%20b.x"')
            new.writestr(name.replace("OEBPS/x.xhtml", "a b.x"), content)
    assert book_text(file.getvalue(), "it") == "Here."


def test_project_gutenberg_stays_outside_a_book(tmp_path: Path) -> None:
    name = "THE PROJECT GUTENBERG EBOOK NOTHING ***"
    pages = {
        "head.xhtml": f"<p>Free of charge.</p><div>*** START OF {name}</div>",
        "book.xhtml": "<p>The book itself.</p>",
        "tail.xhtml": f"<div>*** END OF {name}</div><p>Licence.</p>",
    }
    path = tmp_path / "book.epub"
    path.write_bytes(epub(pages))
    assert read_text(path).strip() == "The book itself."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two", "One\n\nTwo"),
        ("<p>A<br/>line, a <i>word</i>.", "A line, a word."),
        ("<p>Notes<sup>12</sup> go.</p>", "Notes go."),
        ('<p>A <span class="pagenum">12</span>page.</p>', "A page."),
        ("<h2>What now?</h2>He ran.", "# What now\n\nHe ran."),
        ("<nav><ol><li>One</ol></nav><p>Now.", "Now."),
        ("<table><tr><td>1<table></table></table>Text", "Text"),
        ("hy\u00adphen &amp; more\u00a0blanks", "hyphen & more blanks"),
        ("<script>if (a < b) {}</script>Text", "Text"),
        ("", ""),
    ],
)
def test_what_a_reader_sees_of_a_page(markup: str, text: str) -> None:
    assert page_text(markup) == text


def test_locked_books_are_refused_and_scrambled_fonts_are_not() -> None:
    pages = {"a.xhtml": "<p>The dog ran.</p>"}
    locked = epub(pages, more={module.ENCRYPTION: LOCK.format(AES)})
    with pytest.raises(StorytellerError, match=r"^it is locked .*DRM"):
        book_text(locked, "it")
    fonts = epub(pages, more={module.ENCRYPTION: LOCK.format(FONTS)})
    assert book_text(fonts, "it") == "The dog ran."


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 10_000)
    bomb = epub({"a.xhtml": "0" * 1_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(StorytellerError, match=r"^it unpacks to more than"):
        book_text(bomb, "it")
    again = epub({"a.xhtml": "0 " * 2_000}, ["a.xhtml"] * 9)
    with pytest.raises(StorytellerError, match=r"^it unpacks to more than"):
        book_text(again, "it")


def test_damaged_books_are_called_so() -> None:
    raw = epub({"a.xhtml": "<p>The dog ran.</p>" * 99})
    broken = [
        raw[: len(raw) // 2],
        raw.replace(b"OEBPS/content.opf", b"OEBPS/kontent.opf"),
        epub({"a.xhtml": "<p>x</p>"}, ["b.xhtml"]),
        epub({}, more={"META-INF/container.xml": "<container/>"}),
    ]
    middle = raw.index(b"OEBPS/a.xhtml") + 20
    broken.append(raw[:middle] + bytes(30) + raw[middle + 30 :])
    for damaged in broken:
        with pytest.raises(StorytellerError, match=r"^it is damaged"):
            book_text(damaged, "it")


def test_a_book_without_text_holds_none(tmp_path: Path) -> None:
    path = tmp_path / "pictures.epub"
    path.write_bytes(epub({"a.xhtml": '<img src="dog.jpg"/>'}))
    with pytest.raises(StorytellerError, match="holds no text"):
        read_text(path)


def test_a_saved_web_page_is_read_as_seen(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format("<h1>One</h1><p>The dog ran.</p>"))
    assert read_text(path) == "# One\n\nThe dog ran."
