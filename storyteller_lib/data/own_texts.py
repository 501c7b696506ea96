"""Texts of one's own, as they lie on people's disks, cut into passages.

Plain text in whatever encoding, hard-wrapped or one paragraph a line, with
or without the header and licence of Project Gutenberg.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import codecs
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.novels import PassageSettings, cut
from storyteller_lib.text import split_sentences

MOST_BYTES = 200_000_000
WRAPPED = 100
"""Where most text is in longer lines than this, a line is a paragraph."""

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
_NOTE = re.compile(r"\[(?:illustration|footnote|note)[^\]]{0,400}\]", re.I)
_HEADING = re.compile(
    r"#.*|(?:chapter|book|part|volume|canto|act|scene)\b.{0,60}|[^a-z]{1,80}",
    re.I,
)
_LONG = re.compile(r"\S{50,}")


def read_text(path: Path) -> str:
    """The text of a file, without what Project Gutenberg put around it.

    UTF-8, or whatever a byte order mark announces; else Western European
    (Windows-1252, which holds Latin-1's letters).

    Raises:
        StorytellerError: if it cannot be read, is empty, or is not text.

    Chapter: book/02_pictures_captions_books
    """
    raw = _read(path)
    text = _decode(raw, path).replace("\r\n", "\n").replace("\r", "\n")
    begin, end = _BEGINS.search(text), _ENDS.search(text)
    text = text[begin.end() if begin else 0 : end.start() if end else None]
    if not text.strip():
        raise StorytellerError(f"{path} holds no text: name another file")
    return text


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise StorytellerError(
                f"{path} is a folder: name the text files in it"
            )
        if path.exists() and not path.is_file():
            raise StorytellerError(f"{path} is not a file: name a text file")
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise StorytellerError(
                f"{path} is larger than {MOST_BYTES // 10**6} MB: "
                "cut it into smaller files"
            )
        return path.read_bytes()
    except StorytellerError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a null character
        reason = getattr(error, "strerror", None) or str(error)
        raise StorytellerError(
            f"cannot read the text {path}: {reason}"
        ) from None


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


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, each on one line; "" where a part begins.

    Chapter: book/02_pictures_captions_books
    """
    text = _NOTE.sub(" ", text).replace("_", "")
    lines = [line.strip() for line in text.split("\n")]
    lengths = list(map(len, lines))
    one_a_line = 2 * sum(n for n in lengths if n > WRAPPED) > sum(lengths)
    blocks = lines if one_a_line else _blocks(lines)
    for block in filter(None, blocks):
        yield "" if _is_heading(block) else _LONG.sub(" ", block).strip()


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Lines between empty lines, joined."""
    taken: list[str] = []
    for line in [*lines, ""]:
        if line:
            taken.append(line)
        elif taken:
            yield " ".join(taken)
            taken = []


def _is_heading(block: str) -> bool:
    """Whether a paragraph is a title, a rule or a number."""
    if not any(c.islower() for c in block):
        return len(block) <= 80
    heading = _HEADING.fullmatch(block)
    return bool(heading) and not block.endswith((".", "!", "?", '"', "”"))


def passages(
    text: str, settings: PassageSettings, rng: random.Random
) -> Iterator[str]:
    """Passages of the wanted lengths, in reading order.

    Sentences longer than the longest passage (verses without full stops,
    say) are cut into pieces of its length.

    Chapter: book/02_pictures_captions_books
    """
    part: list[str] = []
    for paragraph in [*paragraphs(text), ""]:
        if paragraph:
            part += _sentences(paragraph, settings.longest)
        elif part:
            yield from map(" ".join, cut(part, settings, rng))
            part = []


def _sentences(paragraph: str, longest: int) -> Iterator[str]:
    for sentence in split_sentences(paragraph):
        words = sentence.split()
        for start in range(0, len(words), longest):
            yield " ".join(words[start : start + longest])
