"""Novels by genre, cut into passages of a few consecutive sentences.

A novel is a text with one paragraph a line; a line that begins with ``# ``
is a heading, and no passage runs across it. Books are dealt to train, val
and test as wholes: two passages of one book are never on both sides.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.data.real.files import need, texts_in
from storyteller_lib.data.splits import part_at, place_of
from storyteller_lib.data.world import Passage, check_genre, check_split
from storyteller_lib.text import split_sentences

FOLDERS = {"science-fiction": ("science-fiction", "scifi")}
"""Names of a genre's folder or archive, where they differ from its own."""

SHARES = {"test": 0.05, "val": 0.05}


@dataclass(frozen=True)
class PassageSettings(Settings):
    """How long a passage is, in words parted by blanks.

    Each wants a length drawn evenly from ``shortest`` to ``usual``, takes
    sentences until it has it, and is never longer than ``longest``.

    Raises:
        StorytellerError: unless 0 < shortest <= usual <= longest.

    Chapter: book/02_pictures_captions_books
    """

    shortest: int = 25
    usual: int = 45
    longest: int = 60

    def __post_init__(self) -> None:
        if not 0 < self.shortest <= self.usual <= self.longest:
            raise StorytellerError(
                "PassageSettings needs 0 < shortest <= usual <= longest, got "
                f"{self.shortest}, {self.usual} and {self.longest}"
            )


def split_of(book: str) -> str:
    """The split of a book, by its place.

    Chapter: book/02_pictures_captions_books
    """
    return part_at(place_of(book), SHARES)


def books(folder: Path, genre: str, split: str) -> Iterator[tuple[str, str]]:
    """Names and texts of a genre's books in a split.

    From ``GENRE.tar.xz`` (or .tar.gz, .tar) or a folder of .txt files.

    Raises:
        StorytellerError: if there is neither, or it is broken.

    Chapter: book/02_pictures_captions_books
    """
    check_genre(genre)
    check_split(split)
    for name, text in texts_in(_archive(folder, genre)):
        if split_of(name) == split:
            yield name, text


def passages(
    folder: Path,
    genre: str,
    split: str,
    settings: PassageSettings | None = None,
) -> Iterator[Passage]:
    """All passages of a genre's books, in reading order.

    Raises:
        StorytellerError: if the books are missing or broken.

    Chapter: book/02_pictures_captions_books
    """
    for name, text in books(folder, genre, split):
        yield from passages_of(genre, name, text, settings)


def passages_of(
    genre: str,
    book: str,
    text: str,
    settings: PassageSettings | None = None,
) -> Iterator[Passage]:
    """All passages of one book, in reading order.

    Chapter: book/02_pictures_captions_books
    """
    settings = settings or PassageSettings()
    rng = random.Random(book)
    for chapter in chapters(text):
        sentences = (s for p in chapter for s in split_sentences(p))
        for some in cut(sentences, settings, rng):
            yield Passage(genre, some, book.removesuffix(".txt"))


def chapters(text: str) -> Iterator[list[str]]:
    """The paragraphs between headings.

    Chapter: book/02_pictures_captions_books
    """
    paragraphs: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if not line.startswith("#"):
            paragraphs += [line] if line else []
        elif paragraphs:
            yield paragraphs
            paragraphs = []
    if paragraphs:
        yield paragraphs


def cut(
    sentences: Iterable[str], settings: PassageSettings, rng: random.Random
) -> Iterator[tuple[str, ...]]:
    """Consecutive sentences as passages of the wanted lengths.

    What cannot be brought between the shortest and the longest length,
    such as one endless sentence, is left out.

    Chapter: book/02_pictures_captions_books
    """
    taken: list[str] = []
    words, wanted = 0, rng.randint(settings.shortest, settings.usual)
    for sentence in sentences:
        length = len(sentence.split())
        if words + length > settings.longest:
            if words >= settings.shortest:
                yield tuple(taken)
            taken, words = [], 0
        if length > settings.longest:
            continue
        taken.append(sentence)
        words += length
        if words >= wanted:
            yield tuple(taken)
            taken, words = [], 0
            wanted = rng.randint(settings.shortest, settings.usual)
    if words >= settings.shortest:
        yield tuple(taken)


def _archive(folder: Path, genre: str) -> Path:
    names = FOLDERS.get(genre, (genre,))
    for name in names:
        for ending in (".tar.xz", ".tar.gz", ".tar", ""):
            path = folder / f"{name}{ending}"
            if path.exists():
                return path
    return need(folder / f"{names[0]}.tar.xz")
