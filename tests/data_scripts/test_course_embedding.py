"""The course's embedding: which photographs come together in a batch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from data_scripts.course.embedding import (
    BATCH,
    GRAMMAR,
    kept_captions,
    one_kind_a_batch,
)
from storyteller_lib.config import StorytellerError


def test_a_batch_is_of_one_kind() -> None:
    grammar = torch.arange(9 * BATCH) % 2 == 0
    found = one_kind_a_batch(grammar, torch.Generator().manual_seed(0))
    kinds = [grammar[part] for part in found.split(BATCH)]
    pure = [bool(part.all() or not part.any()) for part in kinds]
    assert all(pure[:-2])  # the rests come last
    assert {bool(part[0]) for part in kinds} == {True, False}


def test_an_epoch_sees_people_whole_and_grammar_in_part() -> None:
    grammar = torch.arange(1000) >= 600
    found = one_kind_a_batch(grammar, torch.Generator().manual_seed(0))
    assert len(set(found.tolist())) == len(found)
    assert int((~grammar[found]).sum()) == 600
    assert int(grammar[found].sum()) == pytest.approx(400 * GRAMMAR, abs=1)
    again = one_kind_a_batch(grammar, torch.Generator().manual_seed(1))
    assert again.tolist() != found.tolist()


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"people": [[1]], "grammar": []}', '{"people": []}']
)
def test_broken_captions_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "embedding_captions.json").write_text(text)
    with pytest.raises(StorytellerError, match=r"embedding_captions\.json"):
        kept_captions(tmp_path)


def test_captions_are_kept(tmp_path: Path) -> None:
    kept = {"people": [["A dog."]], "grammar": [["A cat."], []]}
    (tmp_path / "embedding_captions.json").write_text(json.dumps(kept))
    assert kept_captions(tmp_path)._asdict() == kept
