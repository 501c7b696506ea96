"""The script that trains the shipped captioners, in very small."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from data_scripts.captioners import train as train_captioners
from data_scripts.captioners.train import RECIPES, load_captioner, main
from storyteller_lib.attention_captioner.annotations import fingerprint
from storyteller_lib.checkpoints import read_card
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.text import Vocabulary

SIZES = {"word_dim": 8, "dim": 12, "attention_dim": 6}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    recipe = replace(
        RECIPES["storybook"], pictures=6, steps=4, sizes=SIZES, mirrored=True
    )
    monkeypatch.setitem(RECIPES, "storybook", recipe)
    monkeypatch.setattr(train_captioners, "HELD_OUT", 3)
    monkeypatch.setattr(train_captioners, "TESTED", 5)
    monkeypatch.setattr(train_captioners, "WEIGHTS", tmp_path / "weights")
    monkeypatch.setattr(train_captioners, "RUNS", tmp_path / "runs")
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "cache"))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["train_captioners", *arguments])
    main()


@pytest.mark.slow
def test_a_captioner_is_trained_packed_and_trained_on(
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(monkeypatch, "storybook", "features", "train", "pack")
    part = small / "weights" / "storybook" / "attention_captioner.safetensors"
    first = load_captioner(part)
    words = Vocabulary.load(part.parent / "caption_words.txt")
    assert first.settings.vocabulary == len(words)
    assert first.settings.channels == 128
    card = read_card(part)
    assert card["encoder"] == fingerprint(load_image_encoder("storybook"))
    assert len(list((small / "cache").glob("annotations-*.npy"))) == 4
    run(monkeypatch, "storybook", "train", "pack", "--again", "2")
    second = load_captioner(part)
    assert second.settings == first.settings
    changed = [
        name
        for name, tensor in first.state_dict().items()
        if not torch.equal(tensor, second.state_dict()[name])
    ]
    assert changed
    folders = {p.name for p in (small / "runs" / "storybook").iterdir()}
    assert folders == {"first", card["encoder"]}
    figures = {"pictures": 5}, [{"picture": "test-0", "caption": "A fox."}]
    monkeypatch.setattr(
        train_captioners, "storybook_figures", lambda *_: figures
    )
    capsys.readouterr()
    run(monkeypatch, "storybook", "measure")
    assert json.loads(capsys.readouterr().out) == {"pictures": 5}
    assert read_card(part)["measured"] == {"pictures": 5}
    third = load_captioner(part).state_dict()
    for name, tensor in second.state_dict().items():
        assert torch.equal(tensor, third[name])  # the card alone has changed


def test_unknown_stages_are_refused(
    small: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(monkeypatch, "storybook", "dance")
    assert ended.value.code == 2
    assert "no stage dance" in capsys.readouterr().err
