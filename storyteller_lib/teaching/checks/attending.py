"""Checks of chapter 14: attention without a state.

Chapter: book/14_how_it_is_done_now
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Number,
    Numbers,
)

LARGEST_BARE, LARGEST_SCALED = 0.932, 0.323
"""The largest of ten weights, on average, for vectors of 256 numbers."""

WORDS = [[float(10 * word), float(word)] for word in range(6)]


def window(x: Any, size: int) -> list[Any]:
    """What each row may see: itself, and the few rows before it.

    Chapter: book/14_how_it_is_done_now
    """
    return [x[max(0, t + 1 - size) : t + 1] for t in range(len(x))]


CHECKS: dict[str, Check] = {
    "14.1": Letters(
        "a12432688f4c", "cut into pieces, is a matrix larger? And who keeps?"
    ),
    "14.2": Number(
        lambda: 6 * 7 / 2,
        "the first word sees one word, the last one all six.",
        slips={36: "that is without a mask.", 15: "a word sees itself, too."},
    ),
    "14.3": Numbers(
        lambda: [0.25, 0.75, 1.0, 6.0],
        (
            "first the two scores; do not forget the root of d.",
            "the weights must add up to 1.",
            "the weights are right. Take the mean of the values under them.",
            "only the last number is not right yet.",
        ),
    ),
    "14.4": Function(
        window,
        lambda: [(WORDS, 3), (WORDS, 1), (WORDS, 9)],
        "how many rows may the first word see, and how many the last one?",
    ),
    "14.5": Function(
        lambda settings, t: 2 * settings.layers * settings.dim * t,
        lambda: [
            (SimpleNamespace(layers=2, dim=96, heads=4), 1),
            (SimpleNamespace(layers=3, dim=8, heads=2), 50),
        ],
        "what is kept of a word in each layer, and how long is it?",
    ),
    "14.6": Numbers(
        lambda: [LARGEST_BARE, LARGEST_SCALED],
        (
            "without the root one of ten keys should get nearly everything.",
            "the first is right. Now divide the scores by the root of 256.",
        ),
        tolerance=0.03,
    ),
}
