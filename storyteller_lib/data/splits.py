"""Splits: what is learnt from, and what is kept to see whether it was.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from storyteller_lib.config import check_known

SPLITS = ("train", "val", "test")

T = TypeVar("T")


def place_of(name: str) -> float:
    """A place from 0 to below 1, from a hash of a name alone.

    So each stays where it is when others are added, on every machine.

    Chapter: book/02_pictures_captions_books
    """
    digest = hashlib.blake2b(name.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def part_at(place: float, shares: Mapping[str, float]) -> str:
    """The part in which a place lies: they begin at 0; the rest is train.

    Args:
        place: from 0 to below 1.
        shares: of the parts, one after another.

    Chapter: book/02_pictures_captions_books
    """
    border = 0.0
    for part, share in shares.items():
        border += share
        if place < border:
            return part
    return "train"


def endless(
    sample: Callable[[random.Random, str], T], split: str, seed: str
) -> Iterator[T]:
    """What is sampled of a split, again and again, the same for a seed.

    Raises:
        StorytellerError: for an unknown split.

    Chapter: book/02_pictures_captions_books
    """
    check_known("split", split, SPLITS)
    rng = random.Random(seed)
    while True:
        yield sample(rng, split)
