"""Captions and the annotation vectors they describe, in batches.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.text import EOS, length_batches, pad


class CaptionBatch(NamedTuple):
    """Annotation vectors and captions of them, ids padded with eos.

    Chapter: book/04_captions_with_attention
    """

    annotations: Float[Tensor, "batch places channels"]
    ids: Int[Tensor, "batch time"]
    lengths: Int[Tensor, " batch"]


def caption_batch(
    annotations: Float[Tensor, "batch places channels"],
    ids: Sequence[Sequence[int]],
) -> CaptionBatch:
    """Captions of ids as a padded batch, each ended by eos.

    Chapter: book/04_captions_with_attention
    """
    rows, lengths = pad([[*row, EOS] for row in ids])
    place = annotations.device
    return CaptionBatch(annotations, rows.to(place), lengths.to(place))


def caption_batches(
    annotations: Callable[[list[int]], Tensor],
    ids: Sequence[Sequence[int]],
    batch_size: int = 64,
) -> Callable[[torch.Generator], Iterator[CaptionBatch]]:
    """Batches of captions of like length, for a trainer.

    Args:
        annotations: gives the annotation vectors (captions, places,
            channels) of the pictures that the captions with these numbers
            describe.
        ids: the captions' words.

    Chapter: book/04_captions_with_attention
    """
    lengths = [len(row) for row in ids]

    def epoch(chance: torch.Generator) -> Iterator[CaptionBatch]:
        for batch in length_batches(lengths, batch_size, chance):
            yield caption_batch(annotations(batch), [ids[i] for i in batch])

    return epoch
