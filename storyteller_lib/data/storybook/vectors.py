"""Word vectors of the storybook world, made from a larger text of its own.

The text speaks of every word of the lexicon and of hidden words beside them,
and quotes passages of all voices. Words that keep the same company get
similar vectors (word2vec: Mikolov et al., 2013, skip-gram with negative
sampling), so a hidden word lies near the words of its kind; that is what
vocabulary expansion lives on.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

from gensim.models import Word2Vec
from jaxtyping import Float
from numpy import ndarray

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.passages import passage
from storyteller_lib.data.storybook.scene import scenes
from storyteller_lib.data.storybook.vector_words import (
    COMPANY,
    FRAMES,
    HIDDEN,
    KIN,
)
from storyteller_lib.text import tokenise

__all__ = ["HIDDEN", "lexicon_words", "vector_text", "word_vectors"]

SENTENCES = 40_000
_STORY_SHARE = 0.4
_LEFT_OUT = frozenset(
    tokenise(
        "a an and at by falling for front half hidden in is looking near "
        "next of on one pair the three to trio two under up while with among "
        "below behind beside day"
    )
)
_VALUES = [(part, value) for part in COMPANY for value in COMPANY[part]]
_HEADS = {
    "subject": lexicon.SUBJECTS,
    "colour": lexicon.COLOURS,
    "action": lexicon.ACTIONS,
    "place": lexicon.PLACES,
    "weather": lexicon.WEATHERS,
    "thing": lexicon.THINGS,
}


def lexicon_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Part -> value -> the single words that the lexicon calls it by.

    Words that say nothing of the value ("in", "the") are left out, and so
    are words that belong to several values.

    Chapter: book/02_pictures_captions_books
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    owners: dict[str, set[str]] = {}
    for part, table in _HEADS.items():
        found[part] = {}
        for value, forms in table.items():
            words = [w for form in forms for w in form.split()]
            kept = tuple(dict.fromkeys(w for w in words if w not in _LEFT_OUT))
            found[part][value] = kept
            for word in kept:
                owners.setdefault(word, set()).add(f"{part} {value}")
    return {
        part: {
            value: tuple(w for w in words if len(owners[w]) == 1)
            for value, words in table.items()
        }
        for part, table in found.items()
    }


def vector_text(seed: int, n: int) -> Iterator[list[str]]:
    """Draw ``n`` sentences, as token lists, of the larger text.

    Most of them are about single words, hidden ones among them; the others
    come from passages about training scenes.

    Chapter: book/02_pictures_captions_books
    """
    rng = random.Random(f"vectors-{seed}")
    stories = _story_sentences(rng)
    words = lexicon_words()
    for part, kin in KIN.items():
        for hidden, value in kin.items():
            words[part][value] += (hidden,)
    for _ in range(n):
        if rng.random() < _STORY_SHARE:
            yield next(stories)
        else:
            part, value = rng.choice(_VALUES)
            yield _remark(part, value, words[part][value], rng)


def _remark(
    part: str, value: str, words: tuple[str, ...], rng: random.Random
) -> list[str]:
    """A sentence about one of the words for a value, in its company."""
    first, second = rng.sample(COMPANY[part][value].split(), 2)
    frame = rng.choice(FRAMES[part])
    word = rng.choice(words)
    return frame.format(word=word, first=first, second=second).split()


def _story_sentences(rng: random.Random) -> Iterator[list[str]]:
    """Sentences of passages of all genres, without end."""
    for scene in scenes("train", rng.getrandbits(32)):
        genre = rng.choice(lexicon.GENRES)
        for sentence in passage(scene, genre, rng):
            yield tokenise(sentence)


@cache
def word_vectors(
    dim: int = 48, seed: int = 0
) -> tuple[tuple[str, ...], Float[ndarray, "words dim"]]:
    """Words of the larger text and their vectors, by falling frequency.

    One thread, so that the same seed gives the same vectors. The array is
    shared between calls and cannot be written to.

    Raises:
        StorytellerError: if ``dim`` is not above zero.

    Chapter: book/02_pictures_captions_books
    """
    if dim < 1:
        raise StorytellerError(f"word vectors need a dim above 0, not {dim}")
    model = Word2Vec(
        list(vector_text(seed, SENTENCES)),
        vector_size=dim,
        window=5,
        min_count=2,
        sg=1,
        negative=5,
        sample=1e-3,
        epochs=5,
        seed=seed,
        workers=1,
    )
    vectors = model.wv.vectors.copy()
    vectors.flags.writeable = False
    return tuple(model.wv.index_to_key), vectors
