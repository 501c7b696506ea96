"""Word vectors of the storybook world, counted from a larger text of its own.

The text remarks on every word of the lexicon and on hidden words beside
them, and quotes passages and captions, in which a hidden word now and then
stands where its relative would: as in any large library, there are stories
of badgers in it, too. Words that keep the same company get similar vectors:
how often two words meet, against what chance would have it (positive
pointwise mutual information), squeezed by a singular value decomposition
(Levy and Goldberg, 2014). So a hidden word lies near the words of its kind;
that is what vocabulary expansion lives on.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.sparse import coo_array

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.cache import cached_array
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.passages import passage
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.storybook.vector_words import (
    COMPANY,
    FRAMES,
    HIDDEN,
    KIN,
    SPOKEN,
)
from storyteller_lib.text import UNK, Vocabulary, tokenise

__all__ = ["HIDDEN", "lexicon_words", "vector_text", "word_vectors"]

SENTENCES = 60_000
DIM, WINDOW, MIN_COUNT = 400, 3, 2
SMOOTHING = 0.75
"""Levy and Goldberg's: without it the company of rare words counts most."""

_STORY_SHARE = 0.5
_CAPTIONS = 2
_LEFT_OUT = frozenset(
    tokenise(
        "a an and at by falling for front half hidden in is looking near "
        "next of on one pair the three to trio two under up while with among "
        "below behind beside day"
    )
)
_VALUES = [(part, value) for part in COMPANY for value in COMPANY[part]]


def lexicon_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Part -> value -> the single words that the lexicon calls it by.

    Words that say nothing of the value ("in", "the") are left out, and so
    are words that belong to several values.

    Chapter: book/02_pictures_captions_books
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    owners: dict[str, set[str]] = {}
    for part, table in lexicon.PARTS.items():
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
    """Sentences of passages and captions about scenes, without end."""
    for scene in scenes("train", rng.getrandbits(32)):
        genre = rng.choice(GENRES)
        texts = list(passage(scene, genre, rng))
        texts += [
            caption.text
            for caption in rng.sample(captions(scene, rng), _CAPTIONS)
        ]
        taken = _replaced(scene, rng)
        for text in texts:
            yield [taken.get(token, token) for token in tokenise(text)]


def _replaced(scene: Scene, rng: random.Random) -> dict[str, str]:
    """Words of a scene and the hidden words told in their place.

    A value with n hidden relatives keeps its own words in one story of
    n + 1.
    """
    taken: dict[str, str] = {}
    for part, kin in KIN.items():
        value = getattr(scene, part)
        hidden = [word for word, relative in kin.items() if relative == value]
        chosen = rng.choice([None, *hidden])
        if chosen:
            taken |= dict.fromkeys(SPOKEN.get(value, (value,)), chosen)
    return taken


@cache
def word_vectors(
    dim: int = DIM, seed: int = 0
) -> tuple[tuple[str, ...], Float[ndarray, "words dim"]]:
    """Words of the larger text and their vectors, by falling frequency.

    Made once in some fifteen seconds and kept in the cache. The array is
    shared between calls and cannot be written to.

    Raises:
        StorytellerError: if ``dim`` is not above zero.

    Chapter: book/02_pictures_captions_books
    """
    if dim < 1:
        raise StorytellerError(f"word vectors need a dim above 0, not {dim}")
    table = cached_array(
        "storybook-vectors",
        {"sentences": SENTENCES, "dim": dim, "seed": seed},
        Path(lexicon.__file__).parent,
        lambda: _table(dim, seed),
    )
    vectors = np.ascontiguousarray(table["vector"])
    vectors.flags.writeable = False
    return tuple(table["word"].tolist()), vectors


def _table(dim: int, seed: int) -> ndarray:
    """One record for each word: the word and its vector."""
    text = list(vector_text(seed, SENTENCES))
    vocabulary = Vocabulary.build(text, min_count=MIN_COUNT)
    left, strengths, _ = np.linalg.svd(surprise(meetings(text, vocabulary)))
    rows = left[:, :dim] * np.sqrt(strengths[:dim])  # (words, dim)
    words = np.array(vocabulary.words[2:])
    kinds = [("word", words.dtype), ("vector", np.float32, rows.shape[1:])]
    table = np.empty(len(words), kinds)
    table["word"], table["vector"] = words, rows
    return table


def meetings(
    text: Iterable[list[str]], vocabulary: Vocabulary
) -> Float[ndarray, "words words"]:
    """How often two words stand within ``WINDOW`` places of each other.

    Chapter: book/02_pictures_captions_books
    """
    gap = [UNK] * WINDOW
    line = [i for s in text for i in [*vocabulary.encode(s), *gap]]
    ids, size = np.array(line), len(vocabulary)
    near = np.zeros((size, size))
    for distance in range(1, WINDOW + 1):
        pairs = (ids[:-distance], ids[distance:])
        ones = np.ones(len(pairs[0]))
        near += coo_array((ones, pairs), near.shape).toarray()
    return (near + near.T)[2:, 2:]


def surprise(
    near: Float[ndarray, "words words"],
) -> Float[ndarray, "words words"]:
    """How much oftener words meet than by chance: log of it, if above 0.

    Chapter: book/02_pictures_captions_books
    """
    company = near.sum(axis=0) ** SMOOTHING
    expected = near.sum(axis=1, keepdims=True) * company / company.sum()
    ratio = np.divide(
        near, expected, out=np.zeros_like(near), where=expected > 0
    )
    return np.log(np.maximum(ratio, 1))
