"""MyST as plain Markdown, which every Jupyter shows.

Only directives, roles, labels and links within the site are rewritten; all
else stays letter by letter. What has no plain form here is an error, so that
no notebook shows raw MyST.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from markdown_it.token import Token

from tools.paths import BOOK
from tools.student.citations import Citations
from tools.student.myst import Directive, directive, parser

ADMONITIONS = (
    *("admonition", "attention", "caution", "danger", "dropdown", "error"),
    *("hint", "important", "note", "seealso", "tip", "warning"),
)
REFERENCES = ("eq", "numref", "prf:ref", "ref")
DROPPED = ("myst_block_break", "myst_line_comment", "myst_target")
UNKNOWN = ("dl_open", "footnote_block_open", "substitution_block")
TITLED = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>")
ADDRESS = re.compile(r"[a-z]+:")

Edit = tuple[int, int, str]
"""From where to where in a text, and what to write there."""


class UnknownMyST(ValueError):
    """MyST that has no plain form yet; it says which."""


@dataclass
class Translator:
    """Turns the texts of a chapter into plain Markdown.

    Args:
        citations: where ``{cite}`` finds authors and years.
        names: what a reference to a label, or to a chapter, shows.
        folder: where the paths of pictures begin.
        site: the address of the chapters' pages; empty if nobody knows it.
    """

    citations: Citations
    names: dict[str, str] = field(default_factory=dict)
    folder: Path = BOOK
    site: str = ""

    def plain(self, text: str) -> str:
        """A text without MyST."""
        lines = text.split("\n")
        for token in reversed(parser().parse(text)):
            start, end = token.map or (0, 0)
            new = self._block(token, lines[start:end])
            if new == [] and lines[end : end + 1] == [""]:
                end += 1  # or two blank lines would meet
            if new is not None:
                lines[start:end] = new
        return "\n".join(lines).strip("\n")

    def _block(self, token: Token, lines: list[str]) -> list[str] | None:
        """What to write in place of a block; none to keep it."""
        if token.type in DROPPED:
            return []
        if token.type in UNKNOWN:
            raise UnknownMyST("\n".join(lines))
        if token.type == "inline":
            return self._paragraph(token, lines)
        if token.type == "math_block_label":
            tag = self._name(token.info).strip("()")
            return f"$${token.content}\\tag{{{tag}}}$$".split("\n")
        if told := directive(token):
            indent = lines[0].partition(token.markup)[0]
            if indent.strip():
                raise UnknownMyST(lines[0])
            return [f"{indent}{line}".rstrip() for line in self._told(told)]
        return None

    def _told(self, it: Directive) -> list[str]:
        """The lines that a directive becomes."""
        match it.name:
            case "solution":
                return []
            case "exercise":
                name = self._name(it.options["label"])
                title = f": {self.plain(it.title)}" if it.title else ""
                return [f"### {name}{title}", "", *self._lines(it.body)]
            case "image" | "figure":
                picture = self._picture(it.options.get("alt", ""), it.title)
                return [picture, "", *self._lines(it.body)]
            case "math":
                return ["$$", *it.body.split("\n"), "$$"]
            case "code" | "code-block":
                return [f"```{it.title}", *it.body.split("\n"), "```"]
            case name if name in ADMONITIONS:
                return self._quoted(it)
        raise UnknownMyST(f"{{{it.name}}}")

    def _quoted(self, it: Directive) -> list[str]:
        """An admonition as a block quote; its title is bold."""
        title, body = it.name.capitalize(), it.body
        if it.name in ("admonition", "dropdown"):
            title = self.plain(it.title) or title
        elif it.title:  # a note may begin in its first line
            body = f"{it.title}\n{it.body}"
        said = [f"**{title}**", "", *self._lines(body)]
        return [f"> {line}".rstrip() for line in said]

    def _lines(self, text: str) -> list[str]:
        return self.plain(text).split("\n")

    def _paragraph(self, token: Token, lines: list[str]) -> list[str] | None:
        """The lines of a paragraph, a heading or a cell of a table."""
        text = token.content
        edits = [e for it in token.children or [] for e in self._edits(it)]
        if not edits:
            return None
        for start, end, new in sorted(edits, reverse=True):
            # A line break stays one, so that each line keeps its indent.
            breaks = "\n" * text.count("\n", start, end)
            text = text[:start] + breaks + new + text[end:]
        pairs = zip(token.content.split("\n"), text.split("\n"), strict=True)
        for row, (old, new) in enumerate(pairs):
            lines[row] = lines[row].replace(old, new, 1)
        return lines

    def _edits(self, token: Token) -> list[Edit]:
        """What to write in place of a role, a picture or a link."""
        target = str(token.attrGet("href") or token.attrGet("src") or "")
        if "place" not in token.meta or ADDRESS.match(target):
            return []
        start, end = token.meta["place"]
        if token.type == "myst_role":
            return [(start, end, self._role(token))]
        if token.type == "image":
            return [(start, end, self._picture(token.content, target))]
        middle = token.meta["middle"]
        opening, closing = self._link(target)
        if middle == start + 1:  # no words: the title of what it leads to
            opening += self._title(target)
        return [(start, start + 1, opening), (middle, end, closing)]

    def _role(self, token: Token) -> str:
        """The words of a role."""
        name, content = token.meta["name"], " ".join(token.content.split())
        titled = TITLED.fullmatch(content)
        target = titled["target"] if titled else content
        if name in ("cite", "cite:p"):
            return self.citations.in_parentheses(content)
        if name == "cite:t":
            return self.citations.in_text(content)
        if name == "term":
            return titled["title"] if titled else content
        if name in REFERENCES:
            return titled["title"] if titled else self._name(target)
        if name == "doc":
            before, after = self._link(target)
            words = titled["title"] if titled else self._title(target)
            return f"{before}{words}{after}"
        raise UnknownMyST(f"{{{name}}}`{content}`")

    def _link(self, target: str) -> tuple[str, str]:
        """What stands before and behind the words of a link."""
        page = page_of(target)
        if page in self.names:
            return "[", f"]({page}.ipynb)"
        if page and self.site:
            return "[", f"]({self.site}/{page}.html)"
        return "", ""

    def _title(self, target: str) -> str:
        return self._name(page_of(target))

    def _name(self, label: str) -> str:
        if label not in self.names:
            raise UnknownMyST(f"nothing has the label {label!r}")
        return self.names[label]

    def _picture(self, alt: str, path: str) -> str:
        """A picture within the text, so that it goes where the text goes."""
        kind, _ = mimetypes.guess_type(path)
        content = base64.b64encode((self.folder / path).read_bytes())
        return f"![{alt}](data:{kind};base64,{content.decode()})"


def page_of(target: str) -> str:
    """The page of the book that a link leads to, as its file is called."""
    return PurePosixPath(target.partition("#")[0]).stem
