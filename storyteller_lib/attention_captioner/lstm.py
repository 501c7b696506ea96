"""An LSTM that looks at a picture before every step.

Xu et al. (2015), "Show, attend and tell", section 3.1.2: the LSTM reads the
word before and the context vector, which attention chose with the state in
mind; its first state comes from the mean annotation vector. Several such
LSTMs may stand above one another, each with its own attention.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.attention_captioner.attention import (
    AdditiveAttention,
    context_vector,
    hardened,
)
from storyteller_lib.attention_captioner.settings import (
    AttentionCaptionerSettings,
)

State = dict[str, Any]
Memory = tuple[Float[Tensor, "batch dim"], Float[Tensor, "batch dim"]]
"""What an LSTM hands on: its hidden state and its memory cell."""


class Look(NamedTuple):
    """A step of the highest LSTM: what it thought, saw, and where.

    ``weights`` add up to 1 over the places; ``gates`` say how much of the
    context was let through; ``log_drawn`` is the log-probability of the
    places that hard attention drew, in all LSTMs, 0 where it drew none.
    In a reading of whole captions a time axis follows the batch axis.

    Chapter: book/04_captions_with_attention
    """

    hidden: Float[Tensor, "batch *time dim"]
    context: Float[Tensor, "batch *time channels"]
    weights: Float[Tensor, "batch *time places"]
    gates: Float[Tensor, " batch *time"]
    log_drawn: Float[Tensor, " batch *time"]


class Dropout(nn.Dropout):
    """Dropout, by default scaled in training so that use needs no scaling.

    Unscaled, as in the released captioner (and in Srivastava et al., 2014),
    what is kept stays as it is in training, and in use everything is
    multiplied by the share that was kept.

    Chapter: book/04_captions_with_attention
    """

    def __init__(self, share: float, scaled: bool = True) -> None:
        super().__init__(share)
        self.scale = 1.0 if scaled else 1 - share

    def forward(self, values: Float[Tensor, ...]) -> Float[Tensor, ...]:
        """The values, a share of them set to zero in training."""
        dropped = super().forward(values)
        return dropped if self.scale == 1 else dropped * self.scale


class AttentionCell(nn.Module):
    """One LSTM with its attention; equations 1 to 3, 9 and section 4.2.1.

    The four gates lie in the order of ``torch.nn.LSTM``: input, forget,
    candidate, output.

    Chapter: book/04_captions_with_attention
    """

    def __init__(
        self, settings: AttentionCaptionerSettings, input_dim: int
    ) -> None:
        super().__init__()
        s, dim = settings, settings.dim
        self.attention = AdditiveAttention(
            s.channels, dim, s.attention_dim, s.attention_layers
        )
        self.first = nn.Linear(s.channels, 2 * dim)
        self.read = nn.Linear(input_dim, 4 * dim)
        self.recall = nn.Linear(dim, 4 * dim, bias=False)
        self.see = nn.Linear(s.channels, 4 * dim, bias=False)
        self.gate = nn.Linear(dim, 1) if s.gated else None
        self.drop = Dropout(s.gate_dropout, s.scaled_dropout)
        for part in self.recall.weight.data.chunk(4):
            nn.init.orthogonal_(part)
        nn.init.zeros_(self.read.bias)
        nn.init.ones_(self.read.bias.data[dim : 2 * dim])  # forget little

    def start(self, mean: Float[Tensor, "batch channels"]) -> Memory:
        """The first state, from what the mean annotation vector became."""
        hidden, memory = torch.tanh(self.first(mean)).chunk(2, dim=1)
        return hidden, memory

    def forward(
        self,
        read: Float[Tensor, "batch gates"],
        state: Memory,
        annotations: Float[Tensor, "batch places channels"],
        keys: Float[Tensor, "batch places attention"],
        drawn: Bool[Tensor, " batch"] | None = None,
    ) -> tuple[Memory, Look]:
        """The next state, and the look that led to it.

        ``read`` is ``self.read(input)``, which needs no state and so can be
        made for all steps at once; where ``drawn`` is true attention is
        hard.
        """
        hidden, memory = state
        weights = self.attention(hidden, keys)
        looked, log_drawn = weights, torch.zeros_like(weights[:, 0])
        if drawn is not None:
            looked, log_drawn = hardened(weights, drawn)
        context = context_vector(looked, annotations)
        gates = torch.ones_like(log_drawn)
        if self.gate is not None:
            gates = torch.sigmoid(self.gate(hidden)).squeeze(1)  # (batch,)
            context = gates.unsqueeze(1) * context
        sums = read + self.recall(hidden) + self.see(context)
        hidden, memory = self._next(sums, memory)
        look = Look(hidden, context, weights, gates, log_drawn)
        return (hidden, memory), look

    def _next(self, sums: Tensor, memory: Tensor) -> Memory:
        """Equations 1 to 3 of the paper, from the gates' sums."""
        admit, keep, candidate, show = sums.chunk(4, dim=1)
        memory = torch.sigmoid(self.drop(keep)) * memory
        admitted = torch.sigmoid(self.drop(admit)) * torch.tanh(candidate)
        memory = memory + admitted
        return torch.sigmoid(self.drop(show)) * torch.tanh(memory), memory


class AttentionLSTM(nn.Module):
    """LSTMs above one another, each looking at the picture by itself.

    Chapter: book/04_captions_with_attention
    """

    cells: Sequence[AttentionCell]

    def __init__(self, settings: AttentionCaptionerSettings) -> None:
        super().__init__()
        s = settings
        self.normalised = s.normalised
        self.initial = nn.Sequential()
        for _ in range(s.initial_layers - 1):
            self.initial.append(nn.Linear(s.channels, s.channels))
            self.initial.append(nn.ReLU())
            self.initial.append(Dropout(s.dropout, s.scaled_dropout))
        self.cells = nn.ModuleList(  # type: ignore[assignment]
            AttentionCell(s, s.dim if layer else s.word_dim)
            for layer in range(s.lstm_layers)
        )

    def start(
        self, annotations: Float[Tensor, "batch places channels"]
    ) -> State:
        """The state before the first word.

        Its ``weights`` are zeros, since nothing was looked at yet.
        """
        annotations = annotations.to(self.cells[0].see.weight.dtype)
        if self.normalised:
            annotations = F.layer_norm(annotations, annotations.shape[2:])
        mean = self.initial(annotations.mean(dim=1))  # (batch, channels)
        return {
            "annotations": annotations,
            "keys": [cell.attention.keys(annotations) for cell in self.cells],
            "layers": [cell.start(mean) for cell in self.cells],
            "weights": annotations.new_zeros(annotations.shape[:2]),
        }

    def step(
        self,
        read: Float[Tensor, "batch gates"],
        state: State,
        drawn: Bool[Tensor, " batch"] | None = None,
    ) -> tuple[State, Look]:
        """One step; ``read`` is ``self.cells[0].read`` of the input."""
        layers: list[Memory] = []
        log_drawn = torch.zeros_like(state["weights"][:, 0])
        for layer, cell in enumerate(self.cells):
            if layer:
                read = cell.read(layers[-1][0])
            keys, before = state["keys"][layer], state["layers"][layer]
            after, look = cell(read, before, state["annotations"], keys, drawn)
            log_drawn = log_drawn + look.log_drawn
            layers.append(after)
        state = {**state, "layers": layers, "weights": look.weights}
        return state, look._replace(log_drawn=log_drawn)

    def forward(
        self,
        inputs: Float[Tensor, "batch time input"],
        annotations: Float[Tensor, "batch places channels"],
        real: Bool[Tensor, "batch time"],
        drawn: Bool[Tensor, " batch"] | None = None,
    ) -> Look:
        """All steps of whole captions.

        Where a step is not ``real`` (over padding) the states stand still,
        as in the released code.
        """
        state, looks = self.start(annotations), []
        whole = real.all(dim=0).tolist()  # asked once, for the GPU's sake
        read = self.cells[0].read(inputs)  # (batch, time, gates)
        for time in range(inputs.shape[1]):
            after, look = self.step(read[:, time], state, drawn)
            layers = after["layers"]
            if not whole[time]:
                layers = _unless_over(
                    real[:, time, None], layers, state["layers"]
                )
            state = {**after, "layers": layers}
            looks.append(look._replace(hidden=layers[-1][0]))
        return Look(
            *(torch.stack(part, 1) for part in zip(*looks, strict=True))
        )


def _unless_over(
    real: Tensor, after: list[Memory], before: list[Memory]
) -> list[Memory]:
    """The states after a step, or before it where the caption is over."""
    return [
        (torch.where(real, h, h_before), torch.where(real, c, c_before))
        for (h, c), (h_before, c_before) in zip(after, before, strict=True)
    ]
