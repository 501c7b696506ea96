"""A critic of prose: would a person have gone on like this?

A decoder judges each word by those before it and is content with sentences
that nobody would write. It is easier to see that afterwards, from both
sides. So a small reader is trained to tell the sentence with which a passage
of a novel goes on from one that the decoder drew in its place (Holtzman et
al., 2018, "Learning to write with cooperative discriminators"). Its log-odds
are what the decoder's own probability lacks: among sentences that a language
model drew, choosing by them comes nearer to the true distribution (Deng et
al., 2020, "Residual energy-based models for text generation", eqs. 1 to 3).

It reads with the decoder's own word vectors.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from storyteller_lib.config import Settings
from storyteller_lib.text import EOS, pad

CONTEXT = 40
"""Words before a sentence that are read with it."""


Sentence = tuple[tuple[int, ...], int]
"""A text up to the end of a sentence, and where that sentence starts."""


def sentences_of(
    tokens: Sequence[int], ends: Collection[int]
) -> list[Sentence]:
    """The sentences of a text, each with all that stands before it.

    Args:
        tokens: the text; its last sentence may lack an end.
        ends: the tokens that end a sentence.

    Chapter: book/16_choosing_among_candidates
    """
    stops = [i + 1 for i, token in enumerate(tokens) if token in ends]
    if tokens and stops[-1:] != [len(tokens)]:
        stops.append(len(tokens))
    starts = [0, *stops]
    return [
        (tuple(tokens[:stop]), start)
        for start, stop in zip(starts, stops, strict=False)
    ]


@dataclass(frozen=True)
class ProseCriticSettings(Settings):
    """Sizes of a prose critic.

    Attributes:
        word_dim: size of the decoder's word vectors.
        dim: size of the GRU's state, in each direction.
        dropout: share of what it reads and notes hidden in training.

    Chapter: book/16_choosing_among_candidates
    """

    word_dim: int
    dim: int = 192
    dropout: float = 0.2

    def __post_init__(self) -> None:
        self.check_positive("word_dim", "dim")
        self.check_range("dropout", below=1)


class Continuation(NamedTuple):
    """Sentences, each with a few words of what stands before it.

    Chapter: book/16_choosing_among_candidates
    """

    ids: Int[Tensor, "batch time"]
    lengths: Int[Tensor, " batch"]
    starts: Int[Tensor, " batch"]

    @classmethod
    def of(
        cls, texts: Sequence[Sequence[int]], starts: Sequence[int]
    ) -> Continuation:
        """Texts whose last sentence starts at these words."""
        first = [max(0, start - CONTEXT) for start in starts]
        ids, lengths = pad(
            [text[i:] for text, i in zip(texts, first, strict=True)]
        )
        begun = [start - i for start, i in zip(starts, first, strict=True)]
        return cls(ids, lengths, torch.tensor(begun, dtype=torch.long))

    def to(self, place: torch.device) -> Continuation:
        """The same on a device."""
        return Continuation(*(part.to(place) for part in self))


class ProseCritic(nn.Module):
    """Tells how people go on from how a decoder does.

    A GRU reads context and sentence in both directions; the sentence's
    states, their mean and their largest values, decide.

    Chapter: book/16_choosing_among_candidates
    """

    def __init__(self, settings: ProseCriticSettings) -> None:
        super().__init__()
        self.settings = s = settings
        self.gru = nn.GRU(
            s.word_dim + 1, s.dim, batch_first=True, bidirectional=True
        )
        self.notes = nn.Linear(4 * s.dim, s.dim)
        self.verdict = nn.Linear(s.dim, 1)
        self.drop = nn.Dropout(s.dropout)

    def forward(
        self, table: nn.Embedding, read: Continuation
    ) -> Float[Tensor, " batch"]:
        """Log-odds, in nats, that a person wrote each sentence.

        Args:
            table: the decoder's word vectors.
            read: the sentences in their context.
        """
        steps = torch.arange(read.ids.shape[1], device=read.ids.device)
        inside = steps >= read.starts.unsqueeze(1)  # (batch, time)
        inside &= steps < read.lengths.unsqueeze(1)
        states, _ = self._read(table, read.ids, read.lengths, inside)
        return self._verdict(states, inside)

    def _read(
        self,
        table: nn.Embedding,
        ids: Int[Tensor, "batch time"],
        lengths: Int[Tensor, " batch"],
        inside: Bool[Tensor, "batch time"],
        first: Float[Tensor, "2 batch dim"] | None = None,
    ) -> tuple[Float[Tensor, "batch time both"], Float[Tensor, "2 batch dim"]]:
        """The GRU's states at the words, and the last in each direction."""
        words = self.drop(table(ids))  # (batch, time, word)
        words = torch.cat([words, inside.unsqueeze(2).float()], dim=2)
        packed = pack_padded_sequence(
            words,
            lengths.cpu().clamp(min=1),
            batch_first=True,
            enforce_sorted=False,
        )
        states, last = self.gru(packed, first)
        return pad_packed_sequence(states, batch_first=True)[0], last

    def _verdict(
        self,
        states: Float[Tensor, "batch time both"],
        inside: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, " batch"]:
        """What the states inside the sentences say of them."""
        outside = ~inside.unsqueeze(2)
        mean = states.masked_fill(outside, 0.0).sum(dim=1)
        mean = mean / inside.sum(dim=1, keepdim=True).clamp(min=1)
        most = states.masked_fill(outside, -1.0).amax(dim=1)
        notes = torch.tanh(self.notes(self.drop(torch.cat([mean, most], 1))))
        verdict: Tensor = self.verdict(self.drop(notes))[:, 0]  # (batch,)
        return verdict

    @torch.no_grad()
    def judge(
        self, table: nn.Embedding, told: Sequence[Sentence]
    ) -> list[float]:
        """Log-odds, in nats, that a person wrote each sentence.

        Args:
            table: the decoder's word vectors.
            told: see ``sentences_of``.
        """
        before = [ids[max(0, i - CONTEXT) : i] for ids, i in told]
        ids, lengths = self._padded(table, [ids[i:] for ids, i in told])
        steps = torch.arange(ids.shape[1], device=ids.device)
        inside = steps < lengths.unsqueeze(1)  # (batch, time)
        first = self._after(table, before)
        states, _ = self._read(table, ids, lengths, inside, first)
        odds: list[float] = self._verdict(states, inside).tolist()
        return odds

    def _after(
        self, table: nn.Embedding, before: Sequence[tuple[int, ...]]
    ) -> Float[Tensor, "2 batch dim"]:
        """The GRU's states between contexts and sentences.

        Forwards it has read the context, which many sentences may share;
        backwards it has read nothing, for it comes to the sentence first.
        """
        different = list(dict.fromkeys(before))
        row_of = {context: row for row, context in enumerate(different)}
        ids, lengths = self._padded(table, different)
        inside = torch.zeros_like(ids, dtype=torch.bool)
        _, last = self._read(table, ids, lengths, inside)
        forwards = last[0] * (lengths > 0).unsqueeze(1)  # (different, dim)
        forwards = forwards[[row_of[context] for context in before]]
        return torch.stack([forwards, torch.zeros_like(forwards)])

    @staticmethod
    def _padded(
        table: nn.Embedding, texts: Sequence[tuple[int, ...]]
    ) -> tuple[Int[Tensor, "batch time"], Int[Tensor, " batch"]]:
        """Texts on the device of the words, one word long or longer."""
        ids, _ = pad([text or (EOS,) for text in texts])
        lengths = torch.tensor([len(text) for text in texts], dtype=torch.long)
        place = table.weight.device
        return ids.to(place), lengths.to(place)

    def loss(
        self,
        table: nn.Embedding,
        read: Continuation,
        human: Float[Tensor, " batch"],
    ) -> Float[Tensor, ""]:
        """Cross-entropy of the verdicts; human is 1 where a person wrote."""
        odds = self(table, read).float()
        return F.binary_cross_entropy_with_logits(odds, human)
