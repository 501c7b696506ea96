"""The passages that a picture's shifted thought leads to.

A passage is near if its thought lies near x - c + b, and if what its scene's
captions say lies near the picture itself, in the visual-semantic space. The
two are brought to one scale by what is usual among all passages of the voice.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from dataclasses import dataclass

from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import shown_rounded
from storyteller_lib.data.genres import GENRES
from storyteller_lib.retelling.shelf import Shelf


@shown_rounded
@dataclass(frozen=True)
class Found:
    """A passage of the library that was found for a picture.

    Attributes:
        row: its scene's, on the shelf.
        genre: in which it is told.
        nearness: how near it is, in standard deviations.

    Chapter: book/10_the_storyteller
    """

    row: int
    genre: str
    nearness: float


def nearness(
    shelf: Shelf,
    asked: Float[Tensor, " dim"],
    genre: str,
    eye: Float[Tensor, " space"] | None = None,
    sight: float = 1.0,
) -> Float[Tensor, " scenes"]:
    """How near each scene's passage of a genre is, in standard deviations.

    Args:
        shelf: with the passages.
        asked: the shifted thought x - c + b.
        genre: whose passages.
        eye: the picture in the visual-semantic space, if there is one.
        sight: what it weighs beside the thought.

    Chapter: book/10_the_storyteller
    """
    passages = shelf.passages[:, GENRES.index(genre)]
    found = _standard(passages @ F.normalize(asked, dim=0))
    if eye is not None:
        found = found + sight * _standard(shelf.sights @ eye.to(found))
    return found


def find(
    shelf: Shelf,
    asked: Float[Tensor, " dim"],
    genre: str,
    most: int,
    eye: Float[Tensor, " space"] | None = None,
    sight: float = 1.0,
    allowed: Bool[Tensor, " scenes"] | None = None,
) -> list[Found]:
    """The nearest passages of a genre, nearest first.

    Args:
        shelf: as of ``nearness``.
        asked: as of ``nearness``.
        genre: as of ``nearness``.
        most: how many passages.
        eye: as of ``nearness``.
        sight: as of ``nearness``.
        allowed: which scenes may be told; by default all.

    Chapter: book/10_the_storyteller
    """
    near = nearness(shelf, asked, genre, eye, sight)
    if allowed is not None:
        near = near.masked_fill(~allowed, float("-inf"))
        most = min(most, int(allowed.sum()))
    best = near.topk(min(most, len(near)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [Found(row, genre, value) for row, value in pairs]


def _standard(values: Float[Tensor, " rows"]) -> Float[Tensor, " rows"]:
    return (values - values.mean()) / values.std().clamp(min=1e-6)
