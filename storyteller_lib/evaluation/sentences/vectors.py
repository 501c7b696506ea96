"""What do sentence vectors know? A linear model on top must find it out.

The vectors stay as they are, and only a logistic regression learns (Kiros et
al., 2015, section 3). Two sentences u and v become |u - v| and u * v. A
degree of likeness from 1 to 5 becomes a probability of each whole degree,
3.6 for instance .4 of a 3 and .6 of a 4 (Tai et al., 2015, section 4.2), and
the mean degree under the predicted probabilities is the answer. How strongly
to regularise is chosen by an inner cross-validation on training data alone.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from jaxtyping import Float
from numpy import ndarray
from scipy.stats import pearsonr, spearmanr
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.sentence_sets import (
    LabelledSentences,
    SentencePairs,
)
from storyteller_lib.data.world import WordVectors
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.text import Vocabulary, tokenise

DENSE, SPARSE = (1e-3, 1e-2, 1e-1), (0.25, 4.0, 64.0)
"""The C of the regression to choose from: how little it is held back. Dense
features are scaled to a deviation of 1 first, counts of words are not.
"""
INNER, OUTER = 3, 10

Encode = Callable[[Sequence[str]], Any]
"""Texts to one row each, dense or sparse."""


def thoughts(encoder: ThoughtEncoder, words: Vocabulary) -> Encode:
    """Skip-thought vectors as an encoder of texts.

    Chapter: book/12_measuring_stories
    """
    return lambda texts: encoder.encode(texts, words).cpu().numpy()


def mean_vectors(vectors: WordVectors) -> Encode:
    """The mean of the vectors of a text's words, zeros if none is known.

    Chapter: book/12_measuring_stories
    """
    rows = {word: i for i, word in enumerate(vectors.words)}
    table = np.asarray(vectors.vectors, dtype=np.float32)

    def encode(texts: Sequence[str]) -> Float[ndarray, "texts dim"]:
        found = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            known = [rows[w] for w in tokenise(text) if w in rows]
            if known:
                found[i] = table[known].mean(axis=0)
        return found

    return encode


def together(*encoders: Encode) -> Encode:
    """What several dense encoders say of a text, in one row.

    As in combine-skip (Kiros et al., 2015, section 3), where one encoder
    sees what the other overlooks.

    Chapter: book/12_measuring_stories
    """
    return lambda texts: np.hstack([encode(texts) for encode in encoders])


def bag_of_words(size: int = 2**15) -> Encode:
    """How often each word stands in a text; the order is lost.

    Words share ``size`` columns by a hash, so that nothing is learnt from
    texts that are to be judged.

    Chapter: book/12_measuring_stories
    """
    counter = HashingVectorizer(
        n_features=size,
        analyzer=tokenise,
        alternate_sign=False,
        norm="l2",
    )
    return counter.transform


def relatedness(
    encode: Encode, train: SentencePairs, test: SentencePairs
) -> dict[str, float]:
    """How near predicted likeness comes to what people said.

    Returns:
        Pearson's and Spearman's correlation and the mean squared error.

    Raises:
        StorytellerError: for too few pairs.

    Chapter: book/12_measuring_stories
    """
    _enough(train)
    degrees = np.arange(np.floor(min(train.said)), max(train.said) + 1)
    features, wanted = pair_features(encode, train), np.array(train.said)
    folds = np.arange(len(wanted)) % INNER
    scores = {}
    for strength in _strengths(features):
        parts = [
            _degree_model(features[folds != f], wanted[folds != f], strength)(
                features[folds == f], degrees
            )
            for f in range(INNER)
        ]
        order = np.concatenate([wanted[folds == f] for f in range(INNER)])
        scores[strength] = pearsonr(np.concatenate(parts), order).statistic
    best = max(scores, key=scores.__getitem__)
    model = _degree_model(features, wanted, best)
    found = model(pair_features(encode, test), degrees)
    said = np.array(test.said)
    return {
        "Pearson": float(pearsonr(found, said).statistic),
        "Spearman": float(spearmanr(found, said).statistic),
        "MSE": float(np.mean((found - said) ** 2)),
    }


def paraphrases(
    encode: Encode, train: SentencePairs, test: SentencePairs, seed: int = 0
) -> dict[str, float]:
    """How often it is told that two sentences say the same.

    Returns:
        Accuracy, and F1 of those that do.

    Raises:
        StorytellerError: for too few pairs.

    Chapter: book/12_measuring_stories
    """
    _enough(train)
    features = pair_features(encode, train)
    model = _search(features, seed).fit(features, train.said)
    found = model.predict(pair_features(encode, test))
    return {
        "accuracy": float(accuracy_score(test.said, found)),
        "F1": float(f1_score(test.said, found)),
    }


def classes(
    encode: Encode,
    sentences: LabelledSentences,
    test: LabelledSentences | None = None,
    folds: int = OUTER,
    seed: int = 0,
) -> dict[str, float]:
    """How often the class of a sentence is told.

    Args:
        encode: texts to vectors.
        sentences: to learn from, and to be measured with if there is no
            test part: each then by a model of the other folds.
        test: the test part.
        folds: of the cross-validation.
        seed: shuffles the folds.

    Returns:
        Accuracy, and what always saying the commonest class would reach.

    Raises:
        StorytellerError: for too few sentences.

    Chapter: book/12_measuring_stories
    """
    _enough(sentences)
    features, labels = encode(sentences.texts), np.array(sentences.labels)
    if test is not None:
        model = _search(features, seed).fit(features, labels)
        right = model.predict(encode(test.texts)) == np.array(test.labels)
    else:
        right = np.zeros(len(labels), dtype=bool)
        split = KFold(folds, shuffle=True, random_state=seed)
        for kept, out in split.split(labels):
            model = _search(features, seed).fit(features[kept], labels[kept])
            right[out] = model.predict(features[out]) == labels[out]
    _, counts = np.unique((test or sentences).labels, return_counts=True)
    return {
        "accuracy": float(right.mean()),
        "commonest class": float(counts.max() / counts.sum()),
    }


def pair_features(encode: Encode, pairs: SentencePairs) -> Any:
    """|u - v| and u * v side by side, a row a pair.

    Chapter: book/12_measuring_stories
    """
    u, v = encode(pairs.first), encode(pairs.second)
    if sp.issparse(u):
        return sp.hstack([abs(u - v), u.multiply(v)]).tocsr()
    return np.hstack([np.abs(u - v), u * v])


def _degree_model(
    features: Any, wanted: ndarray, strength: float
) -> Callable[[Any, ndarray], Float[ndarray, " pairs"]]:
    """Softmax regression to shared-out degrees: each pair comes twice, as
    the degree below and the one above, each with its share of weight.
    """
    below = np.floor(wanted)
    above = wanted - below  # the share of the degree above
    stack = sp.vstack if sp.issparse(features) else np.vstack
    model = _regression(features).set_params(classify__C=strength)
    model.fit(
        stack([features, features]),
        np.concatenate([below, below + 1]),
        classify__sample_weight=np.concatenate([1 - above, above]),
    )

    def degree(given: Any, degrees: ndarray) -> Float[ndarray, " pairs"]:
        # One above the highest only ever got a weight of nothing.
        return model.predict_proba(given) @ model.classes_.clip(
            max=degrees[-1]
        )

    return degree


def _regression(features: Any) -> Pipeline:
    scale = "passthrough" if sp.issparse(features) else StandardScaler()
    linear = LogisticRegression(max_iter=300, tol=1e-3)
    return Pipeline([("scale", scale), ("classify", linear)])


def _strengths(features: Any) -> tuple[float, ...]:
    return SPARSE if sp.issparse(features) else DENSE


def _search(features: Any, seed: int) -> GridSearchCV:
    return GridSearchCV(
        _regression(features),
        {"classify__C": _strengths(features)},
        cv=KFold(INNER, shuffle=True, random_state=seed),
    )


def _enough(data: SentencePairs | LabelledSentences) -> None:
    if len(data) < 2 * OUTER:
        raise StorytellerError(
            f"{len(data)} sentences are too few to learn from: "
            f"{2 * OUTER} or more are needed"
        )
