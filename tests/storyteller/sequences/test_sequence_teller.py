"""Five pictures, one story: the pipeline on tiny models, and its command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.cli import main
from storyteller_lib.config import StorytellerError
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    SequenceStorytellerSettings,
)
from storyteller_lib.storyteller.models.files import models_folder
from storyteller_lib.storyteller.sequences import teller as sequences
from storyteller_lib.storyteller.sequences.teller import (
    WEIGHTS,
    WORDS,
    SequenceTeller,
    stand_in,
)
from storyteller_lib.text import Vocabulary
from tests.helpers.tiny import WORDS as TINY_WORDS
from tests.helpers.tiny import tiny_models

CARD = {
    "sees": "captions",
    "beam": {"max_length": 6, "min_length": 2},
    "names": {"cat": "Tibbles"},
    "never": ["dog"],
}


def write_models(folder: Path, sees: str = "captions") -> Path:
    """Tiny models with a sequence storyteller, in a folder."""
    models = tiny_models()
    models.save(folder, {"name": "tiny"})
    dim = models.embedding.settings.dim if sees == "captions" else 8
    torch.manual_seed(1)
    settings = SequenceStorytellerSettings(
        len(TINY_WORDS), dim, word_dim=6, dim=8, condition_dim=4
    )
    model = SequenceStoryteller(settings)
    for parameter in model.parameters():
        parameter.data += 0.5 * torch.randn_like(parameter)
    save_weights(
        folder / WEIGHTS,
        model,
        settings=settings.to_dict(),
        card={**CARD, "sees": sees},
        dtype="float32",
    )
    TINY_WORDS.save(folder / WORDS)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_models(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def teller(folder: Path) -> SequenceTeller:
    return SequenceTeller.load(folder)


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    chance = np.random.default_rng(0)
    return [
        chance.integers(0, 255, (40, 50, 3), dtype=np.uint8) for _ in range(5)
    ]


def test_five_pictures_become_five_different_sentences(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    story = teller.story(pictures)
    assert len(story.sentences) == len(set(story.sentences)) == 5
    assert story.sentences == story.plain
    assert str(story) == story.text == "\n".join(story.sentences)
    assert story.style == {}
    assert all(len(found) == 10 for found in story.captions)
    assert story == teller.story(pictures)


def test_names_and_words_that_are_not_told(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    stories = [teller.story(pictures, seed=seed).text for seed in range(3)]
    words = " ".join(stories).lower().split()
    assert "tibbles" in words
    assert not {"cat", "dog"} & set(words)


def test_a_style_changes_every_voice_and_keeps_the_plain_story(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    plain = teller.story(pictures)
    told = {s: teller.story(pictures, s) for s in ("thriller", "romance")}
    for name, story in told.items():
        assert story.plain == plain.sentences
        assert len(set(story.sentences)) == 5
        assert story.style == {name: 1.0}
    assert told["thriller"].sentences != told["romance"].sentences
    assert told["romance"].sentences != plain.sentences


def test_each_thought_is_the_sentence_with_its_captions(
    teller: SequenceTeller,
    pictures: list[np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = []
    think = teller.teller.think

    def watched(texts: Any) -> Any:
        read.append(list(texts))
        return think(texts)

    monkeypatch.setattr(teller.teller, "think", watched)
    story = teller.story(pictures, "adventure")
    wanted = [
        [sentence, *(caption.text for caption in found[:4])]
        for sentence, found in zip(story.plain, story.captions, strict=True)
    ]
    assert read == wanted


def test_seeds_tell_other_stories(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    told = [teller.story(pictures, seed=seed).text for seed in (1, 1, 2)]
    assert told[0] == told[1] != told[2]


def test_the_order_of_the_pictures_matters(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    assert teller.story(pictures) != teller.story(pictures[::-1])


def test_shows_as_html_and_as_a_dictionary(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    story = teller.story(pictures, "romance")
    page = story._repr_html_()
    assert page.count("<img ") == page.count("<figcaption>") == 5
    values = json.loads(json.dumps(story.to_dict()))
    assert values["sentences"] == list(story.sentences)
    assert values["style"] == {"romance": 1.0}


def test_a_stand_in_is_the_mean_of_the_nearest_captions(
    teller: SequenceTeller,
) -> None:
    bank = teller.teller.models.bank
    vectors = torch.nn.functional.normalize(torch.randn(4, 10), dim=1)
    found = stand_in(vectors, bank, 3)
    for vector, near in zip(vectors, found, strict=True):
        scores = [float(vector @ row) for row in bank.vectors]
        best = sorted(range(len(scores)), key=lambda i: -scores[i])[:3]
        mean = sum(bank.vectors[i] for i in best) / 3
        torch.testing.assert_close(near, mean / mean.norm())


def test_pooled_features_serve_too(
    tmp_path: Path, pictures: list[np.ndarray]
) -> None:
    story = SequenceTeller.load(write_models(tmp_path, "pooled")).story(
        pictures
    )
    assert len(set(story.sentences)) == 5


@pytest.mark.parametrize("count", [0, 1, 4, 6])
def test_other_numbers_of_pictures_are_refused(
    teller: SequenceTeller, pictures: list[np.ndarray], count: int
) -> None:
    with pytest.raises(
        StorytellerError, match=f"five|5 pictures, got {count}"
    ):
        teller.story((pictures * 2)[:count])


def test_one_path_is_not_a_sequence(teller: SequenceTeller) -> None:
    with pytest.raises(StorytellerError, match="5 pictures, got 1"):
        teller.story("five.jpg")


def test_the_unreadable_picture_is_named(
    teller: SequenceTeller, pictures: list[np.ndarray], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture")
    given = [*pictures[:3], broken, pictures[4]]
    with pytest.raises(StorytellerError, match=r"^picture 4: .*broken\.jpg"):
        teller.story(given)


def test_unknown_styles_are_refused(
    teller: SequenceTeller, pictures: list[np.ndarray]
) -> None:
    with pytest.raises(StorytellerError, match="did you mean romance"):
        teller.story(pictures, "romanse")


def test_models_without_a_sequence_storyteller_say_so(tmp_path: Path) -> None:
    tiny_models().save(tmp_path, {"name": "tiny"})
    with pytest.raises(StorytellerError, match="no sequence storyteller"):
        SequenceTeller.load(tmp_path)


def test_parts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    write_models(tmp_path)
    Vocabulary(TINY_WORDS.words[2:-1]).save(tmp_path / WORDS)
    with pytest.raises(StorytellerError, match="does not fit the other"):
        SequenceTeller.load(tmp_path)


def command(
    capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(["sequence", *words])
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_the_command_tells_a_story(
    folder: Path,
    pictures: list[np.ndarray],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = [str(tmp_path / f"{i}.png") for i in range(5)]
    for path, pixels in zip(paths, pictures, strict=True):
        Image.fromarray(pixels).save(path)
    options = ["--models", str(folder), "--style", "thriller"]
    code, out, _ = command(capsys, *paths, *options, "--json")
    assert code == 0
    values = json.loads(out)
    assert values["pictures"] == paths
    assert values["style"] == {"thriller": 1.0}
    code, plain, _ = command(capsys, *paths, *options)
    assert plain.split() == " ".join(values["sentences"]).split()
    code, out, err = command(capsys, *paths[:3])
    assert (code, out) == (2, "")
    assert "needs 5 pictures, got 3" in err
    code, out, err = command(capsys, *paths[:4], "no.jpg", *options)
    assert (code, out) == (2, "")
    assert "picture 5" in err and "no.jpg" in err
    assert "Traceback" not in err


@pytest.mark.slow
def test_the_shipped_storybook_tells_a_story() -> None:
    from storyteller_lib.notebook import sample_photographs

    path = models_folder("storybook") / WEIGHTS
    assert path.stat().st_size < 4 * 2**20
    teller = SequenceTeller.load("storybook")
    story = teller.story(list(sample_photographs().values())[:5], "romance")
    assert len(set(story.sentences)) == len(set(story.plain)) == 5
    assert all(3 <= len(s.split()) <= 30 for s in story.plain)
    assert "<unk>" not in story.text + " ".join(story.plain)


def test_the_length_of_a_story_is_that_of_its_pictures() -> None:
    assert sequences.LENGTH == 5
