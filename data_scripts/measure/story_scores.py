"""BLEU and METEOR of stories, as the VIST storyteller's authors scored them.

BLEU-1 to BLEU-4 are cumulative, over whole stories split at white space, one
reference each and **without brevity penalty** (as their script prints them).
METEOR is NLTK's with exact and stem matches only, no synonyms: not
comparable with METEOR 1.5, which they used.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from nltk.stem.porter import PorterStemmer
from nltk.translate.bleu_score import modified_precision
from nltk.translate.meteor_score import meteor_score

Texts = Sequence[Sequence[str]]


class _NoSynonyms:
    """Stands where METEOR looks for WordNet."""

    def synsets(self, word: str) -> list[str]:
        """None for any word."""
        return []


def bleu(told: Texts, references: Texts) -> list[float]:
    """BLEU-1 to BLEU-4 in percent, without brevity penalty."""
    logs: list[float] = []
    scores = []
    for n in range(1, 5):
        right = total = 0
        for hypothesis, reference in zip(told, references, strict=True):
            share = modified_precision([reference], hypothesis, n)
            ngrams = max(len(hypothesis) - n + 1, 0)
            if ngrams:
                right += round(float(share) * ngrams)
                total += ngrams
        logs.append(math.log(right / total) if right else -math.inf)
        scores.append(100 * math.exp(sum(logs) / n))
    return scores


def meteor(told: Texts, references: Texts) -> float:
    """Mean METEOR of the stories, exact and stem matches."""
    stemmer, none = PorterStemmer(), _NoSynonyms()
    return float(
        np.mean(
            [
                meteor_score(
                    [list(reference)],
                    list(hypothesis),
                    stemmer=stemmer,
                    wordnet=none,  # type: ignore[arg-type]
                )
                for hypothesis, reference in zip(told, references, strict=True)
            ]
        )
    )
