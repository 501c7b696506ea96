"""Cross-entropy over a large vocabulary without all of its scores.

Most of a small decoder's work is the last product: a score for each of ten
thousand words, at every step, only to learn that nearly all of them were
wrong. The score of the right word is needed; of the others only the sum of
their exponentials, and a sum can be estimated from a sample (Bengio and
Senecal, 2008, "Adaptive importance sampling"; Jean et al., 2015, "On using
very large target vocabulary"). Words that are right somewhere in the batch
are all scored. Each other word w is scored with a probability p(w) of its
own, and then counts for 1 / p(w) words like it, which keeps the estimate of
the sum unbiased (Horvitz and Thompson, 1952).

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError


class SampledSoftmax:
    """A loss that scores a sample of the vocabulary at every step.

    Args:
        chances: how often each word occurs, in any unit; commoner words
            are sampled more often, by the square root of it.
        words: how many words besides the right ones are scored, on average.

    Raises:
        StorytellerError: if the number of words is not above zero.

    Chapter: book/07_training_the_decoder
    """

    def __init__(
        self, chances: Float[Tensor, " vocabulary"], words: int = 1024
    ) -> None:
        if words < 1:
            raise StorytellerError(
                f"a sampled softmax needs words to sample, got {words!r}"
            )
        shares = chances.double().clamp(min=0).sqrt()
        shares = shares / shares.sum()
        self.inclusion = (words * shares).clamp(1e-4, 1).float()

    def candidates(
        self,
        targets: Int[Tensor, " steps"],
        generator: torch.Generator | None = None,
    ) -> tuple[Int[Tensor, " candidates"], Float[Tensor, " candidates"]]:
        """The words to score, in order, and the log of what each counts for.

        Args:
            targets: the right words.
            generator: of chance; None draws from torch's own.
        """
        inclusion = self.inclusion.to(targets.device)
        drawn = torch.rand(
            inclusion.shape, generator=generator, device=targets.device
        )
        right = torch.zeros_like(inclusion, dtype=torch.bool)
        right[targets] = True
        found = (right | (drawn < inclusion)).nonzero().squeeze(1)
        weight = -inclusion[found].log()  # log 1 / p
        return found, weight.masked_fill(right[found], 0.0)

    def loss(
        self,
        features: Float[Tensor, "steps dim"],
        targets: Int[Tensor, " steps"],
        table: Float[Tensor, "vocabulary dim"],
        bias: Float[Tensor, " vocabulary"],
        generator: torch.Generator | None = None,
    ) -> Float[Tensor, ""]:
        """The estimated mean cross-entropy, in nats.

        Args:
            features: what the output layer reads at each step.
            targets: the right words.
            table: the output layer's weights.
            bias: the output layer's biases.
            generator: of chance; None draws from torch's own.
        """
        found, weight = self.candidates(targets, generator)
        scores = F.linear(features, table[found], bias[found])
        places = torch.searchsorted(found, targets)
        return F.cross_entropy(scores.float() + weight, places)
