"""CIDEr: a caption against what five people wrote, by rare words.

BLEU counts "a" and "the" like any other word. CIDEr weighs every n-gram by
how few pictures have it in their captions (tf-idf) and takes the cosine
with each person's caption, for n-grams of 1 to 4 words. CIDEr-D, the form
that captions are compared by, clips what a caption repeats and punishes a
wrong length (Vedantam et al., 2015, equations 2 to 6 and section 6.2).

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from nltk.util import ngrams

from storyteller_lib.config import StorytellerError

LONGEST = 4
SIGMA = 6.0
"""Width of the length penalty of CIDEr-D, in words."""

Tokens = Sequence[str]
Weights = dict[tuple[str, ...], float]


class Cider:
    """CIDEr and CIDEr-D over a set of pictures.

    Args:
        references: for each picture its captions, tokenised; they also say
            how rare an n-gram is.

    Raises:
        StorytellerError: for fewer than two pictures, of which every
            n-gram would be worth nothing, or a picture without captions.

    Chapter: book/12_measuring_stories
    """

    def __init__(self, references: Sequence[Sequence[Tokens]]) -> None:
        if len(references) < 2 or not all(references):
            raise StorytellerError(
                "CIDEr needs captions of two pictures or more"
            )
        self.references = references
        self.pictures_with: Counter[tuple[str, ...]] = Counter()
        for captions in references:
            self.pictures_with.update({g for c in captions for g in _grams(c)})

    def scores(
        self, captions: Sequence[Tokens], d: bool = True
    ) -> list[float]:
        """The score of one caption a picture, ten times the mean cosine.

        Args:
            captions: tokenised, in the order of the references.
            d: CIDEr-D; else CIDEr as first defined.
        """
        pairs = zip(captions, self.references, strict=True)
        return [
            float(np.mean([self._alike(caption, r, d) for r in people]))
            for caption, people in pairs
        ]

    def score(self, captions: Sequence[Tokens], d: bool = True) -> float:
        """The mean of the scores, as it is usually reported."""
        return float(np.mean(self.scores(captions, d)))

    def _alike(self, caption: Tokens, reference: Tokens, d: bool) -> float:
        mine, theirs = self._weights(caption), self._weights(reference)
        cosines = [
            _cosine(a, b, clipped=d) for a, b in zip(mine, theirs, strict=True)
        ]
        apart = len(caption) - len(reference)
        penalty = math.exp(-(apart**2) / (2 * SIGMA**2)) if d else 1.0
        return 10 * penalty * sum(cosines) / LONGEST

    def _weights(self, caption: Tokens) -> list[Weights]:
        """Tf-idf of the n-grams, a table for each length."""
        tables: list[Weights] = [{} for _ in range(LONGEST)]
        for gram, count in _grams(caption).items():
            # One that no picture has is as rare as one that a single has.
            having = max(self.pictures_with[gram], 1)
            rare = math.log(len(self.references) / having)
            tables[len(gram) - 1][gram] = count * rare
        return tables


def _grams(tokens: Tokens) -> Counter[tuple[str, ...]]:
    return Counter(
        gram for n in range(1, LONGEST + 1) for gram in ngrams(tokens, n)
    )


def _cosine(a: Weights, b: Weights, clipped: bool) -> float:
    """The cosine; clipped, nothing counts more often than in b."""
    shared = a.keys() & b.keys()
    dot = sum((min(a[g], b[g]) if clipped else a[g]) * b[g] for g in shared)
    length = math.hypot(*a.values()) * math.hypot(*b.values())
    return dot / length if length else 0.0
