"""Files of arrays: ``.npz`` and ``.npy``, without Python's pickles.

Arrays of objects, the one kind that NumPy stores as a pickle, are read by
the restricted reader of ``pickles`` alone.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import IO, Any

import numpy as np

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.pickle_machine import Readable
from storyteller_lib.originals.files.pickles import load_pickle, open_file

Arrays = dict[str, np.ndarray]
Header = tuple[tuple[int, ...], bool, np.dtype]
"""Shape, whether the columns come first, and the kind of number."""

_BROKEN: tuple[type[Exception], ...] = (
    *(ValueError, TypeError, SyntaxError, EOFError, MemoryError),
    *(OSError, OverflowError, zipfile.BadZipFile),
)


def read_header(file: Readable) -> Header:
    """The header of an open ``.npy`` file, which then stands at its data.

    Raises:
        ValueError: if it is no such file.

    Chapter: book/05_skip_thoughts
    """
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(file)
    return np.lib.format.read_array_header_2_0(file)


def read_array(path: Path) -> np.ndarray:
    """The array of an ``.npy`` file, of numbers or of objects.

    Raises:
        StorytellerError: if the file is missing, broken or no plain data.

    Chapter: book/05_skip_thoughts
    """
    with open_file(path) as file:
        array = _read(file, str(path), objects=True)
        assert array is not None
        return array


def read_arrays(
    path: Path, objects: Collection[str] = (), prefix: str = ""
) -> Arrays:
    """The arrays of an ``.npz`` file by name.

    Args:
        path: the file.
        objects: names of arrays of objects that are wanted too; others are
            left out unread.
        prefix: what the names of wanted arrays begin with.

    Raises:
        StorytellerError: if the file is missing, broken or no plain data.

    Chapter: book/05_skip_thoughts
    """
    found: Arrays = {}
    with open_file(path) as whole, _opened(whole, path) as archive:
        for member in archive.namelist():
            key = member.removesuffix(".npy")
            if not key.startswith(prefix):
                continue
            with archive.open(member) as file:
                name = f"{key} in {path}"
                array = _read(file, name, objects=key in objects)
            if array is not None:
                found[key] = array
    return found


def _opened(file: IO[bytes], path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise StorytellerError(
            f"{path} is no whole .npz file ({error}): get it again"
        ) from None


def _read(file: Any, name: str, objects: bool) -> np.ndarray | None:
    """The array of an open ``.npy`` file; None if unwanted objects."""
    try:
        start = file.tell()
        _, _, dtype = read_header(file)
        if dtype.hasobject:
            return load_pickle(file, name) if objects else None
        file.seek(start)
        return np.lib.format.read_array(file, allow_pickle=False)
    except StorytellerError:
        raise
    except _BROKEN as error:
        raise StorytellerError(
            f"{name} is no whole array of NumPy ({error}): get it again"
        ) from None
