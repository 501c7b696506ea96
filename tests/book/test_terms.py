"""Terms lead to the glossary: each where a chapter first uses it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbformat import NotebookNode

from tools.chapters import stored
from tools.paths import BOOK, chapters

TERM = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")
FEWEST = 2


def glossary() -> list[str]:
    """The terms, in the order of the page."""
    page = (BOOK / "glossary.md").read_text(encoding="utf-8")
    listed = page.partition("```{glossary}\n")[2].partition("```")[0]
    return [x for x in listed.splitlines() if x and not x.startswith(" ")]


def linked(notebook: NotebookNode) -> list[str]:
    """The terms that the prose of a chapter links, in order."""
    prose = [c.source for c in notebook.cells if c.cell_type == "markdown"]
    return [term for text in prose for term in TERM.findall(text)]


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_chapter_links_some_terms_once_each(path: Path) -> None:
    found = linked(stored.load(path))
    assert len(found) >= FEWEST
    assert len(set(found)) == len(found), "linked twice"
    known = {term.lower() for term in glossary()}
    assert [it for it in found if it.lower() not in known] == []


def test_terms_stand_in_order_and_once() -> None:
    terms = glossary()
    assert len(set(terms)) == len(terms) > 60
    assert terms == sorted(terms, key=str.lower)


def test_both_forms_of_a_link_are_read() -> None:
    text = "A *{term}`beam search`* and two {term}`GRUs <GRU>`, {cite}`a`."
    assert TERM.findall(text) == ["beam search", "GRU"]
