"""What a reader sees of a page of HTML, as plain text.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = (
    *HEADINGS,
    *("address", "article", "aside", "blockquote", "body", "center", "dd"),
    *("div", "dl", "dt", "figcaption", "figure", "footer", "header", "hr"),
    *("li", "main", "ol", "p", "pre", "section", "ul"),
)
SKIPPED = ("head", "nav", "script", "style", "sup", "svg", "table")
PAGE_NUMBERS = ("pagenum", "pageno", "pagebreak")
"""How the classes of a printed page's number are called."""


def page_text(markup: str) -> str:
    """The paragraphs of a page, one a line with empty lines between.

    A heading begins with ``# ``; tables, notes' marks, the numbers of
    printed pages and whatever is not shown are left out.

    Chapter: book/02_pictures_captions_books
    """
    page = _Page()
    page.feed(markup)
    page.close()
    page.end_block()
    return "\n\n".join(page.paragraphs)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self._pieces: list[str] = []
        self._heading = False
        self._skipped = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag in SKIPPED or _is_page_number(attrs):
            self._skipped, self._depth = tag, 1
        elif tag in BLOCKS:
            self.end_block()
            self._heading = tag in HEADINGS
        elif tag == "br":
            self._pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._depth -= tag == self._skipped
            if self._depth == 0 or tag == "body":  # one was never closed
                self._skipped = ""
        elif tag in BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._pieces.append(data)

    def end_block(self) -> None:
        """Keep what was read since the last one as a paragraph."""
        text = " ".join("".join(self._pieces).replace("\xad", "").split())
        if text and self._heading:
            text = "# " + text.rstrip('.!?"”')
        if text:
            self.paragraphs.append(text)
        self._pieces, self._heading = [], False


def _is_page_number(attributes: Attributes) -> bool:
    named = dict(attributes)
    kind = f"{named.get('class')} {named.get('epub:type')}".lower()
    return any(name in kind for name in PAGE_NUMBERS)
