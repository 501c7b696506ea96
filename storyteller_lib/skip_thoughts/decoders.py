"""Skip-thoughts: the two decoders that train the encoder.

They must write the previous and the next sentence from nothing but the
thought, so it has to hold what the sentence is about (Kiros et al., 2015,
"Skip-Thought Vectors", equations 5 to 9).

Where the released code and the paper differ, this is the released code: the
thought enters the decoders as their initial state, one word table serves
encoder and decoders, and one output layer both decoders. The paper feeds the
thought at every step instead, which is an option.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import check_known
from storyteller_lib.recurrent import gru, real_steps, shifted, word_loss
from storyteller_lib.skip_thoughts.encoder import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.triplets import Triplet
from storyteller_lib.text import Padded
from storyteller_lib.training.shared_rows import all_rows
from storyteller_lib.visual_semantic_embedding.ranking import contrastive_loss

TEMPERATURE = 0.07
CONDITIONINGS = ("initial", "every-step")


class SkipThoughts(nn.Module):
    """The encoder with the two decoders that train it.

    Args:
        settings: sizes.
        contrast: weight of a second loss that asks for no writing: a
            thought must be nearer to its next sentence's thought than to
            those of the rest of the batch (Logeswaran and Lee, 2018). It
            costs a tenth of the decoders' work. 0 is the original.
        decoded: share of a batch whose neighbours are written.
        released_loss: train on the sum that the released code trains on,
            see ``recurrent.word_loss``.
        conditioning: how the decoders learn of the thought: ``initial``
            (it is their first state, as released) or ``every-step`` (they
            read it beside each word and start from zeros, as in the paper's
            equations 5 to 8).

    Raises:
        StorytellerError: if there is no such conditioning.

    Chapter: book/05_skip_thoughts
    """

    def __init__(
        self,
        settings: SkipThoughtSettings,
        contrast: float = 0.0,
        decoded: float = 1.0,
        released_loss: bool = False,
        conditioning: str = "initial",
    ) -> None:
        super().__init__()
        check_known("conditioning", conditioning, CONDITIONINGS)
        self.settings, self.contrast = settings, contrast
        self.decoded, self.released_loss = decoded, released_loss
        self.every_step = conditioning == "every-step"
        self.encoder = SkipThoughtEncoder(settings)
        read = settings.word_dim + self.every_step * settings.dim
        self.previous = gru(read, settings.dim)
        self.next = gru(read, settings.dim)
        self.output = nn.Linear(settings.dim, settings.vocabulary)

    def forward(self, *triplet: Padded) -> Float[Tensor, ""]:
        """The loss of a ``Triplet``: mean cross-entropy of a word, in nats.

        The released code sums over words and sentences, so that its
        clipping acts on a sum; a mean keeps the learning rate's meaning
        when batches differ in size.
        """
        batch = Triplet(*triplet)
        thoughts = self.encoder(*batch.source)
        loss = self._writing(thoughts, batch)
        if self.contrast:
            loss = loss + self.contrast * self._contrast(thoughts, batch)
        return loss

    def _writing(self, thoughts: Tensor, batch: Triplet) -> Tensor:
        written = max(1, round(self.decoded * len(thoughts)))
        thoughts = thoughts[:written]
        asked = [
            self._teacher_forced(decoder, thoughts, ids[:written], lengths)
            for decoder, (ids, lengths) in (
                (self.previous, batch.previous),
                (self.next, batch.next),
            )
        ]
        states = torch.cat([states for states, _ in asked])  # (words, dim)
        targets = torch.cat([targets for _, targets in asked])  # (words,)
        return word_loss(self.output(states), targets, self.released_loss)

    def _teacher_forced(
        self, decoder: nn.GRU, thoughts: Tensor, ids: Tensor, lengths: Tensor
    ) -> tuple[Float[Tensor, "words dim"], Int[Tensor, " words"]]:
        """States and targets without padding: no product is spent on it."""
        words = shifted(self.encoder.words(ids))  # (batch, time, word_dim)
        first = thoughts
        if self.every_step:  # the products with it are C, C_r and C_z
            beside = thoughts.unsqueeze(1).expand(-1, words.shape[1], -1)
            words = torch.cat([words, beside.to(words.dtype)], dim=2)
            first = torch.zeros_like(thoughts)
        states, _ = decoder(words, first.unsqueeze(0).contiguous())
        real = real_steps(ids, lengths[: len(ids)])
        return states[real], ids[real]

    def _contrast(self, thoughts: Tensor, batch: Triplet) -> Tensor:
        ids, lengths = batch.next
        others = self.encoder(ids, lengths - 1)  # without the eos
        mine = all_rows(F.normalize(thoughts.float(), dim=1))
        theirs = all_rows(F.normalize(others.float(), dim=1))
        return contrastive_loss(mine @ theirs.T / TEMPERATURE)
