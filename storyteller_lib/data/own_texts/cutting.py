"""A text of one's own, cut into paragraphs and passages.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from storyteller_lib.data.real.novels import PassageSettings, cut
from storyteller_lib.text import split_sentences

WRAPPED = 100
"""Where most text is in longer lines than this, a line is a paragraph."""

_NOTE = re.compile(r"\[(?:illustration|footnote|note)[^\]]{0,400}\]", re.I)
_HEADING = re.compile(
    r"#.*|(?:chapter|book|part|volume|canto|act|scene)\b.{0,60}|[^a-z]{1,80}",
    re.I,
)
_LONG = re.compile(r"\S{50,}")


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
