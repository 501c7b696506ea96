"""The word tables of skip-thoughts: two gigabytes, read without holding them.

A table is a matrix of float32, or an array of objects that NumPy pickled: a
row for each word, of shape (620,) if it was trained and (1, 620) if it came
from vocabulary expansion. The matrix is mapped into memory. The pickle is
read from its beginning to its end through a small window, and rows that are
not wanted are dropped at once.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.arrays import read_header
from storyteller_lib.originals.files.pickle_machine import Machine
from storyteller_lib.originals.files.pickled_arrays import (
    EmptyArray,
    Kind,
    Name,
)
from storyteller_lib.originals.files.pickles import open_file

WINDOW = 1 << 22
"""Bytes read at a time; more than any row."""

BATCH = 1024
"""Rows compared at a time; Python 2 writes 1000 between two marks."""

TAIL = np.frombuffer(b"tb", np.uint8)
"""What follows the numbers of a row."""


def table_rows(path: Path) -> int:
    """How many rows a word table has.

    Raises:
        StorytellerError: if it is no array with rows.

    Chapter: book/05_skip_thoughts
    """
    with open_file(path) as file:
        shape, _ = _header(file, path)
    return shape[0]


def read_table(path: Path, rows: Sequence[int]) -> np.ndarray:
    """Some rows of a word table, (rows, word_dim) in float32.

    Raises:
        StorytellerError: if the file is broken or no word table.

    Chapter: book/05_skip_thoughts
    """
    with open_file(path) as file:
        shape, dtype = _header(file, path)
        if dtype.hasobject:
            found = RowMachine(file, str(path), set(rows)).rows()
        else:
            found = _mapped(path)
    if len(found) != shape[0] or max(rows, default=0) >= len(found):
        raise StorytellerError(f"{path} has fewer rows than it should have")
    vectors = [np.ravel(found[row]).astype(np.float32) for row in rows]
    if len({len(vector) for vector in vectors}) != 1:
        raise StorytellerError(
            f"{path} has rows of several lengths: it is no word table"
        )
    return np.stack(vectors)


def _header(file: BinaryIO, path: Path) -> tuple[tuple[int, ...], np.dtype]:
    try:
        shape, _, dtype = read_header(file)
    except (ValueError, TypeError, SyntaxError, OSError) as error:
        raise StorytellerError(
            f"{path} is no whole array of NumPy ({error}): get it again"
        ) from None
    if len(shape) != (1 if dtype.hasobject else 2):
        raise StorytellerError(
            f"{path} has the shape {shape}, which no word table has"
        )
    return shape, dtype


def _mapped(path: Path) -> np.ndarray:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, OSError) as error:
        raise StorytellerError(
            f"{path} is no whole array of NumPy ({error}): get it again"
        ) from None


class Window:
    """A file seen through a window that moves on, never back.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.buffer, self.place = b"", 0

    def more(self) -> bool:
        """Move on: forget what was read; whether there was more to read."""
        new = self.file.read(WINDOW)
        self.buffer, self.place = self.buffer[self.place :] + new, 0
        return bool(new)

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, fewer only at the end of the file."""
        if size < 0:
            raise ValueError("a length below zero")
        while self.place + size > len(self.buffer) and self.more():
            pass
        found = self.buffer[self.place : self.place + size]
        self.place += len(found)
        return found

    def readline(self) -> bytes:
        """The next bytes up to a line feed."""
        while (end := self.buffer.find(b"\n", self.place)) < 0:
            if not self.more():
                end = len(self.buffer) - 1
                break
        return self.read(end + 1 - self.place)


class RowMachine(Machine):
    """Builds an array of rows and keeps the wanted ones alone.

    Rows are passed over in one step each wherever they are written as
    Python 2 wrote them; anything else goes the long way.

    Args:
        file: where the pickle begins.
        name: what it is called in an error.
        wanted: the numbers of the rows to keep.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, file: BinaryIO, name: str, wanted: set[int]) -> None:
        self.window = Window(file)
        super().__init__(self.window, name)
        self.wanted, self.count = wanted, 0
        self.pattern: re.Pattern[bytes] | None = None

    def rows(self) -> np.ndarray:
        """All rows, with None for those that are not wanted.

        Raises:
            StorytellerError: if it is no array of rows of numbers.
        """
        found = self.run()
        if not isinstance(found, np.ndarray) or found.ndim != 1:
            raise StorytellerError(f"{self.name} is no array of rows")
        return found

    def _remember(self, number: int) -> None:
        """Rows are not remembered: no table refers to a row again."""
        value = self.stack[-1]
        if not isinstance(value, EmptyArray) and not _is_long(value):
            self.memo[number] = value

    def _build(self) -> None:
        super()._build()
        row = self.stack[-1]
        if isinstance(row, np.ndarray) and not row.dtype.hasobject:
            self.stack[-1] = row if self.count in self.wanted else None
            self.count += 1
            self._pass_rows(row.dtype)

    def _pass_rows(self, dtype: np.dtype) -> None:
        """Go over all rows that come next, as long as they look alike."""
        if self.pattern is None:
            self.pattern = _row_pattern(self.memo, dtype)
        window = self.window
        while True:
            found = self.pattern.match(window.buffer, window.place)
            size = _size(found, dtype.itemsize) if found else 0
            if not found or found.end() + size + 2 > len(window.buffer):
                left = len(window.buffer) - window.place
                if left < WINDOW // 2 and window.more():
                    continue
                return
            if not size or not self._pass_alike(found, size, dtype):
                return

    def _pass_alike(
        self, found: re.Match[bytes], size: int, dtype: np.dtype
    ) -> int:
        """Go over the rows that follow a first one byte by byte, but for
        their numbers and their places in the memo; returns how many."""
        window, head = self.window, found.end() - found.start()
        stride = head + size + len(TAIL)
        most = min((len(window.buffer) - window.place) // stride, BATCH)
        bytes_ = np.frombuffer(
            window.buffer, np.uint8, most * stride, window.place
        )
        rows = bytes_.reshape(most, stride)
        same = rows[:, :head] == rows[0, :head]  # (rows, head)
        memo = slice(*(place - found.start() for place in found.span("memo")))
        same[:, memo] = True
        whole = same.all(axis=1) & (rows[:, head + size :] == TAIL).all(axis=1)
        count = most if whole.all() else int(whole.argmin())
        vectors: list[np.ndarray | None] = [None] * count
        for row in range(count):
            if self.count + row in self.wanted:
                data = rows[row, head : head + size].tobytes()
                vectors[row] = np.frombuffer(data, dtype)
        self.stack += vectors
        self.count += count
        window.place += count * stride
        return count


def _is_long(value: Any) -> bool:
    return isinstance(value, bytes | np.ndarray) and len(value) > 64


def _row_pattern(memo: dict[int, Any], dtype: np.dtype) -> re.Pattern[bytes]:
    """A row of numbers as Python 2 writes it, up to the numbers."""
    number = {}
    for place, value in memo.items():
        if isinstance(value, Name):
            number[value] = place
        elif isinstance(value, Kind) and value.dtype == dtype:
            number[Name.DTYPE] = place
    array, kind, of = (
        re.escape(b"h" + bytes([number.get(name, 0) % 256]))
        for name in (Name.ARRAY, Name.NDARRAY, Name.DTYPE)
    )
    put, side = rb"(?P<memo>q.|r.{4}|)", rb"(K.|M..|J.{4})"
    shape = rb"(?:" + side + rb"\x85|K\x01" + side + rb"\x86)"
    return re.compile(
        array + kind + rb"K\x00\x85U\x01b\x87R" + put + rb"\(K\x01" + shape
        + of + rb"\x89(?:U(.)|T(.{4}))",
        re.DOTALL,
    )  # fmt: skip


def _size(found: re.Match[bytes], itemsize: int) -> int:
    """Bytes of a row's numbers; 0 if the two counts of them disagree."""
    _, flat, deep, short, long = found.groups()
    count = int.from_bytes((flat or deep)[1:], "little")
    size = int.from_bytes(short or long, "little")
    return size if size == count * itemsize else 0
