"""Judges and writers read different novels."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.pocket.world import write_pocket
from storyteller_lib.data.real import book_parts, novels
from storyteller_lib.data.world import GENRES

NAMES = [f"book-{i}.txt" for i in range(4_000)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pocket")
    write_pocket(path)
    return path / "novels"


def test_parts_have_their_shares_and_keep_the_splits() -> None:
    parts = [book_parts.part_of(name) for name in NAMES]
    assert parts.count("unseen") / len(parts) == pytest.approx(0.1, abs=0.02)
    assert parts.count("judge") / len(parts) == pytest.approx(0.2, abs=0.02)
    for name, part in zip(NAMES, parts, strict=True):
        assert (part == "unseen") == (novels.split_of(name) != "train")


def test_a_book_stays_in_its_part_for_good() -> None:
    # Of the real novels: were the parts to move, judges would know books
    # that shipped models were trained on.
    known = {
        "walter-scott-ivanhoe.txt": "unseen",
        "jane-austen-persuasion.txt": "unseen",
        "abraham-merritt-the-moon-pool.txt": "train",
    }
    assert {name: book_parts.part_of(name) for name in known} == known


@pytest.mark.parametrize("genre", GENRES)
def test_every_book_is_in_one_part(folder: Path, genre: str) -> None:
    parts = {
        part: {name for name, _ in book_parts.books(folder, genre, part)}
        for part in book_parts.PARTS
    }
    assert all(parts.values())
    assert sum(map(len, parts.values())) == len(set().union(*parts.values()))
    every = {
        name
        for split in ("train", "val", "test")
        for name, _ in novels.books(folder, genre, split)
    }
    assert set().union(*parts.values()) == every


def test_training_can_leave_the_judges_books_out(folder: Path) -> None:
    found = list(novels.passages(folder, "thriller", "train"))
    kept = [p for p in found if book_parts.is_for_training(p)]
    assert 0 < len(kept) < len(found)
    assert kept == list(book_parts.passages(folder, "thriller", "train"))


def test_passages_of_a_book_are_spread_over_it(folder: Path) -> None:
    every = list(book_parts.passages(folder, "romance", "judge"))
    some = list(book_parts.passages(folder, "romance", "judge", 3))
    places = [every.index(passage) for passage in some]
    assert places == [0, len(every) // 3, 2 * len(every) // 3]
    more = book_parts.passages(folder, "romance", "judge", 10_000)
    assert list(more) == every


def test_refuses_an_unknown_part(folder: Path) -> None:
    with pytest.raises(StorytellerError, match="no part 'jury'"):
        list(book_parts.books(folder, "romance", "jury"))
