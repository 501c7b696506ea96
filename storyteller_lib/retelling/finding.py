"""The passages that a picture's shifted thought leads to.

A passage is near if its thought lies near x - c + b; if what its scene's
captions say lies near the picture itself, in the visual-semantic space; and if
they name what the picture's captions name. The three are brought to one scale
by what is usual among all passages of the voice.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@shown_rounded
@dataclass(frozen=True)
class Clues:
    """What is known of a picture whose story is looked for.

    Attributes:
        asked: the shifted thought x - c + b.
        shares: concept -> share of the picture's captions naming it.
        eye: the picture in the visual-semantic space, if there is one.
        sight: what nearness to the picture weighs beside the thought.
        agreement: what naming the same weighs.

    Chapter: book/10_the_storyteller
    """

    asked: Float[Tensor, " dim"]
    shares: Mapping[str, float] = field(default_factory=dict)
    eye: Float[Tensor, " space"] | None = None
    sight: float = 1.0
    agreement: float = 2.0


def nearness(
    shelf: Shelf, clues: Clues, genre: str
) -> Float[Tensor, " scenes"]:
    """How near each scene's passage of a genre is, in standard deviations.

    Chapter: book/10_the_storyteller
    """
    passages = shelf.passages[:, GENRES.index(genre)]
    found = _standard(passages @ F.normalize(clues.asked, dim=0))
    if clues.eye is not None:
        sights = shelf.sights @ clues.eye.to(found)
        found = found + clues.sight * _standard(sights)
    if clues.shares and clues.agreement:
        alike = shelf.agreement(clues.shares).to(found)
        found = found + clues.agreement * _standard(alike)
    return found


def find(
    shelf: Shelf,
    clues: Clues,
    genre: str,
    most: int,
    allowed: Bool[Tensor, " scenes"] | None = None,
) -> list[Found]:
    """The nearest passages of a genre, nearest first.

    Args:
        shelf: with the passages.
        clues: what is known of the picture.
        genre: whose passages.
        most: how many passages.
        allowed: which scenes may be told; by default all.

    Chapter: book/10_the_storyteller
    """
    near = nearness(shelf, clues, genre)
    if allowed is not None:
        near = near.masked_fill(~allowed, float("-inf"))
        most = min(most, int(allowed.sum()))
    best = near.topk(min(most, len(near)))
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return [Found(row, genre, value) for row, value in pairs]


def _standard(values: Float[Tensor, " rows"]) -> Float[Tensor, " rows"]:
    return (values - values.mean()) / values.std().clamp(min=1e-6)
