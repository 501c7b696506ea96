"""Scenes of the story library, read from its plain text.

A scene is a photograph that might have been taken: two captions, and the
same photograph told as an adventure, as science fiction, as a thriller and
as a romance. The texts lie in ``texts``, 120 numbers a file, so that the
number of a scene says where it is.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES

TEXTS = Path(__file__).parent / "texts"
A_FILE = 120
"""Numbers a file: ``scenes10.txt`` holds those from 1200 to 1319."""
SHORTEST, LONGEST = 40, 78
"""Fewest and most words of a passage."""
HUNDRED, FIRST_VAL, FIRST_TEST = 100, 90, 95
"""Of each hundred numbers, those from 90 are val, from 95 test, for ever."""

VOICES = {genre[0]: genre for genre in GENRES}
"""The letter that begins a passage's line -> its genre."""

_NUMBER = re.compile(r"#(\d{4})")
_LINE = re.compile(rf"([c{''.join(VOICES)}]) (\S.*)")


@dataclass(frozen=True)
class LibraryScene:
    """A photograph in words: what it shows, and four stories about it.

    Attributes:
        number: by which it is known.
        captions: two, as two people would write them.
        passages: genre -> a little story of three to nine sentences.

    Chapter: book/02_pictures_captions_books
    """

    number: int
    captions: tuple[str, ...]
    passages: dict[str, str]

    @property
    def split(self) -> str:
        """train, val or test; it hangs on the number alone."""
        last = self.number % HUNDRED
        if last >= FIRST_TEST:
            return "test"
        return "val" if last >= FIRST_VAL else "train"


def read_scenes(path: Path) -> list[LibraryScene]:
    """The scenes of one file of the library.

    Raises:
        StorytellerError: if the file cannot be read, or a scene is not
            whole (with its line).

    Chapter: book/02_pictures_captions_books
    """
    return list(_scenes(path))


def text_files(folder: Path, kind: str) -> list[Path]:
    """The library's files of a kind, in the order of their numbers.

    Args:
        folder: a library.
        kind: scenes or albums.

    Raises:
        StorytellerError: if there are none.

    Chapter: book/02_pictures_captions_books
    """
    files = sorted(folder.glob(f"{kind}*.txt"))
    if not files:
        raise StorytellerError(
            f"there is no story library in {folder}: no file {kind}NN.txt"
        )
    return files


def entries(path: Path, mark: str) -> Iterator[tuple[int, str, list[str]]]:
    """The entries of a file: the line each begins in, its head, its lines.

    Args:
        path: a file of the library.
        mark: with which the head of each entry begins.

    Raises:
        StorytellerError: if the file cannot be read.

    Chapter: book/02_pictures_captions_books
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError) as error:
        raise StorytellerError(
            f"cannot read the story library's {path}: {error}"
        ) from None
    starts = [i for i, line in enumerate(lines) if line.startswith(mark)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        told = [line.strip() for line in lines[start + 1 : end]]
        yield start + 1, lines[start].strip(), [line for line in told if line]


def _scenes(path: Path) -> Iterator[LibraryScene]:
    for at, head, told in entries(path, "#"):
        number = _NUMBER.fullmatch(head)
        found = [_LINE.fullmatch(line) for line in told]
        pairs = [(m[1], m[2]) for m in found if m]
        captions = tuple(text for mark, text in pairs if mark == "c")
        passages = {VOICES[m]: text for m, text in pairs if m != "c"}
        if (
            number is None
            or len(pairs) != len(told)
            or len(captions) < 2
            or set(passages) != set(GENRES)
        ):
            raise StorytellerError(
                f"{path}, line {at}: a scene is a number, two "
                "captions and one passage of each genre"
            )
        yield LibraryScene(int(number[1]), captions, passages)


@runtime_checkable
class Numbered(Protocol):
    """What the library is made of: scenes, albums.

    Chapter: book/02_pictures_captions_books
    """

    @property
    def split(self) -> str:
        """train, val or test."""


Entry = TypeVar("Entry", bound=Numbered)


@lru_cache(maxsize=16)
def library_of(
    kind: str,
    read: Callable[[Path], Sequence[Entry]],
    split: str | None,
    folder: Path,
) -> tuple[Entry, ...]:
    """The library's entries of a kind in the order of their numbers.

    Args:
        kind: scenes or albums.
        read: reads one file of them.
        split: train, val or test; None is all.
        folder: a library.

    Raises:
        StorytellerError: if there is none, or a file is broken.

    Chapter: book/02_pictures_captions_books
    """
    if split is not None:
        every = library_of(kind, read, None, folder)
        return tuple(entry for entry in every if entry.split == split)
    files = text_files(folder, kind)
    return tuple(entry for path in files for entry in read(path))


def library_scenes(
    split: str | None = None, folder: Path = TEXTS
) -> tuple[LibraryScene, ...]:
    """The library's scenes in the order of their numbers.

    Args:
        split: train, val or test; None is all.
        folder: another library of the same format.

    Raises:
        StorytellerError: if there is none, or a file is broken.

    Chapter: book/02_pictures_captions_books
    """
    return library_of("scenes", read_scenes, split, folder)


def library_scene(number: int, folder: Path = TEXTS) -> LibraryScene:
    """The scene with this number; only its file is read.

    Raises:
        StorytellerError: if the library has no such scene.

    Chapter: book/02_pictures_captions_books
    """
    path = folder / file_of(number)
    if path.is_file():
        for scene in read_scenes(path):
            if scene.number == number:
                return scene
    raise StorytellerError(f"the story library has no scene {number!r}")


def file_of(number: int) -> str:
    """The name of the file that holds the scene with this number.

    Chapter: book/02_pictures_captions_books
    """
    return f"scenes{number // A_FILE:02d}.txt"
