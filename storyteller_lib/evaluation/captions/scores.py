"""Captions against what people wrote: BLEU, METEOR, CIDEr.

All three count shared words and runs of words. BLEU (Papineni et al.,
2002) is NLTK's, with its brevity penalty and without, since the published
numbers of the attention captioner were computed without. METEOR here matches
equal words and equal stems and no synonyms, because WordNet is no part of
what the book installs: it is labelled so, and is below what others report.
CIDEr-D (Vedantam et al., 2015) is our own.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from storyteller_lib.config import StorytellerError
from storyteller_lib.evaluation.captions.cider import Cider
from storyteller_lib.text import tokenise

LONGEST = 4
BARE = " without brevity penalty"
"""Ends the names of BLEU's figures that leave it out."""
METEOR = "METEOR (exact and stem)"
_END = (".", "!", "?", ",", ";", ":", "``", "''", '"')

Tokens = Sequence[str]


class _NoSynonyms:
    """Stands where METEOR asks WordNet: a word means itself alone."""

    @staticmethod
    def synsets(word: str) -> list[str]:
        """No meanings, so no synonyms."""
        return []


def caption_scores(
    captions: Sequence[str], references: Sequence[Sequence[str]]
) -> dict[str, float]:
    """All scores of one caption a picture against what people wrote.

    Punctuation is left out and case ignored, as captions are compared.
    BLEU and METEOR go from 0 to 1 (often printed times 100), CIDEr-D from 0
    to 10.

    Args:
        captions: one for each picture.
        references: for each picture what people wrote, usually five.

    Raises:
        StorytellerError: if there is not a caption for each picture, or
            less than two pictures.

    Chapter: book/12_measuring_stories
    """
    if len(captions) != len(references):
        raise StorytellerError(
            f"{len(captions)} captions for {len(references)} pictures"
        )
    mine = [plain_words(caption) for caption in captions]
    theirs = [[plain_words(r) for r in people] for people in references]
    return {
        **bleu(mine, theirs),
        METEOR: meteor(mine, theirs),
        "CIDEr-D": Cider(theirs).score(mine),
    }


def plain_words(caption: str) -> list[str]:
    """The lower-case words of a caption without punctuation.

    Chapter: book/12_measuring_stories
    """
    return [word for word in tokenise(caption) if word not in _END]


def bleu(
    captions: Sequence[Tokens], references: Sequence[Sequence[Tokens]]
) -> dict[str, float]:
    """BLEU-1 to BLEU-4 of a corpus, with and without brevity penalty.

    They go from 0 to 1 (Papineni et al., 2002). The penalty lowers the mark
    of captions that are too short; the figures of "Show, attend and tell"
    were made without.

    Args:
        captions: the words of one caption a picture.
        references: what people wrote about each picture.

    Returns:
        ``BLEU-4`` and the like, and ``BLEU-4 without brevity penalty``.

    Chapter: book/12_measuring_stories
    """
    from nltk.translate.bleu_score import (
        SmoothingFunction,
        brevity_penalty,
        closest_ref_length,
        corpus_bleu,
    )

    weights = [(1 / n,) * n for n in range(1, LONGEST + 1)]
    # Its smoothing 0 warns of counts of nothing and takes them as tiny.
    quiet = SmoothingFunction(epsilon=1e-12).method1
    found = corpus_bleu(references, captions, weights, quiet)
    pairs = zip(references, captions, strict=True)
    closest = [closest_ref_length(r, len(c)) for r, c in pairs]
    penalty = brevity_penalty(sum(closest), sum(map(len, captions)))
    figures = {f"BLEU-{n}": float(x) for n, x in enumerate(found, start=1)}
    bare = {
        name + BARE: x / penalty if penalty else 0.0
        for name, x in figures.items()
    }
    return {**figures, **bare}


def meteor(
    captions: Sequence[Tokens], references: Sequence[Sequence[Tokens]]
) -> float:
    """The mean of METEOR with exact and stem matches, best reference.

    Lavie and Agarwal (2007), with NLTK's alignment; no synonyms.

    Chapter: book/12_measuring_stories
    """
    from nltk.translate.meteor_score import meteor_score

    scores = [
        meteor_score(people, caption, wordnet=_NoSynonyms())
        for caption, people in zip(captions, references, strict=True)
    ]
    return float(np.mean(scores))
