"""Checks of the exercises' answers, by number: ``check("8.2", answer)``.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.teaching.checks import CHECKS
from storyteller_lib.teaching.checks.forms import (
    Missing,
    Unreadable,
    is_missing,
)
from storyteller_lib.teaching.checks.kinds import all_filled

RIGHT = "right."


def check(number: str, answer: Any, **given: Any) -> None:
    """Say whether an exercise's answer is right, and if not, what to look at.

    Args:
        number: the exercise's, such as ``"8.2"``.
        answer: yours, in any form that says the same.
        given: what the exercise's cell hands along from its chapter.

    Raises:
        StorytellerError: if no exercise with that number has a check.

    Chapter: book/01_a_story_from_a_picture
    """
    print(f"{number}: {verdict(number, answer, **given)}")


def verdict(number: str, answer: Any, **given: Any) -> str:
    """What ``check`` prints, without the number.

    Raises:
        StorytellerError: if no exercise with that number has a check.

    Chapter: book/01_a_story_from_a_picture
    """
    known = CHECKS.get(str(number))
    if known is None:
        chapter = str(number).partition(".")[0]
        others = [n for n in CHECKS if n.startswith(f"{chapter}.")]
        there = ", ".join(others) or "each chapter has some"
        raise StorytellerError(
            f"no exercise {number!r} has a check; there are: {there}"
        )
    try:
        all_filled(answer)
        if is_missing(answer):
            raise Missing
        wrong = known(answer, **given)
    except Missing:
        return "no answer yet."
    except Unreadable as what:
        return f"not yet: {what}"
    return f"not yet: {wrong}" if wrong else RIGHT
