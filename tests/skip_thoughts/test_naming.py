"""The naming loss of the course's encoder, and words nobody shall say."""

from __future__ import annotations

import gc
import hashlib

import pytest
import torch
from torch.nn import functional as F

from storyteller_lib.skip_thoughts import SkipThoughtSettings, Triplet
from storyteller_lib.skip_thoughts.naming import COMMON, NamingSkipThoughts
from storyteller_lib.text import Padded, Vocabulary, pad, unwanted
from storyteller_lib.text.unwanted import (
    has_unwanted,
    is_unwanted,
    unwanted_ids,
)


def batch() -> Triplet:
    """Two sources and their next ones; 0 to 119 are common words."""
    after = pad([[7, 160, 0], [131, 0]])
    return Triplet(pad([[130, 5, 140], [150]]), after, after)


def test_the_naming_loss_by_hand() -> None:
    torch.manual_seed(0)
    model = NamingSkipThoughts(SkipThoughtSettings(200, 6, 9))
    thoughts = torch.randn(2, 9)
    unit = F.normalize(thoughts, dim=1) * 3.0  # the root of 9
    chances = model.names(unit).log_softmax(dim=1)
    own = -(chances[0, 130] + chances[0, 140] + chances[1, 150]) / 3
    after = -(chances[0, 160] + chances[1, 131]) / 2
    assert COMMON == 120
    torch.testing.assert_close(
        model.naming_loss(thoughts, batch()), own + after
    )


def test_common_words_alone_cost_nothing() -> None:
    model = NamingSkipThoughts(SkipThoughtSettings(200, 6, 9))
    common = [Padded(ids.clamp(max=100), n) for ids, n in batch()]
    loss = model.naming_loss(torch.randn(2, 9), Triplet(*common))
    assert loss.item() == 0


def test_naming_teaches_the_encoder() -> None:
    torch.manual_seed(0)
    model = NamingSkipThoughts(SkipThoughtSettings(200, 6, 9))
    model(*batch()).backward()
    gradient = model.encoder.words.weight.grad
    assert gradient is not None and gradient[130].abs().sum() > 0
    assert model.names.weight.grad is not None


def test_unwanted_words_are_known_by_their_hash() -> None:
    words = ["dog", "savage", "beach"]
    digest = hashlib.blake2b(b"savage", digest_size=6).hexdigest()
    assert len(digest) == 12
    assert [is_unwanted(word) for word in words] == [False, True, False]
    assert has_unwanted(words) and not has_unwanted(["dog", "beach"])
    assert unwanted_ids(Vocabulary(words)) == [3]


def test_a_vocabulary_is_looked_through_once_and_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def is_savage(word: str) -> bool:
        asked.append(word)
        return word == "savage"

    monkeypatch.setattr(unwanted, "is_unwanted", is_savage)
    words = Vocabulary(["dog", "savage"])
    unwanted_ids(words).clear()  # what the asker does with it is their own
    assert unwanted_ids(words) == [3]
    assert asked == words.words
    assert unwanted_ids(Vocabulary(["savage"])) == [2]
    kept = len(unwanted._IDS)
    del words
    gc.collect()
    assert len(unwanted._IDS) < kept
