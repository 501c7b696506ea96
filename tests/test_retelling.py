"""A passage of the library is found, made to fit, chosen and told."""

from __future__ import annotations

import pytest

from storyteller_lib.data.photo_captions.lexicon import NOUNS
from storyteller_lib.retelling.exchanging import Exchange, exchange
from storyteller_lib.retelling.families import FAMILIES, family_of
from storyteller_lib.retelling.fitting import fit, fit_of
from storyteller_lib.retelling.pronouns import other_gender
from storyteller_lib.retelling.seen import Seen, colours_of, recoloured


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
        ("He sat on the sand.", "sand", "beach", "He sat on the beach."),
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
