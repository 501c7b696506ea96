"""Two writers from a thought, of a few kilobytes, and how they are held
against their equations."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from storyteller_lib.conditional_writer import ConditionalWriter
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batch,
)
from storyteller_lib.text import EOS
from storyteller_lib.transformer_decoder import (
    TransformerDecoder,
    TransformerSettings,
)

PASSAGES = [[3, 4, 5, 3], [6], [2, 2, 7, 8, 4, 5]]
SIZES = {
    "vocabulary": 9,
    "thought_dim": 6,
    "word_dim": 5,
    "dim": 8,
    "layers": 2,
    "heads": 2,
    "inner": 7,
    "memories": 3,
}
"""Of the transformer."""

ByHand = Callable[[np.ndarray, list[int]], np.ndarray]
"""Thought and ids -> log-probabilities of every next word."""


def story_decoder(
    condition_dim: int = 4, dropout: float = 0.0
) -> StoryDecoder:
    torch.manual_seed(0)
    settings = StoryDecoderSettings(9, 6, 5, 7, condition_dim, dropout=dropout)
    decoder = StoryDecoder(settings).eval()
    torch.nn.init.normal_(decoder.words.weight)
    torch.nn.init.normal_(decoder.bias)
    return decoder


def transformer(
    dropout: float = 0.0, equalised: bool = False
) -> TransformerDecoder:
    torch.manual_seed(0)
    decoder = TransformerDecoder(
        TransformerSettings(**SIZES, dropout=dropout, equalised=equalised)
    ).eval()
    torch.nn.init.normal_(decoder.words.weight, std=0.5)
    torch.nn.init.normal_(decoder.bias)
    for layer in decoder.layers:
        for norm in layer.norms:
            torch.nn.init.normal_(norm.weight)
            torch.nn.init.normal_(norm.bias)
    return decoder


def asks_for_every_word_and_the_end(
    decoder: ConditionalWriter, by_hand: ByHand
) -> None:
    """Teacher forcing gives what the equations give, word by word."""
    thoughts = torch.randn(3, 6)
    losses = []
    for vector, ids in zip(thoughts, PASSAGES, strict=True):
        table = by_hand(vector.double().numpy(), ids)
        losses += [-table[t][i] for t, i in enumerate([*ids, EOS])]
    batch = passage_batch(thoughts, PASSAGES)
    surprise = decoder.surprise(batch).detach()
    np.testing.assert_allclose(surprise, losses, atol=1e-5)
    assert decoder(*batch).item() == pytest.approx(np.mean(losses), abs=1e-5)
