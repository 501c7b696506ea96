"""How the course's critic gets its sentences, and those drawn against them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import torch

from data_scripts.library.critic import (
    HELD_OUT,
    Pairs,
    load_critic,
    train_critic,
)
from data_scripts.library.rivals import (
    LONGEST,
    SHORTEST,
    WAYS,
    Place,
    Wishes,
    go_on,
    sentence_places,
)
from storyteller_lib.text import UNK
from tests.helpers.tiny import WORDS, tiny_models


def ids(text: str) -> list[int]:
    return WORDS.encode(text.split())


def test_sentences_are_found_where_they_are() -> None:
    told = "a dog runs on . then she said zzz . the end"
    places = sentence_places([ids("a dog ."), ids(told)], WORDS)
    assert places == [Place(1, 0, 5)]  # short, unknown and unended are out
    assert ids(told)[0:5] == ids("a dog runs on .")


def test_a_wish_is_one_until_it_is_said() -> None:
    dog, cat = ids("dog cat")
    wishes = Wishes([[[dog, cat]], [[cat]]], len(WORDS))
    assert wishes.bonus[0, [dog, cat]].gt(0).all()
    wishes.said(torch.tensor([0, 1]), torch.tensor([cat, dog]))
    assert wishes.bonus[0].eq(0).all()
    assert wishes.bonus[1].nonzero().flatten().tolist() == [cat]


def test_the_decoder_goes_on_after_the_given_words() -> None:
    models = tiny_models()
    ends = torch.tensor([word == "." for word in WORDS.words])
    (stop,) = ids(".")
    before = [ids("a dog runs ."), [], ids("a cat ."), ids("the red fox")]
    chance = torch.Generator().manual_seed(0)
    thoughts = torch.randn(4, 12, generator=chance)
    for way in WAYS:
        for wishes in (None, Wishes([[ids("dog")]] * 4, len(WORDS))):
            drawn = go_on(
                models.decoder, thoughts, before, way, wishes, ends, chance
            )
            found = [row for row in drawn if row]
            assert found
            for row in found:
                assert SHORTEST <= len(row) <= LONGEST
                assert row[-1] == stop and stop not in row[:-1]
                assert UNK not in row


def test_given_words_steer_what_is_drawn() -> None:
    """With the same chance other words before give another sentence."""
    models = tiny_models()
    ends = torch.tensor([word == "." for word in WORDS.words])
    told = [
        go_on(
            models.decoder,
            torch.zeros(20, 12),
            [ids(before)] * 20,
            WAYS[0],
            None,
            ends,
            torch.Generator().manual_seed(1),
        )
        for before in ("a dog runs .", "then she said .", "a dog runs .")
    ]
    assert any(told[0])
    assert told[0] == told[2] != told[1]


def test_pairs_differ_in_their_last_sentence_alone() -> None:
    passages = [ids("a dog runs on . a cat sleeps .")] * (HELD_OUT + 1)
    places = [Place(i, 5, 9) for i in range(HELD_OUT + 1)]
    rival = ids("a fox runs .")
    found = Pairs()
    found.add(passages, places, [rival] * len(places))
    found.add(passages, places, [None] * len(places))
    assert len(found.found) == HELD_OUT + 1
    both = found.batch([3])
    assert both.human.tolist() == [1, 0]
    assert both.starts.tolist() == [5, 5]
    real, drawn = both.ids.tolist()
    assert real == passages[3] and drawn == passages[3][:5] + rival
    chance = torch.Generator().manual_seed(0)
    sizes = [
        sum(len(batch.human) for batch in found.batches(held_out)(chance))
        for held_out in (True, False)
    ]
    assert sizes == [4, 2 * (HELD_OUT - 1)]
    for first, second in pairwise(found.found):
        assert first[1].passage < second[1].passage


@pytest.mark.slow
def test_a_trained_critic_is_found_again(tmp_path: Path) -> None:
    table = tiny_models().decoder.words
    passages = [ids("a dog runs on . a cat sleeps .")] * (2 * HELD_OUT)
    places = [Place(i, 5, 9) for i in range(len(passages))]
    pairs = Pairs()
    pairs.add(passages, places, [ids("horse the by in .")] * len(places))
    train_critic(pairs, table, tmp_path, 30)
    critic = load_critic(tmp_path)
    human, drawn = critic.judge(
        table,
        [
            (tuple(passages[0]), 5),
            ((*passages[0][:5], *ids("horse the by in .")), 5),
        ],
    )
    assert human > 0 > drawn
