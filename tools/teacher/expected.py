"""What an exercise's check takes for right, in words, and what it hints at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from storyteller_lib.teaching.checks import CHECKS
from storyteller_lib.teaching.checks.kinds import (
    Function,
    Letters,
    Measured,
    Number,
    Numbers,
    Words,
)
from tools.teacher.exercises import Exercise, check_call

LETTERS_POINTS, CLOSED_POINTS, OPEN_POINTS = 1, 2, 4
"""Choosing among letters is worth least, and work without a check most."""


def points(exercise: Exercise) -> int:
    """What a full answer is worth."""
    if exercise.is_open:
        return OPEN_POINTS
    letters = isinstance(CHECKS[exercise.number], Letters)
    return LETTERS_POINTS if letters else CLOSED_POINTS


def expected(exercise: Exercise) -> str:
    """What the check takes for right; empty for an open exercise."""
    if exercise.is_open:
        return ""
    answer = check_call(exercise.solution).answer
    match CHECKS[exercise.number]:
        case Measured(low=low, high=high):
            return f"a measured number from {low:g} to {high:g}"
        case Number(value=value, tolerance=tolerance):
            return f"the number {_near(value(), tolerance)}"
        case Numbers(values=values, tolerance=tolerance):
            near = [_near(value, tolerance) for value in values()]
            return f"the numbers {_listed(near)}"
        case Letters(ordered=ordered):
            how = "in this order" if ordered else "in any order"
            return f"the letters {_listed(re.findall('[a-z]', answer))}, {how}"
        case Words(value=value):
            return f"the words *{value()}*"
        case Function(cases=cases, tolerance=tolerance):
            return (
                "a function that returns what the solution does in each of "
                f"{len(cases())} cases, numbers to {tolerance:.0e}"
            )
        case check:
            what = " ".join((check.__doc__ or "").partition("\n\n")[0].split())
            return f"{what[:1].lower()}{what[1:].rstrip('.')}"


def hints(exercise: Exercise) -> list[str]:
    """What the check says to those who are not there yet."""
    if exercise.is_open:
        return []
    match CHECKS[exercise.number]:
        case Number(hint=hint, slips=slips):
            told = [hint, *slips.values()]
        case Numbers(hints=several):
            told = list(dict.fromkeys(several))
        case Measured(hint=h) | Letters(hint=h) | Words(hint=h):
            told = [h]
        case Function(hint=hint):
            told = [hint]
        case _:
            told = []
    return [f"{it[:1].upper()}{it[1:]}" for it in told]


def _number(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _near(value: float, tolerance: float) -> str:
    """A value, and how far off an answer may be."""
    shown = float(f"{value:.5g}") if value % 1 else value
    off = float(f"{tolerance * max(1.0, abs(value)):.1g}")
    return f"{_number(shown)} (± {_number(off)})"


def _listed(items: Sequence[str]) -> str:
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
