"""Checks of chapters 12 and 13: measuring stories, and scaling up.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from storyteller_lib.evaluation.captions import plain_words
from storyteller_lib.teaching.checks.forms import (
    Unreadable,
    as_number,
    as_words,
)
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Number,
    Numbers,
    called,
)

GALLERIES = (10, 100, 1_000)


def always_there(answer: Any, people: Sequence[Sequence[str]]) -> str:
    """Five times the word that stands in most pictures' captions.

    Chapter: book/12_measuring_stories
    """
    words = as_words(answer)
    if len(words) != 5 or len(set(words)) != 1:
        raise Unreadable("five words are asked for, all of them the same.")
    said = [{w for text in five for w in plain_words(text)} for five in people]

    def share(word: str) -> int:
        return sum(word in some for some in said)

    best = max(share(word) for some in said for word in some)
    if share(words[0]) < best:
        return "another word stands in the captions of more pictures."
    return ""


def grows_over_chance(answer: Any) -> str:
    """Shares found among several numbers of pictures.

    Chapter: book/12_measuring_stories
    """
    if not isinstance(answer, Mapping):
        raise Unreadable("a dictionary is asked for: pictures to share.")
    shares = {int(n): as_number(share) for n, share in answer.items()}
    if not {2, 5, 20, 60} <= set(shares):
        return "2, 5, 20 and 60 pictures are asked for."
    if not all(1 / n <= share <= 1 for n, share in shares.items()):
        return "human captions should beat chance, and 1 is the most."
    rising = [n * shares[n] for n in sorted(shares)]
    falling = [shares[n] for n in sorted(shares)]
    if rising != sorted(rising) or falling != sorted(falling, reverse=True):
        return "with more pictures, shares fall and the factor grows."
    return ""


def one_length_each(answer: Any, lengths: Sequence[int]) -> str:
    """Batches without any padding.

    Chapter: book/13_scaling_up
    """
    dealt, error = called(answer, lengths, 64)
    if error:
        return error
    batches = [[int(i) for i in batch] for batch in dealt]
    if sorted(i for b in batches for i in b) != list(range(len(lengths))):
        return "every passage must be dealt once, and once only."
    if any(len(batch) > 64 for batch in batches):
        return "a batch has more rows than it may."
    if any(len({lengths[i] for i in batch}) > 1 for batch in batches):
        return "a batch has passages of several lengths, and so padding."
    return ""


CHECKS: dict[str, Check] = {
    "12.1": Letters(
        "66527edcbe17", "one says *always*, one has a penalty upside down."
    ),
    "12.2": Number(
        lambda: math.exp(1 - 9 / 6),
        "put both numbers of words into the exponent.",
        tolerance=0.005,
        slips={
            6 / 9: "that is the ratio of the lengths; it stands in an "
            "exponent.",
            1: "the caption is shorter than its reference, so it is punished.",
        },
    ),
    "12.3": always_there,
    "12.4": Numbers(
        lambda: [1_000.0, 1.0],
        (
            "each word has the same probability: one over how many?",
            "what is one over a probability of 1?",
        ),
    ),
    "12.5": grows_over_chance,
    "12.6": Numbers(
        lambda: [0.66, 0.33, 0.12],
        (
            "among 10 there are nine others: the best of them is the rival.",
            "the first is right. Draw 99 others for the second.",
            "two are right. Draw 999 others for the last.",
        ),
        tolerance=0.03,
    ),
    "13.1": Number(
        lambda: 20_000 * 620 * 4 / 1e6,
        "a number of `float32` has four bytes; a megabyte is a million.",
        tolerance=0.01,
        slips={49_600_000: "in megabytes, please."},
    ),
    "13.2": Letters(
        "a12432688f4c",
        "where may two bytes never be, what is a map, and what chance is "
        "still to come?",
        known="abcde",
    ),
    "13.3": Function(
        lambda length, word_dim, dim: length * 6 * dim * (word_dim + dim),
        lambda: [(20, 62, 240), (3, 8, 4)],
        "three gates, each with a product of the word and one of the state; "
        "and a weight costs two flops.",
        tolerance=1e-9,
    ),
    "13.4": one_length_each,
    "13.5": Function(
        lambda own, workers, rows: own * workers / rows,
        lambda: [(7, 3, 20), (6, 3, 20), (8, 2, 15)],
        "divide by all rows, not by your own, and undo the mean over workers.",
        tolerance=1e-6,
    ),
    "13.6": Number(
        lambda: 0.004,
        "after 1 comes 1 + 1/128. From which half on is a step rounded up?",
        tolerance=5e-5,
        slips={0.0039: "halves go to the even number, which is 1."},
    ),
}
