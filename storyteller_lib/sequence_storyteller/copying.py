"""Words taken over from the sentence before, names above all.

A hero's name is nowhere in the pictures: a storyteller that has made one up
must say the same one in the next sentence. A softmax over all words can learn
that only name by name; a pointer learns it once: it passes the weights of the
attention on to the words that they lie on.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from storyteller_lib.text import EOS

RARELY = -2.0
"""The gate's first bias: a word in eight is copied before it has learnt."""


class Copying(nn.Module):
    """Mixes what the decoder would say with the words it looks at.

    See, Liu and Manning (2017), "Get to the point: summarization with
    pointer-generator networks", equations 8 and 9, with three differences:
    the gate says how much is copied and not how much is said; it does not
    see the word just read, which the state knows; and attention that lies on
    no word (on the start or the end of the sentence) counts as saying.

    Args:
        dim: size of the decoder's states.

    Chapter: book/11_stories_from_sequences
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.gate = nn.Linear(2 * dim, 1)
        nn.init.constant_(self.gate.bias, RARELY)

    def forward(
        self,
        states: Float[Tensor, "rows states"],
        logits: Float[Tensor, "rows vocabulary"],
        weights: Float[Tensor, "rows words"],
        previous: Int[Tensor, "rows words"],
    ) -> Float[Tensor, "rows vocabulary"]:
        """Log-probabilities of the next word.

        Args:
            states: the decoder's states, each followed by its context.
            logits: of what it would say by itself.
            weights: where in the sentence before it looks.
            previous: the words of that sentence, its start and end as in a
                ``SentenceBatch``.
        """
        word = (previous >= 0) & (previous != EOS)
        gate = torch.sigmoid(self.gate(states).float())  # (rows, 1)
        copied = gate * weights * word  # (rows, words)
        said = 1 - copied.sum(dim=1, keepdim=True)
        mixed = (said * logits.float().softmax(dim=1)).scatter_add(
            1, previous.clamp(min=0), copied
        )
        return mixed.clamp_min(torch.finfo(mixed.dtype).tiny).log()
