"""What all writers from a thought share: words, equaliser, loss.

A conditional language model says how probable each word is as the next one,
given the words before it and a thought. How it remembers the words before is
the business of its kind: a GRU in ``story_decoder``, attention in
``transformer_decoder``. The rest is here.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.recurrent import know_frequencies, word_loss, word_table
from storyteller_lib.sampled_softmax import SampledSoftmax

State = dict[str, Tensor]
"""What a writer knows after some words: tensors with rows first."""


@dataclass(frozen=True)
class WriterSettings(Settings):
    """Sizes and choices that every writer from a thought has.

    Attributes:
        vocabulary: number of words, the two special ones counted.
        thought_dim: size of the thought vectors.
        word_dim: size of a word's vector.
        dim: size of what is known at each word.
        dropout: share of outputs hidden in training, against overfitting.
        equalised: whether thoughts pass an equaliser first, see
            ``know_thoughts``. A thought of unit length has small numbers,
            and the differences of style in it are smaller still.

    Raises:
        StorytellerError: for values out of range.

    Chapter: book/07_training_the_decoder
    """

    vocabulary: int
    thought_dim: int
    word_dim: int = 128
    dim: int = 256
    dropout: float = field(default=0.0, kw_only=True)
    equalised: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        self.check_positive("vocabulary", "thought_dim", "word_dim", "dim")
        self.check_range("dropout", below=1)


class PassageBatch(NamedTuple):
    """Thoughts and the passages to write from them, ids padded with eos.

    Chapter: book/07_training_the_decoder
    """

    thoughts: Float[Tensor, "batch thought"]
    ids: Int[Tensor, "batch time"]
    lengths: Int[Tensor, " batch"]
    inputs: Int[Tensor, "batch time"]


class ConditionalWriter(nn.Module, ABC):
    """A language model conditioned on a thought vector.

    Args:
        settings: its sizes.

    Chapter: book/07_training_the_decoder
    """

    centre: Tensor
    equaliser: Tensor

    def __init__(self, settings: WriterSettings) -> None:
        super().__init__()
        s = settings
        self.words = word_table(s.vocabulary, s.word_dim)
        self.equalised = s.equalised
        if s.equalised:
            self.register_buffer("centre", torch.zeros(s.thought_dim))
            self.register_buffer("equaliser", torch.eye(s.thought_dim))
        self.bias = nn.Parameter(torch.zeros(s.vocabulary))
        self.drop = nn.Dropout(s.dropout)
        self.released_loss = False
        self.sampled: SampledSoftmax | None = None
        """Set it to score a sample of the words in training, not all."""

    @abstractmethod
    def start(self, thoughts: Float[Tensor, "batch thought"]) -> State:
        """The state from which a passage about each thought begins."""

    @abstractmethod
    def step(
        self, last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        """Log-probabilities of the next word, and the state after it.

        A last token of -1 (at the start) reads as a word of zeros.
        """

    @abstractmethod
    def teacher_forced(
        self, batch: PassageBatch
    ) -> tuple[Float[Tensor, "words features"], Int[Tensor, " words"]]:
        """What the output layer reads at each real word, and the words."""

    @property
    def table(self) -> Float[Tensor, "vocabulary features"]:
        """The output layer's weights: the word table itself."""
        return self.words.weight

    def know_frequencies(self, ids: Iterable[Sequence[int]]) -> None:
        """Start training from the words' frequencies in the passages.

        The bias becomes the log of each word's share, so that the first
        thousand steps need not be spent on learning that *the* is common.
        """
        know_frequencies(self.bias, ids)

    def know_thoughts(self, sample: Float[Tensor, "sample thought"]) -> None:
        """Fit the equaliser to thoughts like those of training.

        It whitens (LeCun et al., 1998, "Efficient BackProp", 4.3): quiet
        directions of the thoughts become as loud as the loud ones, down to
        a hundredth of the mean variance. What a picture is about is loud in
        a thought and its style is a whisper; after it both are heard.

        Raises:
            StorytellerError: if the settings ask for no equaliser.
        """
        if not self.equalised:
            raise StorytellerError(
                "this decoder has no equaliser: make it with equalised=True"
            )
        loudness, directions = torch.linalg.eigh(torch.cov(sample.T))
        gain = (loudness + loudness.mean() / 100).rsqrt()
        self.centre.copy_(sample.mean(dim=0))
        self.equaliser.copy_((directions * gain) @ directions.T)

    def heard(
        self, thoughts: Float[Tensor, "batch thought"]
    ) -> Float[Tensor, "batch thought"]:
        """The thoughts as they come out of the equaliser, if there is one."""
        if not self.equalised:
            return thoughts
        return (thoughts - self.centre) @ self.equaliser

    def log_probs(
        self, features: Float[Tensor, "rows features"]
    ) -> Float[Tensor, "rows vocabulary"]:
        """Log-probabilities of all words, from what the output reads."""
        logits = F.linear(features, self.table, self.bias)
        return F.log_softmax(logits.float(), dim=1)

    def forward(self, *passages: Tensor) -> Float[Tensor, ""]:
        """Mean cross-entropy of a word of a ``PassageBatch``, in nats."""
        return self.loss(*self.teacher_forced(PassageBatch(*passages)))

    def loss(
        self,
        features: Float[Tensor, "words features"],
        targets: Int[Tensor, " words"],
    ) -> Float[Tensor, ""]:
        """Mean cross-entropy of words, from what the output layer reads."""
        if self.sampled and self.training:
            return self.sampled.loss(features, targets, self.table, self.bias)
        logits = F.linear(features, self.table, self.bias)
        return word_loss(logits, targets, self.released_loss)

    def surprise(self, batch: PassageBatch) -> Float[Tensor, " words"]:
        """Cross-entropy of each real word, in nats, passage by passage."""
        features, targets = self.teacher_forced(batch)
        logits = F.linear(features, self.table, self.bias)
        return F.cross_entropy(logits.float(), targets, reduction="none")
