from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts import paragraphs, passages, read_text
from storyteller_lib.data.real.novels import PassageSettings

TEXT = "Élan was “here” — at the café.\nHe left.\n"
GUTENBERG = """The Project Gutenberg eBook of Nothing

*** START OF THE PROJECT GUTENBERG EBOOK NOTHING ***

The book itself.

*** END OF THE PROJECT GUTENBERG EBOOK NOTHING ***

Most people start at our website.
"""


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp1252", b""),
    ],
)
def test_encodings(encoding: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert read_text(path) == TEXT


def test_latin_1_and_the_line_ends_of_others(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("à bientôt\r\nNaïve\rGrün".encode("latin-1"))
    assert read_text(path) == "à bientôt\nNaïve\nGrün"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" \n ",
        bytes(range(256)),
        TEXT.encode("utf-16-le"),
        b"\xff\xfe\x00\xd8",
        b"PK\x03\x04\x14\x00\x00\x00" * 99,
    ],
)
def test_what_is_no_text(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(raw)
    with pytest.raises(StorytellerError, match=r"text\.txt"):
        read_text(path)


@pytest.mark.parametrize("mark", ["THE", "THIS"])
def test_project_gutenberg_stays_outside(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(GUTENBERG.replace("OF THE P", f"OF {mark} P"))
    assert read_text(path).strip() == "The book itself."


def test_hard_wrapped_paragraphs() -> None:
    text = "CHAPTER I\n\nThe dog ran\nto the sea.\n\n\nIt was cold.\n"
    assert list(paragraphs(text)) == [
        "",
        "The dog ran to the sea.",
        "It was cold.",
    ]


def test_one_paragraph_a_line() -> None:
    long = "The dog ran to the sea and back again, " * 4 + "and slept."
    text = f"# CHAPTER I\n{long}\n{long}\nShort.\n"
    assert list(paragraphs(text)) == ["", long, long, "Short."]


@pytest.mark.parametrize(
    ("block", "heading"),
    [
        ("Chapter 3", True),
        ("CHAPTER THE LAST", True),
        ("Book II: The Sea", True),
        ("* * * * *", True),
        ("IV.", True),
        ("Part of me was glad.", False),
        ("Books are good", False),
        ("I ran.", False),
    ],
)
def test_headings_part_the_text(block: str, heading: bool) -> None:
    assert list(paragraphs(block)) == ["" if heading else block]


def test_what_printers_add_is_left_out() -> None:
    text = "He was _very_ glad. [Illustration: A dog.] It rained.\n" + "=" * 70
    (found,) = paragraphs(text)
    assert " ".join(found.split()) == "He was very glad. It rained."


def test_passages_have_the_wanted_lengths() -> None:
    sentence = "The old dog ran along the beach and looked at the sea. "
    text = ("CHAPTER I\n\n" + sentence * 40 + "\n\n") * 3
    for shortest, longest in [(12, 30), (40, 80)]:
        settings = PassageSettings(shortest, longest, longest)
        found = list(passages(text, settings, random.Random(0)))
        assert len(found) > 10
        lengths = [len(passage.split()) for passage in found]
        assert shortest <= min(lengths) <= max(lengths) <= longest
        assert all("CHAPTER" not in passage for passage in found)


def test_verse_without_full_stops_is_cut() -> None:
    text = "\n".join(["o the wind and the rain"] * 100)
    settings = PassageSettings(20, 30, 40)
    found = list(passages(text, settings, random.Random(0)))
    assert sum(len(passage.split()) for passage in found) > 500
