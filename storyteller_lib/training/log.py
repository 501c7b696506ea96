"""What a training leaves to read: its losses, a log, a plot of the curve.

``log.txt`` has a line for each checkpoint, ``loss.png`` the curve so far;
both lie beside the checkpoints, for whoever looks in on a long training.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from storyteller_lib.config import StorytellerError, shown_rounded

DRAW_SECONDS = 60.0
"""Time between two drawings of the curve; each takes some tenths of one."""


@shown_rounded
@dataclass
class History:
    """The loss of every step, for curves and logs.

    Attributes:
        losses: of the batches, one for each step.
        held_out: of data that is not trained on, by step, where there is
            such data.

    Chapter: book/03_captions_by_retrieval
    """

    losses: list[float] = field(default_factory=list)
    held_out: dict[int, float] = field(default_factory=dict)

    def smooth(self, window: int = 25) -> list[float]:
        """Means over windows of steps, to see the trend."""
        return [
            sum(self.losses[i : i + window]) / len(self.losses[i : i + window])
            for i in range(0, len(self.losses), window)
        ]


class TrainingLog:
    """Writes the log and draws the curve of one training.

    Args:
        folder: where the checkpoints lie; with None nothing is written.
        name: what is trained.
        steps: updates in all.

    Chapter: book/07_training_the_decoder
    """

    def __init__(self, folder: Path | None, name: str, steps: int) -> None:
        self.folder, self.name, self.steps = folder, name, steps
        self._since = self._drawn = time.perf_counter()
        self._from: int | None = None

    def write(self, history: History, rate: float, note: str = "") -> None:
        """Add a line: the time, the step, the losses, the pace.

        Raises:
            StorytellerError: if the disk refuses it.
        """
        if self.folder is None:
            return
        line = "  ".join(self._facts(history, rate, note))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / "log.txt"
            with path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            raise StorytellerError(
                f"the log in {self.folder} could not be written "
                f"({error.strerror}); free some space"
            ) from error

    def _facts(self, history: History, rate: float, note: str) -> list[str]:
        step = len(history.losses)
        now = datetime.now().strftime("%Y-%m-%d %H:%M:%S")
        facts = [now, self.name, f"step {step:,} of {self.steps:,}"]
        if history.losses:
            latest = history.losses[-25:]
            facts.append(f"loss {sum(latest) / len(latest):.4f}")
        if step in history.held_out:
            facts.append(f"held out {history.held_out[step]:.4f}")
        facts.append(f"rate {rate:.2e}")
        seconds = time.perf_counter() - self._since
        if self._from is not None and step > self._from:
            facts.append(f"{(step - self._from) / seconds:.1f} steps/s")
        self._from, self._since = step, time.perf_counter()
        return [*facts, note] if note else facts

    def draw(self, history: History, last: bool = False) -> None:
        """Draw the curve, if it was not drawn a moment ago or is the last.

        Raises:
            StorytellerError: if the disk refuses it.
        """
        now = time.perf_counter()
        early = not last and now - self._drawn < DRAW_SECONDS
        if self.folder is None or not history.losses or early:
            return
        self._drawn = now
        part = self.folder / ".loss.part"
        try:
            _draw(history, self.name, part)
            part.replace(self.folder / "loss.png")
        except OSError as error:
            raise StorytellerError(
                f"the plot in {self.folder} could not be written "
                f"({error.strerror}); free some space"
            ) from error


def _draw(history: History, title: str, path: Path) -> None:
    from matplotlib.figure import Figure  # only where something is drawn

    window = max(1, min(25, len(history.losses) // 8))
    means = history.smooth(window)
    middles = [
        min(i * window + window / 2, len(history.losses))
        for i in range(len(means))
    ]
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    steps = range(1, len(history.losses) + 1)
    axes.plot(steps, history.losses, color="tab:blue", alpha=0.25)
    axes.plot(middles, means, color="tab:blue", label=f"mean of {window}")
    if history.held_out:
        axes.plot(*zip(*sorted(history.held_out.items()), strict=True), "o-")
        axes.lines[-1].set(color="tab:orange", label="held out")
    axes.set(xlabel="training step", ylabel="loss", title=title)
    axes.grid(axis="y")
    axes.legend()
    figure.savefig(path, format="png", dpi=100)
