"""A text in plain Markdown, block by block."""

from __future__ import annotations

import re
from typing import NamedTuple

from tools.student.myst import parser

KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "math_block": "equation",
    "math_block_label": "equation",
    "amsmath": "equation",
    "fence": "code",
}
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]+\)")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z*$\"`(])")
MATH = re.compile(r"\$[^$]+\$")


class Block(NamedTuple):
    """A piece of a text: its kind, and its Markdown."""

    kind: str
    text: str


def blocks(text: str) -> list[Block]:
    """The pieces of a text, in order.

    Kinds are heading, paragraph, list, equation, code, picture and other.
    """
    lines = text.split("\n")
    found = []
    for token in parser().parse(text):
        if token.level or not token.map or token.nesting < 0:
            continue
        start, end = token.map
        said = "\n".join(lines[start:end]).strip("\n")
        kind = KINDS.get(token.type, "other")
        if kind == "paragraph" and PICTURE.fullmatch(said.strip()):
            kind = "picture"
        found.append(Block(kind, said))
    return found


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph; a formula does not end one."""
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(found[0])
        return f"$\x00{len(hidden) - 1}$"

    text = MATH.sub(hide, " ".join(paragraph.split()))
    parts = SENTENCE.split(text)
    for place, formula in enumerate(hidden):
        parts = [it.replace(f"$\x00{place}$", formula) for it in parts]
    return [part for part in parts if part]


def lead(paragraph: str, most: int) -> tuple[str, str]:
    """The first sentences, of so many words at most, and all others.

    A first sentence that is longer leaves no lead.
    """
    said = sentences(paragraph)
    kept, words = 0, 0
    while kept < len(said):
        words += len(said[kept].split())
        if words > most:
            break
        kept += 1
    return " ".join(said[:kept]), " ".join(said[kept:])
