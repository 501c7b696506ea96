"""The story decoder: from a thought vector back to a passage.

A conditional language model: a GRU that starts from the thought and writes
word after word (Kiros et al., 2015, section 2.1; the decoder of
neural-storyteller). The thought is the passage's own skip-thought vector in
training; in use it is a shifted one. The released decoder sees the thought
only in its initial state, so a long passage forgets what it was about;
``every_step`` also shows it at each step, as the paper's equations do.

The model only offers ``start`` and ``step``; how words are chosen is the
business of ``beam_search``.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from storyteller_lib.conditional_writer import (
    ConditionalWriter,
    PassageBatch,
    State,
    WriterSettings,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.recurrent import (
    gru,
    read_tokens,
    real_steps,
    shifted,
    with_condition,
)
from storyteller_lib.text import EOS, UNK, length_batches, pad

__all__ = [
    "PassageBatch",
    "StoryDecoder",
    "StoryDecoderSettings",
    "passage_batch",
    "passage_batches",
]


@dataclass(frozen=True)
class StoryDecoderSettings(WriterSettings):
    """Sizes and choices of a story decoder, and any writer's.

    Attributes:
        thought_dim: size of the thought vectors (released: 4800).
        word_dim: size of a word's vector (released: 620).
        dim: size of the GRU's state (released: 1600).
        condition_dim: size of what of the thought each step sees; 0 shows
            it to the initial state alone, as released.
        topic: whether the thought also speaks to the output layer directly
            and makes its words likelier all through the passage, as topics
            do in a TopicRNN (Dieng et al., 2017, eq. 3).
        deep: whether the state passes a tanh layer of the words' size
            before the output, as in the released romance decoder.
        tied: whether the output shares the word table with the input;
            the released decoders have a matrix of its own.
        released_loss: train on the sum that the released code trains on,
            see ``recurrent.word_loss``.

    Chapter: book/07_training_the_decoder
    """

    condition_dim: int = 64
    topic: bool = False
    deep: bool = True
    tied: bool = True
    released_loss: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.deep and (self.tied or self.topic):
            raise StorytellerError(
                "StoryDecoderSettings with deep=False needs tied=False and "
                "topic=False: the state has not the size of a word's vector"
            )
        self.check_range("condition_dim")


class StoryDecoder(ConditionalWriter):
    """A GRU language model conditioned on a thought vector.

    The output layer is deep, as the released romance decoder's: the state
    passes a tanh layer of the words' size, and shares the word table with
    the input (Press and Wolf, 2017), which halves the weights. Both are
    choices of the settings.

    Chapter: book/07_training_the_decoder
    """

    def __init__(self, settings: StoryDecoderSettings) -> None:
        s = settings
        super().__init__(s)
        self.settings, self.released_loss = s, s.released_loss
        self.initial = nn.Linear(s.thought_dim, s.dim)
        if s.condition_dim:
            self.condition = nn.Linear(s.thought_dim, s.condition_dim)
        if s.topic:
            self.topic = nn.Linear(s.thought_dim, s.word_dim)
            nn.init.zeros_(self.topic.weight)
        self.gru = gru(s.word_dim + s.condition_dim, s.dim)
        if s.deep:
            self.hidden = nn.Linear(s.dim, s.word_dim)
        if not s.tied:
            size = s.word_dim if s.deep else s.dim
            self.output = nn.Linear(size, s.vocabulary, bias=False)

    @property
    def table(self) -> Float[Tensor, "vocabulary features"]:
        """The output layer's weights."""
        return self.words.weight if self.settings.tied else self.output.weight

    def start(self, thoughts: Float[Tensor, "batch thought"]) -> State:
        """The state from which a passage about each thought begins."""
        thoughts = self.heard(thoughts)
        state = {"hidden": torch.tanh(self.initial(thoughts))}
        if self.settings.condition_dim:
            state["condition"] = torch.tanh(self.condition(thoughts))
        if self.settings.topic:
            state["topic"] = self.topic(thoughts)  # (batch, word_dim)
        return state

    def step(
        self, last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        """Log-probabilities of the next word, and the state after it.

        A last token of -1 (at the start) reads as a word of zeros.
        """
        words = read_tokens(self.words, last_tokens.unsqueeze(1))
        states, _ = self.gru(
            with_condition(words, state.get("condition")),
            state["hidden"].unsqueeze(0).contiguous(),
        )
        hidden = states[:, 0]  # (rows, dim)
        features = self.features(hidden, state.get("topic"))
        return self.log_probs(features), {**state, "hidden": hidden}

    def teacher_forced(
        self, batch: PassageBatch
    ) -> tuple[Float[Tensor, "words features"], Int[Tensor, " words"]]:
        """What the output layer reads at each real word, and the words."""
        state = self.start(batch.thoughts)
        words = shifted(self.words(batch.inputs))  # (batch, time, word_dim)
        hidden = state["hidden"].unsqueeze(0).contiguous()
        read = with_condition(words, state.get("condition"))
        states, _ = self.gru(read, hidden)  # (batch, time, dim)
        real = real_steps(batch.ids, batch.lengths)
        topic = state.get("topic")
        if topic is not None:
            topic = topic.unsqueeze(1).expand(-1, states.shape[1], -1)[real]
        return self.features(states[real], topic), batch.ids[real]

    def features(
        self, states: Float[Tensor, "rows dim"], topic: Tensor | None
    ) -> Float[Tensor, "rows features"]:
        """What the output layer reads."""
        if self.settings.deep:
            states = torch.tanh(self.hidden(self.drop(states)))
        return self.drop(states if topic is None else states + topic)


def passage_batch(
    thoughts: Float[Tensor, "batch thought"],
    ids: Sequence[Sequence[int]],
    word_dropout: float = 0.0,
    generator: torch.Generator | None = None,
) -> PassageBatch:
    """Passages of ids as a padded batch, each ended by eos.

    With word dropout a share of the words that the decoder reads (not of
    those it must write) is replaced by the unknown word, so that it must
    look to the thought (Bowman et al., 2016).

    Chapter: book/07_training_the_decoder
    """
    rows, lengths = pad([[*row, EOS] for row in ids])
    inputs = rows
    if word_dropout:
        lost = torch.rand(rows.shape, generator=generator) < word_dropout
        inputs = rows.masked_fill(lost, UNK)
    return PassageBatch(thoughts, rows, lengths, inputs)


def passage_batches(
    thoughts: Callable[[list[int], torch.Generator], Tensor],
    ids: Sequence[Sequence[int]],
    batch_size: int = 64,
    word_dropout: float = 0.0,
) -> Callable[[torch.Generator], Iterator[PassageBatch]]:
    """Batches of passages of like length, for a trainer.

    Args:
        thoughts: gives the thought vectors of the passages with these
            numbers; it may draw them (add noise, say) from the generator.
        ids: the passages' words.

    Chapter: book/07_training_the_decoder
    """
    lengths = [len(row) for row in ids]

    def epoch(chance: torch.Generator) -> Iterator[PassageBatch]:
        for batch in length_batches(lengths, batch_size, chance):
            rows = [ids[i] for i in batch]
            condition = thoughts(batch, chance)
            yield passage_batch(condition, rows, word_dropout, chance)

    return epoch
