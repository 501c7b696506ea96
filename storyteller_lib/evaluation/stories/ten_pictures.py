"""Does a story fit its picture? Find the picture among ten by the story.

Somebody who never saw the story's making holds it against ten pictures, its
own and nine others, and says which it is about. Here that somebody is
simple and blind: it reads what people wrote about each picture, and counts
the story's content words (by their stems) that stand in it, rare words more
than common ones. No model of the storyteller takes part, so that none can
please itself.

Chance finds one picture of ten. How much more there is to find is said by a
human caption in the story's place; that nothing but the picture helps, by
stories of other pictures.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from nltk.stem.porter import PorterStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from storyteller_lib.config import StorytellerError
from storyteller_lib.evaluation.stories.copying import plain_words

AMONG = 10
Weights = dict[str, float]

_porter = PorterStemmer()


@cache
def _stem(word: str) -> str:
    return _porter.stem(word)


def content_stems(text: str) -> list[str]:
    """The stems of a text's content words: ``dogs`` and ``dog`` are one.

    Chapter: book/12_measuring_stories
    """
    return [
        _stem(word)
        for word in plain_words(text)
        if word not in ENGLISH_STOP_WORDS and len(word) > 1
    ]


class CaptionReader:
    """Scores texts against pictures by what people wrote about them.

    Args:
        others: captions of other pictures, to learn which words are rare.

    Raises:
        StorytellerError: without any.

    Chapter: book/12_measuring_stories
    """

    def __init__(self, others: Iterable[str]) -> None:
        documents = [set(content_stems(caption)) for caption in others]
        if not documents:
            raise StorytellerError("captions of other pictures are needed")
        having = Counter(stem for found in documents for stem in found)
        self._having, self._captions = having, len(documents)

    def rarity(self, stem: str) -> float:
        """Inverse document frequency: log (1 + captions) / (1 + having)."""
        return math.log((1 + self._captions) / (1 + self._having[stem]))

    def picture(self, captions: Sequence[str]) -> Weights:
        """What people say of a picture: stems and weights, of length 1."""
        counts = Counter(s for c in captions for s in set(content_stems(c)))
        weights = {s: n * self.rarity(s) for s, n in counts.items()}
        length = math.hypot(*weights.values()) or 1.0
        return {stem: weight / length for stem, weight in weights.items()}

    def score(self, text: str, picture: Weights) -> float:
        """How well a text fits: the weights of the stems it shares."""
        stems = set(content_stems(text)) & picture.keys()
        return sum(self.rarity(stem) * picture[stem] for stem in sorted(stems))


def found_among(
    reader: CaptionReader,
    texts: Sequence[str],
    captions: Sequence[Sequence[str]],
    among: int = AMONG,
    seed: int = 0,
) -> list[float]:
    """Whether each text finds its picture: 1 found, 0 not.

    If the best score is shared by m pictures, one of them its own, the text
    has found it in 1 of m cases; so a text that says nothing is right as
    often as chance.

    Args:
        reader: knows which words are rare.
        texts: one a picture.
        captions: what people wrote about each picture; leave out the
            caption that is itself a text to be scored.
        among: pictures to choose from, its own included.
        seed: draws the others.

    Raises:
        StorytellerError: if there is not a text for each picture, or there
            are fewer pictures than to choose from.

    Chapter: book/12_measuring_stories
    """
    count = len(captions)
    if len(texts) != count or not 2 <= among <= count:
        raise StorytellerError(
            f"{len(texts)} texts cannot be looked for among {among} of "
            f"{count} pictures"
        )
    pictures = [reader.picture(people) for people in captions]
    chance = np.random.default_rng(seed)
    found = []
    for own, text in enumerate(texts):
        others = chance.permutation(count - 1)[: among - 1]
        others += others >= own
        mine = reader.score(text, pictures[own])
        scores = [reader.score(text, pictures[i]) for i in others.tolist()]
        best = mine >= max(scores) - 1e-12
        ties = sum(abs(score - mine) <= 1e-12 for score in scores)
        found.append(1 / (1 + ties) if best else 0.0)
    return found
