"""What a file is, told from its first bytes, if it is not what was wanted.

"Cannot be read" helps nobody who gave a film or a PDF file in good faith:
the sentence should say what the file is, and what to do with it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from os import PathLike, fspath

from storyteller_lib.config import StorytellerError

_ADDRESS = re.compile(r"(?:https?|ftp|file):/", re.I)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<", re.S)
_SVG = re.compile(rb"<(?:svg:)?svg[\s>]")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_HEAD = 4_096
"""So many bytes show what a file is."""


@dataclass(frozen=True)
class Kind:
    """A kind of file, and what to do where another kind is wanted.

    Attributes:
        name: ``a PDF document``.
        as_picture: what to do where a picture is wanted.
        as_text: what to do where a text is wanted.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    as_picture: str = "name a photograph, such as a JPEG or PNG file"
    as_text: str = "name a file of plain text, or an EPUB book"


_PAGE = "export the page, or take a picture of the screen, as JPEG or PNG"
_EXPORT = "export it as JPEG or PNG"
_TEXT = "save it as plain text (UTF-8)"

PDF = Kind("a PDF document", _PAGE, _TEXT)
OFFICE = Kind("an office document", _PAGE, _TEXT)
SVG = Kind("an SVG drawing", _EXPORT)
WEB_PAGE = Kind("a web page", "download the picture itself", _TEXT)
VIDEO = Kind("a video", "take a still from it, as JPEG or PNG")
SOUND = Kind("a sound file")
ARCHIVE = Kind(
    "an archive",
    "unpack it, and name one picture in it",
    "unpack it, and name the texts in it",
)
EPUB = Kind("an EPUB book", "name one picture in it")
BOOK = Kind("an e-book", as_text="convert it to EPUB or plain text")
RAW = Kind("a camera's raw file", _EXPORT)
HEIC = Kind(
    "a HEIC picture",
    "install what reads it (pip install 'storyteller-lib[heic]'), or save it "
    "as JPEG",
)
AVIF = Kind("an AVIF picture", "save it as JPEG")
JPEG_2000 = Kind("a JPEG 2000 picture", "save it as JPEG")
JPEG_XL = Kind("a JPEG XL picture", "save it as JPEG")
OTHER_PICTURE = Kind("a picture of another program", _EXPORT)
PICTURE = Kind("a picture")

_SIGNS = (
    (b"%PDF-", PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
    (b"{\\rtf", OFFICE),
    (b"\x1aE\xdf\xa3", VIDEO),  # Matroska and WebM
    (b"FLV\x01", VIDEO),
    (b"\0\0\x01\xba", VIDEO),
    (b"\0\0\x01\xb3", VIDEO),
    (b"0&\xb2u\x8ef\xcf\x11", VIDEO),
    (b"ID3\x03", SOUND),
    (b"ID3\x04", SOUND),
    (b"\xff\xfb", SOUND),  # MP3 without a title
    (b"OggS", SOUND),
    (b"fLaC", SOUND),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh91AY&SY", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"7z\xbc\xaf'\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JPEG_2000),
    (b"\xff\x4f\xff\x51", JPEG_2000),
    (b"\0\0\0\x0cJXL \r\n\x87\n", JPEG_XL),
    (b"\xff\x0a", JPEG_XL),
    (b"8BPS", OTHER_PICTURE),
    (b"gimp xcf ", OTHER_PICTURE),
    (b"\0\0\x01\0", OTHER_PICTURE),  # Windows icons
    (b"%!PS-Adobe", OTHER_PICTURE),
    (b"FUJIFILM", RAW),
    (b"\xff\xd8\xff", PICTURE),
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
)
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"}
_HEIF_BRANDS = {b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_OLD_MOVIES = {b"moov", b"mdat", b"wide"}
_RIFF = {b"WEBP": PICTURE, b"AVI ": VIDEO, b"WAVE": SOUND}
_ZIPPED = {
    "word/": OFFICE,
    "xl/": OFFICE,
    "ppt/": OFFICE,
    "Index/": OFFICE,  # Pages, Numbers and Keynote
}


def kind_of(raw: bytes) -> Kind | None:
    """What the bytes of a file are, or None for anything unknown.

    Chapter: book/02_pictures_captions_books
    """
    for sign, kind in _SIGNS:
        if raw.startswith(sign):
            return kind
    if raw[4:8] == b"ftyp":
        return _boxed(raw)
    if raw[4:8] in _OLD_MOVIES:
        return VIDEO
    if raw.startswith(b"RIFF"):
        return _RIFF.get(raw[8:12])
    if raw[60:68] == b"BOOKMOBI":
        return BOOK
    if raw.startswith(b"PK\x03\x04"):
        return _zipped(raw)
    return _marked_up(raw[:_HEAD])


def _boxed(raw: bytes) -> Kind:
    """One of the many kinds of files that are made of boxes, as MP4 is."""
    size = min(int.from_bytes(raw[:4], "big"), _HEAD)
    brands = {raw[at : at + 4] for at in (8, *range(16, size, 4))}
    if brands & _AVIF_BRANDS:
        return AVIF
    if brands & _HEIC_BRANDS or raw[8:12] in _HEIF_BRANDS:
        return HEIC
    if raw[8:12] == b"crx ":
        return RAW
    return SOUND if raw[8:11] in (b"M4A", b"M4B") else VIDEO


def _zipped(raw: bytes) -> Kind:
    """An office document and a book are ZIP archives, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except Exception:  # damage makes it raise many things
        return ARCHIVE
    if "META-INF/container.xml" in names:
        return EPUB
    if "mimetype" in names and "content.xml" in names:
        return OFFICE  # an OpenDocument
    found = (
        kind
        for start, kind in _ZIPPED.items()
        if any(name.startswith(start) for name in names)
    )
    return next(found, ARCHIVE)


def _marked_up(head: bytes) -> Kind | None:
    if not _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return None
    if _HTML.search(head):
        return WEB_PAGE
    return SVG if _SVG.search(head) else None


def check_no_address(source: object) -> None:
    """Raise StorytellerError for an address instead of a file.

    Chapter: book/02_pictures_captions_books
    """
    if not isinstance(source, str | PathLike):
        return
    name = str(fspath(source))
    if not _ADDRESS.match(name):
        return
    if not isinstance(source, str):  # a Path has taken one stroke away
        name = re.sub(r":/+", "://", name, count=1)
    if name.lower().startswith("file:"):
        raise StorytellerError(
            f"{name} is an address: name the file without file://"
        )
    raise StorytellerError(
        f"{name} is an address and not a file: download it first, and name "
        "the file"
    )
