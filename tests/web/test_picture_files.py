"""The page tells files apart as the library does."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from PIL import Image

from storyteller_lib.files import kinds as file_kinds
from storyteller_lib.files.kinds import Kind, kind_of
from storyteller_lib.web.picture_tables import picture_tables
from tests.helpers.desk import (
    encoded,
    epub,
    picture,
    write_bad_pictures,
    write_good_pictures,
)
from tests.web.node import run_tests, write

WHOLE = ("JPEG", "PNG", "WEBP")
"""Formats of which the page notices that their end is missing."""


def zipped(*names: str) -> bytes:
    """A ZIP archive with these files in it."""
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return file.getvalue()


def boxed(major: str, *others: str) -> bytes:
    """The first box of a file that is made of boxes."""
    brands = major.encode() + bytes(4) + "".join(others).encode()
    return (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands


def strange_files() -> dict[str, bytes]:
    """A file of every kind, by what it is."""
    signs = {
        f"sign {sign!r}": sign + bytes(40) for sign, _ in file_kinds._SIGNS
    }
    return {
        **signs,
        "word": zipped("[Content_Types].xml", "word/document.xml"),
        "pages": zipped("Index/Document.iwa"),
        "opendocument": zipped("mimetype", "content.xml"),
        "archive": zipped("a.txt", "b.txt"),
        "damaged archive": zipped("a.txt", "word/b")[:60],
        "book": epub({"one.xhtml": "<p>One.</p>"}),
        "kindle": bytes(60) + b"BOOKMOBI",
        "heic": boxed("heic", "mif1"),
        "heif of a brand": boxed("mif1", "heix"),
        "avif": boxed("mif1", "avif"),
        "mp4": boxed("isom", "mp42"),
        "canon": boxed("crx "),
        "song": boxed("M4A "),
        "old film": b"\0\0\0\x08wide" + bytes(30),
        "avi": b"RIFF\0\0\0\0AVI LIST",
        "wave": b"RIFF\0\0\0\0WAVEfmt ",
        "riff": b"RIFF\0\0\0\0what",
        "svg": b'<?xml version="1.0"?>\n<!-- a -->\n<svg width="1">',
        "marked svg": b"\xef\xbb\xbf<svg>",
        "html": b"  <!DOCTYPE html><html>",
        "xml": b"<?xml version='1.0'?><feed>",
        "text": b"Once upon a time",
        "one byte": b"x",
    }


@dataclass(frozen=True)
class Told:
    """What is known of a picture that Pillow reads."""

    size: tuple[int, int] | None
    ends: bool


def told(content: bytes) -> Told:
    """A picture's size, if it is of a format whose head the page reads."""
    try:
        formats = (*WHOLE, "GIF", "BMP")
        with Image.open(io.BytesIO(content), formats=formats) as image:
            image.load()
            return Told(image.size, image.format in WHOLE)
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return Told(None, False)


def test_kinds_sizes_and_ends_are_told_as_the_library_does(
    tmp_path: Path,
) -> None:
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    write_good_pictures(tmp_path / "good")
    write_bad_pictures(tmp_path / "bad")
    files = {
        **strange_files(),
        **{p.name: p.read_bytes() for p in tmp_path.glob("*/*.*")},
        "lossless.webp": encoded(picture(), "WEBP", lossless=True),
        "transparent.webp": encoded(
            picture().convert("RGBA"), "WEBP", exact=True
        ),
        "progressive.jpg": encoded(picture(), "JPEG", progressive=True),
    }
    names = {
        kind: name
        for name, kind in vars(file_kinds).items()
        if isinstance(kind, Kind)
    }
    rows = {}
    for name, content in files.items():
        kind, known = kind_of(content), told(content)
        rows[name] = {
            "content": content.hex(),
            "kind": None if kind is None else names[kind],
            "size": known.size,
            "ends": known.ends,
        }
    found = {row["kind"] for row in rows.values()}
    assert set(names.values()) <= found, "a kind without a file"
    assert sum(row["ends"] for row in rows.values()) >= 12
    write(tmp_path, "picture_tables", picture_tables())
    write(tmp_path, "files", rows)
    assert "fail 0" in run_tests("kinds", tmp_path)


def test_advice_fits_a_page() -> None:
    tables = picture_tables()
    advice = [kind["advice"] for kind in tables["kinds"].values()]
    assert not [told for told in advice if "name " in told or "pip" in told]
    assert tables["kinds"]["HEIC"]["advice"] == "save it as JPEG"
    assert tables["maxPixels"] == 150_000_000
    assert {"PICTURE", "HEIC", "AVIF"} <= set(tables["read"])
