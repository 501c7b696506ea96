"""Files cut into parts that are carried one at a time, and made whole again.

A *parcel* is a folder: zip files of at most so many bytes and a
``manifest.json`` that says which files they hold, how long each is and what
its SHA-256 is. Files come in groups, and no part holds two groups: who needs
one group carries its parts and the manifest, and nothing else. Nothing in it
is a pickle, and nothing is unpacked that is not as the manifest says.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from data_scripts.elsewhere.manifests import MANIFEST, Packed, Parcel
from storyteller_lib.config import StorytellerError

LIMIT = 60_000_000
"""Bytes of a part."""

_PIECE, _BESIDE = 1 << 22, 1 << 16
"""Bytes of a file that are added at once; a part's bytes beside files."""

Sources = Mapping[str, Path]
"""Where each file is that goes by a name within the parcel."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(
    groups: Mapping[str, Sources], folder: Path, limit: int = LIMIT
) -> Parcel:
    """Write a parcel; the same files give the same bytes.

    Args:
        groups: the files of each group.
        folder: for the parts and the manifest.
        limit: bytes of a part.

    Raises:
        StorytellerError: if a file cannot be read or a part not written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)
        files, parts = {}, {}
        for group, sources in groups.items():
            files[group], names = _pack_group(group, sources, folder, limit)
            parts |= {name: _measured(folder / name) for name in names}
        parcel = Parcel(parts, files)
        parcel.write(folder)
    except OSError as error:
        raise StorytellerError(
            f"{error.filename} could not be packed ({error.strerror})"
        ) from None
    return parcel


def _measured(path: Path) -> Packed:
    return Packed(path.stat().st_size, sha256_of(path))


def _pack_group(
    group: str, sources: Sources, folder: Path, limit: int
) -> tuple[dict[str, Packed], list[str]]:
    """A group's files and the names of its parts."""
    most = max(1, min(_PIECE, limit - _BESIDE))
    parts: list[str] = []
    files: dict[str, Packed] = {}
    archive: zipfile.ZipFile | None = None
    for name, path in sources.items():
        digest, pieces = hashlib.sha256(), []
        for number, piece in enumerate(_pieces(path, most)):
            if archive is None or _full(archive, len(piece), limit):
                if archive:
                    archive.close()
                parts.append(f"{group}-{len(parts) + 1}.zip")
                archive = zipfile.ZipFile(folder / parts[-1], "w")
            member = zipfile.ZipInfo(_member(name, number))  # of 1980
            archive.writestr(member, piece, zipfile.ZIP_DEFLATED)
            pieces.append((parts[-1], len(piece)))
            digest.update(piece)
        size = sum(size for _, size in pieces)
        files[name] = Packed(size, digest.hexdigest(), tuple(pieces))
    if archive:
        archive.close()
    return files, parts


def _pieces(path: Path, most: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(most):
            yield piece


def _full(archive: zipfile.ZipFile, more: int, limit: int) -> bool:
    assert archive.fp is not None
    return archive.fp.tell() + more + more // 1000 + _BESIDE > limit


def _member(name: str, number: int) -> str:
    return f"{name}.{number:04d}"


def unpack(
    parcel: Parcel, folder: Path, groups: Iterable[str], target: Path
) -> None:
    """Put the files of some groups, whose parts are there, into a folder.

    A file that is there already stays if it is the same.

    Raises:
        StorytellerError: if a part is missing or damaged, or another file
            of that name is there.
    """
    for group in groups:
        for part in parcel.parts_of(group):
            path, known = folder / part, parcel.parts[part]
            if not path.is_file():
                raise StorytellerError(f"there is no {path}: carry it too")
            if _measured(path) != known:
                raise StorytellerError(
                    f"{path} is not the part that was packed: carry it again"
                )
        for name, file in parcel.groups[group].items():
            _unpack_file(name, file, folder, target / name)


def _unpack_file(name: str, file: Packed, folder: Path, path: Path) -> None:
    if path.is_file():
        if sha256_of(path) == file.sha256:
            return
        raise StorytellerError(
            f"{path} is there and not the same: unpack into another folder"
        )
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as out:
            for number, (part, size) in enumerate(file.pieces):
                piece = _read(folder / part, _member(name, number), size)
                digest.update(piece)
                out.write(piece)
        if digest.hexdigest() != file.sha256:
            raise StorytellerError(
                f"{name} is not the file that was packed: pack it again"
            )
        unfinished.replace(path)
    except OSError as error:
        raise StorytellerError(
            f"{path} could not be written ({error.strerror}): free some space"
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _read(part: Path, member: str, size: int) -> bytes:
    """A piece, and never more of it than is wanted."""
    try:
        with zipfile.ZipFile(part) as archive, archive.open(member) as file:
            found = file.read(size + 1)
    except (
        *(zipfile.BadZipFile, KeyError, EOFError, zlib.error),
        *(RuntimeError, NotImplementedError, ValueError),
    ) as error:
        raise StorytellerError(
            f"{part} does not hold {member} ({error}): pack it again"
        ) from None
    if len(found) != size:
        raise StorytellerError(
            f"{part}: {member} is not as long as packed: pack it again"
        )
    return found
