"""Training: one loop for every model, which knows none of them.

The trainer is given a module, a function that gives the batches of an epoch
and a function that gives a batch's loss. It steps, clips, schedules, shows a
progress bar, writes checkpoints, a log and the curve, and picks up where it
was cut off. The same code trains on a CPU, on a GPU, and on several of
either (``accelerate launch`` on GPUs, ``torchrun`` on CPUs).

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from storyteller_lib.checkpoints import load_state, save_state
from storyteller_lib.config import StorytellerError, device
from storyteller_lib.training.early_stopping import EarlyStopping, Judge
from storyteller_lib.training.log import History, TrainingLog
from storyteller_lib.training.processes import Batches, Loss, Processes, move
from storyteller_lib.training.settings import TrainingSettings

__all__ = ["Batches", "History", "Trainer", "TrainingSettings"]

PAUSE = 2


class Trainer:
    """Trains a module on batches until the steps are done.

    Args:
        module: what to train; moved to the best device.
        loss: the mean loss of a batch, by default ``module(*batch)``.
        settings: see ``TrainingSettings``.
        folder: where checkpoints and the log go; none without it. Several
            processes must see the same folder.
        name: what the progress bar says.
        progress: whether to show a progress bar.
        held_out: batches that are not trained on. With them the module is
            left with the weights that did best on them.
        judge: measures held-out data in place of the loss; lower is better,
            such as the negative BLEU of a captioner.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(
        self,
        module: nn.Module,
        settings: TrainingSettings,
        loss: Loss | None = None,
        folder: Path | None = None,
        name: str = "training",
        progress: bool = True,
        held_out: Batches | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.processes = Processes(device())
        self.place = self.processes.place
        self.module = module.to(self.place)
        self.settings = settings
        self.loss = loss or (lambda batch: module(*batch))
        self.folder, self.name, self.progress = folder, name, progress
        self.log = TrainingLog(folder, name, settings.steps)
        self.held_out = EarlyStopping(
            held_out, settings.patience, settings.seed, judge
        )
        self.history = History(held_out=self.held_out.losses)
        self.step = self.epoch = self.batch = 0
        self.paused = False
        wanted = [p for p in module.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            wanted,
            lr=settings.learning_rate,
            weight_decay=settings.weight_decay,
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, settings.rate
        )

    def fit(self, batches: Batches) -> History:
        """Train; resumes from the folder's checkpoint if there is one.

        After ``settings.minutes`` it pauses: ``paused`` is true then, and
        the next call, of another process too, goes on from there.

        Raises:
            StorytellerError: if there are no batches, the loss is no
                longer a number, or the checkpoint is of another model.
        """
        if not self._resume():
            self._save("begun")
        elif self.step < self.settings.steps:
            self._write("resumed")
        self.module.train()
        self._run(batches)
        if self.paused:
            self.module.eval()
            return self.history
        self._look()
        over = self.held_out.is_over
        self._save("stopped early" if over else "done", last=True)
        if self.held_out.weights:
            self.module.load_state_dict(self.held_out.weights)
        self.module.eval()
        return self.history

    def _run(self, batches: Batches) -> None:
        loss = self.processes.join(self.module, lambda b: self.loss(b))
        quiet = not self.progress or not self.processes.first
        begun = saved = time.monotonic()
        with tqdm(
            total=self.settings.steps,
            initial=self.step,
            desc=self.name,
            **({"disable": True} if quiet else {}),  # else as set
        ) as bar:
            for batch in self._stream(batches):
                due = self._update(batch, loss, self._wish(begun, saved))
                bar.update()
                bar.set_postfix_str(f"loss {self.history.losses[-1]:.3f}")
                if self.step % self.settings.evaluate_every == 0:
                    self._look()
                self.paused = due == PAUSE and self.step < bar.total
                if due:
                    self._save("paused" if self.paused else "")
                    saved = time.monotonic()
                if self.paused:
                    return

    def _wish(self, begun: float, saved: float) -> int:
        """Whether it is time to save (1), or to pause (2)."""
        now, settings = time.monotonic(), self.settings
        if settings.minutes and now - begun > 60 * settings.minutes:
            return PAUSE
        return int(now - saved > settings.save_seconds)

    def _look(self) -> None:
        with self._cast():
            self.held_out.look(
                self.step, self.module, self.loss, self.processes
            )

    def _stream(self, batches: Batches) -> Iterator[Any]:
        """Batches of this epoch and the next ones, from where we stopped."""
        while self.step < self.settings.steps and not self.held_out.is_over:
            chance = torch.Generator()
            chance.manual_seed(self.settings.seed * 10_007 + self.epoch)
            stream = itertools.islice(batches(chance), self.batch, None)
            before = self.step
            for batch in stream:
                yield batch
                if self.step >= self.settings.steps or self.held_out.is_over:
                    return
            if self.step == before and self.batch == 0:
                raise StorytellerError(
                    f"{self.name}: there is no data to train on"
                )
            self.epoch, self.batch = self.epoch + 1, 0

    def _update(self, batch: Any, joined: Loss, wish: int) -> int:
        """One step; and what the first process wishes to do after it."""
        own, weight = self.processes.share(batch)
        own = move(own, self.place)
        with self._cast(), self.processes.together(batch):
            loss = joined(own)
        if weight != 1:
            loss = loss * weight
        value, due = self._agree(loss.detach(), wish)
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
        return due

    def _cast(self) -> torch.autocast:
        wanted = self.settings.bfloat16 or self.processes.bfloat16
        return torch.autocast(self.place.type, torch.bfloat16, enabled=wanted)

    def _agree(self, loss: Tensor, wish: int) -> tuple[float, int]:
        """All processes' mean loss, and what the first thinks of the time."""
        if self.processes.count == 1:
            return loss.item(), wish
        due = torch.tensor(float(wish * self.processes.first))
        both = torch.stack([loss.float(), due.to(self.place)])
        total, wished = self.processes.total(both).tolist()
        return total / self.processes.count, round(wished)

    def _write(self, note: str) -> None:
        if self.processes.first:
            rate = self.optimizer.param_groups[0]["lr"]
            self.log.write(self.history, rate, note)

    def _save(self, note: str = "", last: bool = False) -> None:
        if self.folder is None:
            return
        chances = self.processes.chances()  # all have to be asked
        if not self.processes.first:
            return
        tensors = {
            "module": self.module.state_dict(),
            "optimizer": _optimizer_tensors(self.optimizer),
            "losses": torch.tensor(self.history.losses),
            "best": self.held_out.weights,
            **chances,
        }
        values = {
            "step": self.step,
            "epoch": self.epoch,
            "batch": self.batch,
            "held_out": list(self.held_out.losses.items()),
        }
        save_state(self.folder, self.step, tensors, values)
        self._write(note)
        self.log.draw(self.history, last)

    def _resume(self) -> bool:
        """Whether there was a checkpoint to go on from."""
        found = load_state(self.folder) if self.folder else None
        if found is None:
            return False
        tensors, values = found
        try:
            self.module.load_state_dict(tensors["module"])
        except RuntimeError:
            raise StorytellerError(
                f"{self.name}: the checkpoint in {self.folder} is of another "
                "model; remove it or name another folder"
            ) from None
        _fill_optimizer(self.optimizer, tensors["optimizer"])
        self.processes.take_chances(tensors)
        self.held_out.weights = tensors.get("best", {})
        self.held_out.losses.update(values.get("held_out", ()))
        self.history.losses = tensors["losses"].tolist()
        self.step, self.epoch = values["step"], values["epoch"]
        self.batch = values["batch"]
        self.schedule.last_epoch = self.step
        rate = self.settings.learning_rate * self.settings.rate(self.step)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        return True


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
