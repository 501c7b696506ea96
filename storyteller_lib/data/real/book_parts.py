"""Which novels may be used for what, so that no judge knows the accused.

Whoever writes or chooses stories (encoder, decoder, style vectors, the
classifier of a reranker) learns from the books of one part only; whoever
judges them (the classifier of styles, the n-gram model of fluency) from
another; and the yardstick, real passages of books that neither has seen,
comes from a third. As with splits, a hash of the file name decides, so
that the parts stay as they are when books are added:

- ``unseen``, places from 0 to 0.1: the splits ``test`` and ``val``. Nothing
  is trained on them (a training may watch its loss on ``val``);
- ``judge``, places from 0.1 to 0.3: a share of the split ``train``, kept for
  the judges alone;
- ``train``, the rest: for all that writes, shifts or selects.

Of the 202 novels that the course was measured with, 21 are unseen, 49 the
judges' (adventure 10, science fiction 13, thriller 12, romance 14) and 132
left for training. A judge trained on these 49 recognises passages of unseen
books about as often as one trained on all 181 does: more books of the same
authors help it little.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from storyteller_lib.config import check_known
from storyteller_lib.data.real import novels
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.data.splits import part_at, place_of
from storyteller_lib.data.world import Passage

PARTS = ("train", "judge", "unseen")
SHARES = {"unseen": sum(novels.SHARES.values()), "judge": 0.2}

_SPLITS = {
    "train": ("train",),
    "judge": ("train",),
    "unseen": ("test", "val"),
}


def part_of(book: str) -> str:
    """``train``, ``judge`` or ``unseen``, from the book's file name.

    Args:
        book: the name with its ending, ``jules-verne-the-lighthouse.txt``.

    Chapter: book/12_measuring_stories
    """
    return part_at(place_of(book), SHARES)


def is_for_training(passage: Passage) -> bool:
    """Whether training may use a passage: its book is no judge's.

    Chapter: book/12_measuring_stories
    """
    return part_of(f"{passage.book}.txt") == "train"


def books(folder: Path, genre: str, part: str) -> Iterator[tuple[str, str]]:
    """Names and texts of a genre's books of one part.

    Args:
        folder: the folder of novels.
        genre: one of the four.
        part: one of ``PARTS``.

    Raises:
        StorytellerError: for an unknown part or genre; if files are missing.

    Chapter: book/12_measuring_stories
    """
    check_known("part", part, PARTS)
    for split in _SPLITS[part]:
        for name, text in novels.books(folder, genre, split):
            if part_of(name) == part:
                yield name, text


def passages(
    folder: Path,
    genre: str,
    part: str,
    a_book: int | None = None,
    settings: PassageSettings | None = None,
) -> Iterator[Passage]:
    """Passages of a genre's books of one part.

    Args:
        folder: the folder of novels.
        genre: one of the four.
        part: one of ``PARTS``.
        a_book: so many of each book at most, spread evenly over it, so that
            a long book has no louder voice than a short one.
        settings: how long passages are.

    Raises:
        StorytellerError: as ``books`` does.

    Chapter: book/12_measuring_stories
    """
    for name, text in books(folder, genre, part):
        found = list(novels.passages_of(genre, name, text, settings))
        count = min(len(found), a_book or len(found))
        places = np.linspace(0, len(found), count, endpoint=False, dtype=int)
        yield from (found[place] for place in places)
