"""Measures of written captions, and annotation vectors made once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.attention_captioner.annotations import (
    annotations_of,
    fingerprint,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.decoding.beam_search import greedy
from storyteller_lib.evaluation.captions import captioning
from storyteller_lib.evaluation.captions.captioning import (
    GREEDY,
    BleuJudge,
    place_of_subject,
    pointing_figures,
    pointing_game,
    truth_and_parts,
    write_all,
)
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.pictures import to_tensors
from storyteller_lib.recipes.captioning import batches_of, captioned, words_of
from storyteller_lib.text import EOS, Vocabulary
from tests.helpers.desk import picture
from tests.helpers.tiny import tiny_models

FOX = Scene("fox", "red", 1, "sleeping", "beach", "sunny")
PIGS = Scene("pig", "orange", 2, "kite", "meadow", "rain")
WORDS = Vocabulary(
    [
        "a",
        "red",
        "fox",
        "sleeps",
        "two",
        "pigs",
        "fly",
        "kite",
        "on",
        "the",
        "beach",
    ]
)


def test_truth_and_parts_of_captions() -> None:
    captions = [
        "A red fox sleeps on the beach.",  # five parts, all true
        "Two orange foxes in the rain.",  # three parts, one wrong
    ]
    found = truth_and_parts(captions, [FOX, PIGS])
    assert found["true in every part"] == 0.5
    assert found["parts named"] == pytest.approx((5 + 3) / 10)
    assert found["subject"] == 0.5
    assert found["colour"] == found["count"] == 1
    assert found["action"] == found["place"] == 1


def test_the_word_that_names_the_subject() -> None:
    assert place_of_subject(["a", "red", "fox"], FOX) == 2
    assert place_of_subject(["two", "pigs"], PIGS) == 1
    assert place_of_subject(["two", "pigs"], FOX) is None


class Pointer(AttentionCaptioner):
    """Looks at the same place always, but at ``naming`` at word 2."""

    naming: Tensor

    def maps(self, annotations, ids):  # type: ignore[no-untyped-def]
        away = torch.zeros(4)
        away[3] = 1
        return [
            torch.stack([self.naming if i == 2 else away for i in range(5)])
            for _ in ids
        ]


def test_the_pointing_game_is_played_at_the_name() -> None:
    captioner = Pointer(AttentionCaptionerSettings(len(WORDS), 3))
    captioner.naming = torch.tensor([0.75, 0.25, 0.0, 0.0])
    ids = [WORDS.encode(["a", "red", "fox", "sleeps"])] * 60
    ids[7] = WORDS.encode(["two", "pigs"])  # names no fox: left out
    masks = [np.zeros((8, 8), dtype=bool) for _ in ids]
    for mask in masks[:30]:
        mask[:4, :4] = True
    for mask in masks[30:]:
        mask[4:, :4] = True
    seen = np.zeros((60, 4, 3), dtype=np.float16)
    game = pointing_game(captioner, seen, ids, WORDS, [FOX] * 60, masks)
    assert game.hit == pytest.approx(29 / 59)
    assert game.mass == pytest.approx(0.75 * 29 / 59)
    assert game.area == game.chance == pytest.approx(0.25)
    with pytest.raises(StorytellerError, match="no maps"):
        pointing_game(captioner, seen[:1], ids[7:8], WORDS, [FOX], masks)


def test_figures_of_the_pointing_game_stand_beside_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models, scenes = tiny_models(), [FOX, FOX, PIGS]
    with pytest.raises(StorytellerError, match="no attention captioner"):
        pointing_figures(models, scenes)
    captioner = Pointer(AttentionCaptionerSettings(len(WORDS), 8))
    captioner.naming = torch.tensor([0.1, 0.2, 0.6, 0.1])
    models.captioner, models.caption_words = captioner, WORDS
    caption = WORDS.encode(["a", "red", "fox", "sleeps"])
    told = [caption] * 3
    monkeypatch.setattr(captioning, "write_all", lambda *_: told)
    found = pointing_figures(models, scenes)
    mask = draw(FOX).masks["subject"]
    middles = mask[40::80, 40::80]  # of the four places of 80 pixels
    shares = mask.reshape(2, 80, 2, 80).mean(axis=(1, 3)).flatten()
    assert middles.flatten().tolist() == [False, False, True, False]
    chance = {
        "peak on the subject": 1 / 4,
        "weight on the subject": mask.mean(),
    }
    assert found["chance"] == pytest.approx(chance)
    assert found["attention captioner"] == pytest.approx(
        {
            "subject named": 2 / 3,
            "peak on the subject": 1,
            "weight on the subject": shares @ [0.1, 0.2, 0.6, 0.1],
        }
    )
    told[:] = [[]] * 3
    silent = {"attention captioner": {"subject named": 0.0}}
    assert pointing_figures(models, scenes) == silent


def test_a_judge_writes_and_counts() -> None:
    torch.manual_seed(0)
    settings = AttentionCaptionerSettings(len(WORDS), 3, 4, 6, 5)
    captioner = AttentionCaptioner(settings).eval()
    for parameter in captioner.parameters():
        torch.nn.init.normal_(parameter)
    seen = np.random.default_rng(0).normal(size=(70, 4, 3)).astype(np.float16)
    ids = write_all(captioner, seen, GREEDY)
    state = captioner.start(torch.from_numpy(seen).float())
    each = greedy(captioner.step, state, settings=GREEDY)
    assert ids == [list(result.best.tokens) for result in each]
    own = [[" ".join(WORDS.decode(row))] for row in ids]
    longest = max(len(row) for row in ids)
    assert longest > 4
    found = BleuJudge(seen, own, WORDS)(captioner)
    assert found == pytest.approx(-1, abs=0.01)  # some have no four words
    others = [["two pigs fly a kite"]] * 70
    assert BleuJudge(seen, others, WORDS)(captioner) > -0.2


@pytest.fixture
def encoder() -> ImageEncoder:
    torch.manual_seed(0)
    sizes = ImageEncoderSettings(4, (8,), (1,), channels=6, pooling=8)
    return ImageEncoder(sizes).eval()


def test_pictures_are_looked_at_once(
    encoder: ImageEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path))
    pictures = [picture(seed=seed) for seed in range(53)]
    opened: list[int] = []

    def record(i: int) -> PictureRecord:
        def open_it() -> Image.Image:
            opened.append(i)
            return pictures[i]

        return PictureRecord(str(i), ("a fox",), open_it)

    records = [record(i) for i in range(53)]
    seen = annotations_of(encoder, records, "foxes")
    assert opened == list(range(53))
    with torch.no_grad():
        grid = encoder(to_tensors(pictures)).grid
        mirrored = encoder(to_tensors(pictures).flip(3)).grid
    assert seen.dtype == np.float16
    np.testing.assert_allclose(seen, grid, atol=2e-3)
    assert np.array_equal(annotations_of(encoder, records, "foxes"), seen)
    assert len(opened) == 53
    turned = annotations_of(encoder, pictures, "foxes", mirrored=True)
    np.testing.assert_allclose(turned, mirrored, atol=2e-3)
    assert not np.allclose(turned, seen, atol=0.01)
    early = annotations_of(encoder, pictures, "foxes", layers=3)
    assert early.shape == (53, 80 * 80, 4)


def test_other_weights_have_another_name(encoder: ImageEncoder) -> None:
    before = fingerprint(encoder)
    assert fingerprint(encoder) == before
    with torch.no_grad():
        encoder.pool.bias[0] += 1
    assert fingerprint(encoder) != before


def test_batches_hold_each_caption_with_its_picture() -> None:
    plain = np.arange(3, dtype=np.float16)[:, None, None].repeat(2, 1)
    texts = [["a fox", "the red fox sleeps"], ["two pigs"], ["a kite", "pigs"]]
    data = captioned([plain, plain + 10], texts, WORDS)
    assert data.owners.tolist() == [0, 0, 1, 2, 2]
    met, views = [], set()
    for epoch in range(6):
        chance = torch.Generator().manual_seed(epoch)
        for batch in batches_of(data, 2)(chance):
            for seen, ids in zip(batch.annotations, batch.ids, strict=True):
                view, owner = divmod(int(seen[0, 0]), 10)
                views.add(view)
                words = " ".join(WORDS.decode([*ids.tolist(), EOS]))
                met.append((owner, words))
                assert words in texts[owner]
    assert len(met) == 6 * 5
    assert len(set(met)) == 5
    assert views == {0, 1}


def test_rare_words_are_left_out() -> None:
    texts = [["a fox", "a pig"], ["A fox."]]
    assert set(words_of(texts, None).words[2:]) == {"a", "fox", "pig", "."}
    assert set(words_of(texts, None, 2).words[2:]) == {"a", "fox"}
