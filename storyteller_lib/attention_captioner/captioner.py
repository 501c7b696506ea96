"""The attention captioner: an LSTM that looks again before every word.

Show, Attend and Tell (Xu et al., 2015). The picture is a grid of annotation
vectors, from any image encoder. At each step ``attention`` decides where to
look, and the next word is chosen from the state, the word before and what
was seen (the deep output, equation 7). A penalty asks the writer to give
every part of the picture some attention (equation 14).

The model only offers ``start`` and ``step``; how words are chosen is the
business of ``beam_search``. ``maps`` tells where it looked at each word.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.attention_captioner.attention import (
    doubly_stochastic,
    entropy,
)
from storyteller_lib.attention_captioner.batches import (
    CaptionBatch,
    caption_batch,
)
from storyteller_lib.attention_captioner.lstm import (
    AttentionLSTM,
    Dropout,
    Look,
    State,
)
from storyteller_lib.attention_captioner.settings import (
    AttentionCaptionerSettings,
)
from storyteller_lib.recurrent import (
    know_frequencies,
    read_tokens,
    real_steps,
    shifted,
    word_table,
)

__all__ = ["AttentionCaptioner", "AttentionCaptionerSettings"]


class AttentionCaptioner(nn.Module):
    """A conditional language model that attends to annotation vectors.

    Chapter: book/04_captions_with_attention
    """

    baseline: Tensor

    def __init__(self, settings: AttentionCaptionerSettings) -> None:
        super().__init__()
        self.settings = s = settings
        self.words = word_table(s.vocabulary, s.word_dim)
        self.lstm = AttentionLSTM(s)
        self.hidden_out = nn.Linear(s.dim, s.word_dim)
        if s.context_to_output:
            self.context_out = nn.Linear(s.channels, s.word_dim)
        self.drop = Dropout(s.dropout, s.scaled_dropout)
        self.deeper = nn.Sequential()
        for _ in range(s.output_layers - 1):
            self.deeper.append(nn.Linear(s.word_dim, s.word_dim))
            self.deeper.append(nn.ReLU())
            self.deeper.append(Dropout(s.dropout, s.scaled_dropout))
        if not s.tied:
            self.table = nn.Parameter(self.words.weight.detach().clone())
        self.bias = nn.Parameter(torch.zeros(s.vocabulary))
        if s.hard:
            self.register_buffer("baseline", torch.zeros(()))

    def know_frequencies(self, ids: Iterable[Sequence[int]]) -> None:
        """Start training from the words' frequencies in the captions."""
        know_frequencies(self.bias, ids)

    def start(
        self, annotations: Float[Tensor, "batch places channels"]
    ) -> State:
        """The state from which a caption of each picture begins."""
        return self.lstm.start(annotations)

    def step(
        self, last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        """Log-probabilities of the next word, and the state after it.

        A last token of -1 (at the start) reads as a word of zeros. The new
        state's ``weights`` (rows, places) are where it looked.
        """
        words = read_tokens(self.words, last_tokens)  # (rows, word)
        read = self.lstm.cells[0].read(words)  # (rows, gates)
        state, look = self.lstm.step(read, state)
        logits = self.logits(words, look.hidden, look.context).float()
        return F.log_softmax(logits, dim=1), state

    def logits(
        self,
        words: Float[Tensor, "*rows word"],
        hidden: Float[Tensor, "*rows dim"],
        context: Float[Tensor, "*rows channels"],
    ) -> Float[Tensor, "*rows vocabulary"]:
        """The deep output: equation 7 of the paper, with a tanh."""
        s = self.settings
        mixed = self.hidden_out(self.drop(hidden))
        if s.word_to_output:
            mixed = mixed + words
        if s.context_to_output:
            mixed = mixed + self.context_out(context)
        mixed = self.deeper(self.drop(torch.tanh(mixed)))  # (*rows, word)
        table = self.words.weight if s.tied else self.table
        return F.linear(mixed, table, self.bias)

    def read(
        self, batch: CaptionBatch
    ) -> tuple[Float[Tensor, "batch time word"], Look]:
        """Given captions, word by word (teacher forcing).

        Returns:
            The vectors of the words before, and all looks.
        """
        s, words = self.settings, shifted(self.words(batch.ids))
        real = real_steps(batch.ids, batch.lengths)
        drawn = None
        if s.hard and self.training:
            drawn = torch.rand(len(words), device=words.device) < s.hard_share
        return words, self.lstm(words, batch.annotations, real, drawn)

    def forward(self, *captions: Tensor) -> Float[Tensor, ""]:
        """The training loss of a ``CaptionBatch``, in nats.

        By default the mean cross-entropy of a word, and the penalty's mean
        over captions and places.
        """
        batch, s = CaptionBatch(*captions), self.settings
        words, look = self.read(batch)
        real = real_steps(batch.ids, batch.lengths)
        costs = self._costs(batch, words, look, real)
        count = len(real) if s.released_loss else len(costs)
        if s.hard:
            return (costs.sum() + self._trials(look, costs, real)) / count
        if s.released_loss:
            penalty = doubly_stochastic(look.weights).sum(dim=0)
        else:
            penalty = doubly_stochastic(look.weights * real.unsqueeze(2))
        return costs.sum() / count + s.spread_weight * penalty.mean()

    def surprise(self, batch: CaptionBatch) -> Float[Tensor, " words"]:
        """Cross-entropy of each real word, in nats, caption by caption."""
        real = real_steps(batch.ids, batch.lengths)
        return self._costs(batch, *self.read(batch), real)

    @torch.no_grad()
    def maps(
        self,
        annotations: Float[Tensor, "batch places channels"],
        ids: Sequence[Sequence[int]],
    ) -> list[Float[Tensor, "words places"]]:
        """Where it looks at each word of captions, and at their ends.

        One picture a caption; ids such as the tokens of a hypothesis.
        """
        batch = caption_batch(annotations, ids)
        _, look = self.read(batch)
        return [
            weights[:length]
            for weights, length in zip(
                look.weights, batch.lengths, strict=True
            )
        ]

    def _costs(
        self,
        batch: CaptionBatch,
        words: Tensor,
        look: Look,
        real: Bool[Tensor, "batch time"],
    ) -> Float[Tensor, " words"]:
        """Cross-entropies; no product is spent on padding."""
        seen = (words[real], look.hidden[real], look.context[real])
        logits, targets = self.logits(*seen).float(), batch.ids[real]
        if not self.settings.released_loss:
            return F.cross_entropy(logits, targets, reduction="none")
        found = logits.softmax(dim=1).gather(1, targets[:, None])
        return -(found.squeeze(1) + 1e-8).log()  # as released

    def _trials(
        self, look: Look, costs: Tensor, real: Bool[Tensor, "batch time"]
    ) -> Float[Tensor, ""]:
        """What hard attention adds to the loss; section 4.1 of the paper.

        Its gradient moves the weights towards places whose captions cost
        less than the moving baseline (REINFORCE).
        """
        if not self.training:
            return costs.new_zeros(())
        s, captions = self.settings, real.nonzero()[:, 0]  # (words,)
        zeros = costs.new_zeros(len(real))
        paid = zeros.index_add(0, captions, costs.detach())  # (batch,)
        worse = paid - self.baseline
        self.baseline.lerp_(paid.mean(), 0.1)
        trials = (worse * (look.log_drawn * real).sum(dim=1)).sum()
        doubts = (entropy(look.weights) * real).sum()
        return s.reward_weight * trials - s.entropy_weight * doubts
