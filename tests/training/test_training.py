from __future__ import annotations

import itertools
import math
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from accelerate.state import AcceleratorState
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.skip_thoughts import (
    SkipThoughts,
    SkipThoughtSettings,
    triplet_batches,
    triplets,
)
from storyteller_lib.training import (
    History,
    Trainer,
    TrainingSettings,
)
from storyteller_lib.training import trainer as trainer_module

PARTS = 7  # batches an epoch
WHOLE = ("steps", "evaluate_every")


@pytest.fixture(autouse=True)
def _on_the_cpu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(trainer_module, "device", lambda: torch.device("cpu"))
    AcceleratorState._reset_state(True)  # another test may have had a GPU
    yield
    AcceleratorState._reset_state(True)


def batches(chance: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """A plane with a little noise, drawn anew each epoch."""
    for _ in range(PARTS):
        x = torch.randn(16, 3, generator=chance)
        noise = 0.01 * torch.randn(16, generator=chance)
        yield x, x @ torch.tensor([1.0, -2.0, 0.5]) + 0.3 + noise


class Plane(nn.Module):
    """Dropout stands for all chance that is not the data's."""

    def __init__(self, dropout: float = 0.0, hidden: int = 8) -> None:
        super().__init__()
        self.first, self.drop = nn.Linear(3, hidden), nn.Dropout(dropout)
        self.second = nn.Linear(hidden, 1)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        found = self.second(self.drop(self.first(x)))[:, 0]
        return (found - y).square().mean()


def trainer(
    module: nn.Module, folder: Path | None = None, **settings: float
) -> Trainer:
    chosen = TrainingSettings(**{"steps": 30, "warmup": 5, **settings})
    return Trainer(module, chosen, folder=folder, progress=False)


def plane(seed: int, dropout: float = 0.3) -> Plane:
    torch.manual_seed(seed)
    return Plane(dropout)


def test_it_learns_a_plane() -> None:
    module = plane(0, dropout=0)
    history = trainer(module, steps=300, learning_rate=0.02).fit(batches)
    assert len(history.losses) == 300
    assert history.losses[0] > 1
    assert history.smooth()[-1] < 0.001
    assert not module.training


def test_it_learns_which_sentence_follows() -> None:
    torch.manual_seed(0)
    books = [[[2, 3 + k % 3], [6 + k % 3], [9 + k % 3, 2]] for k in range(30)]
    module = SkipThoughts(SkipThoughtSettings(12, 8, 16))
    rows = triplet_batches(triplets(books), 10)
    history = trainer(module, steps=120, learning_rate=0.02).fit(rows)
    assert history.losses[0] > 2.3
    assert history.smooth()[-1] < 0.05


Clock = Callable[[], float]


def clock() -> Clock:
    """A second passes each time somebody looks."""
    return map(float, itertools.count()).__next__


class PowerCut(Exception):
    pass


def cut_at(module: nn.Module, step: int) -> Callable[[tuple], Tensor]:
    left = itertools.count(step, -1)

    def loss(batch: tuple[Tensor, ...]) -> Tensor:
        if next(left) == 0:
            raise PowerCut
        return module(*batch)

    return loss


@pytest.mark.parametrize("every", [0.5, 2.5])
@pytest.mark.parametrize(
    "cuts", [[1], [6], [7], [8], [14, 7], [3, 3, 3, 10], [29], [30]]
)
def test_a_training_cut_off_ends_with_the_same_bits(
    cuts: list[int],
    every: float,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = plane(0)
    expected = trainer(whole).fit(batches)
    monkeypatch.setattr(trainer_module.time, "monotonic", clock())
    for run, cut in enumerate(cuts):
        half = plane(100 * bool(run))
        begun = trainer(half, tmp_path, save_seconds=every)
        begun.loss = cut_at(half, cut)
        if run or cut < 30:
            with pytest.raises(PowerCut):
                begun.fit(batches)
        else:
            begun.fit(batches)
        assert list(tmp_path.glob("step-*")), "nothing to go on from"
    resumed = plane(200)
    last = trainer(resumed, tmp_path, save_seconds=every)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = last.fit(batches)
    assert history.losses == expected.losses
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_pause_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = plane(0)
    expected = trainer(whole).fit(batches)
    monkeypatch.setattr(trainer_module.time, "monotonic", clock())
    pauses, steps = 0, []
    while True:
        module = plane(100 * bool(pauses))
        part = trainer(module, tmp_path, minutes=0.1)
        history = part.fit(batches)
        steps.append(part.step)
        if not part.paused:
            break
        pauses += 1
    assert pauses >= 2 and steps == sorted(set(steps)) and steps[-1] == 30
    assert history.losses == expected.losses
    for name, value in whole.state_dict().items():
        assert torch.equal(value, module.state_dict()[name]), name


def test_a_finished_training_goes_on_with_more_steps(tmp_path: Path) -> None:
    whole = plane(0, dropout=0)
    trainer(whole, tmp_path, steps=10).fit(batches)
    again = trainer(plane(1, 0), tmp_path, steps=10).fit(batches)
    assert len(again.losses) == 10
    longer = trainer(plane(1, 0), tmp_path, steps=17).fit(batches)
    assert longer.losses[:10] == again.losses
    assert len(longer.losses) == 17
    lines = (tmp_path / "log.txt").read_text().splitlines()
    steps = [re.search(r"step (\d+) of (\d+)", line) for line in lines]
    assert [tuple(map(int, step.groups())) for step in steps if step] == [
        (0, 10),
        (10, 10),
        (10, 10),
        (10, 17),
        (17, 17),
    ]


def firsts(seed: int) -> list[float]:
    """The first number of each batch of two epochs."""
    seen: list[float] = []
    module = plane(0)

    def loss(batch: tuple[Tensor, ...]) -> Tensor:
        seen.append(batch[0][0, 0].item())
        return module(*batch)

    made = trainer(module, steps=2 * PARTS, seed=seed)
    made.loss = loss
    made.fit(batches)
    return seen


def test_each_epoch_is_drawn_anew_by_the_seed() -> None:
    assert firsts(0) == firsts(0)
    assert len(set(firsts(0))) == 2 * PARTS
    assert not set(firsts(0)) & set(firsts(1))


def test_the_rate_rises_and_falls_along_a_cosine() -> None:
    module = plane(0)
    made = trainer(module, steps=25, warmup=5, learning_rate=0.1)
    rates: list[float] = []

    def loss(batch: tuple[Tensor, ...]) -> Tensor:
        rates.append(made.optimizer.param_groups[0]["lr"])
        return module(*batch)

    made.loss = loss
    made.fit(batches)
    assert rates[:5] == pytest.approx([0.02, 0.04, 0.06, 0.08, 0.1])
    for step in range(5, 25):
        wave = (1 + math.cos(math.pi * (step - 5) / 20)) / 2
        assert rates[step] == pytest.approx(0.1 * (0.01 + 0.99 * wave))


def test_gradients_are_clipped_and_frozen_weights_stay() -> None:
    module = plane(0)
    module.first.weight.requires_grad_(False)
    before = module.first.weight.clone()
    made = trainer(module, steps=3, clip=0.01, weight_decay=0.5)
    made.loss = lambda batch: 1e4 * module(*batch)
    made.fit(batches)
    grads = [p.grad for p in module.parameters() if p.grad is not None]
    norm = torch.cat([g.flatten() for g in grads]).norm().item()
    assert norm == pytest.approx(0.01, rel=1e-3)
    assert torch.equal(module.first.weight, before)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_no_number_ends_the_training(value: float) -> None:
    module = plane(0)
    made = trainer(module)
    made.loss = lambda batch: module(*batch) * (value if made.step > 3 else 1)
    with pytest.raises(StorytellerError, match=f"became {value} at step 4"):
        made.fit(batches)
    assert all(p.isfinite().all() for p in module.parameters())


def test_no_data_is_said_and_not_waited_for() -> None:
    with pytest.raises(StorytellerError, match="no data to train on"):
        trainer(plane(0)).fit(lambda chance: [])


def test_a_checkpoint_of_another_model(tmp_path: Path) -> None:
    trainer(plane(0), tmp_path, steps=2).fit(batches)
    other = trainer(Plane(hidden=9), tmp_path, steps=4)
    with pytest.raises(StorytellerError, match="of another model"):
        other.fit(batches)


def test_bfloat16_learns_too() -> None:
    made = trainer(
        plane(0, dropout=0), steps=150, learning_rate=0.02, bfloat16=True
    )
    assert made.fit(batches).smooth()[-1] < 0.05


def test_the_bar_shows_the_loss_only_if_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    trainer(plane(0), steps=2).fit(batches)
    assert capsys.readouterr() == ("", "")
    settings = TrainingSettings(steps=2)
    Trainer(plane(0), settings, name="a plane").fit(batches)
    err = capsys.readouterr().err
    assert "a plane" in err
    assert "2/2" in err
    assert "loss" in err


def test_smooth_takes_means_of_windows() -> None:
    history = History([1.0, 2.0, 3.0, 4.0, 9.0])
    assert history.smooth(2) == [1.5, 3.5, 9.0]
    assert History().smooth() == []


@pytest.mark.parametrize(
    "name",
    ["steps", "learning_rate", "clip", "save_seconds", "evaluate_every"],
)
def test_settings_must_be_above_zero(name: str) -> None:
    with pytest.raises(StorytellerError, match=name):
        TrainingSettings(**{"steps": 1, name: 0 if name in WHOLE else 0.0})
