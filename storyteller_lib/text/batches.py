"""Sequences of ids as batches: padded, and of like length.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor


class Padded(NamedTuple):
    """Sequences of ids as one matrix, filled up, and how much is real.

    Chapter: book/02_pictures_captions_books
    """

    ids: Int[Tensor, "batch time"]
    lengths: Int[Tensor, " batch"]


def pad(sequences: Sequence[Sequence[int]]) -> Padded:
    """Sequences of ids as one matrix, filled up with 0, and their lengths.

    Chapter: book/02_pictures_captions_books
    """
    lengths = torch.tensor([len(s) for s in sequences], dtype=torch.long)
    if not sequences:
        return Padded(lengths.view(0, 0), lengths)
    rows = [torch.as_tensor(s, dtype=torch.long) for s in sequences]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    return Padded(ids, lengths)


def length_batches(
    lengths: Sequence[int],
    batch_size: int,
    generator: torch.Generator | None = None,
) -> Iterator[list[int]]:
    """Indices in batches of like length, so that little padding is needed.

    The items are shuffled before they are sorted by length, and so are the
    batches and their rows: with a generator each pass comes in another
    order; without one the order is by length.

    Chapter: book/05_skip_thoughts
    """
    shuffle = partial(_shuffle, generator=generator)
    by_length = sorted(shuffle(range(len(lengths))), key=lambda i: lengths[i])
    for start in shuffle(range(0, len(by_length), batch_size)):
        yield shuffle(by_length[start : start + batch_size])


def _shuffle(
    items: Sequence[int], generator: torch.Generator | None
) -> list[int]:
    if generator is None:
        return list(items)
    order = torch.randperm(len(items), generator=generator)
    return [items[i] for i in order.tolist()]
