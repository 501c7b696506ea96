"""Texts of one's own, read as they lie on people's disks.

Plain text in whatever encoding, an EPUB book or a web page; with or without
the header and licence of Project Gutenberg.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts.epub import book_text
from storyteller_lib.data.own_texts.markup import page_text
from storyteller_lib.files.contents import Wanted
from storyteller_lib.files.kinds import (
    EPUB,
    WEB_PAGE,
    check_no_address,
    kind_of,
)

ON_DISK = Wanted(
    "text",
    most=200_000_000,
    instead_of_folder="name the text files in it",
    if_larger="cut it into smaller files",
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\ufffd]")
_BEGINS = re.compile(r"\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG[^\n]*")
_ENDS = re.compile(r"\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG")


def read_text(path: Path) -> str:
    """The text of a file, without what Project Gutenberg put around it.

    UTF-8, or whatever a byte order mark announces; else Western European
    (Windows-1252, which holds Latin-1's letters). Of an EPUB book or a web
    page it is what a reader sees.

    Raises:
        StorytellerError: if it cannot be read, is empty, or is not text.

    Chapter: book/02_pictures_captions_books
    """
    check_no_address(path)
    text = _without_markup(ON_DISK.read(path), path)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    begin, end = _BEGINS.search(text), _ENDS.search(text)
    text = text[begin.end() if begin else 0 : end.start() if end else None]
    if not text.strip():
        raise StorytellerError(f"{path} holds no text: name another file")
    return text


def _without_markup(raw: bytes, path: Path) -> str:
    kind = kind_of(raw)
    if kind is EPUB:
        return book_text(raw, str(path))
    if kind is WEB_PAGE:
        return page_text(_decode(raw, path))
    if kind is not None:
        raise StorytellerError(
            f"{path} is {kind.name} and no text: {kind.as_text}"
        )
    return _decode(raw, path)


def _decode(raw: bytes, path: Path) -> str:
    announced = [name for mark, name in _MARKS if raw.startswith(mark)]
    for encoding in announced[:1] or ["utf-8", "cp1252"]:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = len(_CONTROL.findall(text))
        if strange * 1_000 <= len(text):
            return text
    raise StorytellerError(
        f"{path} is not plain text in UTF-8 or Latin-1: save it as UTF-8 "
        "text first"
    )
