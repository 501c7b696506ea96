"""How a batch is shared; what several processes do is in the programs."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.training.processes import Processes, count_rows, move

CPU = torch.device("cpu")


class Pair(NamedTuple):
    words: Tensor
    lengths: Tensor


def processes(index: int = 0, count: int = 1) -> Processes:
    found = Processes(CPU)
    found.index, found.count = index, count
    return found


@pytest.mark.parametrize("rows", [2, 3, 7, 16])
@pytest.mark.parametrize("count", [2, 3])
def test_shares_make_up_the_batch_and_its_mean(rows: int, count: int) -> None:
    words = torch.arange(rows * 2.0).view(rows, 2)  # (rows, 2)
    batch = (Pair(words, torch.arange(rows)), torch.tensor(3.0))
    shares = [processes(i, count).share(batch) for i in range(count)]
    if rows < count:
        assert all(share is batch for share, _ in shares)
        return
    together = torch.cat([share[0].words for share, _ in shares])
    assert sorted(together.tolist()) == words.tolist()
    assert all(isinstance(share[0], Pair) for share, _ in shares)
    assert all(share[1] == 3 for share, _ in shares)
    means = [share[0].words.mean() * weight for share, weight in shares]
    assert sum(means) / count == pytest.approx(words.mean().item())


def test_a_mean_over_words_is_the_batchs_too() -> None:
    batch = Pair(torch.arange(5), torch.tensor([9, 1, 2, 8, 3]))
    of_words = torch.rand(5) + 1  # a row's loss a word
    whole = (of_words * batch.lengths).sum() / batch.lengths.sum()
    total = 0.0
    for index in range(2):
        own, weight = processes(index, 2).share(batch)
        losses = of_words[own.words] * own.lengths
        total += weight * float(losses.sum() / own.lengths.sum())
    assert total / 2 == pytest.approx(float(whole))


def test_alone_it_does_everything() -> None:
    alone = processes()
    batch = (torch.zeros(3),)
    assert alone.share(batch) == (batch, 1.0)
    assert alone.share(batch)[0] is batch
    assert alone.first
    loss = torch.nn.Linear(1, 1)
    assert alone.join(loss, loss) is loss


@pytest.mark.parametrize(
    ("batch", "rows"),
    [
        (torch.zeros(4, 2), 4),
        ((torch.tensor(1.0), (torch.zeros(5),)), 5),
        (("names", 3), 0),
    ],
)
def test_rows_are_those_of_the_first_tensor(batch: object, rows: int) -> None:
    assert count_rows(batch) == rows


def test_what_is_no_tensor_is_not_moved() -> None:
    batch = (Pair(torch.zeros(1), torch.ones(1)), "name", None)
    moved = move(batch, CPU)
    assert isinstance(moved[0], Pair)
    assert moved[1:] == ("name", None)


def test_generators_go_on_where_they_were() -> None:
    states = processes().chances()
    first = torch.rand(5)
    processes().take_chances(states)
    assert torch.equal(torch.rand(5), first)
    other = torch.Generator().manual_seed(3).get_state()
    both = {"chance": torch.cat([states["chance"], other])}
    processes(1, 2).take_chances(both)
    expected = torch.rand(5, generator=torch.Generator().manual_seed(3))
    assert torch.equal(torch.rand(5), expected)
    processes(2, 3).take_chances(both)  # more processes than there were


def test_a_precision_that_needs_scaled_losses_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ACCELERATE_MIXED_PRECISION", "fp16")
    with pytest.raises(StorytellerError, match="cannot train in fp16"):
        Processes(CPU)
    monkeypatch.setenv("ACCELERATE_MIXED_PRECISION", "bf16")
    assert Processes(CPU).bfloat16
