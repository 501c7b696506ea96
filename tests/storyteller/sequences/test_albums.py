"""Five pictures are told by the story decoder, turned to each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from storyteller_lib.cli import main
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.sampling import SamplingSettings
from storyteller_lib.notebook import sample_photographs
from storyteller_lib.retelling.pronouns import one_person
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.sequences import albums
from storyteller_lib.storyteller.sequences.albums import (
    ALBUM,
    AlbumTeller,
    album_teller,
    turned,
)
from storyteller_lib.storyteller.sequences.teller import (
    WEIGHTS,
    SequenceTeller,
)
from tests.helpers.tiny import STYLES, tiny_models


@pytest.fixture(scope="module")
def pictures() -> list[np.ndarray]:
    chance = np.random.default_rng(0)
    return [
        chance.integers(0, 255, (40, 50, 3), dtype=np.uint8) for _ in range(5)
    ]


@pytest.fixture(scope="module")
def teller() -> AlbumTeller:
    models = replace(
        tiny_models(), selection={"candidates": 6, "sight": 1.0}, captions=3
    )
    return AlbumTeller(Storyteller(models))


def test_five_pictures_become_five_sentences(
    teller: AlbumTeller, pictures: list[np.ndarray]
) -> None:
    story = teller.story(pictures, "thriller")
    assert len(story.sentences) == len(story.captions) == 5
    assert all(map(str.strip, story.sentences))
    assert story.style == {"thriller": 1.0}
    assert story.plain == story.sentences
    again = teller.story(pictures, "thriller")
    assert again.sentences == story.sentences
    assert teller.story(pictures, "thriller", seed=3) != story


def test_the_order_and_the_style_matter(
    teller: AlbumTeller, pictures: list[np.ndarray]
) -> None:
    style, chance = {"romance": 1.0}, torch.Generator().manual_seed(1)
    seen = [
        replace(
            teller.look(picture, style, 1.0),
            thought=9 * torch.randn(12, generator=chance),
        )
        for picture in pictures
    ]
    drawing = SamplingSettings(top_p=0.6)
    told = teller.tell(seen, style, drawing)
    back = teller.tell(seen[::-1], style, drawing)
    assert set(told) != set(back)
    assert teller.story(pictures, "romance", strength=40.0) != teller.story(
        pictures, "thriller", strength=40.0
    )


def test_what_was_told_is_kept_and_what_is_to_be_told_exchanged(
    teller: AlbumTeller, pictures: list[np.ndarray]
) -> None:
    models = teller.teller.models
    first, second = (
        teller.look(pictures[0], {voice: 1.0}, 1.0) for voice in STYLES[:2]
    )
    state = turned(models, {}, first)
    told = {**state, "hidden": state["hidden"] + 1.0}
    state = turned(models, told, second)
    fresh = models.decoder.start(second.thought[None])
    torch.testing.assert_close(state["hidden"], told["hidden"])
    torch.testing.assert_close(state["condition"], fresh["condition"])
    assert not torch.equal(state["condition"], told["condition"])


def test_without_a_style_it_is_told_as_albums_are(
    teller: AlbumTeller, pictures: list[np.ndarray]
) -> None:
    story = teller.story(pictures)
    assert story.style == {}
    every = teller.story(pictures, dict.fromkeys(STYLES, 1.0))
    assert story.sentences == every.sentences
    models = tiny_models()
    own = {**models.styles, ALBUM: 5 * models.styles["romance"]}
    knows = AlbumTeller(Storyteller(replace(models, styles=own)))
    assert knows.usual_style == ALBUM


def test_other_numbers_of_pictures_are_refused(
    teller: AlbumTeller, pictures: list[np.ndarray]
) -> None:
    with pytest.raises(StorytellerError, match="needs 5 pictures, got 4"):
        teller.story(pictures[:4])
    with pytest.raises(StorytellerError, match="no style"):
        teller.story(pictures, "western")


def test_a_trained_sequence_storyteller_goes_before(tmp_path: Path) -> None:
    tiny_models().save(tmp_path, {"name": "tiny"})
    assert isinstance(album_teller(tmp_path), AlbumTeller)
    assert isinstance(album_teller("storybook"), SequenceTeller)
    assert not (tmp_path / WEIGHTS).exists()


def test_a_beam_is_refused_where_words_are_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny_models().save(tmp_path, {"name": "tiny"})
    words = ["sequence", *"abcde", "--beam-width", "3"]
    with pytest.raises(SystemExit):
        main([*words, "--models", str(tmp_path)])
    assert "leave out --beam-width" in " ".join(
        capsys.readouterr().err.split()
    )


@pytest.mark.slow
def test_the_shipped_course_tells_albums_in_every_voice() -> None:
    teller = album_teller("course")
    assert isinstance(teller, AlbumTeller)
    assert teller.usual_style == ALBUM
    photographs = list(sample_photographs().values())[:5]
    told = {s: teller.story(photographs, s) for s in (None, *STYLES)}
    texts = {story.text for story in told.values()}
    assert len(texts) == len(told)
    for story in told.values():
        assert len(set(story.sentences)) == 5
        assert all(3 <= len(s.split()) <= 33 for s in story.sentences)
        assert "<unk>" not in story.text


def test_sentences_that_keep_to_he_or_she_are_preferred(
    teller: AlbumTeller,
    pictures: list[np.ndarray],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = teller.story(pictures, "thriller").text.split()
    unwanted = min(sorted(set(usual)), key=usual.count)
    monkeypatch.setattr(
        albums, "one_person", lambda text: unwanted not in text.split()
    )
    kept = teller.story(pictures, "thriller").text.split()
    assert unwanted in usual
    assert unwanted not in kept


def test_one_person_is_he_or_she_and_not_both() -> None:
    assert one_person("He took his hat. Hers was gone.") is False
    assert one_person("She said it herself.") is True
    assert one_person("The theme was there.") is True
