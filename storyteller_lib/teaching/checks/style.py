"""Checks of chapters 8 and 10: the style shift, and the whole storyteller.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import comb, sqrt
from typing import Any

import torch
from torch import Tensor

from storyteller_lib.storyteller.story import lyric_lines
from storyteller_lib.style import shift
from storyteller_lib.teaching.checks.forms import Unreadable, as_number
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Measured,
    Number,
    Numbers,
    called,
)

SONGS = (
    "Nobody knew, but the pig did",
    "Oh,, the pig",
    "There were 1,000 pigs, or 1,001",
    '"Come," said the pig, "and dance"',
    "One, two, three, and a sigh.",
)


def there_and_back(answer: Any) -> str:
    """A function that undoes a shift.

    Chapter: book/08_style_shifting
    """
    chance = torch.Generator().manual_seed(0)
    x, c, b = torch.randn(3, 4, 6, generator=chance)
    c, b = c[0], b[0]
    for strength in (0.5, 1.0, 3.0):
        found, error = called(answer, shift(x, c, b, strength), c, b, strength)
        if error:
            return error
        found = torch.as_tensor(found)
        if found.shape != x.shape or not torch.allclose(found, x, atol=1e-4):
            return f"at strength {strength} it does not lead back to x."
    return ""


def translates(answer: Any, read: Tensor, styles: Mapping[str, Tensor]) -> str:
    """Thoughts of romances, shifted among the thrillers.

    Chapter: book/08_style_shifting
    """
    found, error = called(answer, read)
    if error:
        return error
    found = torch.as_tensor(found)
    if found.shape != read.shape:
        return "it should return as many thoughts as it is given."
    way = styles["thriller"] - styles["romance"]
    moved = found - read
    if not moved.any():
        return "the thoughts are still where they were."
    strength = float((moved @ way).mean() / (way @ way))
    if not torch.allclose(moved, strength * way.expand_as(moved), atol=1e-4):
        return "the way leads elsewhere: what kind of texts are these x?"
    if not 0.5 <= strength <= 2:
        return f"the direction is right, but a strength of {strength:.2g}?"
    return ""


def evening(
    answer: Any, found: Mapping[str, Mapping[str, Sequence[Any]]]
) -> str:
    """For each photograph four scenes, and none with a larger sum.

    Chapter: book/10_the_storyteller
    """
    for told in found.values():
        chosen, error = called(answer, dict(told))
        if error:
            return error
        if set(chosen) != set(told):
            return "one passage for each genre is asked for."
        if any(chosen[genre] not in told[genre] for genre in told):
            return "one of the passages was not among those given."
        if len({it.scene for it in chosen.values()}) < len(told):
            return "two genres are told after the same scene."
        total = sum(it.total for it in chosen.values())
        if total < best_sum(list(told.values())) - 1e-3:
            return "there is an evening with a larger sum of totals."
    return ""


def best_sum(told: Sequence[Sequence[Any]]) -> float:
    """The largest sum of totals with a scene of its own for each genre.

    Chapter: book/10_the_storyteller
    """
    return max(
        sum(it.total for it in them)
        for them in product(*told)
        if len({it.scene for it in them}) == len(them)
    )


def heard_first(answer: Any, heard: Callable[[float], float]) -> str:
    """The smallest tenth at which nine stories in ten are heard.

    Chapter: book/10_the_storyteller
    """
    strength = as_number(answer)
    if not 0 < strength <= 3:
        return "the strengths of this chapter lie between 0 and 3."
    if heard(strength) < 0.9:
        return "at this strength fewer than nine in ten are heard."
    if heard(strength - 0.1) >= 0.9:
        return "a smaller one will do."
    return ""


def both_heard(
    answer: Any, means: Callable[[Mapping[str, float]], Mapping[str, float]]
) -> str:
    """A blend of two styles, both of which a judge hears on average.

    Chapter: book/10_the_storyteller
    """
    if not isinstance(answer, Mapping):
        raise Unreadable("a dictionary of two styles is asked for.")
    if len(answer) != 2:
        return "two styles are to be blended."
    faint = [name for name, mean in means(answer).items() if mean < 0.3]
    return f"of {faint[0]} too little is heard." if faint else ""


CHECKS: dict[str, Check] = {
    "8.1": Letters(
        "4fe48592975c", "what does each of the three letters have to be?"
    ),
    "8.2": Numbers(
        lambda: [2.5, 1.5],
        (
            "take half of b - c, and add it to x.",
            "the first number is right. And the second?",
        ),
    ),
    "8.3": there_and_back,
    "8.4": translates,
    "8.5": Function(
        lambda n: 1 / sqrt(n),
        lambda: [(1,), (2,), (4,), (9,), (100,)],
        "how long is a sum of n vectors of length 1 at right angles?",
    ),
    "8.6": Function(
        lambda scenes, voices: (
            1 / voices,
            1 / scenes,
            1 / scenes,
            10 / scenes,
        ),
        lambda: [(40, 4), (25, 2), (265, 4)],
        "count the doors: all of them, and those of one street.",
        tolerance=1e-3,
    ),
    "8.7": Numbers(
        lambda: [sqrt(0.8 + 0.2 / n) for n in (2, 5, 20)],
        ("is each vector scaled to length 1, before the mean is taken?",) * 3,
        tolerance=0.012,
    ),
    "10.1": Letters("1fe52ca61d23", "one is about *three tokens in a row*."),
    "10.2": Number(
        lambda: sum(comb(10, k) for k in (8, 9, 10)) / 2**10,
        "in how many of the 1,024 rows of ten coins are at least eight right?",
        slips={comb(10, 8) / 2**10: "that is exactly eight; more are better."},
        tolerance=5e-4,
    ),
    "10.3": Function(
        lyric_lines,
        lambda: [(text,) for text in SONGS],
        "one of the songs comes out otherwise: try numbers, doubled commas, "
        "and quotation marks.",
    ),
    "10.4": heard_first,
    "10.5": both_heard,
    "10.6": evening,
    "10.7": Measured(
        0.045,
        0.065,
        "ten coins for each friend; how many friends of 10,000 have eight "
        "right or more?",
    ),
}
