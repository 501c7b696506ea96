"""One file from the network: resumed, checked, and never half there.

Pooch, which the book's extras bring along, checks what it fetches but cannot
go on where a download broke off; for the 19 GB of COCO that is the one thing
needed. So this is ours, on the standard library's client.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError

CHUNK = 256 * 1024
AGENT = "storyteller (a course book; one file at a time)"
GONE = (400, 401, 403, 404, 405, 410, 451)
"""Answers that asking again does not change."""

_BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Patience:
    """How long to wait for a network, and how often to try again.

    Attributes:
        tries: in a row without a byte more than before.
        stalled: seconds without a byte until a connection is given up.
        pause: seconds before the second try; doubled for each more.

    Chapter: book/02_pictures_captions_books
    """

    tries: int = 5
    stalled: float = 30.0
    pause: float = 1.0


class _Again(Exception):
    """This try failed in a way that another may not."""


def fetch(
    url: str,
    path: Path,
    size: int | None = None,
    checksum: str | None = None,
    progress: bool = True,
    patience: Patience | None = None,
) -> None:
    """Fetch a file, or the rest of it, and put it where it belongs.

    What came is kept as ``NAME.part`` until all of it is there and right.

    Args:
        url: http or https; redirects are followed.
        path: where it goes.
        size: in bytes, if known.
        checksum: as in ``RemoteFile``, if known.
        progress: whether to show a bar.
        patience: how often to try.

    Raises:
        StorytellerError: if it cannot be had, or is not what it should be.

    Chapter: book/02_pictures_captions_books
    """
    patience = patience or Patience()
    part = path.with_name(path.name + ".part")
    _make_folder(path.parent)
    failures, farthest, wrong = 0, _size(part), 0
    while True:
        try:
            _download(url, part, size, progress, patience.stalled)
        except _Again as error:
            failures = 0 if _size(part) > farthest else failures + 1
            farthest = max(farthest, _size(part))
            if failures >= patience.tries:
                raise StorytellerError(
                    f"{url} broke off after {_size(part):,} bytes ({error}); "
                    "say the same again to go on from there"
                ) from None
            time.sleep(min(patience.pause * 2**failures, 60))
            continue
        except OSError as error:
            raise _unwritten(part, error) from None
        if checksum is None or matches(part, checksum):
            break
        part.unlink()
        wrong += 1
        if wrong > 1:
            raise StorytellerError(
                f"{url} is not the file it should be: its checksum is not "
                f"{checksum}; look at the source's page, or try again later"
            )
    _tag(part).unlink(missing_ok=True)
    part.replace(path)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return
        reason = "it must not be written to"
    except (OSError, ValueError) as error:  # ValueError: a null character
        reason = getattr(error, "strerror", None) or str(error)
    raise StorytellerError(
        f"{folder} cannot hold data ({reason}): choose another folder"
    )


def matches(path: Path, checksum: str) -> bool:
    """Whether a file has this checksum, or one that begins so.

    Chapter: book/02_pictures_captions_books
    """
    kind, _, digits = checksum.partition(":")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, kind).hexdigest()
    return found.startswith(digits.lower())


def _download(
    url: str, part: Path, size: int | None, progress: bool, stalled: float
) -> None:
    """One connection: all that it gives is added to the part."""
    if size is not None and _size(part) == size:
        return
    have = _size(part) if size is None or _size(part) < size else 0
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    if have:
        request.add_header("Range", f"bytes={have}-")
        if _tag(part).exists():  # the rest of the same file, or all of it
            request.add_header("If-Range", _tag(part).read_text("ascii"))
    answer = _open(request, url, part, stalled)
    with answer:
        start = _start(answer, have)
        length = answer.headers.get("Content-Length")
        total = start + int(length) if length else size
        if size is not None and total != size:
            raise StorytellerError(
                f"{url} has {total:,} bytes and not {size:,}: it is another "
                "file now; look at the source's page"
            )
        _need_space(part, (total or 0) - start)
        if tag := _strong(answer.headers.get("ETag")):
            _tag(part).write_text(tag, "ascii")
        bar = tqdm(
            total=total,
            initial=start,
            desc=part.name.removesuffix(".part"),
            unit="B",
            unit_scale=True,
            **({} if progress else {"disable": True}),
        )
        with bar, part.open("ab") as file:
            file.truncate(start)
            _copy(answer, file, bar)
    if total is not None and _size(part) != total:
        raise _Again(f"{total:,} were promised")


def _open(
    request: urllib.request.Request, url: str, part: Path, stalled: float
) -> http.client.HTTPResponse:
    try:
        answer: http.client.HTTPResponse = urllib.request.urlopen(
            request, timeout=stalled
        )
        return answer
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:  # more is there than the file has
            part.unlink(missing_ok=True)
            raise _Again("it has become shorter") from None
        if error.code in GONE or 300 <= error.code < 400:
            raise StorytellerError(
                f"{url} cannot be had: the server says {error.code} "
                f"{error.msg.splitlines()[0]}; look at the source's page"
            ) from None
        raise _Again(f"the server says {error.code}") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, socket.gaierror):
            host = request.host
            raise StorytellerError(
                f"{host} cannot be reached: is there a network? What was "
                "fetched is kept; say the same again to go on"
            ) from None
        raise _Again(error.reason) from None
    except _BROKEN as error:
        raise _Again(error or "no answer") from None


def _start(answer: http.client.HTTPResponse, have: int) -> int:
    """Where in the file the answer begins; 0 if it is the whole file."""
    if answer.status != http.client.PARTIAL_CONTENT:
        return 0
    given = answer.headers.get("Content-Range", "")
    if not given.startswith(f"bytes {have}-"):
        raise _Again(f"the server gave {given or 'another part'}")
    return have


def _copy(
    answer: http.client.HTTPResponse,
    file: IO[bytes],
    bar: tqdm,  # type: ignore[type-arg]
) -> None:
    while True:
        try:
            chunk = answer.read1(CHUNK)
        except _BROKEN as error:
            raise _Again(error or "no answer") from None
        if not chunk:
            return
        try:
            file.write(chunk)
        except OSError as error:
            raise _unwritten(Path(file.name), error) from None
        bar.update(len(chunk))


def _unwritten(path: Path, error: OSError) -> StorytellerError:
    return StorytellerError(
        f"{path} could not be written ({error.strerror}); free some space "
        "and say the same again"
    )


def _need_space(part: Path, bytes_left: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if bytes_left > free:
        raise StorytellerError(
            f"{part.parent} has {free / 1e9:.1f} GB free, and "
            f"{bytes_left / 1e9:.1f} GB are to come; choose another folder"
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _tag(part: Path) -> Path:
    """Where the version is kept that a part is of."""
    return part.with_name(part.name + ".etag")


def _strong(tag: str | None) -> str | None:
    return tag if tag and tag.startswith('"') and tag.isascii() else None
