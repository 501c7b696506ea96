"""Batches as the skip-thoughts code makes them: of sentences of one length.

Lengths are visited in turn, in an order that is drawn for each pass over the
data, until all their sentences are used up; no padding is needed on the side
of the encoder.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch


def one_length_batches(
    lengths: Sequence[int], batch_size: int, generator: torch.Generator
) -> Iterator[list[int]]:
    """Indices in batches of one length each, the lengths in turn.

    Chapter: book/05_skip_thoughts
    """
    order = torch.randperm(len(lengths), generator=generator).tolist()
    waiting: dict[int, list[int]] = {}
    for i in order:
        waiting.setdefault(lengths[i], []).append(i)
    while waiting:
        for length in list(waiting):
            batch = waiting[length][:batch_size]
            waiting[length] = waiting[length][batch_size:]
            if not waiting[length]:
                del waiting[length]
            yield batch
