"""Sampling: the right distribution, the right cuts, the same seed."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.decoding.sampling import (
    SamplingSettings,
    best_tokens,
    keep_top_p,
    sample,
)

EOS, UNK = 0, 1
P = torch.tensor([0.05, 0.05, 0.4, 0.3, 0.15, 0.05])


def always(last: Tensor, state: Any) -> tuple[Tensor, Any]:
    """The same distribution after whatever came before."""
    return P.log().expand(len(last), -1), state


def first_words(
    count: int = 40_000, seed: int = 0, **settings: Any
) -> torch.Tensor:
    """How often each token is the only one drawn."""
    chosen = SamplingSettings(
        **{
            "max_length": 1,
            "min_length": 0,
            "forbid_unknown": False,
            **settings,
        }
    )
    found = sample(
        always,
        torch.zeros(count, 1),
        settings=chosen,
        generator=torch.Generator().manual_seed(seed),
    )
    words = [h.tokens[0] if h.tokens else EOS for h in found]
    return torch.bincount(torch.tensor(words), minlength=6) / count


def test_tokens_come_as_often_as_they_should():
    # four standard errors of a share of .4 among 40,000 are .01
    assert (first_words() - P).abs().max() < 0.01


def test_temperature_sharpens_and_flattens():
    for temperature in (0.5, 2.0):
        truth = P ** (1 / temperature)
        truth = truth / truth.sum()
        drawn = first_words(temperature=temperature)
        assert (drawn - truth).abs().max() < 0.01


def test_top_k_keeps_the_best():
    drawn = first_words(top_k=2)
    truth = torch.tensor([0, 0, 4 / 7, 3 / 7, 0, 0])
    assert (drawn - truth).abs().max() < 0.01
    assert (first_words(top_k=50) - P).abs().max() < 0.01


@pytest.mark.parametrize("digits", [1, 3, 7])
def test_the_best_tokens_are_those_of_topk(digits: int):
    """With few digits many scores are equal, and their order counts, too."""
    chance = torch.Generator().manual_seed(0)
    scores = torch.randn(6, 5_000, generator=chance)
    scores = scores.mul(10**digits).round() / 10**digits
    scores[1, 20:] = -math.inf  # fewer than are asked for
    for count in (1, 200, 4_999, 5_000, 6_000):
        wanted = scores.topk(min(count, 5_000))
        values, places = best_tokens(scores, count)
        assert torch.equal(values, wanted.values)
        assert torch.equal(places, wanted.indices)


def test_the_nucleus_is_the_fewest_tokens_that_hold_its_share():
    scores = P.log()[None]

    def kept(share: float) -> list[int]:
        return keep_top_p(scores, share)[0].isfinite().nonzero()[:, 0].tolist()

    assert kept(0.01) == [2]
    assert kept(0.39) == [2]
    assert kept(0.5) == [2, 3]
    assert kept(0.84) == [2, 3, 4]
    assert len(kept(0.86)) == 4
    drawn = first_words(top_p=0.5)
    truth = torch.tensor([0, 0, 4 / 7, 3 / 7, 0, 0])
    assert (drawn - truth).abs().max() < 0.01


def test_a_seed_repeats_and_another_does_not():
    def tell(seed: int) -> list[Hypothesis]:
        return sample(
            always,
            torch.zeros(8, 1),
            generator=torch.Generator().manual_seed(seed),
        )

    assert tell(1) == tell(1)
    assert tell(1) != tell(2)
    state = torch.get_rng_state()
    tell(3)
    assert torch.equal(state, torch.get_rng_state())


def test_log_probabilities_are_the_models_own():
    settings = SamplingSettings(temperature=0.3, top_k=4, max_length=30)
    for h in sample(always, torch.zeros(50, 1), settings=settings):
        choices = [*h.tokens, EOS] if h.finished else list(h.tokens)
        truth = sum(math.log(P[token]) for token in choices)
        assert h.log_prob == pytest.approx(truth, abs=1e-4)
        assert h.score == pytest.approx(truth / len(choices), abs=1e-4)


def test_limits_hold():
    settings = SamplingSettings(
        min_length=2, max_length=3, no_repeat_ngram=1, temperature=3.0
    )
    found = sample(always, torch.zeros(300, 1), settings=settings, banned=[5])
    for h in found:
        assert UNK not in h.tokens
        assert 5 not in h.tokens
        assert 2 <= len(h.tokens) <= 3
        assert h.finished == (len(h.tokens) == 2)
        assert len(set(h.tokens)) == len(h.tokens)
    assert len({h.tokens for h in found}) == 12  # 3 * 2 pairs and as many
    bonus = torch.tensor([0, 0, 0, 0, 0, 50.0])
    sure = sample(always, None, settings=settings, bonus=bonus)
    assert sure[0].tokens[0] == 5


def test_the_state_is_carried_on():
    def count(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        row = torch.full((len(last), 9), -math.inf)
        row[torch.arange(len(last)), state] = 0.0
        return row, state + 1

    settings = SamplingSettings(max_length=3)
    found = sample(count, torch.tensor([2, 5]), settings=settings)
    assert [h.tokens for h in found] == [(2, 3, 4), (5, 6, 7)]


def test_a_dead_end_is_an_unfinished_sentence():
    def dead(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        row = torch.full((len(last), 4), -math.inf)
        row[last < 0, 2] = 0.0
        return row, state

    assert sample(dead, None)[0] == Hypothesis((2,), 0.0, 0.0, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": 0.0},
        {"temperature": 1e-300},
        {"temperature": 0.0099},
        {"temperature": 101.0},
        {"top_p": 0.0},
        {"top_p": 1.5},
        {"top_k": -1},
    ],
)
def test_settings_refuse_nonsense(wrong):
    with pytest.raises(
        StorytellerError, match=str(next(iter(wrong.values())))
    ):
        SamplingSettings(**wrong)


@pytest.mark.parametrize("temperature", [0.01, 100.0])
def test_the_coldest_and_the_hottest_draw(temperature):
    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return torch.tensor([[-1e4, -60.0, -0.1]]).repeat(len(last), 1), state

    settings = SamplingSettings(
        max_length=4, min_length=4, temperature=temperature
    )
    assert len(sample(step, None, settings=settings)[0].tokens) == 4


def test_broken_models_are_told_so():
    def nan(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return torch.full((len(last), 5), math.nan), state

    with pytest.raises(StorytellerError, match="not numbers"):
        sample(nan, None)
