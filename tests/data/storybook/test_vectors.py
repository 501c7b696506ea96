"""Word vectors of the storybook world and the words only they know."""

from __future__ import annotations

import itertools
import random
from functools import cache

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook import vectors as module
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.passages import passage
from storyteller_lib.data.storybook.scene import scenes
from storyteller_lib.data.storybook.vector_words import COMPANY, FRAMES, KIN
from storyteller_lib.data.storybook.vectors import (
    HIDDEN,
    lexicon_words,
    vector_text,
    word_vectors,
)
from storyteller_lib.data.storybook.voices import VOICES
from storyteller_lib.text import tokenise

ALL_HIDDEN = {word for words in HIDDEN.values() for word in words}


@pytest.fixture(scope="module")
def vectors():
    return word_vectors()


@cache
def trained_words() -> set[str]:
    """The words of captions and passages."""
    rng = random.Random(0)
    texts = []
    for scene in itertools.islice(scenes("train", 2), 800):
        texts += [caption.text for caption in captions(scene, rng)]
        for genre in VOICES:
            texts += passage(scene, genre, rng)
    return {token for text in texts for token in tokenise(text)}


def test_there_are_hidden_words_of_every_kind():
    assert len(ALL_HIDDEN) >= 30
    assert set(HIDDEN) == set(COMPANY) == set(FRAMES)
    assert min(len(words) for words in HIDDEN.values()) >= 5
    assert sum(len(words) for words in HIDDEN.values()) == len(ALL_HIDDEN)


def test_hidden_words_occur_nowhere_else():
    known = {
        w for t in lexicon_words().values() for f in t.values() for w in f
    }
    fragments = {
        token
        for voice in VOICES.values()
        for fragment in voice.fragments()
        for token in tokenise(fragment.replace("{", " ").replace("|", " "))
    }
    company = {
        word
        for table in COMPANY.values()
        for words in table.values()
        for word in words.split()
    }
    for words in (known, fragments, trained_words()):
        assert not ALL_HIDDEN & words
    assert not ALL_HIDDEN & company


def test_every_value_keeps_company_and_kin_are_values():
    for part, table in lexicon.PARTS.items():
        assert set(COMPANY[part]) == set(table)
        assert set(KIN[part].values()) <= set(table)
        assert all(lexicon_words()[part][value] for value in table)


@pytest.mark.slow
def test_hidden_words_lie_near_words_of_their_kind(vectors):
    words, rows = vectors
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    row = dict(zip(words, unit, strict=True))
    owner = {
        word: (part, value)
        for part, table in lexicon_words().items()
        for value, forms in table.items()
        for word in forms
    }
    assert set(owner) <= set(row)
    known = list(owner)
    matrix = np.stack([row[word] for word in known])
    kind = value = 0
    for part, kin in KIN.items():
        for hidden, nearest in kin.items():
            best = owner[known[int((matrix @ row[hidden]).argmax())]]
            kind += best[0] == part
            value += best == (part, nearest)
    share, exact = kind / len(ALL_HIDDEN), value / len(ALL_HIDDEN)
    print(
        f"nearest word of the same kind: {share:.0%}, same value {exact:.0%}"
    )
    assert share >= 0.8
    assert exact >= 0.5


@pytest.mark.slow
def test_words_of_captions_and_passages_have_vectors(vectors):
    words, rows = vectors
    assert rows.shape == (len(words), module.DIM)
    assert np.isfinite(rows).all()
    wanted = {word for word in trained_words() if word.isalpha()}
    assert len(wanted & set(words)) >= 0.9 * len(wanted)
    assert set(words) >= ALL_HIDDEN


def test_vectors_are_the_same_every_time(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "SENTENCES", 2_000)
    texts = [list(vector_text(3, 200)) for _ in range(2)]
    assert texts[0] == texts[1]
    assert texts[0] != list(vector_text(4, 200))
    made = []
    for folder in ("one", "two"):  # each with an empty cache: made twice
        monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / folder))
        word_vectors.cache_clear()
        made.append(word_vectors(dim=8))
    first, again = made
    assert first[0] == again[0]
    np.testing.assert_array_equal(first[1], again[1])
    word_vectors.cache_clear()


def test_vectors_come_back_from_the_cache_as_they_were(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "SENTENCES", 500)
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path))
    word_vectors.cache_clear()
    words, rows = word_vectors(dim=4)
    word_vectors.cache_clear()
    monkeypatch.setattr(module, "vector_text", None)  # cannot be made again
    assert word_vectors(dim=4)[0] == words
    np.testing.assert_array_equal(word_vectors(dim=4)[1], rows)
    word_vectors.cache_clear()


def test_the_larger_text_tells_stories_of_hidden_words():
    frames = {
        word
        for part in FRAMES.values()
        for frame in part
        for word in frame.split()
    }
    stories = [
        sentence
        for sentence in vector_text(0, 3_000)
        if len(set(sentence) - frames) > 6
    ]
    assert sum(bool(ALL_HIDDEN & set(s)) for s in stories) > 100
    told = {token for sentence in stories for token in sentence}
    assert len(ALL_HIDDEN & told) > 0.6 * len(ALL_HIDDEN)


def test_words_that_meet_more_often_than_by_chance():
    vocabulary = module.Vocabulary(["a", "b", "c", "d"])
    text = [["a", "b"], ["a", "b"], ["c", "d"], ["a", "x", "x", "x", "d"]]
    near = module.meetings(text, vocabulary)
    expected = np.zeros((4, 4))
    expected[0, 1] = expected[1, 0] = 2
    expected[2, 3] = expected[3, 2] = 1
    np.testing.assert_array_equal(near, expected)
    found = module.surprise(near)
    company = np.array([2, 2, 1, 1]) ** 0.75
    chance = 2 * company[1] / company.sum()  # of two meetings of "a"
    assert found[0, 1] == pytest.approx(np.log(2 / chance))
    assert found[0, 2] == 0


def test_vectors_need_a_dimension():
    with pytest.raises(StorytellerError, match="above 0, not 0"):
        word_vectors(dim=0)
