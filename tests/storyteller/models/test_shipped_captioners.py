"""The attention captioners that come with the book, if they are there."""

from __future__ import annotations

import numpy as np
import pytest

from storyteller_lib.checkpoints import read_card
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.evaluation.captions.captioning import (
    pointing_game,
    truth_and_parts,
    write_all,
)
from storyteller_lib.notebook import sample_photographs
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import look
from storyteller_lib.storyteller.models.files import models_folder
from storyteller_lib.text import UNK_WORD, detokenise, tokenise

LARGEST = {"storybook": 1.5e6, "course": 4e6}
FILE = "attention_captioner.safetensors"


def teller_with_captioner(name: str) -> Storyteller:
    if not (models_folder(name) / FILE).is_file():
        pytest.skip(f"the {name} models have no attention captioner")
    return Storyteller.load(name)


@pytest.mark.parametrize("name", LARGEST)
def test_they_are_small_and_have_a_card(name: str) -> None:
    path = models_folder(name) / FILE
    if not path.is_file():
        pytest.skip(f"the {name} models have no attention captioner")
    assert path.stat().st_size <= LARGEST[name]
    card = read_card(path)
    asked = {"made_by", "data", "licence", "seed", "known_harms", "measured"}
    assert asked <= card.keys()


def test_unseen_scenes_are_told_truly_and_looked_at() -> None:
    teller = teller_with_captioner("storybook")
    captioner, words = teller.models.captioner, teller.models.caption_words
    assert captioner is not None and words is not None
    scenes = StorybookWorld().scenes("test", 40)
    drawn = [draw(scene) for scene in scenes]
    seen = np.concatenate(
        [look(teller.models, one.picture).cpu().numpy() for one in drawn]
    )
    ids = write_all(captioner, seen)
    texts = [detokenise(words.decode(row)) for row in ids]
    found = truth_and_parts(texts, scenes)
    assert found["true in every part"] > 0.8
    assert found["parts named"] > 0.6
    masks = [one.masks["subject"] for one in drawn]
    game = pointing_game(captioner, seen, ids, words, scenes, masks)
    assert game.hit > 0.65 > 3 * game.chance
    assert game.mass > 2 * game.area


def test_photographs_get_captions_of_their_own() -> None:
    teller = teller_with_captioner("course")
    photos = sample_photographs()
    best = {
        name: teller.captions(photo, 5, "attention")
        for name, photo in photos.items()
    }
    first = [found[0].text for found in best.values()]
    assert len(set(first)) >= 4
    for found in best.values():
        assert len({caption.text for caption in found}) == 5
        for caption in found:
            words = tokenise(caption.text)
            assert UNK_WORD not in words
            assert 3 <= len(words) <= 30
