"""Attention: where to look before the next word is said.

A picture is a grid of annotation vectors. Before each word, additive
attention scores every place by what the writer has in mind, a softmax makes
weights of the scores, and the mean of the annotation vectors under these
weights, the context vector, is what the writer sees (Bahdanau et al., 2015;
Xu et al., 2015, "Show, attend and tell", equations 4 to 6). Soft attention
takes that mean; hard attention draws one place from the weights.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn


class AdditiveAttention(nn.Module):
    """Scores every place of a picture for a writer's state of mind.

    The score of place i is ``v . tanh(key_i + W state) + c``; the key of a
    place is made from its annotation vector, once for a whole caption, by
    one linear layer or more with tanh after all but the first.

    Chapter: book/04_captions_with_attention
    """

    def __init__(
        self, channels: int, dim: int, attention_dim: int, layers: int = 1
    ) -> None:
        super().__init__()
        self.keys = nn.Sequential(nn.Linear(channels, attention_dim))
        for _ in range(layers - 1):
            self.keys.append(nn.Linear(attention_dim, attention_dim))
            self.keys.append(nn.Tanh())
        self.query = nn.Linear(dim, attention_dim, bias=False)
        self.score = nn.Linear(attention_dim, 1)

    def forward(
        self,
        state: Float[Tensor, "batch dim"],
        keys: Float[Tensor, "batch places attention"],
    ) -> Float[Tensor, "batch places"]:
        """The weight of each place; Xu et al. (2015), equations 4 and 5.

        ``keys`` is ``self.keys(annotations)``.
        """
        query = self.query(state).unsqueeze(1)  # (batch, 1, attention)
        scores = self.score(torch.tanh(keys + query)).squeeze(2)
        return scores.float().softmax(dim=1)  # (batch, places)


def context_vector(
    weights: Float[Tensor, "batch places"],
    annotations: Float[Tensor, "batch places channels"],
) -> Float[Tensor, "batch channels"]:
    """The mean annotation vector under the weights; section 4.2.

    Chapter: book/04_captions_with_attention
    """
    rows = weights.unsqueeze(1).to(annotations.dtype)  # (batch, 1, places)
    return (rows @ annotations).squeeze(1)


def draw(weights: Float[Tensor, "batch places"]) -> Int[Tensor, " batch"]:
    """One place of each picture, by chance and by its weight.

    Chance comes from torch's own generator, as that of dropout does, so
    that a training resumes to the same draws.

    Chapter: book/04_captions_with_attention
    """
    return torch.multinomial(weights.detach(), 1).squeeze(1)


def hardened(
    weights: Float[Tensor, "batch places"], drawn: Bool[Tensor, " batch"]
) -> tuple[Float[Tensor, "batch places"], Float[Tensor, " batch"]]:
    """Where ``drawn``, all weight on one place drawn from the weights.

    Returns:
        The weights, hard or as they were, and the log-probabilities of the
        places drawn (0 where none was); section 4.1.

    Chapter: book/04_captions_with_attention
    """
    place = draw(weights).unsqueeze(1)  # (batch, 1)
    one = torch.zeros_like(weights).scatter(1, place, 1.0)
    chance = weights.gather(1, place).squeeze(1)  # (batch,)
    return (
        torch.where(drawn.unsqueeze(1), one, weights),
        torch.where(drawn, chance, 1.0).log(),
    )


def doubly_stochastic(
    weights: Float[Tensor, "batch time places"],
) -> Float[Tensor, "batch places"]:
    """How far each place is from a total weight of 1, squared.

    The second term of equation 14 before it is summed: weights add up to 1
    over the places by construction, and are asked to do so over the words
    too. The totals of all places add up to the number of words whatever the
    weights, so asking for another number than 1 would change the sum by a
    constant, and no gradient at all.

    Chapter: book/04_captions_with_attention
    """
    return (1 - weights.sum(dim=1)).square()


def entropy(
    weights: Float[Tensor, "*steps places"],
) -> Float[Tensor, "*steps"]:
    """The entropy of each step's weights, in nats.

    Chapter: book/04_captions_with_attention
    """
    return -(weights * weights.clamp(min=1e-20).log()).sum(dim=-1)
