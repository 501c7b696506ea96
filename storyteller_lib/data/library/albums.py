"""Albums of the story library: five photographs, told as one story.

An album is an event in five photographs, in order: a caption of each, the
story as somebody tells it over the album, a sentence for each photograph, and
the same in each of the four voices. The texts lie beside those of the scenes,
40 numbers a file.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import (
    TEXTS,
    VOICES,
    entries,
    library_of,
)

PHOTOGRAPHS = 5
"""Of each album."""
TEN, VAL, TEST = 10, 8, 9
"""Of each ten numbers, the one that ends in 8 is val, in 9 test, for ever."""

CAPTION, NEUTRAL = "c", "n"
"""The letters of captions and of the story as it is told over the album."""

_NUMBER = re.compile(r"@(\d{3})")
_LINE = re.compile(rf"([{CAPTION}{NEUTRAL}{''.join(VOICES)}])([1-5]) (\S.*)")


@dataclass(frozen=True)
class LibraryAlbum:
    """Five photographs in words, and what is told over them.

    Attributes:
        number: by which it is known.
        captions: one of each photograph, in order.
        story: a sentence for each photograph, in nobody's special voice.
        tellings: genre -> one or two sentences for each photograph.

    Chapter: book/11_stories_from_sequences
    """

    number: int
    captions: tuple[str, ...]
    story: tuple[str, ...]
    tellings: Mapping[str, tuple[str, ...]]

    @property
    def split(self) -> str:
        """train, val or test; it hangs on the number alone."""
        return {VAL: "val", TEST: "test"}.get(self.number % TEN, "train")


def read_albums(path: Path) -> list[LibraryAlbum]:
    """The albums of one file of the library.

    Raises:
        StorytellerError: if the file cannot be read, or an album is not
            whole (with its line).

    Chapter: book/11_stories_from_sequences
    """
    return list(_albums(path))


def _albums(path: Path) -> Iterator[LibraryAlbum]:
    letters = [CAPTION, NEUTRAL, *VOICES]
    wanted = {(m, i) for m in letters for i in range(1, PHOTOGRAPHS + 1)}
    for at, head, lines in entries(path, "@"):
        number = _NUMBER.fullmatch(head)
        found = [m for line in lines if (m := _LINE.fullmatch(line))]
        told = {(m[1], int(m[2])): m[3] for m in found}
        whole = len(lines) == len(found) == len(told)
        if number is None or not whole or set(told) != wanted:
            raise StorytellerError(
                f"{path}, line {at}: an album is a number, five captions, "
                "and five lines of the story and of each genre"
            )
        rows = {
            letter: tuple(told[letter, i] for i in range(1, PHOTOGRAPHS + 1))
            for letter in letters
        }
        yield LibraryAlbum(
            int(number[1]),
            rows[CAPTION],
            rows[NEUTRAL],
            {genre: rows[letter] for letter, genre in VOICES.items()},
        )


def library_albums(
    split: str | None = None, folder: Path = TEXTS
) -> tuple[LibraryAlbum, ...]:
    """The library's albums in the order of their numbers.

    Takes and raises what ``library_scenes`` does.

    Chapter: book/11_stories_from_sequences
    """
    return library_of("albums", read_albums, split, folder)
