"""Thoughts that also name their words: the encoder of the course recipe.

A skip-thought vector learns what its neighbours' decoders need, and those
need little of what can be seen: *a dog runs along the beach* and *they went
on in silence* predict much the same next sentence. The course's encoder has
a third task beside writing neighbours and telling them apart: a linear layer
on the thought must say which words the sentence and its neighbour have, as
FastSent's sums of word vectors must (Hill et al., 2016, "Learning distributed
representations of sentences from unlabelled data") and features of
photographs (Joulin et al., 2016, "Learning visual features from large weakly
supervised data"). What a linear layer can read, a mean of thoughts keeps:
twenty captions that agree on a dog still say dog when they are averaged.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.recurrent import real_steps
from storyteller_lib.skip_thoughts import (
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
)
from storyteller_lib.text import Padded

COMMON = 120
"""The commonest so many words (of, the, was, ...) need not be named."""


class NamingSkipThoughts(SkipThoughts):
    """Skip-thoughts with a layer that names words.

    Args:
        settings: sizes of the encoder.
        naming: weight of the naming loss.
        contrast: as of ``SkipThoughts``.
        decoded: as of ``SkipThoughts``.

    Chapter: book/05_skip_thoughts
    """

    def __init__(
        self,
        settings: SkipThoughtSettings,
        naming: float = 1.0,
        contrast: float = 1.0,
        decoded: float = 0.2,
    ) -> None:
        super().__init__(settings, contrast, decoded)
        self.naming = naming
        self.names = nn.Linear(settings.dim, settings.vocabulary)

    def forward(self, *triplet: Padded) -> Float[Tensor, ""]:
        """The three losses of a ``Triplet``, weighted, in nats."""
        batch = Triplet(*triplet)
        thoughts = self.encoder(*batch.source)
        loss = self._writing(thoughts, batch)
        loss = loss + self.contrast * self._contrast(thoughts, batch)
        return loss + self.naming * self.naming_loss(thoughts, batch)

    def naming_loss(
        self, thoughts: Float[Tensor, "batch dim"], batch: Triplet
    ) -> Float[Tensor, ""]:
        """Mean surprise of the words of a sentence and its next, in nats.

        The thought is brought to unit length, as it will be used, and then
        made as long as a vector of ones, so that the layer's weights need
        not be large.
        """
        unit = F.normalize(thoughts.float(), dim=1)
        chances = self.names(unit * unit.shape[1] ** 0.5).float()
        chances = chances.log_softmax(dim=1)  # (batch, vocabulary)
        own = _surprise(chances, *batch.source)
        return own + _surprise(chances, *batch.next)


def _surprise(
    chances: Float[Tensor, "batch vocabulary"],
    ids: Int[Tensor, "batch time"],
    lengths: Int[Tensor, " batch"],
) -> Float[Tensor, ""]:
    """Mean of the uncommon words' -log chances; zero if there are none."""
    named = real_steps(ids, lengths) & (ids >= COMMON)
    of_words = chances.gather(1, ids)  # (batch, time)
    return -(of_words * named).sum() / named.sum().clamp(min=1)
