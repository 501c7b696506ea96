"""Checks of chapters 1 and 2: the five stages; pictures and words.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.scene import held_out
from storyteller_lib.teaching.checks.forms import Unreadable, as_numbers
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Measured,
    Number,
    Numbers,
    called,
)
from storyteller_lib.text import Vocabulary, tokenise

APOSTROPHES = ("I don't know.", "It's late!", "They're home, isn't she?")
ENCODED = ("the", "owl", "yodels")


def rising_steps(answer: Any) -> str:
    """Two cosines of thoughts, the second nearer to 1.

    Chapter: book/01_a_story_from_a_picture
    """
    first, second = as_numbers(answer, 2)
    if not (-1 <= first <= 1.0001 and -1 <= second <= 1.0001):
        return "a cosine lies between -1 and 1."
    if first >= second:
        return "the first step should change more: compare 1 with 10 first."
    if first < 0.3:
        return "so little in common? Compare means of the same photograph."
    return ""


def own_blend(answer: Any, teller: Any, x: Tensor) -> str:
    """A thought shifted into two styles, half and half.

    Chapter: book/01_a_story_from_a_picture
    """
    wanted = teller.shift(x, {"thriller": 0.5, "romance": 0.5})
    found = as_numbers(answer, len(wanted))
    if np.allclose(found, wanted.tolist(), atol=1e-5):
        return ""
    bare = (wanted - x + teller.models.caption_mean).tolist()
    if np.allclose(found, bare, atol=1e-5):
        return "that is b. What is told is the shifted x."
    return "blend b first, then take c from x and put b in."


def cosine(a: Any, b: Any) -> float:
    """The cosine of two lists of numbers, in plain Python.

    Chapter: book/01_a_story_from_a_picture
    """
    dot = sum(x * y for x, y in zip(a, b, strict=True))
    return float(dot / (math.hypot(*a) * math.hypot(*b)))


def locked_away() -> tuple[int, int]:
    """All combinations of subject, place and action, and those locked.

    Chapter: book/02_pictures_captions_books
    """
    locks = [
        held_out(subject, place, action)
        for subject in lexicon.SUBJECTS
        for place in lexicon.PLACES
        for action in lexicon.ACTIONS
    ]
    return len(locks), sum(locks)


def two_patterns(answer: Any) -> str:
    """The pattern that copies a picture, and the one that moves it left.

    Chapter: book/02_pictures_captions_books
    """
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        raise Unreadable("two patterns are asked for: same, moved.")
    picture = torch.rand(1, 1, 12, 12, generator=torch.Generator())
    inner = picture[:, :, 1:-1]
    for name, pattern, wanted in (
        ("same", answer[0], inner[..., 1:-1]),
        ("moved", answer[1], inner[..., 2:]),
    ):
        nine = torch.tensor(as_numbers(pattern, 9)).view(1, 1, 3, 3)
        if not torch.allclose(F.conv2d(picture, nine), wanted, atol=1e-5):
            return f"`{name}` does something else: try it on one bright pixel."
    return ""


def own_tokeniser(answer: Any) -> str:
    """A tokeniser that cuts at apostrophes as the library does.

    Chapter: book/02_pictures_captions_books
    """
    for text in APOSTROPHES:
        found, error = called(answer, text)
        if error:
            return error
        if found != tokenise(text):
            return f"it reads {text!r} as {found}."
    return ""


def seen_width(layers: int = 4, window: int = 3, stride: int = 2) -> int:
    """How many pixels wide a place of a stack of convolutions sees.

    Chapter: book/02_pictures_captions_books
    """
    width = 1
    for _ in range(layers):
        width = stride * (width - 1) + window
    return width


def encoded() -> list[float]:
    """The ids of three words in a tiny vocabulary.

    Chapter: book/02_pictures_captions_books
    """
    words = Vocabulary.build([["the", "fox", "the", "owl", "the", "fox"]])
    return [float(i) for i in words.encode(list(ENCODED))]


CHECKS: dict[str, Check] = {
    "1.1": Letters(
        "4a0d4c1ea535",
        "follow the line `picture -> captions -> x -> x - c + b -> decoder "
        "-> story`.",
        known="abcde",
        ordered=True,
    ),
    "1.2": Letters(
        "66527edcbe17",
        "look at the third stage again, and at who wrote the library.",
    ),
    "1.3": rising_steps,
    "1.4": own_blend,
    "1.5": Function(
        cosine,
        lambda: [([1, 0], [0, 2]), ([3, 4], [3, 4]), ([1, 2, 3], [-1, 0, 5])],
        "divide the dot product by both lengths.",
    ),
    "2.1": Number(
        lambda: 4 * 7 - (4 + 7 + 2 + 5),
        "how many places has the rectangle, and how many of them are words?",
        slips={28: "that is the whole rectangle.", 18: "these are words."},
    ),
    "2.2": Numbers(
        encoded,
        ("which ids are taken before the commonest word gets one?",) * 2
        + ("what becomes of a word that is not in the list?",),
    ),
    "2.3": own_tokeniser,
    "2.4": Numbers(
        lambda: [float(n) for n in locked_away()],
        ("multiply three tables.", "ask `held_out` about each combination."),
    ),
    "2.5": two_patterns,
    "2.6": Number(
        lambda: seen_width(),
        "work from the end: 1, 3, and then? The windows begin two apart.",
        slips={
            81: "three times as many in each layer would be so if the "
            "windows did not overlap.",
            9: "two more in each layer would be so if every place were "
            "looked at.",
        },
    ),
    "2.7": Measured(
        0.07,
        0.1,
        "take the first hundred captions of *train* for the vocabulary, and "
        "all those of 200 scenes of *test* for the share.",
    ),
}
