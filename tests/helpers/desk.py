"""A folder of good and bad files, and the command line run in it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from storyteller_lib.cli import main


def storyteller(*arguments: str) -> int:
    """What ``storyteller ...`` does in this process: its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    raise AssertionError("the command line did not exit")


def picture(height: int = 60, width: int = 80, seed: int = 0) -> Image.Image:
    """Coloured noise."""
    chance = np.random.default_rng(seed)
    return Image.fromarray(
        chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
    )


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as the bytes of a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000)))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in [*chunks, (b"IEND", b"")]
    )


def write_good_pictures(folder: Path) -> None:
    """Pictures of every kind that people have."""
    plain = picture()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    deep = np.arange(60 * 80, dtype=np.uint16).reshape(60, 80) * 13
    frames = [picture(seed=seed).convert("P") for seed in range(3)]
    files = {
        "plain.jpg": encoded(plain, "JPEG"),
        "cmyk.jpg": encoded(plain.convert("CMYK"), "JPEG"),
        "grey.png": encoded(plain.convert("L"), "PNG"),
        "deep.png": encoded(Image.fromarray(deep), "PNG"),
        "black_and_white.png": encoded(plain.convert("1"), "PNG"),
        "palette.png": encoded(plain.convert("P"), "PNG"),
        "transparent.png": encoded(plain.convert("RGBA"), "PNG"),
        "grey_transparent.png": encoded(plain.convert("LA"), "PNG"),
        "animated.gif": encoded(
            frames[0], "GIF", save_all=True, append_images=frames[1:]
        ),
        "turned.jpg": encoded(plain, "JPEG", exif=exif),
        "wide.png": encoded(picture(2, 20_000), "PNG"),
        "dot.png": encoded(picture(1, 1), "PNG"),
        "floats.tiff": encoded(plain.convert("F"), "TIFF"),
        "picture.bmp": encoded(plain, "BMP"),
        "picture.webp": encoded(plain, "WEBP"),
        "LOUD.JPG": encoded(plain, "JPEG"),
        "no_ending": encoded(plain, "JPEG"),
        "wrong_ending.png": encoded(plain, "JPEG"),
        "été à la plage 海.jpg": encoded(plain, "JPEG"),
        "-dash.jpg": encoded(plain, "JPEG"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def write_bad_pictures(folder: Path) -> None:
    """What people drop in by mistake."""
    jpeg, png = encoded(picture(), "JPEG"), encoded(picture(), "PNG")
    files = {
        "empty.jpg": b"",
        "notes.jpg": b"this is no picture",
        "page.jpg": b"<!DOCTYPE html><html><body>404</body></html>",
        "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "clip.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isommp42",
        "cut.jpg": jpeg[: len(jpeg) // 2],
        "cut.png": png[: len(png) // 2],
        "header.jpg": jpeg[:30],
        "header.png": png[:20],
        "flipped.png": png[:200] + bytes(200) + png[400:],
        "bomb.png": bomb(60_000, 60_000),
        "wide_bomb.png": bomb(2_000_000_000, 1),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "album").mkdir()


PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>
<spine>{order}</spine></package>"""
CONTAINER = """<?xml version="1.0"?><container><rootfiles>
<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"""


def epub(
    pages: dict[str, str],
    order: list[str] | None = None,
    more: dict[str, str] | None = None,
) -> bytes:
    """An EPUB book of pages of HTML, read in their order or in another."""
    kind = "application/xhtml+xml"
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="{kind}"/>'
        for name in pages
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n in order or pages)
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": PACKAGE.format(items=items, order=spine),
        **{f"OEBPS/{name}": page for name, page in pages.items()},
        **(more or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


PROSE = (
    "The old dog ran along the beach and looked at the sea. It was a cold "
    "morning, and the wind blew hard. A small boat came near the shore. The "
    "man in the boat called out, but nobody heard him. "
)


def write_texts(folder: Path) -> None:
    """Texts to build styles from, good and bad."""
    prose = (PROSE * 8 + "\n\n") * 3
    files = {
        "prose.txt": prose.encode(),
        "marked.txt": b"\xef\xbb\xbf" + prose.encode(),
        "latin.txt": (prose + "Un café à Orléans.").encode("latin-1"),
        "utf16.txt": prose.encode("utf-16"),
        "windows.txt": prose.replace("\n", "\r\n").encode(),
        "one_line.txt": (PROSE * 400).encode(),
        "verse.txt": b"\n".join(
            [b"the dog and the sea and the wind", b"and the boat, oh"] * 60
        ),
        "empty.txt": b"",
        "blank.txt": b" \n\n \t\n",
        "binary.txt": bytes(range(256)) * 40,
        "picture.txt": encoded(picture(), "PNG"),
        "utf16_unmarked.txt": prose.encode("utf-16-le"),
        "broken_utf16.txt": b"\xff\xfe\x00\xd8\x00\xd8a",
        "short.txt": b"The dog ran.",
        "russian.txt": ("Кошка сидела на окне. " * 200).encode(),
        "noise.txt": b"zq xk vbn qqq wxz pfft. " * 300,
        "no_blanks.txt": b"x" * 2_000_000,
        "numbers.txt": b"12.5, 13 14;15\n" * 300,
        "code.txt": b"def f(x, y=0):\n    return x[y] + 1\n" * 99,
        "page.html": f"<html><body><p>{PROSE * 30}</p></body></html>".encode(),
        "book.epub": epub({"one.xhtml": f"<p>{PROSE * 30}</p>"}),
        "only_licence.txt": b"*** START OF THE PROJECT GUTENBERG EBOOK X ***\n"
        b"*** END OF THE PROJECT GUTENBERG EBOOK X ***\n" + prose.encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "no_texts").mkdir()
