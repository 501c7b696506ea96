"""Checks of chapter 17: how a network leaves Python.

Chapter: book/17_leaving_python
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from storyteller_lib.teaching.checks.forms import alike
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Number,
    Numbers,
    called,
)

TOGETHER, ROW_BY_ROW = 0.197, 0.0066
"""How far off a normal weight is beside one of 100, with eight bits."""

SEED, LIMIT, COUNT = 11, 20, 30


def pack(values: Sequence[int]) -> list[int]:
    """Whole numbers of four bits as bytes, the first of two in the lower half.

    Chapter: book/17_leaving_python
    """
    pairs = zip(values[::2], values[1::2], strict=True)
    return [low % 16 + 16 * (high % 16) for low, high in pairs]


def drawn_as_by_torch(answer: Any, twister: type) -> str:
    """Numbers below a limit, as ``torch.randint`` draws them.

    Chapter: book/17_leaving_python
    """
    found, error = called(answer, twister, SEED, LIMIT, COUNT)
    if error:
        return error
    chance = torch.Generator().manual_seed(SEED)
    wanted = torch.randint(LIMIT, (COUNT,), generator=chance)
    if alike(found, wanted, 0):
        return ""
    return "make one twister of the seed, and ask it for each number anew."


CHECKS: dict[str, Check] = {
    "17.1": Letters(
        "66527edcbe17",
        "whose weights does a scale concern, and who takes no seed?",
    ),
    "17.2": Number(
        lambda: (10_000 * 200 + 10_000 * 2) / 1e6,
        "a byte for each number; and what does each row need besides?",
        slips={
            2.0: "the scales take room, too.",
            8.0: "that is with four bytes a number.",
            2_020_000: "in megabytes, please.",
        },
    ),
    "17.3": Numbers(
        lambda: [60, -127, 0, 3, -7, 0],
        (
            "with eight bits the largest becomes 127: what is the scale?",
            "the largest has a sign, which it keeps.",
            "the third is less than half a scale.",
            "with four bits the largest becomes 7: divide, then round.",
            "with four bits the largest becomes 7, with its sign.",
            "the third is less than half a scale, all the more now.",
        ),
    ),
    "17.4": Function(
        pack,
        lambda: [([1, 2, -1, -8],), ([0, 0],), ([7, -3, -8, 7, 5, -5],)],
        "try it with 1 and 2 (33), then with -1 and 0 (15).",
    ),
    "17.5": drawn_as_by_torch,
    "17.6": Numbers(
        lambda: [TOGETHER, ROW_BY_ROW],
        (
            "one scale for all: a step of 100/127, and who is near the half?",
            "the first is right. Now each row has its own largest number.",
        ),
        tolerance=0.002,
    ),
}
