"""In which shares the library's decoder learns its kinds of texts."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from data_scripts.library.material import Texts
from storyteller_lib.story_decoder import PassageBatch, passage_batch
from storyteller_lib.text import length_batches

SHARES = {
    "scenes": 0.24,
    "bank": 0.20,
    "dresses": 0.34,
    "albums": 0.04,
    "captions": 0.10,
    "novels": 0.08,
}
"""Of the texts of an epoch."""

WORD_DROPOUT = 0.1


class Mixture:
    """All kinds of texts, in their shares.

    Args:
        kinds: by name.
        batch: texts a batch.
        size: texts an epoch.
    """

    def __init__(
        self, kinds: dict[str, Texts], batch: int, size: int = 24_000
    ) -> None:
        self.kinds, self.batch = kinds, batch
        total = sum(SHARES[name] for name in kinds)
        self.counts = {
            name: round(size * SHARES[name] / total) for name in kinds
        }

    def epoch(self, chance: torch.Generator) -> Iterator[PassageBatch]:
        """Batches of texts of like length, of all kinds."""
        drawn = [
            (name, int(row))
            for name, count in self.counts.items()
            for row in torch.randint(
                len(self.kinds[name].ids), (count,), generator=chance
            )
        ]
        lengths = [len(self.kinds[name].ids[row]) for name, row in drawn]
        for batch in length_batches(lengths, self.batch, chance):
            yield self._batch([drawn[i] for i in batch], chance)

    def _batch(
        self, drawn: list[tuple[str, int]], chance: torch.Generator
    ) -> PassageBatch:
        drawn = sorted(drawn)  # kind by kind
        rows = [self.kinds[name].ids[row] for name, row in drawn]
        thoughts = [
            texts([row for kind, row in drawn if kind == name], chance)
            for name, texts in sorted(self.kinds.items())
            if any(kind == name for kind, _ in drawn)
        ]
        return passage_batch(torch.cat(thoughts), rows, WORD_DROPOUT, chance)


def exact_batches(texts: Texts, batch: int = 64) -> Iterator[PassageBatch]:
    """All texts in order of length, from their captions without chance."""
    lengths = [len(row) for row in texts.ids]
    for rows in length_batches(lengths, batch):
        yield passage_batch(texts.exact(rows), [texts.ids[i] for i in rows])
