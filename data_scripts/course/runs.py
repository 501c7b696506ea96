"""One stage's training: where it works, from what it goes on, how long."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import nn

from data_scripts.elsewhere.pausing import fit_and_keep
from storyteller_lib.training import Trainer, TrainingSettings


@dataclass(frozen=True)
class TrainingRun:
    """A training among those of the course.

    Attributes:
        runs: where all stages keep their work, one folder each.
        stage: whose training it is.
        steps: of it.
        start: weights of the same sizes and words to go on from, if any.
        minutes: after which it pauses; 0 is never.
    """

    runs: Path
    stage: str
    steps: int
    start: Path | None = None
    minutes: float = 0

    @property
    def text(self) -> Path:
        """What ``text.prepare`` and ``language`` wrote."""
        return self.runs / "text"

    @property
    def encoded(self) -> Path:
        """What ``decoder.encode_all`` wrote."""
        return self.runs / "encoded"

    @property
    def folder(self) -> Path:
        """For checkpoints and the weights."""
        return self.runs / self.stage

    def fit(
        self,
        module: nn.Module,
        batches: Any,
        part: nn.Module,
        file: str,
        **settings: Any,
    ) -> None:
        """Train in bfloat16, and write a part's weights.

        Args:
            module: gives the loss of a batch.
            batches: as ``Trainer.fit`` takes them.
            part: what is kept of the module.
            file: the name of its file.
            settings: what else ``TrainingSettings`` takes.

        Raises:
            Paused: if the minutes ended first.
        """
        training = TrainingSettings(
            self.steps, bfloat16=True, minutes=self.minutes, **settings
        )
        name = self.stage.replace("_", " ")
        trainer = Trainer(module, training, folder=self.folder, name=name)
        fit_and_keep(trainer, batches, part, self.folder / file)
