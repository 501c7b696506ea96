from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from storyteller_lib.checkpoints import load_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import ImageEncoderSettings
from storyteller_lib.recipes import captioning, presets
from storyteller_lib.recipes.presets import PRESETS, Preset, Stage
from storyteller_lib.recipes.train import train
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.model_files import load_image_encoder
from tests.desk import picture, storyteller

QUICK = Preset(
    embedding=Stage(steps=4, batch=8, word_dim=8, dim=12),
    thoughts=Stage(steps=6, batch=8, word_dim=8, dim=12),
    decoder=Stage(steps=8, batch=8, word_dim=8, dim=16),
    captioner=Stage(steps=6, batch=8, word_dim=8, dim=12),
    pictures=6,
    passages=8,
    vocabulary=500,
    condition_dim=4,
    image_encoder=ImageEncoderSettings(4, (8,), (1,), 16, 16),
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setitem(presets.PRESETS, "tiny", QUICK)
    monkeypatch.setenv("STORYTELLER_CACHE", str(cache))


@pytest.mark.parametrize("world", ["storybook", "pocket"])
def test_a_whole_storyteller(world: str, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    stages = ("thoughts", "embedding", "decoder")  # the first two in any order
    whole = [train(stage, world, "tiny", folder) for stage in stages]
    assert whole == [False, False, True]
    teller = Storyteller.load(folder)
    assert sorted(teller.styles) == [
        "adventure",
        "romance",
        "science-fiction",
        "thriller",
    ]
    assert teller.story(picture(), captions=3, beam_width=2).text
    card = json.loads((folder / "card.json").read_text())
    assert card["data"] == world
    assert card["name"] == "mine"


@pytest.mark.parametrize("world", ["storybook", "pocket"])
def test_a_storyteller_that_writes_its_captions(
    world: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioning, "HELD_OUT", 2)
    assert train("all", world, "tiny", tmp_path)
    teller = Storyteller.load(tmp_path)
    found = teller.captions(picture(), 3, "attention")
    assert len(found) == len({caption.text for caption in found}) > 0
    told = teller.story(
        picture(), captions=2, beam_width=2, captioner="attention"
    )
    assert told.captions == tuple(teller.captions(picture(), 2, "attention"))


def test_a_captioner_alone_looks_through_the_shipped_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(captioning, "HELD_OUT", 2)
    assert not train("captioner", "pocket", "tiny", tmp_path)
    shipped = load_image_encoder("storybook").state_dict()
    kept = load_weights(tmp_path / "parts" / "image_encoder.safetensors")
    assert all(torch.equal(kept[name], shipped[name]) for name in shipped)
    captioner = load_weights(
        tmp_path / "parts" / "attention_captioner.safetensors"
    )
    with pytest.raises(StorytellerError, match="add --resume"):
        train("captioner", "pocket", "tiny", tmp_path)
    training = tmp_path / "training" / "captioner"
    max(training.glob("step-*.safetensors")).unlink()
    train("captioner", "pocket", "tiny", tmp_path, resume=True)
    again = load_weights(
        tmp_path / "parts" / "attention_captioner.safetensors"
    )
    assert all(torch.equal(captioner[name], again[name]) for name in again)


def test_the_same_again_and_resumed(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        train("thoughts", "pocket", "tiny", folder)
    with pytest.raises(StorytellerError, match="add --resume"):
        train("thoughts", "pocket", "tiny", one)
    for path in (two / "training" / "thoughts").glob("step-*6.safetensors"):
        path.unlink()  # as if it had been cut off before
    train("thoughts", "pocket", "tiny", two, resume=True)
    first, second = (
        load_weights(folder / "parts" / "skip_thoughts.safetensors")
        for folder in (one, two)
    )
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.mark.parametrize(
    ("stage", "world", "preset", "words"),
    [
        ("dancing", "pocket", "tiny", "no stage 'dancing'"),
        ("decoder", "narnia", "tiny", "no world 'narnia'"),
        ("decoder", "pocket", "huge", "no preset 'huge'"),
        ("decoder", "pocket", "tiny", "train the stage thoughts first"),
    ],
)
def test_what_cannot_be_trained(
    stage: str, world: str, preset: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(StorytellerError, match=words):
        train(stage, world, preset, tmp_path)


def test_a_folder_holds_one_training(tmp_path: Path) -> None:
    train("thoughts", "pocket", "tiny", tmp_path)
    with pytest.raises(StorytellerError, match="holds another training"):
        train("thoughts", "storybook", "tiny", tmp_path, resume=True)


def test_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ("train", "thoughts", "--world", "pocket", "--out", str(tmp_path))
    assert storyteller(*line) == 0
    assert "still to train" in capsys.readouterr().out
    assert storyteller(*line) == 2
    assert storyteller(*line, "--resume", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "stage": "thoughts",
        "folder": str(tmp_path),
        "models": False,
    }


def test_presets_grow() -> None:
    sizes = [
        [preset.thoughts.dim, preset.decoder.steps, preset.pictures]
        for preset in (PRESETS["course"], PRESETS["paper"])
    ]
    assert all(a < b for a, b in zip(*sizes, strict=True))
    assert PRESETS["paper"].thoughts.dim == 2_400  # Kiros et al., 2015
    assert PRESETS["paper"].thoughts.word_dim == 620
    assert PRESETS["paper"].embedding.dim == 1_024
    assert PRESETS["paper"].decoder.dim == 1_600
    with pytest.raises(StorytellerError, match="above zero"):
        Stage(steps=0, batch=1, word_dim=1, dim=1)
