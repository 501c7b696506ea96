"""Captions from the bank or from the writer that looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from storyteller_lib.attention_captioner.annotations import annotation_vectors
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.pictures import to_tensor
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import (
    BEAM,
    attention_captions,
    different,
    look_again,
)
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.stages import NEAR
from storyteller_lib.text import EOS, UNK, detokenise, tokenise
from tests.helpers.desk import picture, storyteller
from tests.helpers.tiny import REFUSALS, WORDS, tiny_captioner, tiny_models


@pytest.fixture(scope="module")
def models() -> Models:
    return tiny_captioner(tiny_models())


@pytest.fixture(scope="module")
def teller(models: Models) -> Storyteller:
    return Storyteller(models)


@pytest.fixture(scope="module")
def folder(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "tiny"
    models.save(path, {})
    return path


def test_the_best_captions_are_written_best_first(models: Models) -> None:
    found = attention_captions(models, picture(), 12)
    scores = [caption.score for caption in found]
    assert len(found) == 12
    assert scores == sorted(scores, reverse=True)
    assert max(scores) < 0
    texts = [caption.text for caption in found]
    assert len({text.lower().rstrip(" .!") for text in texts}) == 12
    assert found[:5] == attention_captions(models, picture(), 12)[:5]


def test_scores_are_those_of_the_equations(models: Models) -> None:
    best = attention_captions(models, picture(), 1)[0]
    captioner = models.captioner
    assert captioner is not None
    ids = WORDS.encode(tokenise(best.text))
    assert best.text == detokenise(WORDS.decode(ids))
    grid = models.image_encoder(to_tensor(picture())[None]).grid
    state, total = captioner.start(grid), 0.0
    said = [*ids, EOS][: BEAM.max_length]  # one cut off has no end
    with torch.no_grad():
        for last, word in zip([-1, *ids], said, strict=False):
            log_probs, state = captioner.step(torch.tensor([last]), state)
            total += log_probs[0, word].item()
    assert best.score == pytest.approx(total / len(said) ** 0.7, rel=1e-4)


def test_unknown_words_are_never_written(models: Models) -> None:
    captioner = models.captioner
    assert captioner is not None
    before = captioner.bias.detach().clone()
    with torch.no_grad():
        captioner.bias[UNK] = 50.0
    try:
        for seed in (None, 0):
            found = attention_captions(models, picture(), 5, seed)
            assert found
            assert all("unk" not in caption.text for caption in found)
    finally:
        captioner.bias.data.copy_(before)


def test_chance_draws_captions_by_its_seed(models: Models) -> None:
    one, same, other = (
        attention_captions(models, picture(), 6, seed) for seed in (1, 1, 2)
    )
    assert one == same != other
    assert len(one) == len({caption.text for caption in one}) <= 6


def test_captions_that_differ_in_a_full_stop_are_one() -> None:
    ids = WORDS.encode(["a", "red", "fox", "."])
    rows = [ids, ids[:3], [*ids[:2], ids[2], ids[2]], []]
    found = different(
        [
            Hypothesis(tuple(r), -float(i), 0.0, True)
            for i, r in enumerate(rows)
        ],
        WORDS,
        9,
    )
    assert [caption.text for caption in found] == [
        "A red fox.",
        "A red fox fox",
    ]


def test_another_picture_gets_other_captions(models: Models) -> None:
    captions = [
        attention_captions(models, picture(seed=seed), 5) for seed in (0, 1)
    ]
    assert captions[0] != captions[1]


def test_a_story_is_told_from_written_captions(teller: Storyteller) -> None:
    how = {"captions": 4, "beam_width": 2}
    told = teller.story(picture(), captioner="attention", **how)
    written = teller.captions(picture(), 4, "attention")
    assert list(told.captions) == written
    assert (
        told.text
        == teller.retell([c.text for c in written], beam_width=2).text
    )
    found = teller.story(picture(), **how)
    assert found.captions != told.captions


@pytest.mark.parametrize(
    ("captioner", "said"),
    [
        ("attention", "no attention captioner"),
        ("magic", "no captioner 'magic'"),
    ],
)
def test_what_cannot_caption_says_so(captioner: str, said: str) -> None:
    bare = Storyteller(tiny_models())
    with pytest.raises(StorytellerError, match=said):
        bare.captions(picture(), 3, captioner)
    with pytest.raises(StorytellerError, match=said):
        bare.story(picture(), captioner=captioner)


@pytest.mark.parametrize("k", [0, -1, 201, 100_000, 2.5, True, "3"])
def test_so_many_captions_are_not_written(models: Models, k: Any) -> None:
    with pytest.raises(REFUSALS):
        attention_captions(models, picture(), k)
    with pytest.raises(REFUSALS):
        Storyteller(models).captions(picture(), k and k * 1_000, "attention")


@pytest.mark.parametrize("k", [0, 2.5, True, "3"])
@pytest.mark.parametrize("captioner", ["retrieval", "both"])
def test_no_number_of_captions(models: Models, captioner: str, k: Any) -> None:
    with pytest.raises(REFUSALS):
        Storyteller(models).captions(picture(), k, captioner)


@pytest.mark.parametrize("seed", [-5, 2**63, 1.5, "1", True])
def test_what_is_no_seed(models: Models, seed: Any) -> None:
    teller = Storyteller(models)
    for captioner in ("retrieval", "attention", "both"):
        with pytest.raises(REFUSALS):
            teller.captions(picture(), 2, captioner, seed)


def test_looking_again_tells_where(models: Models) -> None:
    looked = look_again(models, picture())
    best = attention_captions(models, picture(), 1)[0].text
    assert detokenise(looked.words) == best
    assert looked.maps.shape == (len(looked.words) + 1, 40, 40)
    torch.testing.assert_close(
        looked.maps.sum(dim=(1, 2)), torch.ones(len(looked.maps))
    )
    own = look_again(models, picture(), "A red FOX zzz runs")
    assert own.words == ["a", "red", "fox", "runs"]
    with pytest.raises(StorytellerError, match="not one known word"):
        look_again(models, picture(), "zzz")


def test_a_captioner_is_kept_with_the_other_models(
    models: Models, folder: Path
) -> None:
    found = load_models(folder)
    assert found.captioner is not None and models.captioner is not None
    assert found.captioner.settings == models.captioner.settings
    assert found.caption_words is not None
    assert found.caption_words.words == WORDS.words
    one, two = (
        attention_captions(some, picture(), 3) for some in (models, found)
    )
    assert {c.text for c in one} & {c.text for c in two}


def test_parts_of_other_models_are_noticed(
    models: Models, folder: Path, tmp_path: Path
) -> None:
    for name, said in (("words", "caption_words"), ("encoder", "captioner")):
        path = tmp_path / name
        other = load_models(folder)
        if name == "words":
            other.save(path, {})
            (path / "caption_words.txt").write_text("one\ntwo\n")
        else:
            sizes = ImageEncoderSettings(4, (8,), (1,), channels=12, pooling=8)
            other.save(path, {})
            save_weights(
                path / "image_encoder.safetensors",
                ImageEncoder(sizes),
                settings=sizes.to_dict(),
            )
            vse = path / "visual_semantic_embedding.safetensors"
            assert vse.exists()
        with pytest.raises(StorytellerError, match="does not fit"):
            load_models(path)
        assert said  # the message names whichever part was met first


def test_an_encoder_of_any_kind_gives_its_grid() -> None:
    sizes = ImageEncoderSettings(4, (8, 12), (1, 2), channels=6, pooling=8)
    encoder = ImageEncoder(sizes).eval()
    pixels = torch.rand(2, 3, 64, 64)
    grid = encoder(pixels).grid
    assert torch.equal(annotation_vectors(encoder, pixels), grid)
    last = len(encoder.features)
    assert torch.equal(annotation_vectors(encoder, pixels, last), grid)
    early = annotation_vectors(encoder, pixels, 4)  # the stem and one block
    assert early.shape == (2, 16 * 16, 8)


def test_the_command_line(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "dog.png"
    picture().save(path)
    shared = ("--models", str(folder), "--captioner", "attention", "--json")
    assert storyteller("caption", str(path), "--captions", "3", *shared) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["captioner"] == "attention"
    assert len(told["captions"]) == 3
    more = ("--captions", "3", "--beam-width", "2")
    assert storyteller("story", str(path), *more, *shared) == 0
    story = json.loads(capsys.readouterr().out)
    assert story["captions"] == told["captions"]
    assert storyteller("caption", str(path), "--seed", "3", *shared) == 0
    drawn = json.loads(capsys.readouterr().out)
    assert drawn["captions"] != told["captions"]


def test_the_command_line_without_a_captioner(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tiny_models().save(tmp_path / "bare", {})
    picture().save(tmp_path / "dog.png")
    command = (
        "caption",
        str(tmp_path / "dog.png"),
        "--captioner",
        "attention",
    )
    assert storyteller(*command, "--models", str(tmp_path / "bare")) == 2
    assert "no attention captioner" in capsys.readouterr().err


def test_broken_weights_are_noticed() -> None:
    models = tiny_captioner(tiny_models())
    with torch.no_grad():
        first = next(models.image_encoder.parameters())
        first.fill_(float(np.nan))
    with pytest.raises(StorytellerError, match="no numbers"):
        attention_captions(models, picture(), 2)


def test_both_take_up_to_half_that_were_written(models: Models) -> None:
    teller = Storyteller(models)
    written = teller.captions(picture(), 3, "attention")
    bank = teller.captions(picture(), 7)
    eye, embedding = teller.look(picture()), models.embedding
    vectors = embedding.embed_texts([c.text for c in written], WORDS)
    least = NEAR * sum(c.score for c in bank) / len(bank)
    near = [
        c for c, v in zip(written, vectors, strict=True) if v @ eye >= least
    ]
    both, share = teller.seen(picture(), 7, "both")
    assert both == [*near, *bank[: 7 - len(near)]] and len(both) == 7
    assert share == pytest.approx(len(near) / 7)
    assert teller.captions(picture(), 1, "both") == bank[:1]
    assert teller.seen(picture(), 3, "attention") == (written, 1.0)


def test_what_the_embedding_does_not_see_is_left_out(
    models: Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    teller = Storyteller(models)
    eye = teller.look(picture())
    cosines = iter([0.9, -0.9, 0.1])

    def embed(texts: list[str], words: object) -> torch.Tensor:
        return torch.stack([eye * next(cosines) for _ in texts])

    written = teller.captions(picture(), 3, "attention")
    monkeypatch.setattr(models.embedding, "embed_texts", embed)
    assert teller._near(written, eye, 0.05) == [written[0], written[2]]


def test_each_captioner_has_a_voice_to_take_out(tmp_path: Path) -> None:
    models = tiny_captioner(tiny_models())
    teller = Storyteller(models)
    bank = models.caption_mean
    assert torch.equal(teller.mean_caption(1.0), bank)
    models.written_mean = -bank
    models.captions_from = "both"
    models.save(tmp_path, {})
    again = Storyteller(load_models(tmp_path))
    assert again.models.captions_from == "both"
    assert set(again.models.styles) == set(models.styles)
    for share in (0.0, 0.25, 1.0):
        found = again.mean_caption(share)
        torch.testing.assert_close(found, (1 - 2 * share) * bank)
    told = again.story(picture(), "romance", captions=6)
    captions, written = again.seen(picture(), 6, "both")
    assert list(told.captions) == captions
    x = again.think([caption.text for caption in captions])
    c = again.mean_caption(written)
    thought = again.shift(x, "romance", 1.0, c)
    torch.testing.assert_close(thought, x - c + models.styles["romance"])
    (expected,) = again.tell(thought[None])
    assert told.text == again.write(expected.best)
