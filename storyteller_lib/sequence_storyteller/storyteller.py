"""The sequence storyteller: a sentence for each of five pictures.

Three GRUs, as in the VIST sequence-to-sequence storyteller (Huang et al.,
2016, section 5, and the code that followed it): one reads the pictures up to
now, one the sentence before, and one writes the next sentence. What the two
readers know enters the writer's first state; with attention the words of the
sentence before are also looked at again before every word.

The model only offers ``start`` and ``step``; how words are chosen, and how a
sentence is handed to the next, is the business of ``storyteller``.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.recurrent import (
    gru,
    know_frequencies,
    last_states,
    read_tokens,
    real_steps,
    shifted,
    with_condition,
    word_loss,
    word_table,
)
from storyteller_lib.sequence_storyteller.attention import SentenceAttention
from storyteller_lib.sequence_storyteller.batches import SentenceBatch
from storyteller_lib.sequence_storyteller.copying import Copying
from storyteller_lib.sequence_storyteller.settings import (
    SequenceStorytellerSettings,
)

State = dict[str, Tensor]


LOUDNESS = 4.0
"""Length that pictures' vectors are brought to, roughly, see
``know_pictures``."""


class SequenceStoryteller(nn.Module):
    """A conditional language model of the next sentence of a story.

    Chapter: book/11_stories_from_sequences
    """

    centre: Tensor
    gain: Tensor

    def __init__(self, settings: SequenceStorytellerSettings) -> None:
        super().__init__()
        self.settings = s = settings
        self.words = word_table(s.vocabulary, s.word_dim)
        self.words.weight.requires_grad_(not s.frozen_words)
        self.register_buffer("centre", torch.zeros(s.image_dim))
        self.register_buffer("gain", torch.ones(s.image_dim))
        self.look = nn.Linear(s.image_dim, s.dim)
        self.image_gru = gru(s.dim, s.dim)
        known = s.dim
        if s.previous:
            self.previous_gru = gru(s.word_dim, s.dim)
            known += s.dim
        self.initial = nn.Linear(known, s.dim)
        if s.condition_dim:
            self.condition = nn.Linear(known, s.condition_dim)
        if s.topic:
            self.topic = nn.Linear(known, s.word_dim)
            nn.init.zeros_(self.topic.weight)
        self.gru = gru(s.word_dim + s.condition_dim, s.dim)
        if s.attention != "none":
            self.attention = SentenceAttention(s.dim, s.attention)
            self.combine = nn.Linear(2 * s.dim, s.dim)
        if s.copying:
            self.copying = Copying(s.dim)
        self.hidden = nn.Linear(s.dim, s.word_dim)
        if not s.tied:
            self.output = nn.Linear(s.word_dim, s.vocabulary, bias=False)
        self.bias = nn.Parameter(torch.zeros(s.vocabulary))
        self.drop = nn.Dropout(s.dropout)

    def know_frequencies(self, ids: Iterable[Sequence[int]]) -> None:
        """Start training from the words' frequencies in the sentences."""
        know_frequencies(self.bias, ids)

    def know_pictures(self, sample: Float[Tensor, "sample image"]) -> None:
        """Bring all parts of the pictures' vectors to one loudness.

        Pooled features lie far from zero, some loud and some quiet; a GRU
        is slow to find that out by itself.
        """
        self.centre.copy_(sample.mean(dim=0))
        spread = sample.std(dim=0) + 1e-6
        self.gain.copy_(LOUDNESS / len(self.gain) ** 0.5 / spread)

    def see(
        self,
        pictures: Float[Tensor, "rows group image"],
        seen: Int[Tensor, " rows"],
    ) -> Float[Tensor, "rows dim"]:
        """The state after the last picture of each group."""
        even = (pictures - self.centre) * self.gain
        looks = self.look(self.drop(even))  # (rows, group, dim)
        states, _ = self.image_gru(looks)  # (rows, group, dim)
        return last_states(states, seen)

    def start(
        self,
        pictures: Float[Tensor, "rows group image"],
        seen: Int[Tensor, " rows"],
        previous: Int[Tensor, "rows words"],
        heard: Int[Tensor, " rows"],
    ) -> State:
        """The state from which each next sentence begins.

        The arguments are the first four parts of a ``SentenceBatch``.
        """
        s, state = self.settings, {}
        known = [self.see(pictures, seen)]
        if s.previous:
            memory, _ = self.previous_gru(read_tokens(self.words, previous))
            known.append(last_states(memory, heard))
            if s.attention != "none":
                state["memory"] = memory  # (rows, words, dim)
                state["real"] = real_steps(previous, heard)
            if s.copying:
                state["previous"] = previous  # (rows, words)
        whole = torch.cat(known, dim=1)  # (rows, known)
        state["hidden"] = torch.tanh(self.initial(whole))
        if s.condition_dim:
            state["condition"] = self.condition(whole)
        if s.topic:
            state["topic"] = self.topic(whole)  # (rows, word)
        return state

    def step(
        self, last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        """Log-probabilities of the next word, and the state after it.

        A last token of -1 (at the start) reads as a word of zeros. With
        attention the new state's ``weights`` (rows, words) say where in the
        sentence before it looked.
        """
        words = read_tokens(self.words, last_tokens.unsqueeze(1))
        states, weights = self._write(words, state)
        after = {**state, "hidden": states[:, 0, : self.settings.dim]}
        if weights is not None:
            after["weights"] = weights[:, 0]
        logits = self._logits(states[:, 0], state.get("topic"))
        if self.settings.copying:
            look = (after["weights"], state["previous"])
            return self.copying(states[:, 0], logits, *look), after
        return F.log_softmax(logits.float(), dim=1), after

    def forward(self, *sentences: Tensor) -> Float[Tensor, ""]:
        """Mean cross-entropy of a word of a ``SentenceBatch``, in nats."""
        return word_loss(*self._teacher_forced(SentenceBatch(*sentences)))

    def surprise(self, batch: SentenceBatch) -> Float[Tensor, " words"]:
        """Cross-entropy of each real word, in nats, row by row."""
        logits, targets = self._teacher_forced(batch)
        return F.cross_entropy(logits.float(), targets, reduction="none")

    @torch.no_grad()
    def maps(self, batch: SentenceBatch) -> Float[Tensor, "rows time words"]:
        """Where in the sentence before it looks at each word it writes."""
        states = self.start(*batch[:4])
        _, weights = self._write(shifted(self.words(batch.ids)), states)
        assert weights is not None, "this storyteller has no attention"
        return weights

    def _teacher_forced(
        self, batch: SentenceBatch
    ) -> tuple[Float[Tensor, "words vocabulary"], Int[Tensor, " words"]]:
        state = self.start(*batch[:4])
        states, weights = self._write(shifted(self.words(batch.ids)), state)
        real = real_steps(batch.ids, batch.lengths)

        def at_words(name: str) -> Tensor | None:
            """A part of the start, for each real word of its sentence."""
            if name not in state:
                return None
            part = state[name].unsqueeze(1)  # (rows, 1, size)
            return part.expand(-1, states.shape[1], -1)[real]

        logits = self._logits(states[real], at_words("topic"))
        previous = at_words("previous")
        if weights is not None and previous is not None:
            logits = self.copying(
                states[real], logits, weights[real], previous
            )
        return logits, batch.ids[real]

    def _write(
        self, words: Float[Tensor, "rows time word"], state: State
    ) -> tuple[Float[Tensor, "rows time states"], Tensor | None]:
        """States of the writing GRU, each followed by its context."""
        read = with_condition(words, state.get("condition"))
        hidden = state["hidden"].unsqueeze(0).contiguous()
        states, _ = self.gru(read, hidden)  # (rows, time, dim)
        if self.settings.attention == "none":
            return states, None
        context, weights = self.attention(
            states, state["memory"], state["real"]
        )
        return torch.cat([states, context], dim=2), weights

    def _logits(
        self, states: Float[Tensor, "rows states"], topic: Tensor | None
    ) -> Float[Tensor, "rows vocabulary"]:
        s = self.settings
        if s.attention != "none":
            states = torch.tanh(self.combine(states))
        states = torch.tanh(self.hidden(self.drop(states)))
        if topic is not None:
            states = states + topic
        table = self.words if s.tied else self.output
        return F.linear(self.drop(states), table.weight, self.bias)
