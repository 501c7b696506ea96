"""A judge of voices: which genre does a text sound like?

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from storyteller_lib.data.world import GENRES, World
from storyteller_lib.text import tokenise


def voice_classifier(
    world: World, split: str = "train", limit: int | None = 1_000
) -> Pipeline:
    """A logistic regression on words and pairs of words of passages.

    Its ``predict`` takes texts and gives genres. Train it on passages that
    no storyteller was trained on (another seed, other books).

    Chapter: book/08_style_shifting
    """
    texts, genres = [], []
    for genre in GENRES:
        found = world.passages(genre, split, limit)
        texts += [passage.text for passage in found]
        genres += [genre] * len(found)
    judge = make_pipeline(
        TfidfVectorizer(
            tokenizer=tokenise,
            token_pattern=None,
            ngram_range=(1, 2),
            sublinear_tf=True,
            min_df=2,
        ),
        LogisticRegression(C=10, max_iter=1_000),
    )
    return judge.fit(texts, genres)


def share_recognised(
    judge: Pipeline, texts: Sequence[str], genre: str
) -> float:
    """The share of texts that sound like the genre.

    Chapter: book/08_style_shifting
    """
    return float((judge.predict(texts) == genre).mean())
