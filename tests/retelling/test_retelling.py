"""A passage of the library is found, made to fit, chosen and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import library_scene, library_scenes
from storyteller_lib.data.photo_captions.lexicon import NOUNS
from storyteller_lib.retelling.exchanging import Exchange, exchange
from storyteller_lib.retelling.families import FAMILIES, family_of
from storyteller_lib.retelling.finding import find
from storyteller_lib.retelling.fitting import fit, fit_of
from storyteller_lib.retelling.pronouns import other_gender
from storyteller_lib.retelling.reteller import (
    Question,
    Reteller,
    RetellingSettings,
)
from storyteller_lib.retelling.seen import Seen, colours_of, recoloured
from storyteller_lib.retelling.shelf import (
    Shelf,
    load_shelf,
    make_shelf,
    save_shelf,
)
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.files import SHELF, load_models
from storyteller_lib.storyteller.retold import voices_of
from tests.helpers.tiny import WORDS, tiny_models


@pytest.mark.parametrize(
    ("text", "old", "new", "wanted"),
    [
        ("A boat lay on the sand.", "boat", "canoe",
         "A canoe lay on the sand."),
        ("A dog saw an old dog and two dogs.", "dog", "owl",
         "An owl saw an old owl and two owls."),
        ("Cars! The car stopped.", "car", "bus", "Buses! The bus stopped."),
        ("A sheep met six sheep.", "sheep", "goat", "A goat met six goats."),
        ("The lads sat down.", "boy", "girl", "The girls sat down."),
        ("A German shepherd barked.", "german shepherd", "dog",
         "A dog barked."),
        ("He sat on the sand.", "sand", "beach", "He sat on the beach."),
        ("He sat on a chair.", "chair", "bench", "He sat on a bench."),
    ],
)  # fmt: skip
def test_number_capital_and_article_follow(
    text: str, old: str, new: str, wanted: str
) -> None:
    assert exchange(text, old, new) == wanted


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("No such thing is here.", "dog", "cat"),
        ("A dog met a cat.", "dog", "cat"),  # two cats would be one
        ("A beach ball lay on the beach.", "beach", "park"),
        ("Sand blew in.", "sand", "beach"),  # "Beach blew in."
        ("The jeans were wet.", "jeans", "skirt"),
        ("She sat in a deep chair.", "chair", "bench"),
        ("He lay on his boat.", "boat", "canoe"),
        ("They hid in the sand.", "sand", "beach"),
        ("The boat house was dark.", "boat", "canoe"),
    ],
)
def test_what_cannot_be_done_without_a_fault_is_not_done(
    text: str, old: str, new: str
) -> None:
    assert exchange(text, old, new) is None


@pytest.mark.parametrize(
    ("text", "old", "new", "wanted"),
    [
        ("The man lost his hat. I gave him mine.", "man", "woman",
         "The woman lost her hat. I gave her mine."),
        ("The hat was his. The boy ran.", "boy", "girl",
         "The hat was hers. The girl ran."),
        ("A girl held her hat. It bit her. She hid herself.", "girl", "boy",
         "A boy held his hat. It bit him. He hid himself."),
        ("The man slept.", "man", "person", "The person slept."),
    ],
)  # fmt: skip
def test_pronouns_follow(text: str, old: str, new: str, wanted: str) -> None:
    assert exchange(text, old, new) == wanted


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("The man waved and she came to him.", "man", "woman"),
        ("The man met his wife.", "man", "woman"),
        ("I watched the girl and her sing.", "girl", "boy"),  # his? him?
        ("The woman smiled. I gave her wine.", "woman", "man"),
        ("The man slept; he snored.", "man", "person"),
        ("The person slept; he snored.", "person", "woman"),
    ],
)
def test_whom_a_pronoun_means_must_be_sure(
    text: str, old: str, new: str
) -> None:
    assert exchange(text, old, new) is None


def test_pronouns_of_two_people_are_left_alone() -> None:
    assert other_gender("He saw her.", "m", "f") is None
    assert other_gender("Nothing was said.", "m", "f") == "Nothing was said."


def test_families_are_of_nouns_and_of_one_kind_or_place() -> None:
    for family in FAMILIES:
        assert len(family) > 1
        assert family <= NOUNS.keys(), "no such noun"
    assert "canoe" in family_of("boat") and "boat" not in family_of("boat")
    assert "cat" not in family_of("dog")
    assert family_of("volcano") == frozenset()
    for a in NOUNS:
        assert all(a in family_of(b) for b in family_of(a))


def test_what_captions_agree_on_is_seen() -> None:
    seen = Seen.of(
        ["A dog in a red shirt runs.", "A dog with a red shirt.", "A cat."]
    )
    assert list(seen.shares)[:2] == ["dog", "shirt"]
    assert seen.shares["dog"] == pytest.approx(2 / 3)
    assert seen.colours["shirt"] == {"red": 1.0}
    assert "dog" not in seen.colours


def test_colours_stand_before_their_nouns() -> None:
    text = "A black and white dog in a long red coat."
    assert ("coat", "red") in colours_of(text)
    assert ("dog", "white") in colours_of(text)


def test_a_colour_changes_only_where_it_is_said_of_one_thing() -> None:
    text = "Her red coat was torn. Red coats are rare."
    changed = recoloured(text, "coat", "red", "blue")
    assert changed == "Her blue coat was torn. Blue coats are rare."
    assert recoloured("A red coat, a red hat.", "coat", "red", "blue") is None
    assert recoloured("A red coat went red.", "coat", "red", "blue") is None
    assert recoloured("A red coat, a blue hat.", "coat", "red", "blue") is None


PICTURE = Seen.of(["A canoe on a lake, a man in a blue shirt."] * 4)


def test_a_passage_is_made_to_fit() -> None:
    passage = "A man in an orange shirt rowed his boat over the lake."
    fitted = fit(passage, {"man", "shirt", "boat", "lake"}, PICTURE)
    assert fitted.text == (
        "A man in a blue shirt rowed his canoe over the lake."
    )
    assert fitted.exchanges == (
        Exchange("canoe", "boat"),
        Exchange("blue shirt", "orange shirt"),
    )
    assert str(fitted.exchanges[0]) == "canoe for boat"
    alone = fit(passage, {"boat"}, PICTURE, allowed=False)
    assert alone.text == passage and alone.fit < fitted.fit


def test_what_the_scene_does_not_show_is_not_exchanged() -> None:
    passage = "The man on the lake thought of his boat."
    assert fit(passage, {"man", "lake"}, PICTURE).text == passage


def test_strange_things_count_against_a_passage() -> None:
    shown = {"man", "lake", "elephant"}
    good = fit_of("A man on a lake.", shown, PICTURE)
    assert fit_of("A man and an elephant on a lake.", shown, PICTURE) < good
    assert fit_of("A man on a lake in a canoe.", shown, PICTURE) > good


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """A few scenes of the real library, read by a tiny encoder."""
    models = tiny_models()
    scenes = library_scenes("val")[:40]
    chance = torch.Generator().manual_seed(1)
    sights = torch.randn(len(scenes), 10, generator=chance)
    assert isinstance(models.thoughts, SkipThoughtEncoder)
    return make_shelf(scenes, models.thoughts, WORDS, sights)


@pytest.fixture(scope="module")
def reteller(shelf: Shelf) -> Reteller:
    models = tiny_models()
    return Reteller(shelf, models.decoder, WORDS)


def test_a_shelf_comes_back_from_its_files(
    shelf: Shelf, tmp_path: Path
) -> None:
    save_shelf(tmp_path, shelf)
    again = load_shelf(tmp_path, shelf.encoder, shelf.words)
    assert list(again.scenes) == list(shelf.scenes)
    cosines = (again.passages * shelf.passages).sum(dim=2)
    assert cosines.min() > 0.98
    assert (again.sights * shelf.sights).sum(dim=1).min() > 0.98
    torch.testing.assert_close(again.styles, shelf.styles, atol=1e-2, rtol=0)


def test_a_shelf_that_does_not_fit_the_library_is_refused(
    shelf: Shelf, tmp_path: Path
) -> None:
    strange = replace(shelf.scenes[0], number=9_999)
    save_shelf(tmp_path, replace(shelf, scenes=[strange, *shelf.scenes[1:]]))
    with pytest.raises(StorytellerError, match="does not fit the story"):
        load_shelf(tmp_path, shelf.encoder, shelf.words)
    with pytest.raises(StorytellerError):
        load_shelf(tmp_path / "nowhere", shelf.encoder, shelf.words)


def test_the_nearest_passage_is_that_whose_own_thought_is_asked(
    shelf: Shelf,
) -> None:
    for row in (0, 7, 39):
        asked = shelf.passages[row, 2]
        first = find(shelf, asked, "thriller", 3)[0]
        best = shelf.passages[:, 2] @ asked
        assert first.row == int(best.argmax()) or best[row] >= best.max()
        assert first.genre == "thriller"
    near = find(shelf, shelf.passages[3, 0], "adventure", 5)
    assert [f.nearness for f in near] == sorted(
        (f.nearness for f in near), reverse=True
    )


def test_the_picture_has_a_say_in_what_is_found(shelf: Shelf) -> None:
    asked = shelf.passages.mean(dim=(0, 1))
    found = find(shelf, asked, "romance", 1, shelf.sights[11], sight=100.0)
    assert found[0].row == 11
    none = torch.zeros(len(shelf.scenes), dtype=torch.bool)
    none[5] = True
    only = find(shelf, asked, "romance", 3, allowed=none)
    assert [f.row for f in only] == [5]


def test_what_is_told_is_a_passage_of_the_voice(reteller: Reteller) -> None:
    question = Question(["a red fox runs in the snow"], {"thriller": 1.0})
    told = reteller.tell(question)
    assert len(told) == len({one.scene for one in told})
    for one in told[:5]:
        assert one.genre == "thriller"
        if not one.exchanges:
            assert one.text == library_scene(one.scene).passages["thriller"]
    assert [o.total for o in told] == sorted(
        (o.total for o in told), reverse=True
    )


def test_blends_draw_from_each_voice_by_its_weight(
    reteller: Reteller,
) -> None:
    voices = {"thriller": 0.75, "romance": 0.25}
    settings = RetellingSettings(found=20, read=20)
    by = Reteller(reteller.shelf, reteller.decoder, WORDS, settings)
    genres = [r.genre for r in by.tell(Question(["a dog sleeps"], voices))]
    assert genres.count("thriller") == 15 and genres.count("romance") == 5


def test_luck_is_a_passage_s_own_not_its_scene_s(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a blend one scene may be found in two voices."""
    models, count = tiny_models(), len(shelf.scenes)
    settings = RetellingSettings(found=2 * count, read=2 * count)
    by = Reteller(shelf, models.decoder, WORDS, settings)
    voices = {"thriller": 1.0, "romance": 1.0}
    luck = [1e6 if i == count - 1 else 0.0 for i in range(2 * count)]
    monkeypatch.setattr(by, "_luck", lambda count, seed: luck)
    told = by.tell(Question(["a dog sleeps"], voices))
    assert len(told) == 2 * count and told[0].genre == "thriller"
    assert told[0].total < told[1].total  # it was luck
    rest = [one.total for one in told[1:]]
    assert rest == sorted(rest, reverse=True)


def test_at_strength_0_the_captions_of_a_scene_are_told(
    reteller: Reteller,
) -> None:
    question = Question(["a dog sleeps"], {"romance": 1.0}, strength=0.0)
    told = reteller.tell(question)[0]
    if not told.exchanges:
        assert told.text == " ".join(library_scene(told.scene).captions)


def test_a_seed_tells_the_same_again_and_another_seed_another(
    reteller: Reteller,
) -> None:
    def first(seed: int | None) -> int:
        question = Question(["a dog sleeps"], {"romance": 1.0}, seed=seed)
        return reteller.tell(question)[0].scene

    assert first(3) == first(3) and first(None) == first(None)
    assert len({first(seed) for seed in range(20)}) > 1


def test_the_length_asked_for_is_kept_or_refused(reteller: Reteller) -> None:
    ask = replace(
        Question(["a dog sleeps"], {"romance": 1.0}), length=(50, 60)
    )
    scenes = [library_scene(one.scene) for one in reteller.tell(ask)]
    lengths = [len(s.passages["romance"].split()) for s in scenes]
    assert lengths and all(50 <= n <= 60 for n in lengths)
    with pytest.raises(StorytellerError, match="2 to 9 words"):
        reteller.tell(replace(ask, length=(2, 9)))


def test_exchanges_cost_what_the_decoder_says(reteller: Reteller) -> None:
    thought = torch.randn(12, generator=torch.Generator().manual_seed(2))
    captions = ["a man in a blue shirt with a canoe on a lake"] * 3
    ask = Question(captions, {"adventure": 1.0}, thought=thought)
    settings = RetellingSettings(found=40, read=40)
    by = Reteller(reteller.shelf, reteller.decoder, WORDS, settings)
    told = by.tell(ask)
    assert all(one.fluency < 0 for one in told)
    assert all(one.strain == 0 for one in told if not one.exchanges)


def test_a_storyteller_retells(shelf: Shelf) -> None:
    teller = Storyteller(replace(tiny_models(), shelf=shelf))
    picture = np.zeros((40, 40, 3), np.uint8)
    story = teller.story(picture, "thriller", captions=4)
    assert story.source is not None and story.source.genre == "thriller"
    assert str(story).startswith(story.text)
    assert f"after scene {story.source.scene:04d} (thriller)" in str(story)
    assert story.to_dict()["source"]["scene"] == story.source.scene
    assert "of the story library" in story.to_html()
    assert len(repr(story.source)) < 800
    lines = teller.story(picture, "thriller", captions=4, lyric=True)
    assert lines.text.count("\n") == story.text.count(",")
    words = teller.retell(["a dog sleeps on a beach"], "romance")
    assert words.source is not None
    with pytest.raises(StorytellerError, match="no beam"):
        teller.story(picture, captions=4, trace=True)


def test_any_style_has_a_voice(shelf: Shelf) -> None:
    models = replace(tiny_models(), shelf=shelf)
    models.styles["mine"] = models.styles["romance"] * 1.01
    assert voices_of({"mine": 1.0}, models) == {"romance": 1.0}
    both = voices_of({"mine": 0.5, "romance": 0.25, "thriller": 0.0}, models)
    assert both == {"romance": 0.75}


def test_recipes_share_one_folder(shelf: Shelf, tmp_path: Path) -> None:
    tiny = replace(tiny_models(), selection={"candidates": 4})
    tiny.save(tmp_path, {})
    assert load_models(tmp_path).selection
    plain = load_models(tmp_path, "plain")
    assert plain.recipe == "plain" and not plain.selection
    with pytest.raises(StorytellerError, match="have written, plain"):
        load_models(tmp_path, "retold")
    save_shelf(tmp_path / SHELF, shelf)
    found = load_models(tmp_path, "retold")
    assert found.shelf is not None and load_models(tmp_path).shelf is None
