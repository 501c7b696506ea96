"""Skip-thoughts: a sentence is known by the sentences around it.

A GRU reads a sentence; its last state is the *thought* (Kiros et al., 2015,
"Skip-Thought Vectors", equations 1 to 4). As in the released code, and not
in the paper, the reset gate acts after the recurrent product, which is
``torch.nn.GRU`` with a zero ``bias_hh``.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.recurrent import (
    gru,
    last_states,
    reversed_steps,
    word_table,
)
from storyteller_lib.text import EOS, Vocabulary, length_batches, pad, tokenise


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
        self.words = word_table(settings.vocabulary, settings.word_dim)
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
            thoughts[batch] = found.float()  # a GPU may give bfloat16
        return thoughts
