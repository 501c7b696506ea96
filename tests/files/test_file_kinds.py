from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.files import kinds as file_kinds
from storyteller_lib.files.kinds import Kind, check_no_address, kind_of
from storyteller_lib.pictures import load_picture


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>" * 9)
    return file.getvalue()


def boxed(*brands: bytes) -> bytes:
    """The head of an ISO media file."""
    named = brands[0] + bytes(4) + b"".join(brands[1:])
    size = (8 + len(named)).to_bytes(4, "big")
    return size + b"ftyp" + named + b"\0\0\0\x08mdat"


FILES = {
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "a PDF document"),
    "DOCX": (
        zipped("[Content_Types].xml", "word/document.xml"),
        "an office document",
    ),
    "XLSX": (
        zipped("[Content_Types].xml", "xl/workbook.xml"),
        "an office document",
    ),
    "ODT": (zipped("mimetype", "content.xml"), "an office document"),
    "DOC": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
        "an office document",
    ),
    "RTF": (rb"{\rtf1\ansi hello}", "an office document"),
    "EPUB": (zipped("mimetype", "META-INF/container.xml"), "an EPUB book"),
    "ZIP": (zipped("dog.jpg", "cat.jpg"), "an archive"),
    "cut ZIP": (zipped("dog.jpg", "cat.jpg")[:50], "an archive"),
    "MOBI": (b"name".ljust(60, b"\0") + b"BOOKMOBI", "an e-book"),
    "SVG": (
        b'<?xml version="1.0"?>\n<!-- by hand -->\n<svg width="9"></svg>',
        "an SVG drawing",
    ),
    "HTML": (b"\n<!DOCTYPE html>\n<html><svg></svg></html>", "a web page"),
    "MP4": (boxed(b"isom", b"isom", b"mp42"), "a video"),
    "MOV": (boxed(b"qt  ", b"qt  "), "a video"),
    "old MOV": (b"\0\0\0\x20moov" + bytes(24), "a video"),
    "MKV": (b"\x1aE\xdf\xa3" + bytes(30), "a video"),
    "AVI": (b"RIFF\0\0\0\0AVI LIST", "a video"),
    "WAV": (b"RIFF\0\0\0\0WAVEfmt ", "a sound file"),
    "M4A": (boxed(b"M4A ", b"isom"), "a sound file"),
    "CR3": (boxed(b"crx ", b"isom"), "a camera's raw file"),
    "JXL": (b"\0\0\0\x0cJXL \r\n\x87\n", "a JPEG XL picture"),
    "PSD": (b"8BPS\0\x01" + bytes(20), "a picture of another program"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_sentence_says_what_a_file_is(name: str, tmp_path: Path) -> None:
    raw, kind = FILES[name]
    found = kind_of(raw)
    assert found is not None
    assert found.name == kind
    path = tmp_path / "given.jpg"
    path.write_bytes(raw)
    with pytest.raises(StorytellerError) as caught:
        load_picture(path)
    said = str(caught.value)
    assert said == (
        f"{path} is {kind}, which cannot be read here: {found.as_picture}"
    )


def test_pictures_made_of_boxes_are_told_apart() -> None:
    assert kind_of(boxed(b"heic", b"mif1", b"heic")) is file_kinds.HEIC
    assert kind_of(boxed(b"mif1", b"mif1", b"heic")) is file_kinds.HEIC
    assert kind_of(boxed(b"avif", b"mif1", b"miaf")) is file_kinds.AVIF
    assert kind_of(boxed(b"mif1", b"avif")) is file_kinds.AVIF


@pytest.mark.parametrize(
    "raw",
    [b"", b"<", b"The dog ran.", b"a < b and b > a", b"<note>hi</note>"],
)
def test_plain_text_is_of_no_kind(raw: bytes) -> None:
    assert kind_of(raw) is None


def test_every_kind_says_what_to_do_once() -> None:
    kinds = [k for k in vars(file_kinds).values() if isinstance(k, Kind)]
    assert len(kinds) > 10
    for kind in kinds:
        assert kind.name.startswith(("a ", "an "))
        for advice in (kind.as_picture, kind.as_text):
            assert advice
            assert not advice.endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/dog.jpg?size=9",
        "HTTP://example.org/dog.jpg",
        "ftp://example.org/dog.jpg",
    ],
)
def test_an_address_is_named_as_it_was_given(address: str) -> None:
    for source in (address, Path(address)):
        with pytest.raises(StorytellerError, match="download it first") as e:
            load_picture(source)
        assert str(e.value).startswith(f"{address} is an address")


@pytest.mark.parametrize(
    "source", ["dog.jpg", "C:/dog.jpg", "http.jpg", Path("a/https"), 7, b"x"]
)
def test_what_is_no_address(source: object) -> None:
    check_no_address(source)
