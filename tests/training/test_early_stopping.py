"""Held-out data: which weights are kept, when training ends, and resuming."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.training import Trainer, TrainingSettings

SETTINGS = {
    "steps": 400,
    "warmup": 5,
    "learning_rate": 0.02,
    "evaluate_every": 10,
    "weight_decay": 0.0,
}


def line(slope: float, rows: int, seed: int) -> tuple[Tensor, Tensor]:
    x = torch.randn(rows, generator=torch.Generator().manual_seed(seed))
    return x, slope * x


def seen(chance: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """Data whose slope is 3: what is trained on it passes 1 on its way."""
    yield line(3, 40, 1)


def unseen(chance: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """Data whose slope is 1, in batches of different sizes."""
    x, y = line(1, 500, 2)
    yield from zip(x.split(130), y.split(130), strict=True)


class Net(nn.Module):
    """A slope that begins at 0."""

    def __init__(self) -> None:
        super().__init__()
        self.slope, self.drop = nn.Parameter(torch.zeros(1)), nn.Dropout(0.1)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return (self.drop(self.slope * x) - y).square().mean()


def net() -> Net:
    torch.manual_seed(0)  # decides what dropout draws
    return Net()


def trainer(module: nn.Module, folder: Path | None = None, **more) -> Trainer:
    settings = TrainingSettings(**{**SETTINGS, **more})
    return Trainer(
        module, settings, folder=folder, progress=False, held_out=unseen
    )


def loss_on_unseen(module: Net) -> float:
    """Of all rows at once: what batches of different sizes must give."""
    with torch.no_grad():
        return module.eval()(*line(1, 500, 2)).item()


def test_the_weights_of_the_best_look_are_left() -> None:
    module = net()
    history = trainer(module).fit(seen)
    assert list(history.held_out) == list(range(10, 401, 10))
    best = min(history.held_out.values())
    assert history.held_out[400] > 1.5 > 30 * best
    assert module.slope.item() == pytest.approx(1, abs=0.15)
    assert loss_on_unseen(module) == pytest.approx(best, rel=1e-5)
    assert not module.training


def test_training_ends_when_the_loss_has_not_fallen_for_long() -> None:
    module = net()
    history = trainer(module, patience=4).fit(seen)
    looks = list(history.held_out.values())
    best = looks.index(min(looks))
    assert 3 <= best <= 8
    assert len(looks) == best + 5
    assert len(history.losses) == 10 * len(looks)
    assert loss_on_unseen(module) == pytest.approx(looks[best], rel=1e-5)


def test_looking_changes_no_step() -> None:
    """Not even dropout, which draws from the generator of all chance."""
    without = trainer(net(), steps=60)
    without.held_out.batches = None
    expected = without.fit(seen)
    assert trainer(net(), steps=60).fit(seen).losses == expected.losses
    assert not expected.held_out


class PowerCut(Exception):
    pass


@pytest.mark.parametrize("cut", [9, 10, 37])
def test_a_training_cut_off_stops_at_the_same_step(
    cut: int, tmp_path: Path
) -> None:
    whole = net()
    expected = trainer(whole, patience=4).fit(seen)
    module = net()
    begun = trainer(module, tmp_path, patience=4, save_seconds=1e-9)

    def loss(batch: tuple[Tensor, Tensor]) -> Tensor:
        if begun.step == cut and module.training:
            raise PowerCut
        return module(*batch)

    begun.loss = loss
    with pytest.raises(PowerCut):
        begun.fit(seen)
    resumed = Net()
    history = trainer(resumed, tmp_path, patience=4).fit(seen)
    assert history == expected
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


def test_a_stopped_training_stays_stopped(tmp_path: Path) -> None:
    first = net()
    history = trainer(first, tmp_path, patience=4).fit(seen)
    again = Net()
    assert trainer(again, tmp_path, patience=4).fit(seen) == history
    for name, value in first.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    log = (tmp_path / "log.txt").read_text()
    assert "stopped early" in log
    assert "held out" in log


def test_no_held_out_data_and_bad_patience_are_told() -> None:
    made = trainer(net())
    made.held_out.batches = lambda chance: []
    with pytest.raises(StorytellerError, match="held-out loss is nan"):
        made.fit(seen)
    with pytest.raises(StorytellerError, match=r"patience.* got -1"):
        TrainingSettings(steps=1, patience=-1)


def test_a_judge_decides_in_place_of_the_loss(tmp_path: Path) -> None:
    asked: list[float] = []

    def judge(module: nn.Module) -> float:
        assert isinstance(module, Net)
        assert not module.training
        asked.append(module.slope.item())
        return (asked[-1] - 2) ** 2  # likes a slope of 2, which is passed by

    model = net()
    settings = TrainingSettings(**{**SETTINGS, "patience": 3})
    history = Trainer(
        model, settings, folder=tmp_path, progress=False, judge=judge
    ).fit(seen)
    assert len(asked) == len(history.held_out)
    assert asked[-1] > 2.2  # it went on a little, then stopped
    assert len(history.losses) < 400
    assert model.slope.item() == min(asked, key=lambda x: (x - 2) ** 2)
    again = net()
    Trainer(again, settings, folder=tmp_path, progress=False, judge=judge).fit(
        seen
    )
    assert again.slope.item() == model.slope.item()
