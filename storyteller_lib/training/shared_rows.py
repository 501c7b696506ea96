"""Rows of a batch that several processes share, brought together again.

A ranking loss learns from what does not belong together, and takes its wrong
pairs from the batch. If two processes have half a batch each, each would
see half the wrong pairs, and train another model than one process does. So
such losses ask for all rows. Those of the other processes come as plain
numbers; the gradient goes to this process's own rows, and since each process
does so and their gradients are averaged, every row gets its gradient once
(as in the released code of CLIP, Radford et al., 2021).

Chapter: book/13_scaling_up
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, distributed
from torch.nn import functional as F

_SHARED = ContextVar("rows are shared", default=False)


@contextmanager
def sharing_rows(shared: bool) -> Iterator[None]:
    """Whether, inside of it, each process has only a share of the rows.

    Chapter: book/13_scaling_up
    """
    before = _SHARED.set(shared)
    try:
        yield
    finally:
        _SHARED.reset(before)


def all_rows(own: Float[Tensor, "own dim"]) -> Float[Tensor, "all dim"]:
    """The rows of all processes, process by process; alone, one's own.

    All processes must ask, in the same order.

    Chapter: book/13_scaling_up
    """
    if not _SHARED.get():
        return own
    gathered: Tensor = _AllRows.apply(own)
    return gathered


class _AllRows(torch.autograd.Function):
    """Gathers rows; the gradient comes back to one's own alone.

    It is multiplied by all rows over own rows: the trainer weighs the loss
    by own rows over the mean share, and averages over processes.
    """

    @staticmethod
    def forward(ctx: Any, own: Tensor) -> Tensor:
        sizes = _gather(torch.tensor([len(own)], device=own.device))
        counts = [int(size) for size in sizes]
        missing = max(counts) - len(own)
        padded = F.pad(own.detach().float(), (0, 0, 0, missing))
        parts = _gather(padded.contiguous())
        start = sum(counts[: distributed.get_rank()])
        ctx.own = slice(start, start + len(own))
        ctx.factor = sum(counts) / len(own)
        pairs = zip(parts, counts, strict=True)
        return torch.cat([part[:n] for part, n in pairs]).to(own.dtype)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        return gradients[0][ctx.own] * ctx.factor


def _gather(tensor: Tensor) -> list[Tensor]:
    count = distributed.get_world_size()
    parts = [torch.empty_like(tensor) for _ in range(count)]
    distributed.all_gather(parts, tensor)
    return parts
