"""Looking back at the words of the sentence before.

At each word the decoder scores all states of the previous sentence's
encoder; the mean state under the softmax of these scores is its context
(Luong et al., 2015, "Effective approaches to attention-based neural machine
translation", section 3.1). Padding gets no weight: in the original it does.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import math

import torch
from jaxtyping import Bool, Float
from torch import Tensor, nn


class SentenceAttention(nn.Module):
    """Scores the states of the sentence before, and takes their mean.

    Args:
        dim: size of the decoder's and the encoder's states.
        score: ``dot`` (h . s), ``general`` (h . W s) or ``additive``
            (v . tanh(U h + W s)).

    Chapter: book/11_stories_from_sequences
    """

    def __init__(self, dim: int, score: str) -> None:
        super().__init__()
        self.kind = score
        if score != "dot":
            self.key = nn.Linear(dim, dim, bias=False)
        if score == "additive":
            self.query = nn.Linear(dim, dim, bias=False)
            self.value = nn.Linear(dim, 1, bias=False)

    def scores(
        self,
        hidden: Float[Tensor, "rows time dim"],
        memory: Float[Tensor, "rows words dim"],
    ) -> Float[Tensor, "rows time words"]:
        """How well each word of the memory suits each state."""
        if self.kind == "dot":
            return hidden @ memory.transpose(1, 2)
        keys = self.key(memory)  # (rows, words, dim)
        if self.kind == "general":
            return hidden @ keys.transpose(1, 2)
        query = self.query(hidden).unsqueeze(2)  # (rows, time, 1, dim)
        mixed = torch.tanh(query + keys.unsqueeze(1))
        return self.value(mixed).squeeze(3)

    def forward(
        self,
        hidden: Float[Tensor, "rows time dim"],
        memory: Float[Tensor, "rows words dim"],
        real: Bool[Tensor, "rows words"],
    ) -> tuple[
        Float[Tensor, "rows time dim"], Float[Tensor, "rows time words"]
    ]:
        """The context of each state, and the weights that made it."""
        scores = self.scores(hidden, memory).float()
        scores = scores.masked_fill(~real.unsqueeze(1), -math.inf)
        weights = scores.softmax(dim=2)
        return weights.to(memory.dtype) @ memory, weights
