"""The text of an EPUB book: a ZIP archive of pages, in the spine's order.

META-INF/container.xml names the package, the package lists the pages and
the order in which they are read. Whoever packs a book can write sizes and
names as he likes: only so much is ever unpacked, and only into memory.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts.markup import Attributes, page_text

MOST_BYTES = 100_000_000
"""Of all pages, unpacked; War and Peace has 4 million."""

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONTS_ONLY = {
    "http://www.idpf.org/2008/embedding",
    "http://ns.adobe.com/pdf/enc#RC",
}
"""How fonts are scrambled in books that anybody may read."""

PAGES = {"application/xhtml+xml", "text/html", "text/x-oeb1-document"}

Tags = list[tuple[str, dict[str, str]]]


def book_text(raw: bytes, name: str) -> str:
    """The text of a book, its pages in reading order.

    Args:
        raw: the bytes of the EPUB file.
        name: what to call it if it cannot be read.

    Raises:
        StorytellerError: if it is damaged, locked or far too large.

    Chapter: book/02_pictures_captions_books
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            book = _Book(archive, name)
            pages = [page_text(book.read(page)) for page in book.spine()]
    except StorytellerError:
        raise
    except Exception as error:  # damage makes zipfile raise many things
        raise StorytellerError(
            f"{name} is damaged or cut short ({error}): copy or download it "
            "again"
        ) from None
    return "\n\n".join(filter(None, pages))


class _Book:
    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.left = MOST_BYTES
        self._refuse_locked()

    def _refuse_locked(self) -> None:
        names = set(self.archive.namelist())
        locked = any(i.flag_bits & 1 for i in self.archive.infolist())
        if not locked and ENCRYPTION in names:
            used = {
                about.get("algorithm")
                for tag, about in _tags(self.read(ENCRYPTION))
                if tag == "encryptionmethod"
            }
            locked = bool(used - FONTS_ONLY)
        if locked or "META-INF/sinf.xml" in names:
            raise StorytellerError(
                f"{self.name} is locked for the reader who bought it (DRM): "
                "name a book that is not, as those of Project Gutenberg"
            )

    def read(self, name: str) -> str:
        """A page, if not more was read by now than a book can have."""
        with self.archive.open(name) as file:
            raw = file.read(self.left + 1)
        self.left -= len(raw)
        if self.left < 0:
            raise StorytellerError(
                f"{self.name} unpacks to more than {MOST_BYTES // 10**6} MB "
                "of pages: name another book"
            )
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        return raw.decode("utf-16" if wide else "utf-8-sig", "replace")

    def spine(self) -> list[str]:
        """The names of the pages, in reading order."""
        roots = [a for tag, a in _tags(self.read(CONTAINER))]
        package = next(a["full-path"] for a in roots if "full-path" in a)
        tags = _tags(self.read(package))
        items = {a["id"]: a for tag, a in tags if tag == "item" and "id" in a}
        order = [
            items[a["idref"]]
            for tag, a in tags
            if tag == "itemref" and a.get("linear") != "no"
        ]
        folder = dirname(package)
        return [
            normpath(join(folder, unquote(item["href"])))
            for item in order
            if item.get("media-type") in PAGES
            and "nav" not in item.get("properties", "").split()
        ]


def _tags(markup: str) -> Tags:
    """All tags of an XML file with their attributes, in small letters.

    Python's readers of XML would follow what a file defines; this cannot.
    """
    reader = _Tags()
    reader.feed(markup)
    reader.close()
    return reader.found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Tags = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        plain = tag.rpartition(":")[2]  # opf:item is an item
        self.found.append((plain, {k: v or "" for k, v in attrs}))
