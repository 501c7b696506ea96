"""Data that is not trained on: when to stop, and which weights to keep.

A training that goes on too long learns its data by heart. So now and then
the loss is measured on held-out data; when it has not fallen for some time,
training stops, and the weights of the best look are kept (Prechelt, 1998,
"Early Stopping - But When?").

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.training.processes import (
    Batches,
    Loss,
    Processes,
    count_rows,
    move,
)

Judge = Callable[[nn.Module], float]
"""What a module is worth on held-out data, lower is better."""


class EarlyStopping:
    """The held-out losses of a training, and its best weights.

    Args:
        batches: of held-out data; None never looks, and never stops.
        patience: how many looks may pass without a lower loss; 0 never
            stops.
        seed: decides what the batches draw, the same at each look.
        judge: measures the module in place of the loss, lower is better.

    Chapter: book/07_training_the_decoder
    """

    def __init__(
        self,
        batches: Batches | None,
        patience: int,
        seed: int,
        judge: Judge | None = None,
    ) -> None:
        self.batches, self.patience, self.seed = batches, patience, seed
        self.judge = judge
        self.losses: dict[int, float] = {}  # by step
        self.weights: dict[str, Tensor] = {}  # of the best look

    @property
    def best(self) -> int:
        """The step with the lowest loss, the first of equals."""
        return min(self.losses, key=self.losses.__getitem__)

    @property
    def is_over(self) -> bool:
        """Whether the loss has not fallen for too long."""
        if not self.patience or not self.losses:
            return False
        looks = list(self.losses)
        return len(looks) - 1 - looks.index(self.best) >= self.patience

    def look(
        self, step: int, module: nn.Module, loss: Loss, processes: Processes
    ) -> None:
        """Measure the loss now, and keep the weights if it is the lowest.

        Raises:
            StorytellerError: if there is no data, or the loss is no number.
        """
        if step in self.losses or (not self.batches and not self.judge):
            return
        module.eval()
        with torch.no_grad():
            if self.judge:
                value = float(self.judge(module))
            else:
                value = self._measure(loss, processes)
        module.train()
        if not math.isfinite(value):
            raise StorytellerError(
                f"the held-out loss is {value} at step {step}; is there "
                "held-out data, and all of it numbers?"
            )
        self.losses[step] = value
        if self.best == step:
            state = module.state_dict()
            self.weights = {n: t.cpu().clone() for n, t in state.items()}

    def _measure(self, loss: Loss, processes: Processes) -> float:
        chance = torch.Generator()
        chance.manual_seed(self.seed)
        sums = torch.zeros(2)  # of losses, of rows
        for batch in self.batches(chance) if self.batches else ():
            own, weight = processes.share(batch)
            with processes.together(batch):
                found = loss(move(own, processes.place)).item()
            rows = count_rows(batch)
            sums += torch.tensor([found * weight * rows, rows])
        total, rows = processes.total(sums.to(processes.place)).tolist()
        return total / rows if rows else math.nan
