"""What every writer from a thought must do, however it remembers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch.nn import functional as F

from storyteller_lib.conditional_writer import ConditionalWriter
from storyteller_lib.decoding.rules import map_state
from storyteller_lib.story_decoder import passage_batch
from tests.helpers.writers import PASSAGES, story_decoder, transformer

Made = Callable[..., ConditionalWriter]
WRITERS = pytest.mark.parametrize("made", [story_decoder, transformer])


@WRITERS
def test_padding_changes_nothing(made: Made) -> None:
    decoder = made()
    batch = passage_batch(torch.randn(3, 6), PASSAGES)
    wide = batch._replace(
        ids=F.pad(batch.ids, (0, 4), value=5),
        inputs=F.pad(batch.inputs, (0, 4), value=6),
    )
    torch.testing.assert_close(decoder(*wide), decoder(*batch))


@WRITERS
def test_the_state_moves_with_its_row(made: Made) -> None:
    decoder = made()
    _, state = decoder.step(
        torch.tensor([-1, -1, -1]), decoder.start(torch.randn(3, 6))
    )
    last = torch.tensor([3, 4, 5])
    found, _ = decoder.step(last, state)
    order = torch.tensor([2, 0, 0, 1])
    moved = map_state(lambda part: part[order], state)
    again, _ = decoder.step(last[order], moved)
    torch.testing.assert_close(again, found[order])
    torch.testing.assert_close(found.exp().sum(dim=1), torch.ones(3))


@WRITERS
def test_dropout_acts_in_training_alone(made: Made) -> None:
    decoder = made(dropout=0.5)
    batch = passage_batch(torch.randn(3, 6), PASSAGES)
    torch.testing.assert_close(decoder(*batch), decoder(*batch))
    decoder.train()
    assert decoder(*batch).item() != decoder(*batch).item()
