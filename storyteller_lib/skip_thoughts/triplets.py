"""Triplets: a sentence with the one before it and the one after it.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import torch

from storyteller_lib.text import EOS, Padded, length_batches, pad


class Triplet(NamedTuple):
    """Sources with the sentences before and after them, as padded ids.

    Chapter: book/05_skip_thoughts
    """

    source: Padded
    previous: Padded
    next: Padded


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
    """Triplets of ids as one padded batch; each target ends with eos.

    Chapter: book/05_skip_thoughts
    """
    return Triplet(
        source=pad([source for _, source, _ in rows]),
        previous=pad([[*before, EOS] for before, _, _ in rows]),
        next=pad([[*after, EOS] for _, _, after in rows]),
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
