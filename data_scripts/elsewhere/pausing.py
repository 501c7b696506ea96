"""Trainings away from the data, and of a few minutes at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import nn

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError, data_folder
from storyteller_lib.training import Trainer

CARRIED = "carried"
"""In a folder of runs: what came of the data, laid out as the data is."""


class Paused(StorytellerError):
    """A training's minutes are over; it goes on when it is run again."""


def go_on_later(trainer: Trainer) -> None:
    """Raise Paused if this training is not done."""
    if trainer.paused:
        raise Paused(
            f"{trainer.name}: paused at step {trainer.step:,} of "
            f"{trainer.settings.steps:,}; run the same command to go on"
        )


def fit_and_keep(
    trainer: Trainer, batches: Any, part: nn.Module, path: Path
) -> None:
    """Train for as long as there is time, and write a part's weights.

    Args:
        trainer: of the part, or of a module that holds it.
        batches: as ``Trainer.fit`` takes them.
        part: with its settings.
        path: for the weights.

    Raises:
        Paused: if the minutes ended first.
    """
    trainer.fit(batches)
    settings = part.settings.to_dict()
    save_weights(path, part, settings=settings, dtype="float32")
    go_on_later(trainer)


def data_of(runs: Path) -> Path:
    """The data's folder, or the part of it that was carried here.

    Raises:
        StorytellerError: if there is neither.
    """
    data = data_folder()
    if data is not None:
        return data
    if (runs / CARRIED).is_dir():
        return runs / CARRIED
    raise StorytellerError(
        "set STORYTELLER_DATA to the data's folder, or unpack the "
        f"photographs into {runs}"
    )
