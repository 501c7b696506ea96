"""What is made once and kept on disk: drawn pictures, features, ids.

A cached array is found again by its key: what made it, with which settings,
and from which source code, so that changed code never meets stale data.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from storyteller_lib.config import StorytellerError, cache_folder


def source_hash(folder: Path) -> str:
    """A hash of all Python files under a folder (or of one file).

    Chapter: book/02_pictures_captions_books
    """
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.rglob("*.py")) or [folder]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def cached_array(
    name: str,
    settings: Mapping[str, Any],
    source: Path,
    make: Callable[[], np.ndarray],
) -> np.ndarray:
    """An array from the cache, or made now and kept.

    Where two programs want the same one at the same time, one makes it and
    the other waits.

    Args:
        name: what it is, the first part of the file's name.
        settings: all values that it depends on.
        source: the file or folder of code that makes it.
        make: makes it.

    Returns:
        The array, memory-mapped read-only.

    Raises:
        StorytellerError: if the disk refuses the file.

    Chapter: book/02_pictures_captions_books
    """
    values = {**settings, "source": source_hash(source)}
    text = json.dumps(values, sort_keys=True)
    key = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    path = cache_folder() / f"{name}-{key}.npy"
    if not path.is_file():
        with _alone(path):
            if not path.is_file():  # or somebody made it while we waited
                _write(path, make())
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError, OSError):  # cut short: make it again
        _write(path, make())
        return np.load(path, mmap_mode="r", allow_pickle=False)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one program at a time may be in here for the same file."""
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire()
    except OSError as error:
        raise _refused(path, error) from error
    try:
        yield
    finally:
        with suppress(OSError):  # on Windows, while another one waits
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def _write(path: Path, array: np.ndarray) -> None:
    """Write beside the place and move it there: never half a file."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            np.save(file, array, allow_pickle=False)
        part.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> StorytellerError:
    return StorytellerError(
        f"{path} could not be written ({error.strerror}); free some "
        "space or name another folder in STORYTELLER_CACHE"
    )
