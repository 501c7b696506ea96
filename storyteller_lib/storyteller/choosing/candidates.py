"""How stories are drawn, and what can be said for and against each.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storyteller_lib.config import Settings, StorytellerError, shown_rounded
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.decoding.rules import Hypothesis

SCORES = ("fit", "style", "fluency", "variety", "prose", "sight")
COMMONEST = 100
"""Words of the vocabulary that may come again and again."""

KEYWORDS = 8
"""So many of the things that a picture's captions name are wished for."""


@shown_rounded
@dataclass(frozen=True)
class Candidate:
    """A story that was drawn, and how it was judged.

    Attributes:
        text: the story.
        hypothesis: its tokens.
        fit: share of what the captions name that it names, 0 to 1, less
            for each thing that none of them names.
        style: mean log-odds of its words in the style, in nats.
        fluency: mean log-probability of its words, in nats.
        variety: share of different ones among its words, the commonest
            words apart.
        prose: the critic's mean log-odds that a person wrote its sentences,
            in nats; 0 without a critic.
        sight: mean cosine of its sentences with the picture itself, in the
            visual-semantic space; 0 without a picture.
        total: the weighted sum of the standardised six.

    Chapter: book/16_choosing_among_candidates
    """

    text: str
    hypothesis: Hypothesis
    fit: float
    style: float
    fluency: float
    variety: float = 1.0
    prose: float = 0.0
    sight: float = 0.0
    total: float = 0.0

    def scores(self) -> dict[str, float]:
        """The scores by name, rounded for people."""
        names = (*SCORES, "total")
        return {name: round(getattr(self, name), 3) for name in names}


@dataclass(frozen=True)
class SelectionSettings(Settings):
    """How candidates are drawn and what they are chosen by.

    Attributes:
        candidates: how many are drawn; 1 tells one story and selects none.
        by_sentence: whether one is chosen after each sentence, not only
            among whole stories, see ``decoding.sentences``.
        guidance: how far to go away from what would be told of any
            picture, see ``decoding.guidance``; 1 is not at all.
        temperature: of the drawing, unless the writing says otherwise.
        top_p: of the drawing, unless the writing says otherwise.
        top_k: of the drawing, unless the writing says otherwise; 0 is all.
        keyword_bonus: nats in favour of a word that all captions agree on,
            until it is said; less for one that fewer name.
        fit: weight of naming what the captions name.
        style: weight of sounding like the style.
        fluency: weight of the decoder's own opinion of the sentence.
        variety: weight of not saying the same word again.
        prose: weight of the critic's opinion, see ``prose_critic``.
        sight: weight of fitting the picture itself, whatever its captions
            say.

    Raises:
        StorytellerError: for values out of range.

    Chapter: book/16_choosing_among_candidates
    """

    candidates: int = 1
    temperature: float = 0.8
    top_p: float = 0.9
    top_k: int = 0
    keyword_bonus: float = 1.5
    by_sentence: bool = False
    guidance: float = 1.0
    fit: float = 1.0
    style: float = 1.0
    fluency: float = 1.0
    variety: float = 0.0
    prose: float = 0.0
    sight: float = 0.0

    def __post_init__(self) -> None:
        self.check_positive("candidates", "temperature", "top_p")
        for name in ("keyword_bonus", "guidance", *SCORES):
            if not math.isfinite(getattr(self, name)):
                raise StorytellerError(
                    f"SelectionSettings.{name} must be a number, "
                    f"got {getattr(self, name)!r}"
                )


def concept_shares(captions: Sequence[str]) -> dict[str, float]:
    """The share of captions that name each concept, the largest first.

    Chapter: book/16_choosing_among_candidates
    """
    named = Counter(
        c for text in captions for c in dict.fromkeys(content_words(text))
    )
    return {c: n / len(captions) for c, n in named.most_common()}


def fit_of(text: str, shares: Mapping[str, float]) -> float:
    """How much of what the captions name a story names.

    Chapter: book/16_choosing_among_candidates
    """
    named = dict.fromkeys(content_words(text))
    most = sum(list(shares.values())[:KEYWORDS])
    strange = len(named.keys() - shares.keys()) / max(len(named), 1)
    right = sum(shares.get(concept, 0.0) for concept in named)
    return min(right / max(most, 1e-6), 1.0) - 0.25 * strange


def variety_of(tokens: Sequence[int]) -> float:
    """The share of different ones among a story's less common words.

    Vocabularies begin with their commonest words, so ids tell.

    Chapter: book/16_choosing_among_candidates
    """
    rare = [token for token in tokens if token > COMMONEST]
    return len(set(rare)) / len(rare) if rare else 1.0
