"""Kinds of checks: each says what is wrong with an answer, or nothing.

A check is called with the answer, and with what the chapter hands along; it
returns one sentence that helps without telling, or an empty text.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storyteller_lib.teaching.checks.forms import (
    Missing,
    Unreadable,
    alike,
    as_letters,
    as_number,
    as_numbers,
    as_words,
    is_missing,
)

Check = Callable[..., str]
"""``check(answer, **given)``: what is wrong, or an empty text."""

LONGEST_ERROR = 90


@dataclass(frozen=True)
class Number:
    """One number, computed when it is asked for.

    ``slips`` maps wrong answers that people give to what they mean.

    Chapter: book/01_a_story_from_a_picture
    """

    value: Callable[[], float]
    hint: str
    tolerance: float = 1e-3
    slips: Mapping[float, str] = field(default_factory=dict)

    def __call__(self, answer: Any) -> str:
        """What is wrong with the answer, or nothing."""
        number = as_number(answer)
        if alike(number, self.value(), self.tolerance):
            return ""
        for slip, meaning in self.slips.items():
            if alike(number, slip, self.tolerance):
                return meaning
        return self.hint


@dataclass(frozen=True)
class Numbers:
    """Several numbers in order; a hint for each.

    Chapter: book/01_a_story_from_a_picture
    """

    values: Callable[[], Sequence[float]]
    hints: Sequence[str]
    tolerance: float = 1e-3

    def __call__(self, answer: Any) -> str:
        """What is wrong with the answer, or nothing."""
        found = as_numbers(answer, len(self.hints))
        for one, value, hint in zip(
            found, self.values(), self.hints, strict=True
        ):
            if not alike(one, value, self.tolerance):
                return hint
        return ""


@dataclass(frozen=True)
class Measured:
    """A number that was measured, within the range that we found.

    Chapter: book/01_a_story_from_a_picture
    """

    low: float
    high: float
    hint: str

    def __call__(self, answer: Any) -> str:
        """What is wrong with the answer, or nothing."""
        return "" if self.low <= as_number(answer) <= self.high else self.hint


@dataclass(frozen=True)
class Letters:
    """The letters of true statements, or of steps in their order.

    What is right is kept as a digest, so that nobody reads it by accident.

    Chapter: book/01_a_story_from_a_picture
    """

    digest: str
    hint: str
    known: str = "abcd"
    ordered: bool = False

    def __call__(self, answer: Any) -> str:
        """What is wrong with the answer, or nothing."""
        letters = as_letters(answer, self.known)
        if not self.ordered:
            letters = "".join(sorted(set(letters)))
        return "" if digest(letters) == self.digest else self.hint


@dataclass(frozen=True)
class Words:
    """Words in order; full stops do not count.

    Chapter: book/01_a_story_from_a_picture
    """

    value: Callable[..., str]
    hint: str

    def __call__(self, answer: Any, **given: Any) -> str:
        """What is wrong with the answer, or nothing."""
        right = as_words(self.value(**given))
        said = [it for word in as_words(answer) if (it := word.rstrip("."))]
        return "" if said == right else self.hint


@dataclass(frozen=True)
class Function:
    """A function that must return what another one does, case by case.

    Chapter: book/01_a_story_from_a_picture
    """

    expected: Callable[..., Any]
    cases: Callable[[], Sequence[tuple[Any, ...]]]
    hint: str
    tolerance: float = 1e-4

    def __call__(self, answer: Any) -> str:
        """What is wrong with the answer, or nothing."""
        for case in self.cases():
            found, error = called(answer, *copy.deepcopy(case))
            if error:
                return error
            if not alike(found, self.expected(*case), self.tolerance):
                return self.hint
        return ""


def called(function: Any, *arguments: Any) -> tuple[Any, str]:
    """What a reader's function returns, or what stopped it, in a sentence.

    Raises:
        Missing: if it returns nothing.
        Unreadable: if it is no function.

    Chapter: book/01_a_story_from_a_picture
    """
    if not callable(function):
        raise Unreadable("hand over the function itself, do not call it.")
    try:
        found = function(*arguments)
    except Exception as error:  # any mistake of the reader's
        text = " ".join(str(error).split())[:LONGEST_ERROR]
        return None, f"it stopped with {type(error).__name__}: {text}"
    if found is None or found is Ellipsis:
        raise Missing
    return found, ""


def digest(letters: str) -> str:
    """A number from which letters cannot be read off.

    Chapter: book/01_a_story_from_a_picture
    """
    return hashlib.sha256(f"once upon {letters}".encode()).hexdigest()[:12]


def all_filled(answer: Any) -> None:
    """Refuse an answer of several parts of which one is missing.

    Raises:
        Missing: if there is such a part.

    Chapter: book/01_a_story_from_a_picture
    """
    if isinstance(answer, list | tuple) and any(map(is_missing, answer)):
        raise Missing
