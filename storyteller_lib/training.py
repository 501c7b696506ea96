"""Training: one loop for every model, which knows none of them.

The trainer is given a module, a function that gives the batches of an epoch
and a function that gives a batch's loss. It steps, clips, schedules, shows a
progress bar, writes checkpoints and picks up where it was cut off.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import itertools
import json
import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from storyteller_lib.checkpoints import load_state, save_state
from storyteller_lib.config import Settings, StorytellerError, device

Batches = Callable[[torch.Generator], Iterable[Any]]
"""Gives the batches of one epoch; all chance comes from the generator."""


@dataclass(frozen=True)
class TrainingSettings(Settings):
    """How to train.

    Attributes:
        steps: updates in all.
        learning_rate: the highest; it rises for ``warmup`` steps and then
            falls along a cosine to nearly zero (Loshchilov and Hutter,
            2017).
        clip: largest norm of a gradient.
        weight_decay: AdamW's.
        bfloat16: compute products in bfloat16 where the device has it.
        seed: decides the order of the data.
        save_seconds: time between checkpoints.

    Chapter: book/03_captions_by_retrieval
    """

    steps: int
    learning_rate: float = 2e-3
    warmup: int = 50
    clip: float = 5.0
    weight_decay: float = 0.01
    bfloat16: bool = False
    seed: int = 0
    save_seconds: float = 120.0

    def __post_init__(self) -> None:
        self.check_positive("steps", "learning_rate", "clip", "save_seconds")


@dataclass
class History:
    """The loss of every step, for curves and logs.

    Chapter: book/03_captions_by_retrieval
    """

    losses: list[float] = field(default_factory=list)

    def smooth(self, window: int = 25) -> list[float]:
        """Means over windows of steps, to see the trend."""
        return [
            sum(self.losses[i : i + window]) / len(self.losses[i : i + window])
            for i in range(0, len(self.losses), window)
        ]


class Trainer:
    """Trains a module on batches until the steps are done.

    Args:
        module: what to train; moved to the best device.
        loss: the loss of a batch, by default ``module(*batch)``.
        settings: see ``TrainingSettings``.
        folder: where checkpoints and the log go; none without it.
        name: what the progress bar says.
        progress: whether to show a progress bar.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(
        self,
        module: nn.Module,
        settings: TrainingSettings,
        loss: Callable[[Any], Tensor] | None = None,
        folder: Path | None = None,
        name: str = "training",
        progress: bool = True,
    ) -> None:
        self.place = device()
        self.module = module.to(self.place)
        self.settings = settings
        self.loss = loss or (lambda batch: module(*batch))
        self.folder, self.name, self.progress = folder, name, progress
        self.history = History()
        self.step = self.epoch = self.batch = 0
        wanted = [p for p in module.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            wanted,
            lr=settings.learning_rate,
            weight_decay=settings.weight_decay,
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, self._rate
        )

    def _rate(self, step: int) -> float:
        s = self.settings
        if step < s.warmup:
            return (step + 1) / s.warmup
        done = (step - s.warmup) / max(s.steps - s.warmup, 1)
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(done, 1)))

    def fit(self, batches: Batches) -> History:
        """Train; resumes from the folder's checkpoint if there is one.

        Raises:
            StorytellerError: if there are no batches, the loss is no
                longer a number, or the checkpoint is of another model.
        """
        self._resume()
        self.module.train()
        saved = time.monotonic()
        with tqdm(
            total=self.settings.steps,
            initial=self.step,
            desc=self.name,
            **({} if self.progress else {"disable": True}),  # else as set
        ) as bar:
            for batch in self._stream(batches):
                self._update(batch)
                bar.update()
                bar.set_postfix_str(f"loss {self.history.losses[-1]:.3f}")
                if time.monotonic() - saved > self.settings.save_seconds:
                    self._save()
                    saved = time.monotonic()
        self._save()
        self.module.eval()
        return self.history

    def _stream(self, batches: Batches) -> Iterable[Any]:
        """Batches of this epoch and the next ones, from where we stopped."""
        while self.step < self.settings.steps:
            chance = torch.Generator()
            chance.manual_seed(self.settings.seed * 10_007 + self.epoch)
            stream = itertools.islice(batches(chance), self.batch, None)
            before = self.step
            for batch in stream:
                yield _move(batch, self.place)
                if self.step >= self.settings.steps:
                    return
            if self.step == before and self.batch == 0:
                raise StorytellerError(
                    f"{self.name}: there is no data to train on"
                )
            self.epoch, self.batch = self.epoch + 1, 0

    def _update(self, batch: Any) -> None:
        with torch.autocast(
            self.place.type, torch.bfloat16, enabled=self.settings.bfloat16
        ):
            loss = self.loss(batch)
        value = loss.item()
        if not math.isfinite(value):
            raise StorytellerError(
                f"{self.name}: the loss became {value} at step {self.step}; "
                "train again with a lower learning rate"
            )
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.module.parameters(), self.settings.clip)
        self.optimizer.step()
        self.schedule.step()
        self.history.losses.append(value)
        self.step, self.batch = self.step + 1, self.batch + 1

    def _save(self) -> None:
        if self.folder is None:
            return
        tensors = {
            "module": self.module.state_dict(),
            "optimizer": _optimizer_tensors(self.optimizer),
            "chance": torch.get_rng_state(),
            "losses": torch.tensor(self.history.losses),
        }
        values = {"step": self.step, "epoch": self.epoch, "batch": self.batch}
        save_state(self.folder, self.step, tensors, values)
        log = {**values, "loss": self.history.smooth()[-1]}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(log) + "\n")

    def _resume(self) -> None:
        found = load_state(self.folder) if self.folder else None
        if found is None:
            return
        tensors, values = found
        try:
            self.module.load_state_dict(tensors["module"])
        except RuntimeError:
            raise StorytellerError(
                f"{self.name}: the checkpoint in {self.folder} is of another "
                "model; remove it or name another folder"
            ) from None
        _fill_optimizer(self.optimizer, tensors["optimizer"])
        torch.set_rng_state(tensors["chance"])
        self.history.losses = tensors["losses"].tolist()
        self.step, self.epoch = values["step"], values["epoch"]
        self.batch = values["batch"]
        self.schedule.last_epoch = self.step
        for group in self.optimizer.param_groups:
            group["lr"] = self.settings.learning_rate * self._rate(self.step)


def _move(batch: Any, place: torch.device) -> Any:
    """The batch on the device: tensors, or (named) tuples of them."""
    if isinstance(batch, Tensor):
        return batch.to(place, non_blocking=True)
    if isinstance(batch, tuple):
        parts = [_move(part, place) for part in batch]
        named = hasattr(batch, "_fields")
        return type(batch)(*parts) if named else tuple(parts)
    return batch


def _optimizer_tensors(optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """AdamW's two moments and step of each parameter, by its number."""
    state = optimizer.state_dict()["state"]
    return {str(number): dict(parts) for number, parts in state.items()}


def _fill_optimizer(
    optimizer: torch.optim.Optimizer, tensors: dict[str, Any]
) -> None:
    whole = optimizer.state_dict()
    whole["state"] = {int(number): parts for number, parts in tensors.items()}
    optimizer.load_state_dict(whole)
