"""Adam as the code of 2015 has it: with its bias correction confused.

Its constants 0.1 and 0.001 are one minus the usual ones, and the moments are
updated so; but the correction takes them for the usual ones and divides by
1 - 0.1^t instead of 1 - 0.9^t. So the first steps are several times longer
than Kingma and Ba's (2015, algorithm 1): 3.5 times at first, up to 6.6, and
the same after some thousand. Epsilon is added before any correction.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import torch
from torch import Tensor

FIRST, SECOND, EPSILON = 0.1, 0.001, 1e-8


class OriginalAdam(torch.optim.Optimizer):
    """The optimizer of skip-thoughts and its relatives.

    Args:
        parameters: what to train.
        lr: the step size; the skip-thoughts code takes 0.0002 whatever it
            is told.

    Chapter: book/05_skip_thoughts
    """

    def __init__(
        self, parameters: Iterable[Tensor], lr: float = 0.0002
    ) -> None:
        super().__init__(parameters, {"lr": lr})

    @torch.no_grad()
    def step(  # type: ignore[override]
        self, closure: Callable[[], Tensor] | None = None
    ) -> Tensor | None:
        """One update; parameters without a gradient stay."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, parameter.grad, group["lr"])
        return loss

    def _update(self, parameter: Tensor, grad: Tensor, rate: float) -> None:
        state = self.state[parameter]
        if not state:
            state["step"] = 0
            state["first"] = torch.zeros_like(parameter)
            state["second"] = torch.zeros_like(parameter)
        state["step"] += 1
        first = state["first"].lerp_(grad, FIRST)
        second = state["second"].lerp_(grad.square(), SECOND)
        corrected = math.sqrt(1 - SECOND ** state["step"])
        corrected /= 1 - FIRST ** state["step"]
        parameter.addcdiv_(
            first, second.sqrt() + EPSILON, value=-rate * corrected
        )
