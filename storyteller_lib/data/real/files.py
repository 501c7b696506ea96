"""Files of gathered data opened safely, with errors that can be acted on.

Archives are read in place: nothing is ever extracted, and of a tar only its
regular files are looked at, so that no name in it can reach outside.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import gzip
import json
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from storyteller_lib.config import StorytellerError

MAX_TEXT = 64 * 2**20
"""Bytes of one text in an archive; a novel has about one million."""

_BROKEN = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError)


def need(path: Path) -> Path:
    """The path, if there is something.

    Raises:
        StorytellerError: if there is not.

    Chapter: book/02_pictures_captions_books
    """
    if not path.exists():
        raise StorytellerError(
            f"{path} is missing: storyteller data list says where to get it"
        )
    return path


def cut_short(path: Path, reason: object = "") -> StorytellerError:
    """The error for a file that cannot be read to its end.

    Chapter: book/02_pictures_captions_books
    """
    detail = f" ({reason})" if str(reason) else ""
    return StorytellerError(
        f"{path} is cut short or damaged{detail}: get it again"
    )


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 text file, which may be gzipped.

    Raises:
        StorytellerError: if it is missing, cut short, or not UTF-8.

    Chapter: book/02_pictures_captions_books
    """
    raw = need(path).read_bytes()
    try:
        if path.suffix == ".gz":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise StorytellerError(f"{path} is not UTF-8 text") from None
    except _BROKEN as error:
        raise cut_short(path, error) from None


def read_records(path: Path, *keys: str) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file, each with at least these keys.

    Raises:
        StorytellerError: if a line is no such object; it is named.

    Chapter: book/02_pictures_captions_books
    """
    records = []
    for number, line in enumerate(read_lines(path), start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            raise cut_short(path, f"line {number} is not JSON") from None
        if not isinstance(record, dict) or not record.keys() >= set(keys):
            raise StorytellerError(
                f"line {number} of {path} is not an object with "
                f"{', '.join(keys)}"
            )
        records.append(record)
    return records


class PictureTar:
    """The files of an uncompressed tar, read one by one when asked for.

    Raises:
        StorytellerError: if the tar is missing or cut short.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, path: Path) -> None:
        self.path = need(path)
        size = path.stat().st_size
        self._places: dict[str, tuple[int, int]] = {}
        try:
            with tarfile.open(path, "r:") as archive:
                for member in archive:
                    if member.isfile():
                        name = PurePosixPath(member.name).name
                        place = (member.offset_data, member.size)
                        self._places[name] = place
        except _BROKEN as error:
            raise cut_short(path, error) from None
        ends = [offset + length for offset, length in self._places.values()]
        if max(ends, default=0) > size:
            raise cut_short(path)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    @property
    def names(self) -> list[str]:
        """The names of the files without their folders, in tar order."""
        return list(self._places)

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            StorytellerError: if the tar does not hold it.
        """
        if name not in self._places:
            raise StorytellerError(f"{self.path} does not hold {name}")
        offset, length = self._places[name]
        with self.path.open("rb") as file:
            file.seek(offset)
            return file.read(length)


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Names and texts in a tar (compressed or not), or in a folder.

    Only files that end in .txt; from a tar in its order, from a folder
    sorted by name. Names come without folders.

    Raises:
        StorytellerError: if it is missing, cut short, not UTF-8, or if a
            text is larger than 64 MB.

    Chapter: book/02_pictures_captions_books
    """
    if need(path).is_dir():
        for file in sorted(path.glob("*.txt")):
            yield file.name, "\n".join(read_lines(file))
        return
    try:
        with tarfile.open(path, "r:*") as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".txt"):
                    name = PurePosixPath(member.name).name
                    yield name, _text(archive, member, path)
    except UnicodeDecodeError:
        raise StorytellerError(f"{path} holds text not in UTF-8") from None
    except _BROKEN as error:
        raise cut_short(path, error) from None


def _text(
    archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path
) -> str:
    if member.size > MAX_TEXT:
        raise StorytellerError(
            f"{member.name} in {path} has {member.size} bytes, more than a "
            "novel can have"
        )
    stream = archive.extractfile(member)
    raw = stream.read() if stream else b""
    if len(raw) < member.size:
        raise cut_short(path)
    return raw.decode("utf-8")
