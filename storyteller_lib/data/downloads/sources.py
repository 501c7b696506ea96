"""Where the real world's data officially lies, how large it is, whose it is.

Sizes and checksums are the publishers' own or those that several projects
measured alike. Where none is known it says None: the first download is then
kept in mind, and every later one is held against it. Books come from the
mirrors that Project Gutenberg names for programs: its own site is for people.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class RemoteFile:
    """One file on the network and where it goes.

    Attributes:
        urls: its address, then mirrors.
        into: the folder it goes to, in the folder of data.
        name: what it is called there; for an archive, only until unpacked.
        size: in bytes, if known.
        checksum: ``sha256:`` or ``md5:`` and hexadecimal digits, the first
            eight at least, if known.
        unpack: whether it is an archive (.zip, .tar.gz, .gz).
        book: whether it is a book of Project Gutenberg, to be tidied.

    Chapter: book/02_pictures_captions_books
    """

    urls: tuple[str, ...]
    into: str
    name: str
    size: int | None = None
    checksum: str | None = None
    unpack: bool = False
    book: bool = False


@dataclass(frozen=True)
class Source:
    """Something to download: one or more files that belong together.

    Attributes:
        name: what to ask for.
        title: what it is.
        page: where its makers describe it.
        terms: what it may be used for.
        files: what is fetched.
        pause: seconds between two files, where the host asks for it.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    title: str
    page: str
    terms: str
    files: tuple[RemoteFile, ...]
    pause: float = 0.0

    @property
    def size(self) -> int | None:
        """Bytes to download in all; None if that is not known."""
        sizes = [file.size for file in self.files]
        return None if None in sizes else sum(s for s in sizes if s)

    @property
    def is_pinned(self) -> bool:
        """Whether the checksum of every file is known beforehand."""
        return all(file.checksum for file in self.files)


@cache
def read_sources() -> tuple[Source, ...]:
    """All sources, from ``sources.json`` beside this module.

    Chapter: book/02_pictures_captions_books
    """
    path = Path(__file__).with_name("sources.json")
    return tuple(map(_source, json.loads(path.read_text(encoding="utf-8"))))


def _source(entry: dict[str, Any]) -> Source:
    files = _books(entry) if "books" in entry else _files(entry)
    about = {key: entry[key] for key in ("name", "title", "page", "terms")}
    return Source(**about, files=tuple(files), pause=entry.get("pause", 0.0))


def _files(entry: dict[str, Any]) -> Iterator[RemoteFile]:
    for file in entry["files"]:
        url = file["url"]
        yield RemoteFile(
            (url,),
            entry["into"],
            url.rpartition("/")[2],
            file.get("size"),
            file.get("checksum"),
            entry["unpack"],
        )


def _books(entry: dict[str, Any]) -> Iterator[RemoteFile]:
    for genre, books in entry["books"].items():
        for name, number in books.items():
            urls = tuple(url.format(number) for url in entry["mirrors"])
            yield RemoteFile(urls, f"novels/{genre}", f"{name}.txt", book=True)
