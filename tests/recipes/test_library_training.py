"""A storyteller is trained on the story library, and borrows the eyes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.recipes import presets
from storyteller_lib.recipes.library import ParallelBatches
from storyteller_lib.recipes.presets import PRESETS, Stage
from storyteller_lib.recipes.train import train
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.style.arrival import ParallelThoughts
from storyteller_lib.text import UNK, Vocabulary, tokenise
from tests.helpers.desk import picture

SCENES = library_scenes("train")[:12]
TEXTS = [t for s in SCENES for t in (*s.captions, *s.passages.values())]
WORDS = Vocabulary.build([tokenise(text) for text in TEXTS], 2_000)
QUICK = replace(
    PRESETS["class"],
    thoughts=Stage(steps=3, batch=8, word_dim=8, dim=12),
    decoder=Stage(steps=4, batch=8, word_dim=8, dim=16),
    passages=24,
    vocabulary=500,
    condition_dim=4,
)


def test_an_epoch_has_each_scene_once_in_whole_batches() -> None:
    batches = ParallelBatches(SCENES, WORDS, size=5)
    found = list(batches.epoch(torch.Generator().manual_seed(0)))
    assert len(found) == 2
    for captions, shares, told, _ in found:
        assert len(captions.ids) == len(captions.lengths) == 10
        assert len(told.ids) == len(told.lengths) == 20
        torch.testing.assert_close(shares.sum(dim=1), torch.ones(5))


def test_passages_are_whole_or_consecutive_sentences_of_theirs() -> None:
    batches = ParallelBatches(SCENES, WORDS, size=len(SCENES))
    texts = [" ".join(map(str, p)) for told in batches.told for p in told]
    (batch,) = batches.epoch(torch.Generator().manual_seed(1))
    told, lengths = batch[2]
    hidden = whole = 0
    for row, length in zip(told.tolist(), lengths.tolist(), strict=True):
        words = row[:length]
        hidden += words.count(UNK)
        seen = [i for i in range(length) if words[i] != UNK]
        assert any(
            len(text.split()) >= length and _within(words, text.split(), seen)
            for text in texts
        )
        whole += any(len(text.split()) == length for text in texts)
    assert 0 < hidden < 0.2 * int(lengths.sum())
    assert 0 < whole < len(told)


def _within(words: list[int], text: list[str], seen: list[int]) -> bool:
    """Whether words stand in a text in this order, the hidden ones apart."""
    ids = list(map(int, text))
    return any(
        all(ids[start + i] == words[i] for i in seen)
        for start in range(len(ids) - len(words) + 1)
    )


def test_without_photographs_scenes_alone_are_learnt() -> None:
    batches = ParallelBatches(SCENES, WORDS, size=6)
    batch = next(batches.epoch(torch.Generator().manual_seed(0)))
    torch.manual_seed(0)
    encoder = SkipThoughtEncoder(SkipThoughtSettings(len(WORDS), 8, 12))
    loss = ParallelThoughts(encoder, captions=0.0)(*batch)
    assert loss.isfinite() and loss > 0


@pytest.mark.slow
def test_a_storyteller_of_the_library_sees_with_borrowed_eyes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(presets.PRESETS, "class", QUICK)
    folder = tmp_path / "mine"
    with pytest.raises(StorytellerError, match="no pictures for the stage em"):
        train("embedding", "library", "class", folder)
    assert not folder.exists()
    assert not train("thoughts", "library", "class", folder)
    assert train("decoder", "library", "class", folder)
    teller, course = Storyteller.load(folder), Storyteller.load("course")
    told = teller.story(picture(), "thriller", captions=3)
    theirs = course.captions(picture(), 3)
    assert [c.text for c in told.captions] == [c.text for c in theirs]
    assert told.text


def test_the_classs_preset_is_for_the_library() -> None:
    assert PRESETS["class"].conditions.own_share < 0.5
    assert PRESETS["class"].passages >= len(library_scenes("train"))
