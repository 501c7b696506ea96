from __future__ import annotations

import math

import pytest
import torch

from storyteller_lib.visual_semantic_embedding.ranking import (
    contrastive_loss,
    ranking_loss,
    ranks,
    recalls,
)

SCORES = torch.randn(6, 6, generator=torch.Generator().manual_seed(0))


def hinges(margin: float) -> tuple[list[list[float]], list[list[float]]]:
    s = SCORES.tolist()
    rows = [
        [max(0.0, margin - s[i][i] + s[i][j]) for j in range(6) if j != i]
        for i in range(6)
    ]
    columns = [
        [max(0.0, margin - s[i][i] + s[j][i]) for j in range(6) if j != i]
        for i in range(6)
    ]
    return rows, columns


@pytest.mark.parametrize("margin", [0.0, 0.2, 1.5])
def test_ranking_loss_is_the_sum_over_all_wrong_pairs(margin: float) -> None:
    rows, columns = hinges(margin)
    expected = sum(map(sum, rows)) + sum(map(sum, columns))
    assert ranking_loss(SCORES, margin).item() == pytest.approx(expected)


@pytest.mark.parametrize("margin", [0.0, 0.2, 1.5])
def test_hardest_keeps_the_worst_of_each(margin: float) -> None:
    rows, columns = hinges(margin)
    expected = sum(map(max, rows)) + sum(map(max, columns))
    found = ranking_loss(SCORES, margin, hardest=True).item()
    assert found == pytest.approx(expected)


def test_no_loss_where_the_right_ones_win_by_the_margin() -> None:
    assert ranking_loss(torch.eye(5), 0.2).item() == 0
    assert ranking_loss(torch.ones(1, 1), 0.2).item() == 0


def test_contrastive_loss_is_the_mean_of_both_softmaxes() -> None:
    s = SCORES.double().tolist()
    total = 0.0
    for i in range(6):
        row = sum(math.exp(s[i][j]) for j in range(6))
        column = sum(math.exp(s[j][i]) for j in range(6))
        total -= math.log(math.exp(s[i][i]) / row)
        total -= math.log(math.exp(s[i][i]) / column)
    assert contrastive_loss(SCORES).item() == pytest.approx(total / 12)


def test_ranks_by_hand() -> None:
    scores = torch.tensor([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.9, 0.5, 0.1]])
    assert ranks(scores, [[0], [1], [2]]).tolist() == [1, 2, 3]
    assert ranks(scores, [[2, 1], [0, 2], [2, 0, 1]]).tolist() == [2, 1, 1]


def test_ranks_are_places_in_the_sorted_list() -> None:
    chance = torch.Generator().manual_seed(1)
    scores = torch.randn(40, 200, generator=chance)
    right = [[5 * (i % 40) + k for k in range(5)] for i in range(40)]
    for i, rank in enumerate(ranks(scores, right).tolist()):
        order = scores[i].argsort(descending=True).tolist()
        assert rank == 1 + min(order.index(item) for item in right[i])


def test_a_model_that_scores_all_alike_is_no_better_than_chance() -> None:
    right = [[i] for i in range(99)]
    for value in (0.0, math.nan):
        found = ranks(torch.full((99, 99), value), right)
        assert found.tolist() == [50] * 99
    twins = torch.tensor([[0.7, 0.7, 0.1]])
    assert ranks(twins, [[0]]).tolist() == [1]
    assert ranks(twins, [[0, 1]]).tolist() == [1]


def test_recalls_by_hand() -> None:
    found = torch.tensor([1, 1, 2, 5, 6, 10, 11, 100, 3])
    assert recalls(found) == {
        "recall at 1": pytest.approx(2 / 9),
        "recall at 5": pytest.approx(5 / 9),
        "recall at 10": pytest.approx(7 / 9),
        "median rank": 5.0,
    }
