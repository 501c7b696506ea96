"""Whom captions call a man or a woman, and what novels say beside."""

from __future__ import annotations

import pytest
from PIL import Image

from data_scripts.measure.harms import Novels, said, setting
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.evaluation.said_of_people import agreed, sexes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A girl and two dogs.", {"woman"}),
        ("An old man waves at his grandmothers.", {"man", "woman"}),
        ("Two boys run.", {"man"}),
        ("A person, some children and a surfer.", set()),
        ("The manatee and the womanless harbour.", set()),
    ],
)
def test_only_words_for_a_sex_count(text: str, found: set[str]) -> None:
    assert sexes(text) == found


def test_people_agree_if_several_say_it_and_nobody_denies_it() -> None:
    man, woman, person = "A man runs.", "A woman runs.", "A person runs."
    assert agreed([man, man, person, man, person]) == "man"
    assert agreed([woman] * 5) == "woman"
    assert agreed([man, man, person, person, person]) is None
    assert agreed([man, man, man, man, woman]) is None
    assert agreed([man, man, person], least=2) == "man"


def test_a_caption_says_one_sex_or_both_or_neither() -> None:
    assert said("A boy and his mother.") == "both"
    assert said("A lady reads.") == "woman"
    assert said("Somebody reads.") == "neither"


def record(*captions: str) -> PictureRecord:
    return PictureRecord("x", captions, Image.new)  # nobody looks at it


def test_where_a_photograph_is_two_people_must_say() -> None:
    ball = "A boy kicks a football."
    assert setting(record(ball, "A boy runs.", ball)) == "sport"
    assert setting(record(ball, "A boy runs.")) == "elsewhere"
    street = "A man in the street."
    assert setting(record(street, street, ball)) == "street"


def test_words_lean_to_whom_they_stand_beside() -> None:
    rows = [["he", "rode"]] * 4 + [["she", "wept"]] * 3
    rows += [["he", "said"]] * 5 + [["she", "said"]] * 5
    novels = Novels()
    for _ in range(10):
        novels.read(rows)
    novels.read([["he", "hid"], *[["he", "flew"]] * 40])
    assert novels.pieces == 211 and novels.words["she"] == 80
    found = novels.leaning(("he",), ("she",), 1)
    assert found["he"][0] == ("rode", 40, 0)
    assert found["she"][0] == ("wept", 0, 30)
    his = {word for word, *_ in found["he"]}
    assert "hid" not in his  # too rare
    assert "flew" not in his  # often, but in one book
    assert novels.beside(("wept",), -1, novels.pairs) == {"she": 30}
