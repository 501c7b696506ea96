"""Which parts of a chapter become slides, by rule.

Its title and its aims, the first words of each section, figures, equations,
and cells of at most twelve lines that define something or print it; then the
exercises and the summary. The other prose, and the checks' hints, become the
notes that only the speaker sees. The tag ``slide-skip`` leaves a cell out.
"""

from __future__ import annotations

import ast
import base64
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from tools.chapters import stored
from tools.teacher.chapter import Chapter
from tools.teacher.expected import expected, hints
from tools.teacher.slides.blocks import Block, blocks, lead, sentences
from tools.teacher.slides.pictures import pieces

SKIP = "slide-skip"
CODE_LINES, ALL_LINES, COLUMNS = 12, 17, 79
"""The most lines of code, of code with what it prints, and columns."""
LEAD_WORDS, SENTENCE_WORDS, LIST_WORDS = 45, 38, 110
EMPTY = "&nbsp;"
LEFT_OUT = ("Questions", "Further reading", "References")
"""Sections without slides."""
PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
DEFINED = (ast.FunctionDef, ast.ClassDef)


@dataclass
class Slide:
    """One slide: what all see, and what the speaker sees.

    Args:
        title: its heading.
        body: its Markdown.
        notes: paragraphs for the speaker.
        opens: whether a section begins here.
    """

    title: str
    body: str = ""
    notes: list[str] = field(default_factory=list)
    opens: bool = False


def fence(text: str, language: str = "") -> str:
    """Code, or what was printed, as Markdown."""
    return f"```{language}\n{text.strip()}\n```"


def printed(cell: NotebookNode) -> list[str]:
    """The lines that a cell prints."""
    text = "".join(
        it.text for it in cell.outputs if it.output_type == "stream"
    )
    return text.rstrip().split("\n") if text.strip() else []


def figures(cell: NotebookNode) -> list[str]:
    """The pictures that a cell shows, as Markdown."""
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    alt = re.sub(r"[\[\]\n]", " ", stored.computed_alt(cell) or alt)
    found = []
    for output in cell.outputs:
        for kind in PICTURES:
            if data := output.get("data", {}).get(kind):
                for piece in pieces(base64.b64decode(data)):
                    text = base64.b64encode(piece).decode()
                    found.append(f"![{alt}](data:{kind};base64,{text})")
                break
    return found


def is_key(cell: NotebookNode) -> bool:
    """Whether a cell is short, and tells something but that all is well."""
    lines = cell.source.strip().split("\n")
    if len(lines) > CODE_LINES or max(map(len, lines)) > COLUMNS:
        return False
    body = ast.parse(stored.plain_python(cell.source)).body
    asserted = sum(isinstance(node, ast.Assert) for node in body)
    tells = any(isinstance(node, DEFINED) for node in body) or printed(cell)
    return bool(tells) and 4 * asserted < len(body)


def wrapped(lines: Iterable[str]) -> list[str]:
    """What was printed, in lines that a slide has room for."""
    return [
        part for line in lines for part in textwrap.wrap(line, COLUMNS) or [""]
    ]


class Deck:
    """The slides of a chapter, as they are chosen one after the other."""

    def __init__(self, title: str) -> None:
        self.slides = [Slide(title, opens=True)]
        self.section = title
        self.before = ""  # the sentence before what is read now

    def show(self, body: str, title: str = "", opens: bool = False) -> None:
        """A new slide, under the section's heading unless it has one."""
        self.slides.append(Slide(title or self.section, body, opens=opens))

    def note(self, text: str) -> None:
        """Something for the speaker of the last slide."""
        if text.strip():
            self.slides[-1].notes.append(text)

    def read(self, text: str) -> None:
        """Take in a cell of prose, block by block."""
        self.before = ""
        for block in blocks(text):
            self._block(block)
            said = sentences(block.text) if block.kind == "paragraph" else [""]
            self.before = said[-1]

    def run(self, cell: NotebookNode) -> None:
        """Take in a cell of code: its figures, or itself if it is key."""
        if shown := figures(cell):
            for picture in shown:
                self.show(picture)
            return
        if not is_key(cell):
            return
        code, lines = cell.source.strip(), wrapped(printed(cell))
        told, output = fence(code, "python"), fence("\n".join(lines), "text")
        if not lines:
            self.show(told)
        elif code.count("\n") + len(lines) < ALL_LINES:
            self.show(f"{told}\n\n{output}")
        else:
            self.show(told)
            if len(lines) < ALL_LINES:
                self.show(output)

    def _block(self, block: Block) -> None:
        now = self.slides[-1]
        fresh = now.opens and not now.body
        match block.kind:
            case "heading":
                self._heading(block.text)
            case "equation":
                words = len(self.before.split())
                said = self.before if words <= SENTENCE_WORDS else ""
                if fresh:
                    now.body = block.text
                else:
                    self.show(f"{said}\n\n{block.text}")
            case "picture":
                self.show(block.text)
            case "paragraph" if fresh:
                now.body, rest = lead(block.text, LEAD_WORDS)
                now.body = now.body or EMPTY
                self.note(rest)
            case "list" if len(self.slides) == 1:
                self.show(block.text, title=self.before or "Aims")
            case "list" if fresh and len(block.text.split()) <= LIST_WORDS:
                now.body = block.text
            case _:
                self.note(block.text)

    def _heading(self, text: str) -> None:
        level, _, title = text.partition(" ")
        if level != "#":
            self.section = title
            self.show("", opens=True)


def chosen(chapter: Chapter) -> list[Slide]:
    """The slides of a chapter."""
    deck = Deck(chapter.title)
    asked = {it.question.id: it for it in chapter.exercises}
    for cell in chapter.notebook.cells:
        tags = cell.metadata.get("tags", [])
        if {SKIP, "exercise", "solution"} & set(tags):
            continue
        if exercise := asked.get(cell.id):
            heading, _, question = chapter.question(exercise).partition("\n")
            deck.show(question, title=heading.strip("# "))
            told = [*hints(exercise), f"Expected: {expected(exercise)}."]
            for note in [] if exercise.is_open else told:
                deck.note(note)
        elif cell.cell_type == "markdown":
            deck.read(chapter.plain(cell.source))
        else:
            deck.run(cell)
    return _without(deck.slides, LEFT_OUT)


def _without(slides: Iterable[Slide], titles: Iterable[str]) -> list[Slide]:
    """The slides, but for those of some sections and those with nothing."""
    kept: list[Slide] = []
    for slide in slides:
        empty = not slide.body.strip() and not slide.opens
        if slide.title in titles or empty:
            if kept and slide.title not in titles:
                kept[-1].notes += slide.notes
            continue
        kept.append(slide)
    return kept
