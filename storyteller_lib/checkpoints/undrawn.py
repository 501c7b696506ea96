"""Modules made without the dice, since a file holds their weights.

A new module draws its weights by chance, which takes longer than reading
them from a file; and then what was drawn is thrown away.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

DRAWING = ("kaiming_uniform_", "normal_", "uniform_")


class Undrawn(TorchFunctionMode):
    """Inside of it modules are made with whatever lies in memory as weights.

    They must be filled, see ``load_weights``; the generator of chance is
    left as it was. PyTorch's meta device would do as well, but for some of
    its functions PyTorch first imports its compiler, for a second.

    Chapter: book/07_training_the_decoder
    """

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """What a function gives, unless it serves to draw weights."""
        given = kwargs or {}
        if func is torch.linalg.qr:  # of ``nn.init.orthogonal_``
            return args[0], args[0]
        if func.__name__ in DRAWING:
            return args[0] if args else given["tensor"]
        return func(*args, **given)
