"""Trainings away from the data, and of a few minutes at a time."""

from __future__ import annotations

from pathlib import Path

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
