"""Texts as ids on disk, read a piece at a time: never the whole file.

A word's id takes two bytes (uint16), so ten thousand novels, a thousand
million words, are two gigabytes. They are mapped into memory: the operating
system reads the pages that are asked for and forgets them again, and several
processes on one machine share them. Beside the ids lie the places where each
text begins; both are plain numbers, and no pickle.

Chapter: book/13_scaling_up
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import overload

import numpy as np

from storyteller_lib.config import StorytellerError

MOST_WORDS = 2**16
Triple = tuple[list[int], list[int], list[int]]


def write_tokens(path: Path, texts: Iterable[Sequence[int]]) -> int:
    """Write texts of ids as they come, in little memory; how many there were.

    Two files are written, ``path`` and the same with ``.starts`` behind it,
    and put in place when they are whole.

    Raises:
        StorytellerError: if an id has no place in two bytes, or the disk
            refuses it.

    Chapter: book/13_scaling_up
    """
    names = (path, _starts(path))
    parts = [name.with_name(f".{name.name}.part") for name in names]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with parts[0].open("wb") as ids, parts[1].open("wb") as starts:
            here = count = 0
            starts.write(np.int64(0).tobytes())
            for text in texts:
                ids.write(_two_bytes(text, path))
                here, count = here + len(text), count + 1
                starts.write(np.int64(here).tobytes())
        for part, name in zip(parts, names, strict=True):
            part.replace(name)
    except OSError as error:
        raise StorytellerError(
            f"the texts could not be written to {path} ({error.strerror}): "
            "free some space or name another file"
        ) from None
    return count


def _two_bytes(text: Sequence[int], path: Path) -> bytes:
    if text and not (min(text) >= 0 and max(text) < MOST_WORDS):
        raise StorytellerError(
            f"the ids for {path} must be from 0 to {MOST_WORDS - 1:,}, got "
            f"{min(text)} to {max(text)}: use a smaller vocabulary"
        )
    return np.asarray(text, dtype="<u2").tobytes()


def _starts(path: Path) -> Path:
    return path.with_name(path.name + ".starts")


class TokenFile(Sequence[list[int]]):
    """The texts of a file, each read when it is asked for.

    It serves wherever a list of texts of ids does, such as in
    ``passage_batches``.

    Args:
        path: what ``write_tokens`` wrote.

    Raises:
        StorytellerError: if the file is not there, or not whole.

    Chapter: book/13_scaling_up
    """

    def __init__(self, path: Path) -> None:
        try:
            self.starts = _mapped(_starts(path), "<i8")
            self.ids = _mapped(path, "<u2")
        except (OSError, ValueError) as error:
            raise StorytellerError(
                f"there are no texts in {path} ({error}): write them again"
            ) from None
        if not len(self.starts) or self.starts[-1] != len(self.ids):
            raise StorytellerError(
                f"{path} is not whole, or not of the same time as its "
                "starts: write the texts again"
            )

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, place: int) -> list[int]: ...

    @overload
    def __getitem__(self, place: slice) -> list[list[int]]: ...

    def __getitem__(self, place: int | slice) -> list[int] | list[list[int]]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(f"text {place} of {len(self)}")
        first, last = self.starts[place % len(self) :][:2]
        text: list[int] = self.ids[first:last].tolist()
        return text


def _mapped(path: Path, kind: str) -> np.ndarray:
    if path.stat().st_size == 0:  # nothing can be mapped of an empty file
        return np.zeros(0, kind)
    return np.memmap(path, dtype=kind, mode="r")


class StoredTriplets(Sequence[Triple]):
    """Triplets of sentences in a file, none across the border of a book.

    Args:
        sentences: all sentences, book after book.
        books: how many sentences each book has.

    Raises:
        StorytellerError: if the books have not just those sentences.

    Chapter: book/13_scaling_up
    """

    def __init__(
        self, sentences: Sequence[list[int]], books: Sequence[int]
    ) -> None:
        if sum(books) != len(sentences):
            raise StorytellerError(
                f"the books have {sum(books)} sentences, the file "
                f"{len(sentences)}"
            )
        self.sentences = sentences
        inner = np.ones(len(sentences), dtype=bool)
        ends = np.cumsum([n for n in books if n])
        inner[ends - 1] = False
        inner[np.concatenate([[0], ends[:-1]])] = False
        self.middles = inner.nonzero()[0]

    def __len__(self) -> int:
        return len(self.middles)

    @overload
    def __getitem__(self, place: int) -> Triple: ...

    @overload
    def __getitem__(self, place: slice) -> list[Triple]: ...

    def __getitem__(self, place: int | slice) -> Triple | list[Triple]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        i = int(self.middles[place])
        before, source, after = (self.sentences[i + k] for k in (-1, 0, 1))
        return before, source, after
