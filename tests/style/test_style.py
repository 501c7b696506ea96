from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.style import (
    blend,
    check_style,
    mean_thought,
    parse_style,
    shift,
)
from tests.helpers.tiny import REFUSALS

STYLES = {
    "adventure": torch.tensor([1.0, 0.0, 0.0]),
    "science-fiction": torch.tensor([0.0, 2.0, 0.0]),
    "thriller": torch.tensor([0.0, 0.0, 4.0]),
    "romance": torch.tensor([-1.0, -1.0, -1.0]),
}
X = torch.tensor([0.5, 0.25, -1.0])
C = torch.tensor([0.25, 0.25, 0.5])
B = torch.tensor([3.0, 0.0, 1.0])


def test_the_shift_takes_c_out_and_puts_b_in() -> None:
    assert shift(X, C, B).tolist() == [3.25, 0.0, -0.5]
    assert shift(X, C, B, 0.0).tolist() == X.tolist()
    assert shift(X, C, B, 2.0).tolist() == [6.0, -0.25, 0.0]
    assert shift(X, C, B, -1.0).tolist() == [-2.25, 0.5, -1.5]
    assert shift(X, C, B, np.float64(0.5)).tolist() == [1.875, 0.125, -0.75]


def test_the_shift_is_not_normalised_and_takes_many() -> None:
    many = torch.stack([X, 2 * X, torch.zeros(3)])
    found = shift(many, C, B)
    assert found.tolist() == [shift(row, C, B).tolist() for row in many]
    assert found.norm(dim=1).min() > 2


@pytest.mark.parametrize("strength", [math.nan, math.inf, -math.inf])
def test_a_strength_that_is_not_finite(strength: float) -> None:
    with pytest.raises(StorytellerError, match="strength"):
        shift(X, C, B, strength)


@pytest.mark.parametrize("strength", ["1", None, 1j, [1.0]])
def test_a_strength_that_is_no_number(strength: Any) -> None:
    with pytest.raises(REFUSALS):
        shift(X, C, B, strength)


def test_a_blend_is_a_weighted_mean() -> None:
    found = blend(STYLES, {"adventure": 3.0, "thriller": 1.0})
    assert found.tolist() == [0.75, 0.0, 1.0]
    assert blend(STYLES, {"thriller": 0.2}).tolist() == [0, 0, 4]
    assert blend(STYLES, {"thriller": 1.0, "romance": 0.0}).tolist() == [
        0,
        0,
        4,
    ]


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"advnture": 1.0}, "did you mean adventure"),
        ({"Thriller": 1.0}, "did you mean thriller"),
        ({"scifi": 1.0}, "did you mean science-fiction"),
        ({"": 1.0}, "Styles here: adventure, science-fiction"),
        ({"zzz": 1.0}, "no style 'zzz': Styles here"),
        ({"romance": -1.0}, "weight of romance"),
        ({"romance": math.nan}, "weight of romance"),
        ({"romance": math.inf}, "weight of romance"),
        ({"romance": 0.0, "thriller": 0.0}, "must not all be zero"),
        ({}, "must not all be zero"),
    ],
)
def test_blends_that_cannot_be(weights: Any, words: str) -> None:
    with pytest.raises(StorytellerError, match=words):
        blend(STYLES, weights)


@pytest.mark.parametrize(
    "weights", [{"romance": "much"}, {"romance": None}, ["romance"], None]
)
def test_weights_that_are_no_numbers(weights: Any) -> None:
    with pytest.raises(REFUSALS):
        blend(STYLES, weights)


def test_check_style() -> None:
    check_style("romance", STYLES)
    with pytest.raises(StorytellerError, match="mean romance"):
        check_style("romanse", STYLES)


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("romance", {"romance": 1}),
        ("adventure=0.7,romance=0.3", {"adventure": 0.7, "romance": 0.3}),
        (" adventure = 2 , thriller", {"adventure": 2, "thriller": 1}),
        ("thriller=1e-3", {"thriller": 0.001}),
    ],
)
def test_parse_style(text: str, weights: dict[str, float]) -> None:
    assert parse_style(text) == weights


@pytest.mark.parametrize(
    "text", ["romance=much", "romance=", "a=1=2", "romance,romance=2"]
)
def test_what_is_no_blend(text: str) -> None:
    with pytest.raises(StorytellerError, match="style"):
        parse_style(text)


def test_mean_thought() -> None:
    found = mean_thought(torch.stack([X, C, B]))
    assert found.tolist() == [1.25, pytest.approx(1 / 6), pytest.approx(1 / 6)]
    with pytest.raises(StorytellerError, match="at least one text"):
        mean_thought(torch.zeros(0, 3))
