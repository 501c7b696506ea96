"""Whether the storyteller says that it recognised nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from data_scripts.measure.recognition import KINDS, unrecognised
from storyteller_lib.notebook import sample_photographs
from storyteller_lib.pictures import SIZE
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.recognition import (
    NOTE,
    is_recognised,
    meaningless,
)
from tests.helpers.desk import picture, storyteller
from tests.helpers.tiny import tiny_models


@pytest.fixture(scope="module")
def course() -> Storyteller:
    return Storyteller.load("course")


def test_three_pictures_of_nothing() -> None:
    shown = meaningless()
    assert [array.shape[:2] for array in shown] == [(SIZE, SIZE)] * 3
    assert all(array.dtype == np.uint8 for array in shown)
    for first, second in zip(shown, meaningless(), strict=True):
        assert np.array_equal(first, second)
    assert shown[0].std() == 0
    assert all(array.std() > 50 for array in shown[1:])


def test_nearer_to_a_caption_than_to_nothing() -> None:
    eye, nothing = torch.tensor([0.6, 0.8]), torch.tensor([1.0, 0.0])
    assert is_recognised(eye, nothing, best=0.8, margin=-0.1)
    assert not is_recognised(eye, nothing, best=0.65, margin=-0.1)
    assert not is_recognised(nothing, nothing, best=0.9, margin=0.0)


def test_pictures_of_nothing_are_noticed(course: Storyteller) -> None:
    chance = np.random.default_rng(5)
    noticed = [
        unrecognised(course, [kind(chance) for _ in range(3)]).mean()
        for kind in KINDS
    ]
    assert np.mean(noticed) > 0.9


def test_photographs_pass_without_a_note(course: Storyteller) -> None:
    shown = sample_photographs()
    assert len(shown) >= 4
    assert not unrecognised(course, shown.values()).any()


def test_a_story_carries_its_note(course: Storyteller) -> None:
    quick = {"captions": 3, "beam_width": 2, "candidates": 1}
    black = np.zeros((60, 80, 3), np.uint8)
    told = course.story(black, **quick)
    assert told.note == told.to_dict()["note"] == NOTE
    assert NOTE in told.to_html()
    cat = course.story(sample_photographs()["chelsea"], **quick)
    assert cat.note == ""
    assert "note" not in cat.to_dict()
    assert "Note:" not in cat.to_html()


def test_unmeasured_models_say_nothing() -> None:
    teller = Storyteller(tiny_models())
    assert teller.story(picture(), captions=3, beam_width=2).note == ""
    assert "nothing" not in vars(teller)  # nor do they look for it


def test_the_command_line_says_it_beside_the_story(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "noise.png"
    picture().save(path)
    assert storyteller("story", str(path)) == 0
    out, err = capsys.readouterr()
    assert NOTE not in out
    assert err == f"storyteller: note: {NOTE}\n"
    assert storyteller("story", str(path), "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["note"] == NOTE
    assert err == ""
