"""Triplets: a sentence with the one before it and the one after it.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Int
from torch import Tensor

from storyteller_lib.text import length_batches, pad


class Triplet(NamedTuple):
    """Sources with the sentences before and after them, as padded ids.

    Chapter: book/05_skip_thoughts
    """

    source: Int[Tensor, "batch time"]
    source_lengths: Int[Tensor, " batch"]
    previous: Int[Tensor, "batch before"]
    previous_lengths: Int[Tensor, " batch"]
    next: Int[Tensor, "batch after"]
    next_lengths: Int[Tensor, " batch"]


def triplets(
    books: Iterable[Sequence[Sequence[int]]],
) -> list[tuple[Sequence[int], Sequence[int], Sequence[int]]]:
    """(previous, source, next) for each inner sentence of each book.

    Triplets never cross a book's border, unlike the released code's.

    Chapter: book/05_skip_thoughts
    """
    return [
        (book[i - 1], book[i], book[i + 1])
        for book in books
        for i in range(1, len(book) - 1)
    ]


def triplet_batch(
    rows: Sequence[tuple[Sequence[int], Sequence[int], Sequence[int]]],
) -> Triplet:
    """Triplets of ids as one padded batch; each target ends with eos (0).

    Chapter: book/05_skip_thoughts
    """
    source, source_lengths = pad([row[1] for row in rows])
    before, before_lengths = pad([[*row[0], 0] for row in rows])
    after, after_lengths = pad([[*row[2], 0] for row in rows])
    return Triplet(
        source, source_lengths, before, before_lengths, after, after_lengths
    )


def triplet_batches(
    rows: Sequence[tuple[Sequence[int], Sequence[int], Sequence[int]]],
    batch_size: int = 128,
) -> Callable[[torch.Generator], Iterator[Triplet]]:
    """Batches of triplets with sources of like length, for a trainer.

    Chapter: book/05_skip_thoughts
    """
    lengths = [len(source) for _, source, _ in rows]

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        for batch in length_batches(lengths, batch_size, chance):
            yield triplet_batch([rows[i] for i in batch])

    return epoch
