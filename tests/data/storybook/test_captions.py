"""Captions say only what is true, and say it in good English."""

from __future__ import annotations

import random
import re
from itertools import islice

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.captions import (
    PATTERNS,
    THING_PATTERNS,
    brief_caption,
    caption_bank,
    captions,
    finite,
    parse_claims,
    with_article,
)
from storyteller_lib.data.storybook.scene import Scene, held_out, scenes


@pytest.fixture(scope="module")
def described():
    """A thousand scenes with five captions each."""
    rng = random.Random(11)
    return [
        (scene, captions(scene, rng))
        for split in ("train", "test")
        for scene in islice(scenes(split, 4), 500)
    ]


def test_claims_are_true_and_read_back_from_the_text(described):
    for scene, written in described:
        for caption in written:
            assert scene.is_true(caption.claims), caption
            assert parse_claims(caption.text) == caption.claims, caption
            assert "subject" in caption.claims


def test_five_captions_differ_and_together_name_everything(described):
    for scene, written in described:
        assert len({caption.text for caption in written}) == 5
        named = {part for caption in written for part in caption.claims}
        assert named == {k for k, v in scene.facts.items() if v is not None}


def test_no_single_part_is_always_named_but_the_subject(described):
    everyone = [caption for _, written in described for caption in written]
    for part in ("colour", "action", "place", "weather", "thing"):
        share = sum(part in c.claims for c in everyone) / len(everyone)
        assert 0.15 < share < 0.9, part


def test_sentences_look_like_sentences(described):
    wrong = [
        r"\ba [aeiou]",
        r"\ban [^aeiou]",
        r"  | ,|,,|[{}]",
        r"\b(two|three|pair of|trio of|some) \w+ \w+ is\b",
        r"\b(they|foxes|mice|ponies|ducks|girls) is\b",
        r"\b(it|he|she) are\b",
        r"mouses|foxs|puppys|ponys",
    ]
    for _, written in described:
        for caption in written:
            assert re.fullmatch(r"[A-Z][a-z ,:]+\.", caption.text), caption
            for mistake in wrong:
                assert not re.search(mistake, caption.text), caption


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        (
            "The lad in the scarlet coat was napping under the stars.",
            {"subject": "boy", "count": 1, "colour": "red",
             "action": "sleeping", "weather": "night"},
        ),
        (
            "Three snowy foxes dance below the snowy peaks!",
            {"subject": "fox", "count": 3, "colour": "white",
             "action": "dancing", "place": "mountain"},
        ),
        (
            "Half hidden by the old cask, an automaton flies a kite.",
            {"subject": "robot", "count": 1, "thing": "barrel",
             "relation": "behind", "action": "kite"},
        ),
        (
            "Bunnies, in the\nsnow, next to nobody",
            {"subject": "rabbit", "weather": "snow"},
        ),
        (
            "a pair of golden ponies on the sand by the sea",
            {"subject": "horse", "count": 2, "colour": "yellow",
             "place": "beach"},
        ),
        ("The catalogue of scarlets is outrunning me.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_reads_sentences_nobody_generated(sentence, claims):
    assert parse_claims(sentence) == claims


def test_a_false_caption_is_told_from_a_true_one():
    scene = Scene("cat", "red", 2, "running", "lake", "fog")
    assert scene.is_true(parse_claims("Two kittens race by the lake."))
    assert not scene.is_true(parse_claims("A kitten runs by the lake."))
    assert not scene.is_true(parse_claims("Two dogs run by the lake."))


def test_small_words():
    assert with_article("owl") == "an owl"
    assert with_article("fox") == "a fox"
    assert finite("flying a kite", several=False) == "flies a kite"
    assert finite("fishing", several=True) == "fish"
    for forms in lexicon.ACTIONS.values():
        assert all(finite(form, True) != form for form in forms)


@pytest.mark.slow
def test_the_bank_is_distinct_true_to_itself_and_repeatable():
    bank = caption_bank(3000, seed=3)
    assert len({caption.text for caption in bank}) == len(bank) == 3000
    assert caption_bank(500, seed=3) == caption_bank(500, seed=3)
    assert bank[:50] != caption_bank(50, seed=4)
    for caption in bank:
        assert parse_claims(caption.text) == caption.claims
    parts = ("subject", "place", "action")
    unseen = [
        caption
        for caption in bank
        if set(parts) <= set(caption.claims)
        and held_out(*(str(caption.claims[part]) for part in parts))
    ]
    assert unseen
    words = " ".join(caption.text for caption in bank)
    for table in (lexicon.SUBJECTS, lexicon.PLACES, lexicon.THINGS):
        assert all(f[0] in words for f in table.values())


def test_patterns_and_numbers_of_captions():
    assert len(set(PATTERNS + THING_PATTERNS)) >= 40
    scene = Scene("owl", "grey", 1, "reading", "city", "rain")
    for n in (1, 3, 7, len(PATTERNS)):
        assert len(captions(scene, random.Random(0), n)) == n
    for n in (0, -1, len(PATTERNS) + 1):
        with pytest.raises(StorytellerError, match="captions, not"):
            captions(scene, random.Random(0), n)
    with pytest.raises(StorytellerError, match="cannot hold"):
        caption_bank(-1)


def test_brief_captions_claim_little_and_are_true():
    rng = random.Random(4)
    scene = Scene("owl", "grey", 2, "reading", "city", "rain")
    for most in (3, 4):
        brief = [brief_caption(scene, rng, most) for _ in range(200)]
        assert max(len(caption.claims) for caption in brief) == most
        assert all(scene.is_true(caption.claims) for caption in brief)
        assert {"place", "action", "weather"} <= {
            part for caption in brief for part in caption.claims
        }
    assert max(len(c.claims) for c in caption_bank(500, most=4)) == 4
    for wrong in (2, 0, -3):
        with pytest.raises(StorytellerError, match="3 or more"):
            brief_caption(scene, rng, wrong)
