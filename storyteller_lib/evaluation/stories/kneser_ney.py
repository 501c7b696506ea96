"""How surprised is a reader of novels? Perplexity under an n-gram model.

An n-gram model guesses a word from the few words before it, by counting.
Kneser and Ney (1995) mend its two faults, in the interpolated form of Chen
and Goodman (1998): a fixed discount D is taken from every count, and what
was taken is given out again by a shorter context, in which a word counts by
how many *different* words it has followed (after *San* comes *Francisco*,
but after nothing else):

    p(w | h) = max(c(h w) - D, 0) / c(h) + D N(h .) / c(h) * p(w | h')

with c the counts for the longest context and the numbers of different
predecessors for the shorter ones, N(h .) the number of different words
after h, and h' the context h without its first word. NLTK's class of this
name computes the same, but counts all n-grams anew for every word asked.
Here n-grams are whole numbers in sorted arrays, so that a million words
are counted in seconds.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.text import EOS, UNK, Vocabulary

MOST_BITS = 63


@dataclass(frozen=True)
class KneserNeySettings(Settings):
    """How an n-gram model counts.

    Attributes:
        order: words of an n-gram; 3 looks at the two words before.
        discount: what is taken from each count, from 0 to 1.
        min_count: words seen less often are read as unknown.

    Raises:
        StorytellerError: for values out of range.

    Chapter: book/12_measuring_stories
    """

    order: int = 3
    discount: float = 0.75
    min_count: int = 2

    def __post_init__(self) -> None:
        self.check_positive("order", "min_count")
        if not 0 < self.discount < 1:
            raise StorytellerError(
                "KneserNeySettings.discount must lie between 0 and 1, got "
                f"{self.discount!r}"
            )


@dataclass(frozen=True)
class _Level:
    """The n-grams of one length, and what is known of their contexts."""

    grams: Int[ndarray, " grams"]
    counts: Int[ndarray, " grams"]
    contexts: Int[ndarray, " contexts"]
    totals: Int[ndarray, " contexts"]
    types: Int[ndarray, " contexts"]


class KneserNey:
    """An n-gram model with interpolated Kneser-Ney smoothing.

    Args:
        sentences: tokenised ones to count; each is read from its beginning
            to its end, and a context never reaches into the one before.
        settings: length of the n-grams, discount, rare words.

    Raises:
        StorytellerError: without sentences, or with more different words
            than n-grams of this length can be numbered with.

    Chapter: book/12_measuring_stories
    """

    def __init__(
        self,
        sentences: Iterable[Sequence[str]],
        settings: KneserNeySettings | None = None,
    ) -> None:
        self.settings = settings or KneserNeySettings()
        read = [list(tokens) for tokens in sentences]
        if not any(read):
            raise StorytellerError("an n-gram model needs text to count")
        self.words = Vocabulary.build(read, min_count=self.settings.min_count)
        self._base = len(self.words) + 1  # one more id: before the beginning
        self._start = len(self.words)
        order = self.settings.order
        if order * self._base.bit_length() > MOST_BITS:
            raise StorytellerError(
                f"{len(self.words)} words are too many for n-grams of {order}"
            )
        ids, ends = self._padded(read)
        grams, counts = np.unique(
            self._codes(ids, ends, order), return_counts=True
        )
        self._levels: list[_Level] = []
        for length in range(order, 0, -1):
            self._levels.insert(0, self._level(grams, counts))
            # The next shorter ones count their different predecessors.
            shorter = grams % self._base ** (length - 1)
            grams, counts = np.unique(shorter, return_counts=True)

    def log_probs(
        self, sentences: Iterable[Sequence[str]]
    ) -> Float[ndarray, " words"]:
        """Log-probability (nats) of every word and every sentence's end.

        Args:
            sentences: tokenised; unknown words are read as such.
        """
        ids, ends = self._padded([list(tokens) for tokens in sentences])
        found = np.zeros(len(ends))
        for length, level in enumerate(self._levels, start=1):
            grams = self._codes(ids, ends, length)
            context = grams // self._base
            total = _find(level.contexts, level.totals, context)
            types = _find(level.contexts, level.types, context)
            count = _find(level.grams, level.counts, grams)
            discount = self.settings.discount if length > 1 else 0.0
            share = np.maximum(count - discount, 0) + discount * types * found
            found = np.where(total > 0, share / np.maximum(total, 1), found)
        return np.log(found)

    def perplexity(self, texts: Iterable[Iterable[Sequence[str]]]) -> float:
        """Between how many words the model hesitates, on average.

        Args:
            texts: each as tokenised sentences.

        Raises:
            StorytellerError: if there is no text.
        """
        sentences = [tokens for text in texts for tokens in text]
        if not sentences:
            raise StorytellerError("perplexity needs at least one sentence")
        return float(np.exp(-self.log_probs(sentences).mean()))

    def unknown(self, texts: Iterable[Iterable[Sequence[str]]]) -> float:
        """The share of words that the model does not know."""
        tokens = [word for text in texts for line in text for word in line]
        return float(np.mean([word not in self.words for word in tokens]))

    def _padded(
        self, sentences: list[list[str]]
    ) -> tuple[Int[ndarray, " ids"], Int[ndarray, " words"]]:
        """All sentences end to end, and where the words to be guessed are."""
        before = [self._start] * (self.settings.order - 1)
        flat: list[int] = []
        for tokens in sentences:
            flat += [*before, *self.words.encode(tokens), EOS]
        ids = np.array(flat, dtype=np.int64)
        return ids, np.flatnonzero(ids != self._start)

    def _codes(
        self, ids: ndarray, ends: ndarray, length: int
    ) -> Int[ndarray, " words"]:
        """The n-gram that ends at each word, as one number."""
        codes = np.zeros(len(ends), dtype=np.int64)
        for back in range(length - 1, -1, -1):
            codes = codes * self._base + ids[ends - back]
        return codes

    def _level(self, grams: ndarray, counts: ndarray) -> _Level:
        if grams[-1] < self._base and UNK not in grams:
            # Single words: one never seen counts as seen once.
            grams, counts = np.append(grams, UNK), np.append(counts, 1)
            order = grams.argsort()
            grams, counts = grams[order], counts[order]
        contexts, first = np.unique(grams // self._base, return_index=True)
        return _Level(
            grams,
            counts,
            contexts,
            np.add.reduceat(counts, first),
            np.diff(np.append(first, len(grams))),
        )


def _find(keys: ndarray, values: ndarray, wanted: ndarray) -> ndarray:
    """The value of each wanted key among sorted keys; 0 if not there."""
    places = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[places] == wanted, values[places], 0)
