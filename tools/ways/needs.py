"""What each chapter needs of others: one table, ``book/needs.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tools.chapters import stored
from tools.paths import BOOK, ROOT, chapters

TABLE = BOOK / "needs.json"
OPTIONAL = "(optional)"
"""In the caption of a part of the book that nothing later needs."""


@dataclass(frozen=True)
class Chapter:
    """A chapter, and what it builds on.

    Attributes:
        path: its notebook.
        title: its heading.
        short: two or three words for the map.
        needs: what it needs of each earlier chapter, by number.
        optional: whether it stands in an optional part.
    """

    path: Path
    title: str
    short: str
    needs: dict[str, str]
    optional: bool

    @property
    def number(self) -> str:
        """Its two digits."""
        return self.path.stem[:2]


@dataclass(frozen=True)
class Way:
    """Some chapters in order, for a reader with so much time.

    Attributes:
        name: how much time that is.
        says: what one gets for it.
        numbers: of the chapters.
        exercises: whether there is time for these, too.
    """

    name: str
    says: str
    numbers: tuple[str, ...]
    exercises: bool


def optional_chapters(toc: Path = ROOT / "_toc.yml") -> set[str]:
    """The names of the chapters in optional parts."""
    parts = yaml.safe_load(toc.read_text(encoding="utf-8"))["parts"]
    return {
        Path(page["file"]).name
        for part in parts
        if OPTIONAL in part.get("caption", "")
        for page in part["chapters"]
    }


def title_of(path: Path) -> str:
    """The heading of a chapter."""
    first = str(stored.load(path).cells[0].source)
    return first.partition("\n")[0].removeprefix("# ")


@cache
def book() -> dict[str, Chapter]:
    """The chapters by number, in the order of the book."""
    told = json.loads(TABLE.read_text(encoding="utf-8"))["chapters"]
    optional = optional_chapters()
    found = {}
    for path in chapters():
        it = told.get(path.stem[:2], {"short": "", "needs": {}})
        found[path.stem[:2]] = Chapter(
            path,
            title_of(path),
            it["short"],
            it["needs"],
            path.stem in optional,
        )
    return found


def ways() -> list[Way]:
    """The ways of the table; one that names no chapter goes through all."""
    told = json.loads(TABLE.read_text(encoding="utf-8"))["ways"]
    return [
        Way(name, it["says"], tuple(it["chapters"] or book()), it["exercises"])
        for name, it in told.items()
    ]


def behind(number: str, table: dict[str, Chapter]) -> set[str]:
    """All that a chapter rests on, directly or through others."""
    direct = set(table[number].needs)
    return direct.union(*(behind(n, table) for n in direct))


def arrows(table: dict[str, Chapter]) -> list[tuple[str, str]]:
    """The needs that do not follow from others: from, to."""
    return [
        (before, number)
        for number, it in table.items()
        for before in it.needs
        if not any(
            before in behind(other, table)
            for other in it.needs
            if other != before
        )
    ]


def level(number: str, table: dict[str, Chapter]) -> int:
    """How many chapters stand one on the other below it."""
    below = table[number].needs
    return 1 + max(level(n, table) for n in below) if below else 0
