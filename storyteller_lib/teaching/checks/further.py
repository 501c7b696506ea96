"""Checks of chapters 15 and 16: a teacher for the eyes, choosing.

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import combinations

import torch

from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Measured,
    Number,
    Numbers,
)

SCORES = ((-2.0, -3.0, -4.0), (0.1, 0.3, 0.2))
"""Two scores of three candidates, in different units."""

LOGITS = (4.0, 2.0, 0.0)


def soft_shares(temperature: float) -> list[float]:
    """What a teacher with three logits says at a temperature.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    parts = [math.exp(logit / temperature) for logit in LOGITS]
    return [part / sum(parts) for part in parts]


def soft_loss(
    said: Sequence[float], wanted: Sequence[float], temperature: float
) -> float:
    """Cross entropy of a student with a teacher, both softened.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    student, teacher = (
        torch.tensor(list(logits), dtype=torch.float64) / temperature
        for logits in (said, wanted)
    )
    return float(-(teacher.softmax(0) * student.log_softmax(0)).sum())


def share_missed(
    said: Sequence[float], wanted: Sequence[float]
) -> tuple[float, float]:
    """The share of variance missed, by a student and by the mean.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    mean = sum(wanted) / len(wanted)
    spread = sum((b - mean) ** 2 for b in wanted)
    off = sum((a - b) ** 2 for a, b in zip(said, wanted, strict=True))
    return off / spread, 1.0


def bottleneck_weights(narrow: int, wider: int) -> int:
    """Weights of an inverted bottleneck's three convolutions.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    wide = narrow * wider
    return narrow * wide + 9 * wide + wide * narrow


def standardised_sums() -> list[float]:
    """The sums of two standardised scores.

    Chapter: book/16_choosing_among_candidates
    """
    scores = torch.tensor(SCORES, dtype=torch.float64)
    spread = scores.std(dim=1, correction=0, keepdim=True)
    standard = (scores - scores.mean(dim=1, keepdim=True)) / spread
    return [float(it) for it in standard.sum(dim=0)]


def best_of_two(scores: Sequence[float]) -> float:
    """The mean of the larger over all pairs.

    Chapter: book/16_choosing_among_candidates
    """
    larger = [max(pair) for pair in combinations(scores, 2)]
    return sum(larger) / len(larger)


def winner(
    candidates: Sequence[str], gain: Callable[[str, str], float]
) -> int:
    """The candidate with the largest mean gain over the others.

    Chapter: book/16_choosing_among_candidates
    """
    votes = [
        sum(gain(one, c) for j, c in enumerate(candidates) if j != i)
        for i, one in enumerate(candidates)
    ]
    return votes.index(max(votes))


def in_common(one: str, other: str) -> float:
    """How many different letters two texts share.

    Chapter: book/16_choosing_among_candidates
    """
    return float(len(set(one) & set(other)))


def wins_beyond_luck(pairs: int = 50, rarer_than: float = 0.05) -> int:
    """From how many wins on coins are hardly ever so one-sided.

    Chapter: book/16_choosing_among_candidates
    """

    def by_luck(wins: int) -> float:
        tail = sum(math.comb(pairs, k) for k in range(wins, pairs + 1))
        return 2 * tail / 2**pairs

    wins = range(pairs // 2 + 1, pairs + 1)
    return next(n for n in wins if by_luck(n) < rarer_than)


CHECKS: dict[str, Check] = {
    "15.1": Letters(
        "a12432688f4c",
        "what does a softer teacher tell more of, and what can no student "
        "know?",
    ),
    "15.2": Numbers(
        lambda: soft_shares(2.0),
        (
            "divide the logits by the temperature first.",
            "the first is right. The second is 1 / e of it.",
            "the three must add up to 1.",
        ),
        tolerance=0.006,
    ),
    "15.3": Numbers(
        lambda: share_missed((2, 3, 4), (1, 3, 5)),
        (
            "add up what is missed, squared, and divide by what there is to "
            "be known: the squares of the distances from the mean.",
            "who always says the mean misses exactly what there is.",
        ),
    ),
    "15.4": Function(
        soft_loss,
        lambda: [
            ([1.0, 0.0, -1.0], [2.0, 1.0, 0.0], 1.0),
            ([1.0, 0.0, -1.0], [2.0, -1.0, 0.0], 4.0),
        ],
        "both are divided by the temperature; the teacher gives shares, the "
        "student their logarithms.",
    ),
    "15.5": Function(
        bottleneck_weights,
        lambda: [(96, 4), (8, 6), (1, 1)],
        "three convolutions: 1x1, then 3x3 for each channel alone, then 1x1.",
    ),
    "15.6": Measured(
        0.7,
        0.99,
        "copy `parts`, load the teacher's weights into the first stage of the "
        "copy, and divide what it misses by what `parts` miss.",
    ),
    "16.1": Letters(
        "66527edcbe17", "two of them are shown in a figure or a table."
    ),
    "16.2": Numbers(
        standardised_sums,
        (
            "for each score take off the mean and divide by the spread; the "
            "first candidate is best at one and worst at the other.",
            "the second is average at one thing and best at the other.",
            "the third is worst at the one and average at the other.",
        ),
        tolerance=0.01,
    ),
    "16.3": Function(
        best_of_two,
        lambda: [([1.0, 2.0, 4.0],), ([3.0, 3.0],), ([0.0, 1.0, 0.0, 1.0],)],
        "with three scores there are three pairs.",
    ),
    "16.4": Function(
        winner,
        lambda: [
            (["fox", "owl", "ox"], in_common),
            (["aaa", "b", "b", "bc"], in_common),
        ],
        "leave the candidate itself out of the sum, and take the first of "
        "equals.",
    ),
    "16.5": Number(
        wins_beyond_luck,
        "add up the binomials from there to fifty, twice, for both sides.",
        slips={32: "counted on one side only?", 26: "that is any majority."},
    ),
    "16.6": Measured(
        2.03,
        2.11,
        "the largest of each 32, then the mean of those.",
    ),
}
