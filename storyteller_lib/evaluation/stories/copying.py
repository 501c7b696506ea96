"""Does a story copy? Runs of words that stand in a novel too.

Eight words in a row hardly ever agree by accident. Real passages show how
often they do all the same ("at the other end of the room and"), so a share
of copying stories means nothing without theirs beside it.

The novels are read once, whatever the number of texts. A run of words is
turned into one number (a sum of its words' ids times fixed odd numbers, to 64
bits), so that sixteen million runs are looked up in seconds.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from jaxtyping import UInt
from numpy import ndarray

from storyteller_lib.config import StorytellerError

RUN = 8
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and digits.

    Chapter: book/12_measuring_stories
    """
    return _WORD.findall(text.lower().replace("’", "'"))


def copies(
    texts: Sequence[str], corpus: Iterable[str], run: int = RUN
) -> list[bool]:
    """Whether each text shares so many consecutive words with the corpus.

    Args:
        texts: stories or passages.
        corpus: whole books, read one after another.
        run: how many consecutive words.

    Raises:
        StorytellerError: if the run is not above zero.

    Chapter: book/12_measuring_stories
    """
    if run < 1:
        raise StorytellerError(f"a run has one word or more, got {run}")
    read = [plain_words(text) for text in texts]
    ids = {w: i for i, w in enumerate({w for r in read for w in r}, start=1)}
    runs = [_runs([ids[w] for w in row], run) for row in read]
    wanted = np.unique(np.concatenate([*runs, np.empty(0, np.uint64)]))
    found: set[int] = set()
    for book in corpus:
        known = [ids.get(word, 0) for word in plain_words(book)]
        numbers = _runs(known, run)
        found.update(numbers[np.isin(numbers, wanted)].tolist())
    return [not found.isdisjoint(numbers.tolist()) for numbers in runs]


def _runs(ids: Sequence[int], run: int) -> UInt[ndarray, " runs"]:
    """A number for each run of words; runs with an unknown word are left
    out, since no text can hold them.
    """
    if len(ids) < run:
        return np.empty(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.array(ids, dtype=np.uint64), run
    )
    whole = windows[(windows > 0).all(axis=1)]
    chance = np.random.default_rng(0)
    odd = chance.integers(2**63, size=run, dtype=np.uint64) * 2 + 1
    return (whole * odd.astype(np.uint64)).sum(axis=1, dtype=np.uint64)
