"""Pickles read as data: a small machine that can run nothing.

The files of 2015 are partly pickles, and a pickle is a program: Python's own
reader calls whatever it names. The machine here knows the opcodes that build
plain containers, strings and numbers, and the few names with which NumPy
describes its arrays; it builds those itself and refuses everything else
before anything is called. What a file declares (shapes, lengths, memo
numbers) is compared with what it holds before memory is given to it.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.pickle_machine import Machine, Readable

Source = str | Path | bytes | Readable


def load_pickle(source: Source, name: str = "") -> Any:
    """The value of a pickle (of the first, where a file holds several).

    Args:
        source: a path, the bytes, or an open file, read from where it is.
        name: what to call the source in an error.

    Raises:
        StorytellerError: if it is no whole pickle, or not of plain data.

    Chapter: book/05_skip_thoughts
    """
    with _opened(source) as file:
        return Machine(file, name or _name(source)).run()


def load_pickles(source: Source, name: str = "") -> list[Any]:
    """The values of all pickles in a file, see ``load_pickle``.

    Raises:
        StorytellerError: as ``load_pickle``.

    Chapter: book/05_skip_thoughts
    """
    with _opened(source) as file:
        whole = io.BytesIO(file.read(-1))
    values = [load_pickle(whole, name or _name(source))]
    while whole.tell() < len(whole.getbuffer()):
        values.append(load_pickle(whole, name or _name(source)))
    return values


@contextmanager
def _opened(source: Source) -> Iterator[Readable]:
    """The source as an open file, closed after use if it was a path."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif not isinstance(source, str | Path):
        yield source
    else:
        with open_file(source) as file:
            yield file


def open_file(path: str | Path) -> BinaryIO:
    """A file of bytes, opened to be read.

    Raises:
        StorytellerError: if it cannot be opened.

    Chapter: book/05_skip_thoughts
    """
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise StorytellerError(
            f"{path} cannot be opened ({error.strerror}): check its path"
        ) from None


def _name(source: Source) -> str:
    return str(source) if isinstance(source, str | Path) else "the pickle"
