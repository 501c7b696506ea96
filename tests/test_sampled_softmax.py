"""The sampled loss against the full one it estimates."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.sampled_softmax import SampledSoftmax

WORDS, DIM, STEPS = 400, 12, 30


@pytest.fixture
def problem() -> tuple[torch.Tensor, ...]:
    chance = torch.Generator().manual_seed(3)
    features = torch.randn(STEPS, DIM, generator=chance) / 4
    table = torch.randn(WORDS, DIM, generator=chance)
    bias = torch.randn(WORDS, generator=chance)
    targets = torch.randint(0, 40, (STEPS,), generator=chance)
    counts = 1 / torch.arange(1, WORDS + 1)
    return features, targets, table, bias, counts


def test_all_words_sampled_is_the_full_loss(
    problem: tuple[torch.Tensor, ...],
) -> None:
    features, targets, table, bias, counts = problem
    sampled = SampledSoftmax(counts, words=10**9)
    found, weight = sampled.candidates(targets)
    assert found.tolist() == list(range(WORDS))
    assert weight.abs().max() == 0
    full = F.cross_entropy(F.linear(features, table, bias), targets)
    loss = sampled.loss(features, targets, table, bias)
    torch.testing.assert_close(loss, full)


def test_the_sum_of_exponentials_is_estimated_without_bias(
    problem: tuple[torch.Tensor, ...],
) -> None:
    features, targets, table, bias, counts = problem
    sampled = SampledSoftmax(counts, words=80)
    chance = torch.Generator().manual_seed(0)
    scores = F.linear(features, table, bias)
    sums = torch.zeros(STEPS)
    rounds = 3_000
    for _ in range(rounds):
        found, weight = sampled.candidates(targets, chance)
        sums += (scores[:, found] + weight).exp().sum(dim=1) / rounds
    torch.testing.assert_close(
        sums, scores.exp().sum(dim=1), rtol=0.03, atol=0
    )


def test_right_words_are_always_scored_and_count_once(
    problem: tuple[torch.Tensor, ...],
) -> None:
    _, targets, _, _, counts = problem
    sampled = SampledSoftmax(counts, words=5)
    for seed in range(20):
        chance = torch.Generator().manual_seed(seed)
        found, weight = sampled.candidates(targets, chance)
        places = torch.isin(found, targets)
        assert set(targets.tolist()) <= set(found.tolist())
        assert weight[places].abs().max() == 0
        assert (weight >= 0).all()


def test_the_gradient_reaches_only_words_that_were_scored(
    problem: tuple[torch.Tensor, ...],
) -> None:
    features, targets, table, bias, counts = problem
    table.requires_grad_(True)
    sampled = SampledSoftmax(counts, words=20)
    chance = torch.Generator().manual_seed(1)
    found, _ = sampled.candidates(targets, chance)
    chance.manual_seed(1)
    sampled.loss(features, targets, table, bias, chance).backward()
    assert table.grad is not None
    touched = table.grad.abs().sum(dim=1).nonzero().squeeze(1)
    assert set(touched.tolist()) <= set(found.tolist())


def test_it_samples_words() -> None:
    with pytest.raises(StorytellerError, match="words to sample"):
        SampledSoftmax(torch.ones(5), 0)
