"""The transformer decoder: the story decoder's work, done by attention.

Where the GRU of ``story_decoder`` carries a state from word to word, here
every word looks back at all words before it, and at the thought, by
attention (Vaswani et al., 2017). So all words of a passage are read at once
in training; in use the keys and values of the words so far are kept, and are
all the state there is. Each layer normalises what it reads, not what it
says (pre-norm; Xiong et al., 2020), which trains without care.

Chapter: book/14_how_it_is_done_now
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.conditional_writer import (
    ConditionalWriter,
    PassageBatch,
    State,
    WriterSettings,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.recurrent import read_tokens, real_steps, shifted

Memory = Float[Tensor, "rows 2 heads _seen size"]
"""Keys and values that can be looked at."""

SLOWEST = 10_000.0
"""What the longest wave of the positions is made of, as in the paper."""


@dataclass(frozen=True)
class TransformerSettings(WriterSettings):
    """Sizes and choices of a transformer decoder, and any writer's.

    Attributes:
        dim: size of what is known at each word; even.
        layers: how often each word looks around.
        heads: attentions side by side in a layer; they divide ``dim``.
        inner: size of a layer's hidden layer.
        memories: vectors that a thought becomes, to be looked at.

    Chapter: book/14_how_it_is_done_now
    """

    dim: int = 128
    layers: int = 2
    heads: int = 4
    inner: int = 512
    memories: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        self.check_positive("layers", "heads", "inner", "memories")
        if self.dim % 2 or self.dim % self.heads:
            raise StorytellerError(
                "TransformerSettings needs an even dim that its heads "
                f"divide, got dim {self.dim!r} and heads {self.heads!r}"
            )


class Attention(nn.Module):
    """Attention of several heads: each asks, weighs and takes the mean.

    Args:
        dim: size of what asks and of what is found.
        heads: how many ask side by side, each in ``dim / heads`` numbers.

    Chapter: book/14_how_it_is_done_now
    """

    def __init__(self, dim: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.queries = nn.Linear(dim, dim)
        self.keys = nn.Linear(dim, dim)
        self.values = nn.Linear(dim, dim)
        self.output = nn.Linear(dim, dim)

    def split(
        self, x: Float[Tensor, "rows time dim"]
    ) -> Float[Tensor, "rows heads time size"]:
        """Each head's share of the numbers."""
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def memory(self, x: Float[Tensor, "rows time dim"]) -> Memory:
        """What can be looked at of some vectors: their keys and values."""
        both = self.split(self.keys(x)), self.split(self.values(x))
        return torch.stack(both, dim=1)  # (rows, 2, heads, time, size)

    def forward(
        self,
        x: Float[Tensor, "rows time dim"],
        memory: Memory,
        causal: bool = False,
        seen: Bool[Tensor, "rows _seen"] | None = None,
    ) -> Float[Tensor, "rows time dim"]:
        """What each vector finds in a memory.

        Args:
            x: what asks.
            memory: what is looked at.
            causal: whether place t sees only the places up to t.
            seen: which places each row sees; all of them if left out.
        """
        keys, values = memory.unbind(dim=1)
        mask = None if seen is None else seen[:, None, None]
        found = F.scaled_dot_product_attention(
            self.split(self.queries(x)), keys, values, mask, is_causal=causal
        )
        mixed: Tensor = self.output(found.transpose(1, 2).flatten(2))
        return mixed


class TransformerLayer(nn.Module):
    """Look back at the words, look at the thought, think by yourself.

    Chapter: book/14_how_it_is_done_now
    """

    def __init__(self, settings: TransformerSettings) -> None:
        super().__init__()
        s = settings
        self.norms = nn.ModuleList([nn.LayerNorm(s.dim) for _ in range(3)])
        self.words = Attention(s.dim, s.heads)
        self.thought = Attention(s.dim, s.heads)
        self.inside = nn.Linear(s.dim, s.inner)
        self.outside = nn.Linear(s.inner, s.dim)
        self.drop = nn.Dropout(s.dropout)

    def forward(
        self,
        x: Float[Tensor, "rows time dim"],
        thought: Memory,
        past: Memory,
        places: Int[Tensor, " rows"] | None = None,
    ) -> tuple[Float[Tensor, "rows time dim"], Memory]:
        """The vectors after this layer, and the words' keys and values.

        Args:
            x: a vector a word.
            thought: what can be looked at of the thought.
            past: what can be looked at of the words before x.
            places: where each row's one word stands; None if x are all
                words from the first.
        """
        read = self.norms[0](x)
        words = self.words.memory(read)
        if places is None:
            found = self.words(read, words, causal=True)
        else:
            words = with_word(past, words, places)
            count = torch.arange(words.shape[3], device=places.device)
            seen = count <= places.unsqueeze(1)  # (rows, time)
            found = self.words(read, words, seen=seen)
        x = x + self.drop(found)
        x = x + self.drop(self.thought(self.norms[1](x), thought))
        inner = F.gelu(self.inside(self.norms[2](x)))
        return x + self.drop(self.outside(inner)), words


class TransformerDecoder(ConditionalWriter):
    """A transformer language model conditioned on a thought vector.

    Chapter: book/14_how_it_is_done_now
    """

    def __init__(self, settings: TransformerSettings) -> None:
        s = settings
        super().__init__(s)
        self.settings = s
        self.read = nn.Linear(s.word_dim, s.dim)
        self.remember = nn.Linear(s.thought_dim, s.memories * s.dim)
        self.layers = nn.ModuleList(
            [TransformerLayer(s) for _ in range(s.layers)]
        )
        self.norm = nn.LayerNorm(s.dim)
        self.hidden = nn.Linear(s.dim, s.word_dim)

    def start(self, thoughts: Float[Tensor, "batch thought"]) -> State:
        """The state from which a passage about each thought begins.

        It holds each layer's keys and values of the thought, those of the
        words so far, of which there are none yet, and their number.
        """
        memories = torch.tanh(self.remember(self.heard(thoughts)))
        memories = memories.unflatten(1, (self.settings.memories, -1))
        thought = torch.stack(
            [layer.thought.memory(memories) for layer in self._layers()], dim=1
        )  # (rows, layers, 2, heads, memories, size)
        places = torch.zeros_like(thought[:, 0, 0, 0, 0, 0], dtype=torch.long)
        words = thought[:, :, :, :, :0]
        return {"thought": thought, "words": words, "places": places}

    def step(
        self, last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        """Log-probabilities of the next word, and the state after it.

        A last token of -1 (at the start) reads as a word of zeros.
        """
        words = read_tokens(self.words, last_tokens.unsqueeze(1))
        places = state["places"]
        x, memory = self._through(words, state, places)
        state = {**state, "words": memory, "places": places + 1}
        return self.log_probs(self.features(x[:, 0])), state

    def teacher_forced(
        self, batch: PassageBatch
    ) -> tuple[Float[Tensor, "words features"], Int[Tensor, " words"]]:
        """What the output layer reads at each real word, and the words."""
        words = shifted(self.words(batch.inputs))  # (batch, time, word_dim)
        x, _ = self._through(words, self.start(batch.thoughts))
        real = real_steps(batch.ids, batch.lengths)
        return self.features(x[real]), batch.ids[real]

    def features(
        self, x: Float[Tensor, "rows dim"]
    ) -> Float[Tensor, "rows features"]:
        """What the output layer reads."""
        return self.drop(self.hidden(self.norm(x)))

    def _through(
        self,
        words: Float[Tensor, "rows time word"],
        state: State,
        places: Int[Tensor, " rows"] | None = None,
    ) -> tuple[Float[Tensor, "rows time dim"], Tensor]:
        """The words through all layers; their keys and values in each."""
        stand = torch.arange(words.shape[1], device=words.device)
        if places is not None:
            stand = places.unsqueeze(1)  # (rows, 1)
        loud = words * math.sqrt(self.settings.word_dim)
        x = self.drop(self.read(loud) + positions(stand, self.settings.dim))
        known = []
        for i, layer in enumerate(self._layers()):
            past = state["words"][:, i]
            x, memory = layer(x, state["thought"][:, i], past, places)
            known.append(memory)
        return x, torch.stack(known, dim=1)

    def _layers(self) -> list[TransformerLayer]:
        return cast(list[TransformerLayer], list(self.layers))


def positions(
    places: Int[Tensor, "*where"], dim: int
) -> Float[Tensor, "*where dim"]:
    """Where a word stands, as waves of many lengths (section 3.5).

    They need no training, and no passage is too long for them.

    Chapter: book/14_how_it_is_done_now
    """
    rates = torch.arange(0, dim, 2, device=places.device) / dim
    angles = places.unsqueeze(-1) * SLOWEST**-rates  # (*where, dim / 2)
    return torch.stack([angles.sin(), angles.cos()], dim=-1).flatten(-2)


def with_word(
    past: Memory, word: Memory, places: Int[Tensor, " rows"]
) -> Memory:
    """A memory that also holds one more word of each row, at its place.

    The rows need not be equally far: what lies beyond a row's place is not
    looked at.

    Chapter: book/14_how_it_is_done_now
    """
    room = int(places.max()) + 1 - past.shape[3]
    longer = F.pad(past, (0, 0, 0, room)) if room > 0 else past.clone()
    rows = torch.arange(len(places), device=places.device)
    longer[rows, :, :, places] = word[:, :, :, 0].to(longer.dtype)
    return longer
