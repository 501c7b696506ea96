from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller.models.bank import load_bank, save_bank
from storyteller_lib.storyteller.models.files import (
    load_image_encoder,
    load_models,
    models_folder,
)
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank
from tests.helpers.tiny import CAPTIONS, STYLES, WORDS, tiny_models

FILES = [
    "caption_bank.safetensors",
    "caption_bank.txt.gz",
    "card.json",
    "embedding_words.txt",
    "image_encoder.safetensors",
    "skip_thoughts.safetensors",
    "story_decoder.safetensors",
    "styles.safetensors",
    "visual_semantic_embedding.safetensors",
    "words.txt",
]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Models, Path]:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    models = tiny_models()
    models.save(folder, {"data": "made up"})
    return models, folder


@pytest.fixture
def copy(saved: tuple[Models, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved[1], tmp_path / "copy"))


def test_a_folder_holds_these_files(saved: tuple[Models, Path]) -> None:
    assert sorted(path.name for path in saved[1].iterdir()) == FILES
    card = json.loads((saved[1] / "card.json").read_text())
    assert card["data"] == "made up"
    assert card["name"] == "tiny"


def test_what_is_read_is_what_was_written(
    saved: tuple[Models, Path],
) -> None:
    models, folder = saved
    for name in (folder, str(folder)):
        found = load_models(name)
        assert found.bank.captions == CAPTIONS
        assert found.words.words == WORDS.words
        assert found.embedding_words.words == WORDS.words
        assert found.beam == models.beam
        assert found.name == "tiny"
        assert list(found.styles) == sorted(STYLES)
        for style, vector in models.styles.items():
            assert torch.equal(found.styles[style], vector)
        assert torch.equal(found.caption_mean, models.caption_mean)


@pytest.mark.parametrize("part", ["embedding", "thoughts", "decoder"])
def test_eight_bits_are_off_by_half_a_step_at_most(
    part: str, saved: tuple[Models, Path]
) -> None:
    models, folder = saved
    found = getattr(load_models(folder), part).state_dict()
    for name, before in getattr(models, part).state_dict().items():
        largest = before.abs()
        if before.dim() > 1:
            largest = largest.amax(dim=1, keepdim=True)
            allowed = largest / 254 * 1.01 + 1e-6
        else:
            allowed = largest / 1024 + 1e-6
        assert ((found[name] - before).abs() <= allowed).all(), name
        assert found[name].dtype == before.dtype


@pytest.mark.parametrize("method", ["write_bytes", "write_text", "mkdir"])
def test_a_disk_that_is_full(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(StorytellerError, match="No space left on device"):
        tiny_models().save(tmp_path / "new", {})


def test_the_image_encoder_alone(saved: tuple[Models, Path]) -> None:
    models, folder = saved
    encoder = load_image_encoder(folder)
    assert not encoder.training
    pictures = torch.rand(2, 3, 32, 32)
    torch.testing.assert_close(
        encoder(pictures).pooled,
        models.image_encoder(pictures).pooled,
        atol=2e-3,
        rtol=0,
    )


def test_the_bank_is_of_unit_vectors(saved: tuple[Models, Path]) -> None:
    vectors = load_models(saved[1]).bank.vectors
    torch.testing.assert_close(vectors.norm(dim=1), torch.ones(len(CAPTIONS)))
    assert (vectors - saved[0].bank.vectors).abs().max() < 0.01


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, copy: Path) -> None:
    (copy / name).unlink()
    with pytest.raises(StorytellerError) as caught:
        load_models(copy)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "damage", ["noise", "half", "empty", "json", "a list"]
)
def test_a_garbled_file_is_named(name: str, damage: str, copy: Path) -> None:
    path = copy / name
    whole = path.read_bytes()
    path.write_bytes(
        {
            "noise": b"\x93\xff\x00\xe9" * 99,
            "half": whole[: len(whole) // 2],
            "empty": b"",
            "json": b'{"name": 3}',
            "a list": b"[]",
        }[damage]
    )
    with pytest.raises(StorytellerError) as caught:
        load_models(copy)
    assert name.split(".")[0] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_parts_that_were_not_made_for_each_other(copy: Path) -> None:
    Vocabulary(WORDS.words[2:-1]).save(copy / "words.txt")
    with pytest.raises(StorytellerError, match=r"words\.txt does not fit"):
        load_models(copy)
    Vocabulary(WORDS.words[2:]).save(copy / "words.txt")
    load_models(copy)
    vectors = {"captions": torch.zeros(11), "noir": torch.zeros(11)}
    save_weights(copy / "styles.safetensors", vectors, dtype="float32")
    with pytest.raises(StorytellerError, match=r"styles.*11 instead of 12"):
        load_models(copy)
    del vectors["captions"]
    save_weights(copy / "styles.safetensors", vectors, dtype="float32")
    with pytest.raises(StorytellerError, match="'captions'"):
        load_models(copy)


def test_a_bank_of_another_length(copy: Path) -> None:
    text = "\n".join(CAPTIONS[:-1]).encode()
    (copy / "caption_bank.txt.gz").write_bytes(gzip.compress(text))
    with pytest.raises(StorytellerError, match="23 captions and 24 vectors"):
        load_models(copy)


def test_a_bank_on_few_axes_finds_the_same_captions(tmp_path: Path) -> None:
    """Vectors that lie near a plane of few axes lose next to nothing."""
    chance = torch.Generator().manual_seed(0)
    few = torch.randn(300, 5, generator=chance)
    far = few @ torch.randn(5, 24, generator=chance)
    far += 0.02 * torch.randn(300, 24, generator=chance)
    vectors = torch.nn.functional.normalize(far, dim=1)
    bank = CaptionBank([f"caption {i}" for i in range(300)], vectors)
    sizes = {}
    for axes in (0, 5):
        save_bank(tmp_path, bank, axes)
        found = load_bank(tmp_path)
        assert found.captions == bank.captions
        assert (found.vectors * vectors).sum(1).min() > 0.99
        assert found.nearest(vectors[7], 1)[0].text == "caption 7"
        sizes[axes] = (tmp_path / "caption_bank.safetensors").stat().st_size
    assert sizes[5] < sizes[0] / 2


def test_codes_of_other_axes_are_refused(copy: Path) -> None:
    codes = {"codes": torch.randn(24, 3), "axes": torch.randn(4, 12)}
    save_weights(copy / "caption_bank.safetensors", codes)
    with pytest.raises(StorytellerError, match="3 numbers for 4 axes"):
        load_models(copy)
    del codes["axes"]
    save_weights(copy / "caption_bank.safetensors", codes)
    wanted = r"caption_bank\.safetensors cannot be .*no rows of numbers"
    with pytest.raises(StorytellerError, match=wanted):
        load_models(copy)
    whole = {"vectors": torch.ones(24, 12, dtype=torch.long)}
    save_file(whole, copy / "caption_bank.safetensors")
    with pytest.raises(StorytellerError, match="caption_bank"):
        load_models(copy)


@pytest.mark.parametrize("models", ["corse", "", "no such folder", Path("/")])
def test_unknown_models(models: str | Path) -> None:
    with pytest.raises(StorytellerError, match="course, storybook"):
        models_folder(models)
