"""Measuring vocabulary expansion: is a word never trained well understood?

In the storybook world every hidden word has a kind (a badger is an animal)
and a relative (it is most like a bear), so that we can ask for the trained
word nearest to it. In the real world words are held out of the regression:
of all trained rows, how near is the word's own to the mapped one?

Each figure stands beside chance: what a word drawn at random would give.

Chapter: book/06_vocabulary_expansion
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from numpy import ndarray
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.lexicon import plural
from storyteller_lib.data.storybook.vector_words import KIN
from storyteller_lib.data.storybook.vectors import lexicon_words
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import WordVectors, World
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.storyteller.models.files import ordinary_encoder
from storyteller_lib.text import Vocabulary
from storyteller_lib.vocabulary_expansion import (
    VocabularyExpansion,
    expand,
    learn_map,
    word_table,
)

HELD_OUT = 0.1
Owner = tuple[str, str]
"""A part of a scene and the value of it that a word stands for."""


def evaluate(
    models: str | Path = "storybook", world: World | None = None
) -> dict[str, dict[str, float]]:
    """All figures for the skip-thought encoder of a folder of models.

    Args:
        models: ``course``, ``storybook`` or a folder.
        world: whose word vectors are used; the storybook world's own by
            default.

    Raises:
        StorytellerError: if there are no such models or word vectors.

    Chapter: book/06_vocabulary_expansion
    """
    world = world or StorybookWorld()
    encoder, words = ordinary_encoder(models)
    vectors = world.word_vectors()
    figures = {"held out": held_out(encoder, words, vectors)}
    if world.name == "storybook":
        figures["hidden"] = hidden(encoder, words, vectors)
    return figures


def kinds() -> dict[str, Owner]:
    """The words of the lexicon that stand for one value, and plurals.

    Chapter: book/06_vocabulary_expansion
    """
    found: dict[str, Owner] = {}
    for part, table in lexicon_words().items():
        for value, words in table.items():
            for word in words:
                found[word] = part, value
                if part in ("subject", "thing"):
                    found.setdefault(plural(word), (part, value))
    return found


def relatives() -> dict[str, Owner]:
    """The hidden words of the storybook world, with kind and relative.

    Chapter: book/06_vocabulary_expansion
    """
    return {
        word: (part, value)
        for part, kin in KIN.items()
        for word, value in kin.items()
    }


def nearest_trained(
    encoder: ThoughtEncoder,
    vocabulary: Vocabulary,
    word_vectors: WordVectors,
    words: list[str],
    among: list[str] | None = None,
) -> list[str]:
    """For each unseen word the trained one whose row is nearest by cosine.

    Args:
        encoder: as it was trained.
        vocabulary: its words.
        word_vectors: vectors of trained and of unseen words.
        words: the unseen words.
        among: the trained words that may be found; all by default.

    Raises:
        StorytellerError: if a word has no vector.

    Chapter: book/06_vocabulary_expansion
    """
    among = vocabulary.words[2:] if among is None else among
    larger, known = expand(encoder, vocabulary, word_vectors, only=words)
    if lost := [w for w in words if w not in known]:
        raise StorytellerError(f"the word {lost[0]!r} has no vector")
    rows = _unit(word_table(larger))
    cosines = rows[known.encode(words)] @ rows[known.encode(among)].T
    return [among[i] for i in cosines.argmax(axis=1)]


def hidden(
    encoder: ThoughtEncoder,
    vocabulary: Vocabulary,
    word_vectors: WordVectors,
) -> dict[str, float]:
    """How often a hidden word's nearest trained word is of its kind.

    Returns:
        The shares of hidden words whose nearest trained word is of their
        kind and whose nearest is their relative, among the trained words
        that have a kind, and among all of them; and for each the chance.

    Chapter: book/06_vocabulary_expansion
    """
    owner, hers = kinds(), relatives()
    everything = vocabulary.words[2:]
    figures: dict[str, float] = {"words": len(hers)}
    for name, among in [
        ("", [w for w in everything if w in owner]),
        (" among all", everything),
    ]:
        found = nearest_trained(
            encoder, vocabulary, word_vectors, list(hers), among
        )
        parts = [owner[w][0] for w in among if w in owner]
        chances = [parts.count(part) / len(among) for part, _ in hers.values()]
        got = [owner.get(near, ("", "")) for near in found]
        pairs = list(zip(got, hers.values(), strict=True))
        figures |= {
            f"own kind{name}": float(
                np.mean([a[0] == b[0] for a, b in pairs])
            ),
            f"relative{name}": float(np.mean([a == b for a, b in pairs])),
            f"chance{name}": float(np.mean(chances)),
        }
    return figures


def held_out(
    encoder: ThoughtEncoder,
    vocabulary: Vocabulary,
    word_vectors: WordVectors,
    share: float = HELD_OUT,
    seed: int = 0,
) -> dict[str, float]:
    """The rank of a word's own row, when the regression never saw the word.

    A share of the words in common is held out, the regression learnt from
    the others, and all trained rows in common sorted by their cosine with
    the mapped row.

    Returns:
        The median and mean rank of the true row (1 is the best), the share
        of words for which it is among the first ten, and the same by chance.

    Raises:
        StorytellerError: if the share is not between 0 and 1, or too few
            words are left for a regression.

    Chapter: book/06_vocabulary_expansion
    """
    if not 0 < share < 1:
        raise StorytellerError(
            f"the share of words held out must lie between 0 and 1: {share!r}"
        )
    expansion = VocabularyExpansion(encoder, vocabulary, word_vectors)
    shared = expansion.shared
    vectors = expansion.vectors[[expansion.row_of[w] for w in shared]]
    rows = word_table(encoder)[vocabulary.encode(shared)]
    order = np.random.default_rng(seed).permutation(len(shared))
    out, kept = np.split(order, [max(1, round(share * len(shared)))])
    mapped = learn_map(vectors[kept], rows.numpy()[kept])(vectors[out])
    cosines = _unit(torch.from_numpy(mapped)) @ _unit(rows).T
    true = cosines[np.arange(len(out)), out]
    ranks = 1 + (cosines > true[:, None]).sum(axis=1)
    return {
        "words": len(out),
        "median rank": float(np.median(ranks)),
        "mean rank": float(np.mean(ranks)),
        "median rank by chance": (len(shared) + 1) / 2,
        "among the first ten": float(np.mean(ranks <= 10)),
        "among the first ten by chance": min(10 / len(shared), 1.0),
    }


def _unit(rows: Tensor) -> Float[ndarray, "words dim"]:
    return F.normalize(rows.double(), dim=1).numpy()
