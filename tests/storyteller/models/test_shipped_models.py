"""The weights that come with the book: small, safe, and of some use."""

from __future__ import annotations

from pathlib import Path

import pytest

import storyteller_lib
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.evaluation.storybook import share_naming, truth_of
from storyteller_lib.notebook import sample_photographs
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.files import SHIPPED, models_folder
from storyteller_lib.text import UNK_WORD, tokenise
from tools.paths import BOOK

WEIGHTS = Path(storyteller_lib.__file__).parent / "weights"
KINDS = {".safetensors", ".json", ".txt", ".gz"}


def test_weights_are_small_and_no_pickles() -> None:
    files = [path for path in WEIGHTS.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= KINDS
    assert max(path.stat().st_size for path in files) < 10e6
    assert 1e6 < sum(path.stat().st_size for path in files) < 32e6


@pytest.mark.parametrize("name", SHIPPED)
def test_card_says_where_weights_come_from(name: str) -> None:
    card = (models_folder(name) / "card.json").read_text()
    for word in ("made_by", "data", "licence", "seed", "known_harms"):
        assert f'"{word}"' in card


@pytest.fixture(scope="module")
def course() -> Storyteller:
    return Storyteller.load("course")


@pytest.fixture(scope="module")
def reteller() -> Storyteller:
    return Storyteller.load("course", recipe="retold")


@pytest.mark.slow
@pytest.mark.parametrize("style", ["adventure", "romance"])
def test_a_photograph_becomes_a_story(course: Storyteller, style: str) -> None:
    cat = sample_photographs()["chelsea"]
    story = course.story(cat, style, captions=20, beam_width=3)
    words = tokenise(story.text)
    assert 10 <= len(words) <= 70
    assert UNK_WORD not in words
    assert story.text[0].isupper()
    assert str(story) == course.story(cat, style, 20, 3).text


@pytest.mark.parametrize("style", GENRES)
def test_the_landing_page_shows_what_is_told(
    reteller: Storyteller, style: str
) -> None:
    page = " ".join((BOOK / "intro.md").read_text("utf-8").split())
    told = reteller.story(sample_photographs()["chelsea"], style)
    assert told.source is not None
    link = f'<a href="the_library.html#{told.source.scene:04d}">'
    assert f"** {told.text} *({link}{told.source.source}</a>)*" in page


@pytest.mark.slow
def test_unseen_scenes_are_described_truly() -> None:
    teller = Storyteller.load("storybook")
    scenes = StorybookWorld().scenes("test", 60)
    pictures = [draw(scene).picture for scene in scenes]
    top = [teller.captions(picture, 1)[0].text for picture in pictures]
    shares = truth_of(top, scenes)
    assert shares["subject"] > 0.5  # by luck: 1 in 18
    assert shares["true in every part"] > 0.2


@pytest.mark.slow
def test_stories_of_the_storybook_name_their_subject() -> None:
    teller = Storyteller.load("storybook")
    world = StorybookWorld()
    scenes = world.scenes("test", 20)
    five = [[c.text for c in some] for some in world.captions("test", 20)]
    thoughts = [teller.think(captions) for captions in five]
    told = {}
    for style in ("adventure", "thriller"):
        shifted = [teller.shift(x, {style: 1.0}) for x in thoughts]
        results = [teller.tell(thought[None], 3)[0] for thought in shifted]
        told[style] = [teller.write(result.best) for result in results]
    assert share_naming(told, "subject", scenes) > 0.5
