"""This process among those that train one model together: often the only one.

``accelerate launch`` or ``torchrun`` start several; what differs
for the trainer then is here. Every process meets the same batches and takes
its share of the rows of each, so that a training on two processes makes the
same steps as on one, only faster. Gradients are averaged by PyTorch's
``DistributedDataParallel``, through accelerate.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError
from storyteller_lib.training.shared_rows import sharing_rows

Batches = Callable[[torch.Generator], Iterable[Any]]
"""Gives the batches of one epoch; all chance comes from the generator."""

Loss = Callable[[Any], Tensor]
"""The mean loss of a batch."""


class Processes:
    """What the trainer asks of the processes, be they one or many.

    Args:
        place: the best device here; with several GPUs each process takes
            its own.

    Raises:
        StorytellerError: if ``accelerate launch`` asks for a precision
            other than float32 and bfloat16.

    Chapter: book/07_training_the_decoder
    """

    def __init__(self, place: torch.device) -> None:
        from accelerate import Accelerator  # a third of a second to import
        from accelerate.utils import DistributedDataParallelKwargs

        wanted = os.environ.get("ACCELERATE_MIXED_PRECISION", "no")
        if wanted not in ("no", "bf16"):
            raise StorytellerError(
                f"cannot train in {wanted}: choose the mixed precision bf16 "
                "or no"
            )
        self.bfloat16 = wanted == "bf16"
        # Accelerate has one precision for all of a program's trainings, so
        # the trainer casts by itself, and each may choose.
        self._accelerator = Accelerator(
            cpu=place.type == "cpu",
            mixed_precision="no",
            kwargs_handlers=[
                DistributedDataParallelKwargs(find_unused_parameters=True)
            ],
        )
        self.place = self._accelerator.device
        self.count = self._accelerator.num_processes
        self.index = self._accelerator.process_index
        self.first = self._accelerator.is_main_process
        if not self.first:  # or all would drop the same outputs
            torch.manual_seed(torch.initial_seed() + self.index)

    def join(self, module: nn.Module, loss: Loss) -> Loss:
        """The loss, with gradients that are averaged over the processes."""
        if self.count == 1:
            return loss
        joined: Loss = self._accelerator.prepare_model(_Lossy(module, loss))
        return joined

    def share(self, batch: Any) -> tuple[Any, float]:
        """This process's rows of a batch, and the weight of their mean.

        The mean over processes of weight times mean is the batch's mean,
        over its words where it has ``lengths``, else over its rows. A
        batch of fewer rows than processes is read whole by all of them.
        """
        rows = count_rows(batch)
        if self.count == 1 or rows < self.count:
            return batch, 1.0

        def cut(tensor: Tensor) -> Tensor:
            whole = tensor.dim() == 0 or len(tensor) != rows
            return tensor if whole else tensor[self.index :: self.count]

        own = _map(cut, batch)
        return own, count_terms(own) * self.count / count_terms(batch)

    def together(self, batch: Any) -> AbstractContextManager[None]:
        """Within it, losses that compare rows see those of all processes.

        A batch that all read whole has nothing to bring together.
        """
        shared = self.count > 1 and count_rows(batch) >= self.count
        return sharing_rows(shared)

    def total(
        self, values: Float[Tensor, " values"]
    ) -> Float[Tensor, " values"]:
        """The sums of some numbers over all processes."""
        if self.count == 1:
            return values
        summed: Tensor = self._accelerator.reduce(values, "sum")
        return summed

    def chances(self) -> dict[str, Tensor]:
        """The states of the processes' generators, one after another."""
        states = {"chance": torch.get_rng_state()}
        if self.place.type == "cuda":
            states["device_chance"] = torch.cuda.get_rng_state(self.place)
        if self.count == 1:
            return states
        gather = self._accelerator.gather
        return {
            name: gather(state.to(self.place)).cpu()
            for name, state in states.items()
        }

    def take_chances(self, states: Mapping[str, Any]) -> None:
        """Go on with this process's part of what ``chances`` gave."""
        size = len(torch.get_rng_state())
        if own := _part(states["chance"], size, self.index):
            torch.set_rng_state(own[0])
        if self.place.type == "cuda" and "device_chance" in states:
            size = len(torch.cuda.get_rng_state(self.place))
            if own := _part(states["device_chance"], size, self.index):
                torch.cuda.set_rng_state(own[0], self.place)


class _Lossy(nn.Module):
    """A loss as a module whose weights are those of the trained module."""

    def __init__(self, module: nn.Module, loss: Loss) -> None:
        super().__init__()
        self.module, self.loss = module, loss

    def forward(self, batch: Any) -> Tensor:
        return self.loss(batch)


def move(batch: Any, place: torch.device) -> Any:
    """The batch on the device: tensors, or (named) tuples of them.

    Chapter: book/07_training_the_decoder
    """
    return _map(lambda tensor: tensor.to(place, non_blocking=True), batch)


def count_rows(batch: Any) -> int:
    """Rows of a batch: the length of the first tensor in it, else 0.

    Chapter: book/07_training_the_decoder
    """
    if isinstance(batch, Tensor):
        return len(batch) if batch.dim() else 0
    parts = batch if isinstance(batch, tuple) else ()
    return next((rows for part in parts if (rows := count_rows(part))), 0)


def count_terms(batch: Any) -> int:
    """What a loss is a mean over: words, if rows have lengths, else rows.

    Two shares of as many rows need not have as many words.

    Chapter: book/13_scaling_up
    """
    lengths = getattr(batch, "lengths", None)
    return count_rows(batch) if lengths is None else int(lengths.sum())


def _map(change: Callable[[Tensor], Tensor], batch: Any) -> Any:
    if isinstance(batch, Tensor):
        return change(batch)
    if isinstance(batch, tuple):
        parts = [_map(change, part) for part in batch]
        named = hasattr(batch, "_fields")
        return type(batch)(*parts) if named else tuple(parts)
    return batch


def _part(states: Tensor, size: int, index: int) -> list[Tensor]:
    """A process's state among those of all, if it has one; a copy, since
    a generator reads its state from the start of the memory."""
    return [s.clone() for s in states.split(size)[index : index + 1]]
