"""What people write as an answer, read in whatever form it comes.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from fractions import Fraction
from numbers import Real
from typing import Any

import numpy as np
import torch


class Unreadable(Exception):
    """An answer of a kind that the question does not ask for.

    Chapter: book/01_a_story_from_a_picture
    """


class Missing(Exception):
    """There is no answer yet.

    Chapter: book/01_a_story_from_a_picture
    """


def is_missing(answer: Any) -> bool:
    """Whether nothing has been filled in.

    Chapter: book/01_a_story_from_a_picture
    """
    if answer is None or answer is Ellipsis:
        return True
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, list | tuple | set | frozenset | dict):
        values = answer.values() if isinstance(answer, dict) else answer
        return all(map(is_missing, values))
    return False


def plain(answer: Any) -> Any:
    """Tensors, arrays and bytes as lists or numbers; the rest as it is.

    Chapter: book/01_a_story_from_a_picture
    """
    if isinstance(answer, torch.Tensor):
        answer = answer.detach().cpu()
    if isinstance(answer, torch.Tensor | np.ndarray | np.generic):
        return answer.tolist()
    return list(answer) if isinstance(answer, bytes | bytearray) else answer


def as_number(answer: Any) -> float:
    """A number, also from a text such as ``3/4`` or a tensor with one.

    Raises:
        Unreadable: if it is none.

    Chapter: book/01_a_story_from_a_picture
    """
    answer = plain(answer)
    while isinstance(answer, list | tuple) and len(answer) == 1:
        answer = plain(answer[0])
    if isinstance(answer, str):
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", answer.strip())
        try:
            return float(Fraction(text.replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            raise Unreadable("a number is asked for.") from None
    if isinstance(answer, Real) and not isinstance(answer, bool):
        return float(answer)
    raise Unreadable("a number is asked for.")


def as_numbers(answer: Any, count: int) -> list[float]:
    """So many numbers: a list, a tuple, a tensor, or a text with commas.

    Raises:
        Unreadable: if there are others, or more or fewer of them.

    Chapter: book/01_a_story_from_a_picture
    """
    answer = plain(answer)
    if isinstance(answer, str):
        answer = [
            it for it in re.split(r"[,;\s]+", answer.strip("()[] ")) if it
        ]
    if isinstance(answer, Set | Mapping) or not isinstance(answer, Iterable):
        raise Unreadable(f"{count} numbers are asked for, in order.")
    rows = [plain(it) for it in answer]
    flat = [
        n
        for row in rows
        for n in (row if isinstance(row, list | tuple) else [row])
    ]
    if len(flat) != count:
        raise Unreadable(f"{count} numbers are asked for, not {len(flat)}.")
    return [as_number(it) for it in flat]


def as_words(answer: Any) -> list[str]:
    """Words in order and in lower case: a list of them, or a text.

    Raises:
        Unreadable: if it is neither.

    Chapter: book/01_a_story_from_a_picture
    """
    if isinstance(answer, str):
        answer = answer.replace(",", " ").split()
    if isinstance(answer, list | tuple) and all(
        isinstance(it, str) for it in answer
    ):
        return [word for it in answer for word in it.lower().split()]
    raise Unreadable("words are asked for, as a text or a list.")


def as_letters(answer: Any, known: str) -> str:
    """Letters as one text, in the order given: ``b, d`` or ``["b", "d"]``.

    Raises:
        Unreadable: if there are others than the known ones.

    Chapter: book/01_a_story_from_a_picture
    """
    if isinstance(answer, Set):
        answer = sorted(map(str, answer))
    try:
        letters = re.sub(r"[^a-z]", "", "".join(as_words(answer)))
    except Unreadable:
        letters = ""
    if not letters or set(letters) - set(known):
        raise Unreadable(
            f"letters from {known[0]} to {known[-1]} are asked for."
        )
    return letters


def alike(found: Any, wanted: Any, tolerance: float) -> bool:
    """Whether two values are the same, numbers up to a tolerance.

    Lists, tuples, tensors and arrays of the same numbers are the same.

    Chapter: book/01_a_story_from_a_picture
    """
    found, wanted = plain(found), plain(wanted)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return bool(found == wanted)
    if isinstance(wanted, list | tuple):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(wanted)
            and all(
                alike(a, b, tolerance)
                for a, b in zip(found, wanted, strict=True)
            )
        )
    if isinstance(wanted, Real) and isinstance(found, Real):
        scale = max(1.0, abs(float(wanted)))
        return abs(float(found) - float(wanted)) <= tolerance * scale
    return bool(found == wanted)
