"""What the page tells of files that are no pictures, as the library does.

A browser decodes pictures itself, but says nothing of what it cannot decode:
the signs by which a file is told, and what to do about it, are those of
``storyteller_lib.files.kinds``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storyteller_lib import pictures
from storyteller_lib.files import kinds as file_kinds
from storyteller_lib.files.kinds import AVIF, HEIC, PICTURE, Kind

_NAMED = {
    name: kind
    for name, kind in vars(file_kinds).items()
    if isinstance(kind, Kind)
}
_KEY = {kind: name for name, kind in _NAMED.items()}


def picture_tables() -> dict[str, Any]:
    """The tables, for JSON; bytes are written as hexadecimal digits.

    Chapter: book/02_pictures_captions_books
    """
    return {
        "kinds": {name: _told(kind) for name, kind in _NAMED.items()},
        "read": [_KEY[kind] for kind in (PICTURE, *sorted_read())],
        "signs": [
            [sign.hex(), _KEY[kind]] for sign, kind in file_kinds._SIGNS
        ],
        "riff": {
            name.decode(): _KEY[kind]
            for name, kind in file_kinds._RIFF.items()
        },
        "zipped": {
            start: _KEY[kind] for start, kind in file_kinds._ZIPPED.items()
        },
        "heic": _names(file_kinds._HEIC_BRANDS),
        "heif": _names(file_kinds._HEIF_BRANDS),
        "avif": _names(file_kinds._AVIF_BRANDS),
        "oldMovies": _names(file_kinds._OLD_MOVIES),
        "maxPixels": pictures.MAX_PIXELS,
        "maxBytes": pictures.ON_DISK.most,
    }


def sorted_read() -> list[Kind]:
    """What some browsers read, and others do not.

    Chapter: book/02_pictures_captions_books
    """
    return sorted(pictures.READ, key=lambda kind: kind.name)


def _told(kind: Kind) -> dict[str, str]:
    """A kind's name, and what to do; in a page one chooses, and installs
    nothing.
    """
    if kind is HEIC:
        kind = replace(kind, as_picture=AVIF.as_picture)
    advice = kind.as_picture.replace("name ", "choose ")
    return {"name": kind.name, "advice": advice}


def _names(brands: set[bytes]) -> list[str]:
    return sorted(brand.decode() for brand in brands)
