"""Skip-thoughts: a sentence is known by the sentences around it.

A GRU reads a sentence; its last state is the *thought*. Two decoders must
write the previous and the next sentence from nothing but that thought, so
the thought has to hold what the sentence is about (Kiros et al., 2015,
"Skip-Thought Vectors", equations 1 to 9).

Where the released code and the paper differ, this is the released code: the
thought enters the decoders as their initial state, the reset gate acts after
the recurrent product (which is ``torch.nn.GRU`` with a zero ``bias_hh``),
one word table serves encoder and decoders, and one output layer both
decoders. The paper feeds the thought at every step instead.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.recurrent import (
    gru,
    last_states,
    real_steps,
    reversed_steps,
    shifted,
    word_loss,
)
from storyteller_lib.text import EOS, Vocabulary, length_batches, pad, tokenise
from storyteller_lib.visual_semantic_embedding.ranking import contrastive_loss

TEMPERATURE = 0.07


@dataclass(frozen=True)
class SkipThoughtSettings(Settings):
    """Sizes and choices of a skip-thought encoder.

    Attributes:
        vocabulary: number of words, the two special ones counted.
        word_dim: size of a word's vector (released models: 620).
        dim: size of a thought (released models: 2400).
        both_ways: bi-skip: half of a thought is read forwards by one GRU,
            half backwards by another.
        reads_end: whether the end of the text is read as a word too.
        unit_length: whether thoughts are brought to length one.
        lower_case: whether texts are read in lower case; the released
            encoders tell capitals apart.

    Chapter: book/05_skip_thoughts
    """

    vocabulary: int
    word_dim: int = 128
    dim: int = 256
    both_ways: bool = False
    reads_end: bool = False
    unit_length: bool = True
    lower_case: bool = True

    def __post_init__(self) -> None:
        self.check_positive("vocabulary", "word_dim", "dim")
        if self.both_ways and self.dim % 2:
            raise StorytellerError(
                "a thought that is read both ways has two halves: its dim "
                f"must be even, got {self.dim!r}"
            )


class SkipThoughtEncoder(nn.Module):
    """Reads a sentence into a thought vector of unit length.

    Forwards alone it is the paper's uni-skip, both ways its bi-skip.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, settings: SkipThoughtSettings) -> None:
        super().__init__()
        self.settings = settings
        self.words = nn.Embedding(settings.vocabulary, settings.word_dim)
        nn.init.uniform_(self.words.weight, -0.1, 0.1)
        if settings.both_ways:
            self.gru = gru(settings.word_dim, settings.dim // 2)
            self.backward_gru = gru(settings.word_dim, settings.dim // 2)
        else:
            self.gru = gru(settings.word_dim, settings.dim)

    def forward(
        self, ids: Int[Tensor, "batch time"], lengths: Int[Tensor, " batch"]
    ) -> Float[Tensor, "batch dim"]:
        """Thoughts before normalisation: the GRU's last states."""
        states, _ = self.gru(self.words(ids))  # (batch, time, dim)
        thoughts = last_states(states, lengths)
        if not self.settings.both_ways:
            return thoughts
        backwards = self.words(reversed_steps(ids, lengths))
        states, _ = self.backward_gru(backwards)  # (batch, time, dim / 2)
        return torch.cat([thoughts, last_states(states, lengths)], dim=1)

    def tokens(self, text: str) -> list[str]:
        """The words of a text as this encoder reads them."""
        return tokenise(text, self.settings.lower_case)

    @torch.no_grad()
    def encode(
        self,
        texts: Sequence[str],
        vocabulary: Vocabulary,
        batch_size: int = 256,
    ) -> Float[Tensor, "batch dim"]:
        """Thoughts of texts, each of unit length, in the order given.

        A text of several sentences is read as one sequence, as the
        originals did; an empty one gives a vector of zeros.
        """
        ids = [vocabulary.encode(self.tokens(text)) for text in texts]
        return self.encode_ids(ids, batch_size)

    @torch.no_grad()
    def encode_ids(
        self, ids: Sequence[Sequence[int]], batch_size: int = 256
    ) -> Float[Tensor, "batch dim"]:
        """Thoughts of texts that are ids already; see ``encode``."""
        place = self.words.weight.device
        if self.settings.reads_end:
            ids = [[*row, EOS] for row in ids]
        thoughts = torch.zeros(len(ids), self.settings.dim, device=place)
        for batch in length_batches([len(i) for i in ids], batch_size):
            rows, lengths = pad([ids[i] for i in batch])
            if rows.shape[1] == 0:
                continue
            found = self(rows.to(place), lengths.to(place))
            if self.settings.unit_length:
                found = F.normalize(found, dim=1)
            thoughts[batch] = found
        return thoughts


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


class SkipThoughts(nn.Module):
    """The encoder with the two decoders that train it.

    Args:
        settings: sizes.
        contrast: weight of a second loss that asks for no writing: a
            thought must be nearer to its next sentence's thought than to
            those of the rest of the batch (Logeswaran and Lee, 2018). It
            costs a tenth of the decoders' work. 0 is the original.
        decoded: share of a batch whose neighbours are written.
        released_loss: train on the sum that the released code trains on,
            see ``recurrent.word_loss``.

    Chapter: book/05_skip_thoughts
    """

    def __init__(
        self,
        settings: SkipThoughtSettings,
        contrast: float = 0.0,
        decoded: float = 1.0,
        released_loss: bool = False,
    ) -> None:
        super().__init__()
        self.settings, self.contrast = settings, contrast
        self.decoded, self.released_loss = decoded, released_loss
        self.encoder = SkipThoughtEncoder(settings)
        self.previous = gru(settings.word_dim, settings.dim)
        self.next = gru(settings.word_dim, settings.dim)
        self.output = nn.Linear(settings.dim, settings.vocabulary)

    def forward(self, *triplet: Tensor) -> Float[Tensor, ""]:
        """The loss of a ``Triplet``: mean cross-entropy of a word, in nats.

        The released code sums over words and sentences, so that its
        clipping acts on a sum; a mean keeps the learning rate's meaning
        when batches differ in size.
        """
        batch = Triplet(*triplet)
        thoughts = self.encoder(batch.source, batch.source_lengths)
        loss = self._writing(thoughts, batch)
        if self.contrast:
            loss = loss + self.contrast * self._contrast(thoughts, batch)
        return loss

    def _writing(self, thoughts: Tensor, batch: Triplet) -> Tensor:
        written = max(1, round(self.decoded * len(thoughts)))
        thoughts = thoughts[:written]
        asked = [
            self._teacher_forced(decoder, thoughts, ids[:written], lengths)
            for decoder, ids, lengths in (
                (self.previous, batch.previous, batch.previous_lengths),
                (self.next, batch.next, batch.next_lengths),
            )
        ]
        states = torch.cat([states for states, _ in asked])  # (words, dim)
        targets = torch.cat([targets for _, targets in asked])  # (words,)
        return word_loss(self.output(states), targets, self.released_loss)

    def _teacher_forced(
        self, decoder: nn.GRU, thoughts: Tensor, ids: Tensor, lengths: Tensor
    ) -> tuple[Float[Tensor, "words dim"], Int[Tensor, " words"]]:
        """States and targets without padding: no product is spent on it."""
        words = shifted(self.encoder.words(ids))  # (batch, time, word_dim)
        states, _ = decoder(words, thoughts.unsqueeze(0).contiguous())
        real = real_steps(ids, lengths[: len(ids)])
        return states[real], ids[real]

    def _contrast(self, thoughts: Tensor, batch: Triplet) -> Tensor:
        lengths = batch.next_lengths - 1  # without the eos
        others = self.encoder(batch.next, lengths)
        mine = F.normalize(thoughts.float(), dim=1)
        theirs = F.normalize(others.float(), dim=1)
        return contrastive_loss(mine @ theirs.T / TEMPERATURE)


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
