"""Rows of several processes, with threads that stand for them."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, distributed

from storyteller_lib.training import shared_rows
from storyteller_lib.training.processes import Processes
from storyteller_lib.training.shared_rows import all_rows, sharing_rows
from storyteller_lib.visual_semantic_embedding.ranking import (
    contrastive_loss,
    ranking_loss,
)


def test_alone_rows_are_ones_own() -> None:
    own = torch.randn(3, 4)
    assert all_rows(own) is own
    with sharing_rows(False):
        assert all_rows(own) is own


def pretend(
    monkeypatch: pytest.MonkeyPatch, parts: list[Tensor], rank: int
) -> None:
    """As if other processes had sent their parts."""

    def gather(tensor: Tensor) -> list[Tensor]:
        sizes = [torch.tensor([len(part)]) for part in parts]
        if tensor.dtype == torch.long:
            return sizes
        most = max(len(part) for part in parts)
        assert len(tensor) == most, "gathered parts must be of one size"
        return [
            torch.cat([part, torch.full((most - len(part), 4), torch.nan)])
            for part in parts
        ]

    monkeypatch.setattr(shared_rows, "_gather", gather)
    monkeypatch.setattr(distributed, "get_rank", lambda: rank)


@pytest.mark.parametrize("sizes", [[4, 4], [5, 4], [1, 2], [3, 3, 2]])
@pytest.mark.parametrize("loss", [contrastive_loss, ranking_loss])
def test_the_gradients_of_shares_are_those_of_the_batch(
    sizes: list[int], loss, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weighed and averaged as the trainer does it."""
    torch.manual_seed(0)
    left = torch.randn(sum(sizes), 4, dtype=torch.float)
    right = torch.randn(sum(sizes), 4, dtype=torch.float)
    map_ = torch.randn(4, 4, requires_grad=True)
    whole = loss((left @ map_) @ right.T)
    whole.backward()
    expected, map_.grad = map_.grad, None
    count, total, value = len(sizes), sum(sizes), 0.0
    for rank, size in enumerate(sizes):
        rows = slice(sum(sizes[:rank]), sum(sizes[: rank + 1]))
        with torch.no_grad():
            moved = list((left @ map_).split(sizes))
        pretend(monkeypatch, moved, rank)
        with sharing_rows(True):
            images = all_rows(left[rows] @ map_)
        weight = size * count / total
        found = loss(images @ right.T) * weight / count
        found.backward()
        value += found.item()
    assert value == pytest.approx(whole.item(), rel=1e-5)
    torch.testing.assert_close(map_.grad, expected)


def test_a_batch_that_all_read_whole_is_not_brought_together() -> None:
    two = Processes(torch.device("cpu"))
    two.count = 2
    for rows, shared in ((1, False), (2, True), (9, True)):
        with two.together((torch.zeros(rows, 3),)):
            assert shared_rows._SHARED.get() is shared
    assert shared_rows._SHARED.get() is False
