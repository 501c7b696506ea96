"""Does attention lie on the thing that the word names? The pointing game.

Where the truth is known, as in the storybook world, a map can be held
against the mask of the object: how much of its weight lies within, and
whether its peak does (Zhang et al., 2016, "Top-down neural attention by
excitation backprop"). Both stand beside what a map would reach that knows
nothing.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError, shown_rounded

Mask = Bool[np.ndarray, "height width"]


@shown_rounded
@dataclass(frozen=True)
class Pointing:
    """How well one map, or many on average, points at objects.

    Attributes:
        mass: share of the weight within the mask, each place's weight being
            spread evenly over its part of the picture.
        hit: 1 if the peak lies within the mask, else 0.
        area: the mask's share of the picture, which is the mass of a map
            of even weights.
        chance: the share of places whose peak would be a hit.

    Chapter: book/04_captions_with_attention
    """

    mass: float
    hit: float
    area: float
    chance: float

    @classmethod
    def mean(cls, of: Iterable[Pointing]) -> Pointing:
        """The mean of each figure.

        Raises:
            StorytellerError: if there is nothing to average.
        """
        found = list(of)
        if not found:
            raise StorytellerError("there are no maps to average")
        names = [field.name for field in fields(cls)]
        rows = [[getattr(one, name) for name in names] for one in found]
        return cls(*np.mean(rows, axis=0).tolist())


def pointing(
    weights: Float[Tensor, " places"],
    mask: Mask,
    grid: tuple[int, int] | None = None,
    tolerance: float = 0.0,
) -> Pointing:
    """How well attention weights point at an object.

    A peak lies on the middle pixel of its place.

    Args:
        weights: one a place, row by row from the upper left.
        mask: which pixels of the picture show the object.
        grid: rows and columns of places; a square if left out.
        tolerance: how far from the mask, in pixels, a peak still counts.

    Raises:
        StorytellerError: for an empty mask, weights that are not positive
            or do not fill the grid.

    Chapter: book/04_captions_with_attention
    """
    if not mask.any():
        raise StorytellerError("the mask is empty: there is nothing to find")
    table = on_grid(weights, grid)
    spread = enlarged(table, mask.shape)
    near = _near(mask, table.shape, tolerance)  # (rows, columns)
    return Pointing(
        mass=float(spread[torch.from_numpy(mask)].sum() / spread.sum()),
        hit=float(near.flatten()[int(table.argmax())]),
        area=float(mask.mean()),
        chance=float(near.mean()),
    )


def on_grid(
    weights: Float[Tensor, " places"], grid: tuple[int, int] | None = None
) -> Float[Tensor, "rows columns"]:
    """The weights as a table of the picture's places.

    Raises:
        StorytellerError: if they do not fill the grid, or are no weights.

    Chapter: book/04_captions_with_attention
    """
    side = math.isqrt(len(weights))
    rows, columns = grid or (side, side)
    if rows * columns != len(weights) or not len(weights):
        raise StorytellerError(
            f"{len(weights)} weights do not fill a grid of {rows} x {columns}"
        )
    if not (weights >= 0).all() or not 0 < float(weights.sum()) < math.inf:
        raise StorytellerError(
            "attention weights must be numbers of 0 or more, and not all 0"
        )
    return weights.reshape(rows, columns)


def enlarged(
    table: Float[Tensor, "rows columns"], size: tuple[int, ...]
) -> Float[Tensor, "height width"]:
    """A table of places as large as the picture, in even rectangles.

    Chapter: book/04_captions_with_attention
    """
    return F.interpolate(table[None, None], size, mode="nearest-exact")[0, 0]


def _near(
    mask: Mask, grid: tuple[int, ...], tolerance: float
) -> Bool[np.ndarray, "rows columns"]:
    """Which places have their middle pixel on the mask, or close enough."""
    y, x = (
        (np.arange(places) * 2 + 1) * pixels // (2 * places)
        for places, pixels in zip(grid, mask.shape, strict=True)
    )
    if not tolerance:
        return mask[np.ix_(y, x)]
    shown_y, shown_x = mask.nonzero()  # (pixels,)
    away_y = y[:, None, None] - shown_y
    away_x = x[None, :, None] - shown_x
    away = np.hypot(away_y, away_x)  # (rows, columns, pixels)
    return away.min(axis=2) <= tolerance
