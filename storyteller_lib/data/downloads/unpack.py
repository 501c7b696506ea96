"""Archives from the network unpacked with care, books freed of wrappings.

A name in an archive may lie: ``../../.bashrc`` would be written outside.
Here such names are refused, links are left out, and what was unpacked before
an interruption is not unpacked again.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import gzip
import re
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.files import cut_short

_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    EOFError,
    zlib.error,
)
_LITTER = ("__MACOSX", ".DS_Store")
_START = re.compile(r"^\*\*\* ?START OF TH.*$", re.MULTILINE)
_END = re.compile(r"^\*\*\* ?END OF TH.*$", re.MULTILINE)
_PICTURE = re.compile(r"\[(?:Illustration|Footnote)[^\]]*\]")
_HEADING = re.compile(
    r"(?:(?:chapter|book|part|letter|stave|act)\s+(?:[ivxlc]+|\d+)\b"
    r"|[ivxlc]+\.(?:\s|$)|(?:prologue|epilogue|preface)\b).{0,70}",
    re.IGNORECASE,
)


def unpack(archive: Path, folder: Path, progress: bool = True) -> None:
    """Unpack a .zip, .tar.gz or .gz into a folder.

    Raises:
        StorytellerError: if it is broken, of another kind, or has names
            that lead outside.

    Chapter: book/02_pictures_captions_books
    """
    folder.mkdir(parents=True, exist_ok=True)
    kinds = {".zip": _zip, ".gz": _gz, ".tar.gz": _tar, ".tgz": _tar}
    found = [kinds[end] for end in kinds if archive.name.endswith(end)]
    if not found:
        raise StorytellerError(
            f"{archive} is no archive that can be unpacked: it should end "
            f"in one of {', '.join(kinds)}"
        )
    try:
        for name, size, stream in found[-1](archive, progress):
            _write(folder, name, size, stream, archive)
    except _BROKEN as error:
        raise cut_short(archive, error) from None
    except OSError as error:
        raise StorytellerError(
            f"{archive} could not be unpacked ({error.strerror or error}); "
            "free some space and say the same again"
        ) from None


Member = tuple[str, int | None, Any]
"""A name, a size if known, and a stream."""


def _zip(archive: Path, progress: bool) -> Iterator[Member]:
    with zipfile.ZipFile(archive) as file:
        members = [m for m in file.infolist() if not m.is_dir()]
        for member in _bar(members, archive, progress):
            with file.open(member) as stream:
                yield member.filename, member.file_size, stream


def _tar(archive: Path, progress: bool) -> Iterator[Member]:
    with tarfile.open(archive, "r:gz") as file:
        for member in _bar(file, archive, progress):
            stream = file.extractfile(member) if member.isfile() else None
            if stream:
                yield member.name, member.size, stream


def _gz(archive: Path, progress: bool) -> Iterator[Member]:
    with gzip.open(archive) as stream:
        yield archive.name.removesuffix(".gz"), None, stream


def _bar(
    members: Iterable[Any], archive: Path, progress: bool
) -> Iterable[Any]:
    quiet = {} if progress else {"disable": True}
    return tqdm(members, desc=f"unpacking {archive.name}", **quiet)


def _write(
    folder: Path, name: str, size: int | None, stream: Any, source: Path
) -> None:
    inner = PurePosixPath(name.replace("\\", "/"))
    if any(part in _LITTER for part in inner.parts):
        return
    if inner.is_absolute() or ".." in inner.parts or ":" in name:
        raise StorytellerError(
            f"{source} wants to write {name!r}, outside of its folder: it is "
            "not to be trusted"
        )
    path = folder.joinpath(*inner.parts)
    if size is not None and path.is_file() and path.stat().st_size == size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    part.replace(path)


def tidy_book(text: str) -> str:
    """A text of Project Gutenberg in the form that the novels' reader reads.

    Without its header, licence and illustrations: one paragraph a line,
    headings marked with ``# ``.

    Raises:
        StorytellerError: if the marks around the book are missing.

    Chapter: book/02_pictures_captions_books
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    start, end = _START.search(text), _END.search(text)
    if not start or not end or end.start() < start.end():
        raise StorytellerError(
            "this is no book of Project Gutenberg: it has no START and END"
        )
    text = re.sub(
        r"\[(?:Illustration|Footnote)[^\]]*\]",
        "",
        text[start.end() : end.start()],
    )
    lines = []
    for block in re.split(r"\n\s*\n", text):
        line = " ".join(block.replace("_", "").split())
        if line and not line.startswith("Produced by"):
            lines.append(f"# {line}" if _HEADING.fullmatch(line) else line)
    return "\n\n".join(lines) + "\n"
