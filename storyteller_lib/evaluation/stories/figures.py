"""What can be counted in stories without any judge.

Is a story as long as was asked for, does it say the same twice, does it say
what other stories say, are there holes where a word was not known? Each is
simple, and each was wrong in at least one of the original systems.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from nltk.util import ngrams

from storyteller_lib.config import StorytellerError
from storyteller_lib.evaluation.stories.copying import plain_words
from storyteller_lib.text import UNK_WORD, split_sentences

LENGTH = (40, 80)


def story_figures(
    texts: Sequence[str], length: tuple[int, int] = LENGTH
) -> dict[str, float]:
    """Length, repetition, variety and unknown words of stories.

    Args:
        texts: stories of different pictures in one style.
        length: fewest and most words that were asked for.

    Returns:
        ``length``: share within the limits; ``words``: their mean number;
        ``distinct-2``: mean share of different pairs of words in a story;
        ``repeats 4 words``: share of stories with a run of four words
        twice; ``shared sentences``: share of sentences that stand in
        another story too; ``unknown words``: share of stories with one.

    Raises:
        StorytellerError: without stories.

    Chapter: book/12_measuring_stories
    """
    if not texts:
        raise StorytellerError("there are no stories to measure")
    shortest, longest = length
    counts = [len(text.split()) for text in texts]
    return {
        "length": _share(counts, lambda n: shortest <= n <= longest),
        "words": float(np.mean(counts)),
        "distinct-2": float(np.mean([distinct(text, 2) for text in texts])),
        "repeats 4 words": _share(texts, lambda t: repeats(t, 4)),
        "shared sentences": shared_sentences(texts),
        "unknown words": _share(texts, lambda t: UNK_WORD in t.lower()),
    }


def distinct(text: str, n: int = 2) -> float:
    """The share of different n-grams among a text's n-grams.

    1 if nothing comes twice, and for a text too short to have one
    (distinct-n of Li et al., 2016, within a story).

    Chapter: book/12_measuring_stories
    """
    grams = list(ngrams(plain_words(text), n))
    return len(set(grams)) / len(grams) if grams else 1.0


def repeats(text: str, n: int = 4) -> bool:
    """Whether a run of n words comes twice in a text.

    Chapter: book/12_measuring_stories
    """
    grams = list(ngrams(plain_words(text), n))
    return len(set(grams)) < len(grams)


def shared_sentences(texts: Sequence[str]) -> float:
    """The share of sentences that stand in more than one of the texts.

    Chapter: book/12_measuring_stories
    """
    stories = [
        [" ".join(plain_words(s)) for s in split_sentences(text)]
        for text in texts
    ]
    having = Counter(s for story in stories for s in set(story))
    every = [sentence for story in stories for sentence in story]
    return _share(every, lambda sentence: having[sentence] > 1)


def _share(items: Sequence, is_so: Callable[..., bool]) -> float:
    return float(np.mean([is_so(item) for item in items])) if items else 0.0
