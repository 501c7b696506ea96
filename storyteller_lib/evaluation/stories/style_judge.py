"""In which style is a story? A judge trained on novels, split by book.

The judge is linear: a logistic regression on tf-idf of words and pairs of
words, and of function words and punctuation by themselves. It learns from
the books that nobody else learns from, and is itself measured on passages
of books it has never seen: passages of one book sound alike, so a judge
tested on other pages of its own books looks far better than it is.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real import book_parts
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.evaluation.stories.nouns import (
    FUNCTION_WORDS,
    MASK,
    NounMask,
)
from storyteller_lib.text import tokenise

STORY_LENGTHS = PassageSettings(40, 60, 80)
"""Passages as long as the stories that are asked for."""

Reader = Callable[[str], list[str]]
ByGenre = Mapping[str, Sequence[str]]


class StyleJudge:
    """Says of a text which genre it sounds like.

    Args:
        texts: of each genre, for training.
        read: makes tokens of a text; ``NounMask.tokens`` masks nouns.

    Raises:
        StorytellerError: unless there are texts of two genres or more.

    Chapter: book/12_measuring_stories
    """

    def __init__(self, texts: ByGenre, read: Reader = tokenise) -> None:
        if sum(map(bool, texts.values())) < 2:
            raise StorytellerError("a judge needs texts of two genres or more")
        pairs = [(text, g) for g, found in texts.items() for text in found]
        self.model = _model(read)
        self.model.fit(*zip(*pairs, strict=True))

    def judge(self, texts: Sequence[str]) -> list[str]:
        """The genre that each text sounds like."""
        return list(map(str, self.model.predict(texts))) if texts else []

    def recognised(self, texts: ByGenre) -> dict[str, float]:
        """The share of texts judged to be of their genre.

        Returns:
            The share of each genre, and as ``mean`` their mean.

        Raises:
            StorytellerError: if a genre has no texts.
        """
        if not texts or not all(texts.values()):
            raise StorytellerError("there must be texts of every genre")
        shares = {
            genre: float(np.mean([j == genre for j in self.judge(found)]))
            for genre, found in texts.items()
        }
        return {"mean": float(np.mean(list(shares.values()))), **shares}


def _model(read: Reader) -> Pipeline:
    def words(text: str) -> list[str]:
        tokens = read(text)
        return tokens + [f"{a} {b}" for a, b in pairwise(tokens)]

    def small_words(text: str) -> list[str]:
        return [t for t in read(text) if _is_small(t)]

    features = make_union(
        TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer=small_words, use_idf=False),
    )
    linear = LogisticRegression(
        C=10, max_iter=300, tol=1e-3, class_weight="balanced"
    )
    return make_pipeline(features, linear)


def _is_small(token: str) -> bool:
    mark = not token[:1].isalnum() and token != MASK
    return token in FUNCTION_WORDS or mark


@dataclass(frozen=True)
class Judges:
    """The judge, the judge without nouns, and how both do on real passages.

    Attributes:
        plain: reads everything.
        masked: reads names and content nouns as one mark.
        mask: what is masked.
        unseen: real passages of books that neither has seen.

    Chapter: book/12_measuring_stories
    """

    plain: StyleJudge
    masked: StyleJudge
    mask: NounMask
    unseen: dict[str, list[str]]

    def figures(self, texts: ByGenre) -> dict[str, float]:
        """How often the style is recognised, by both judges.

        Chapter: book/12_measuring_stories
        """
        plain = self.plain.recognised(texts)
        figures = {f"style, {g}": share for g, share in plain.items()}
        figures["style"] = figures.pop("style, mean")
        masked = self.masked.recognised(texts)["mean"]
        return {**figures, "style, nouns masked": masked}


def novel_judges(folder: Path, a_book: int = 100, unseen: int = 40) -> Judges:
    """Judges trained on the judges' novels, see ``book_parts``.

    Args:
        folder: the folder of novels.
        a_book: passages of each book to learn from, at most.
        unseen: passages of each unseen book to be measured with, at most.

    Raises:
        StorytellerError: if the novels are not there.

    Chapter: book/12_measuring_stories
    """
    known = passages_by_genre(folder, "judge", a_book)
    fresh = passages_by_genre(folder, "unseen", unseen)
    texts = {g: [p.text for p in found] for g, found in known.items()}
    mask = NounMask(text for found in texts.values() for text in found)
    return Judges(
        plain=StyleJudge(texts),
        masked=StyleJudge(texts, mask.tokens),
        mask=mask,
        unseen={g: [p.text for p in found] for g, found in fresh.items()},
    )


def passages_by_genre(
    folder: Path,
    part: str,
    a_book: int,
    genres: Iterable[str] = GENRES,
) -> dict[str, list[Passage]]:
    """Passages as long as stories, of one part of the novels.

    Raises:
        StorytellerError: if the novels are not there, or none of a genre
            is in this part.

    Chapter: book/12_measuring_stories
    """
    found = {
        genre: list(
            book_parts.passages(folder, genre, part, a_book, STORY_LENGTHS)
        )
        for genre in genres
    }
    for genre, some in found.items():
        if not some:
            raise StorytellerError(
                f"no book of {genre} in {folder} is of the part {part!r}: "
                "more novels are needed"
            )
    return found
