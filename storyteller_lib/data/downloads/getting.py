"""Real data for people with a network: one name, and it is there.

What came is kept in ``downloads.json`` beside the data, with its size and
checksum, so that nothing is fetched twice, and a file whose checksum nobody
published is at least the same each time.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import difflib
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.downloads.fetch import Patience, fetch, matches
from storyteller_lib.data.downloads.sources import (
    RemoteFile,
    Source,
    read_sources,
)
from storyteller_lib.data.downloads.unpack import tidy_book, unpack

MANIFEST = "downloads.json"


def list_sources() -> list[Source]:
    """Everything that can be got by name.

    Chapter: book/02_pictures_captions_books
    """
    return list(read_sources())


def find_source(name: str) -> Source:
    """A source by its name.

    Raises:
        StorytellerError: if there is none; the nearest names are told.

    Chapter: book/02_pictures_captions_books
    """
    sources = {source.name: source for source in read_sources()}
    if name not in sources:
        near = difflib.get_close_matches(name, sources, 1, 0.4)
        hint = f"did you mean {near[0]}?" if near else ", ".join(sources)
        raise StorytellerError(f"there is no data called {name!r}: {hint}")
    return sources[name]


def get(
    name: str | Source,
    folder: Path,
    progress: bool = True,
    patience: Patience | None = None,
) -> list[str]:
    """Download a source into a folder of data, and unpack it there.

    Interrupted, it goes on where it was when called again.

    Args:
        name: one of ``list_sources()``.
        folder: what ``STORYTELLER_DATA`` is to name.
        progress: whether to show bars.
        patience: how often to try.

    Returns:
        What was done, a line a file.

    Raises:
        StorytellerError: if there is no such source, no network, no space,
            or a file is not what it should be.

    Chapter: book/02_pictures_captions_books
    """
    source = name if isinstance(name, Source) else find_source(name)
    known = _read(folder / MANIFEST)
    said = []
    for number, file in enumerate(source.files):
        if known.get(file.urls[0], {}).get("done"):
            said.append(f"{file.name} is there already")
            continue
        if number and source.pause:
            time.sleep(source.pause)
        said.append(_get_file(file, folder, known, progress, patience))
        _write(folder / MANIFEST, known)
    return said


def _get_file(
    file: RemoteFile,
    folder: Path,
    known: dict[str, Any],
    progress: bool,
    patience: Patience | None,
) -> str:
    seen = known.get(file.urls[0], {})
    checksum = file.checksum or seen.get("checksum")
    size = file.size or seen.get("size")
    path = folder / file.into / file.name
    if not (checksum and path.is_file() and matches(path, checksum)):
        _fetch_any(file.urls, path, size, checksum, progress, patience)
    entry = {"size": path.stat().st_size, "checksum": _sha256(path)}
    if file.book:
        _tidy(path)
    known[file.urls[0]] = entry
    _write(folder / MANIFEST, known)  # before it is unpacked and removed
    if file.unpack:
        unpack(path, path.parent, progress)
        path.unlink()
    entry["done"] = True
    checked = "checked" if checksum else "its checksum kept for the next time"
    return f"{file.name}: {entry['size']:,} bytes, {checked}"


def _fetch_any(urls: tuple[str, ...], path: Path, *known: Any) -> None:
    """From the first address, else from a mirror."""
    for left, url in enumerate(urls, 1 - len(urls)):
        try:
            return fetch(url, path, *known)
        except StorytellerError:
            if not left:  # the last one
                raise


def _tidy(path: Path) -> None:
    try:
        book = tidy_book(path.read_text(encoding="utf-8"))
    except (StorytellerError, UnicodeDecodeError):
        path.unlink()
        raise StorytellerError(
            f"{path.name} is no book of Project Gutenberg: the mirror gave "
            "something else; try again later"
        ) from None
    path.write_text(book, encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _read(path: Path) -> dict[str, Any]:
    try:
        if not path.exists():
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
        return {url: dict(entry) for url, entry in found.items()}
    except (AttributeError, OSError, RecursionError, TypeError, ValueError):
        raise StorytellerError(
            f"{path} is damaged: remove it to have the files checked anew"
        ) from None


def _write(path: Path, known: dict[str, Any]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise StorytellerError(
            f"{path} could not be written ({error.strerror}); free some "
            "space and say the same again"
        ) from None
