"""Ranking: losses that put the right one first, and how often it is.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F


def ranking_loss(
    scores: Float[Tensor, "batch batch"],
    margin: float = 0.2,
    hardest: bool = False,
) -> Float[Tensor, ""]:
    """Sum of hinges over all wrong pairs, both ways (or only the worst).

    ``max(0, margin - s(i, i) + s(i, j))`` for pictures against captions and
    captions against pictures (Kiros et al., 2014, equation 6; with
    ``hardest`` Faghri et al., 2018, equation 6).

    Chapter: book/03_captions_by_retrieval
    """
    right = scores.diagonal()
    wrong = ~torch.eye(len(scores), dtype=torch.bool, device=scores.device)
    by_image = (margin - right[:, None] + scores).clamp(min=0) * wrong
    by_caption = (margin - right[None, :] + scores).clamp(min=0) * wrong
    if hardest:
        return by_image.amax(dim=1).sum() + by_caption.amax(dim=0).sum()
    return by_image.sum() + by_caption.sum()


def contrastive_loss(
    scores: Float[Tensor, "batch batch"],
) -> Float[Tensor, ""]:
    """Cross-entropy of the right partner among the batch, both ways.

    Chapter: book/03_captions_by_retrieval
    """
    right = torch.arange(len(scores), device=scores.device)
    both = F.cross_entropy(scores, right) + F.cross_entropy(scores.T, right)
    return both / 2


def order_scores(
    images: Float[Tensor, "images dim"],
    captions: Float[Tensor, "captions dim"],
) -> Float[Tensor, "images captions"]:
    """How far each caption is from being more general than each picture.

    Minus the length of what a caption's vector has above the picture's
    (Vendrov et al., 2016, "Order-Embeddings", equation 2, not squared, as
    in the code of VSE++); 0 is a perfect fit.

    Chapter: book/03_captions_by_retrieval
    """
    above = captions[None, :] - images[:, None]  # (images, captions, dim)
    return -above.clamp(min=0).pow(2).sum(dim=2).sqrt()


def ranks(
    scores: Float[Tensor, "queries items"], right: Sequence[Sequence[int]]
) -> Int[Tensor, " queries"]:
    """Rank (from 1) of the best right item of each query.

    Of the wrong items with just its score half count as better, so that a
    model that scores all alike is no better than chance.

    Chapter: book/03_captions_by_retrieval
    """
    wrong = torch.ones_like(scores, dtype=torch.bool)
    best = scores.new_empty(len(scores), 1)
    for i, items in enumerate(right):
        wrong[i, list(items)] = False
        best[i] = scores[i, list(items)].max()
    above = (scores > best) & wrong
    alike = ~(scores < best) & ~above & wrong
    return above.sum(dim=1) + alike.sum(dim=1) // 2 + 1


def recalls(found: Int[Tensor, " queries"]) -> dict[str, float]:
    """Recall at 1, 5 and 10 and the median rank, from ranks.

    Chapter: book/03_captions_by_retrieval
    """
    figures = {
        f"recall at {k}": (found <= k).float().mean().item()
        for k in (1, 5, 10)
    }
    return {**figures, "median rank": found.float().median().item()}
