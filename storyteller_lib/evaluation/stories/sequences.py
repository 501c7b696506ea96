"""Measuring stories about picture sequences where the plot is known.

Whatever is told of five storybook pictures can be read back: which stage of
which plot does each sentence tell, and what is the hero called?

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyteller_lib.data.storybook.plots import Plot, Reading, read_sentence

Figures = dict[str, float]


def story_figures(
    stories: Sequence[Sequence[str]], plots: Sequence[Plot]
) -> Figures:
    """How well stories tell the plots of their pictures.

    Returns:
        "right plot": the share of sentences that belong to the plot;
        "right order": of stories whose sentences tell the stages of some
        plots from the first to the last; "one name": of stories that call
        their hero the same in every sentence; "right in all": of stories
        that do all three and name no wrong place.

    Chapter: book/11_stories_from_sequences
    """
    rows = [
        _story_figures([read_sentence(s) for s in story], plot)
        for story, plot in zip(stories, plots, strict=True)
    ]
    return {
        name: float(np.mean([row[name] for row in rows])) for name in rows[0]
    }


def _story_figures(readings: list[Reading | None], plot: Plot) -> Figures:
    read = [reading for reading in readings if reading is not None]
    whole = len(read) == len(readings)
    belongs = [r.kind == plot.kind for r in read]
    ordered = whole and [r.stage for r in read] == list(range(len(read)))
    named = whole and len({r.name for r in read}) == 1
    placed = all(
        r.home in (None, plot.home) and r.away in (None, plot.away)
        for r in read
    )
    return {
        "right plot": sum(belongs) / len(readings),
        "right order": float(ordered),
        "one name": float(named),
        "right in all": float(ordered and named and placed and all(belongs)),
    }


def shuffled_orders(
    stories: int, length: int, generator: torch.Generator
) -> list[list[int]]:
    """For each story an order of its pictures that is not the right one.

    Chapter: book/11_stories_from_sequences
    """
    orders: list[list[int]] = []
    right = list(range(length))
    while len(orders) < stories:
        order = torch.randperm(length, generator=generator).tolist()
        if order != right:
            orders.append(order)
    return orders


@torch.inference_mode()
def picture_features(
    encoder: nn.Module, pixels: np.ndarray, batch_size: int = 100
) -> Float[Tensor, "stories length features"]:
    """Pooled features of sequences of pictures, given as bytes.

    ``pixels`` are (stories, length, height, width, 3), uint8.

    Chapter: book/11_stories_from_sequences
    """
    flat = pixels.reshape(-1, *pixels.shape[2:])
    found = []
    for start in range(0, len(flat), batch_size):
        rows = np.ascontiguousarray(flat[start : start + batch_size])
        pictures = torch.from_numpy(rows).permute(0, 3, 1, 2).float() / 255
        found.append(encoder(pictures).pooled)
    return torch.cat(found).view(*pixels.shape[:2], -1)
