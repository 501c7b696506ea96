"""Linear models on sentence vectors, where the answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.pocket.sentences import write_sentence_sets
from storyteller_lib.data.real import sentence_sets
from storyteller_lib.data.real.sentence_sets import (
    LabelledSentences,
    SentencePairs,
)
from storyteller_lib.data.world import WordVectors
from storyteller_lib.evaluation.sentences.rows import sentence_rows
from storyteller_lib.evaluation.sentences.vectors import (
    bag_of_words,
    classes,
    mean_vectors,
    pair_features,
    paraphrases,
    relatedness,
    together,
)

RNG = np.random.default_rng(0)


def by_number(texts: Sequence[str]) -> np.ndarray:
    """Texts that are numbers, as vectors that hold them."""
    numbers = np.array([float(text) for text in texts])
    return np.stack([numbers, np.ones_like(numbers)], axis=1)


def pairs(count: int) -> SentencePairs:
    """Likeness 5 for equal numbers, 1 for numbers that are 4 apart."""
    first, apart = RNG.uniform(0, 9, count), RNG.uniform(0, 4, count)
    second = first + apart
    return SentencePairs(
        [f"{x:.6f}" for x in first],
        [f"{x:.6f}" for x in second],
        (5 - apart).tolist(),
    )


def test_relatedness_is_found_where_it_lies_in_the_vectors() -> None:
    found = relatedness(by_number, pairs(400), pairs(100))
    assert found["Pearson"] > 0.97
    assert found["Spearman"] > 0.97
    assert found["MSE"] < 0.15


def test_relatedness_is_not_found_where_there_is_none() -> None:
    def blind(texts: Sequence[str]) -> np.ndarray:
        return np.random.default_rng(len(texts)).normal(size=(len(texts), 4))

    found = relatedness(blind, pairs(300), pairs(100))
    assert abs(found["Pearson"]) < 0.3
    # The mean is the best guess: the variance of an even draw from 1 to 5.
    assert found["MSE"] == pytest.approx(4**2 / 12, rel=0.25)


def test_pairs_become_difference_and_product() -> None:
    some = SentencePairs(["1", "2"], ["3", "2"], [1.0, 5.0])
    expected = [[2, 0, 3, 1], [0, 0, 4, 1]]
    assert pair_features(by_number, some).tolist() == expected
    bag = bag_of_words(64)
    same = SentencePairs(["a red fox"], ["a red fox"], [5.0])
    features = pair_features(bag, same)
    assert features[:, :64].sum() == 0
    assert features[:, 64:].sum() == pytest.approx(1)  # three times a third


def test_paraphrases() -> None:
    known = pairs(300)
    said = [float(x > 3) for x in known.said]
    train = SentencePairs(known.first[:200], known.second[:200], said[:200])
    test = SentencePairs(known.first[200:], known.second[200:], said[200:])
    found = paraphrases(by_number, train, test)
    assert found["accuracy"] > 0.9
    assert found["F1"] > 0.9


def test_classes_with_a_test_part_and_without() -> None:
    numbers = RNG.permutation(90)
    texts = [str(n) for n in numbers]
    labels = ["big" if n >= 30 else "small" for n in numbers]
    known = LabelledSentences(texts, labels)
    found = classes(by_number, known)
    assert found["commonest class"] == pytest.approx(60 / 90)
    assert found["accuracy"] > 0.9
    test = LabelledSentences(["1000", "-1000"], ["big", "small"])
    assert classes(by_number, known, test)["accuracy"] == 1
    shuffled = LabelledSentences(texts, list(RNG.permutation(labels)))
    assert classes(by_number, shuffled)["accuracy"] < 0.75
    with pytest.raises(StorytellerError, match="too few"):
        classes(by_number, LabelledSentences(["1"], ["big"]))


def test_mean_of_word_vectors_by_hand() -> None:
    vectors = WordVectors(["fox", "red"], np.array([[1.0, 0], [0, 3]]))
    found = mean_vectors(vectors)(["A red fox", "fox fox red", "unicorn"])
    np.testing.assert_allclose(found, [[0.5, 1.5], [2 / 3, 1], [0, 0]])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sets")
    write_sentence_sets(path)
    return path


def test_encoders_together_say_what_each_says() -> None:
    def count(texts: Sequence[str]) -> np.ndarray:
        return np.array([[len(text)] for text in texts], dtype=float)

    def ends(texts: Sequence[str]) -> np.ndarray:
        return np.array([[ord(t[0]), ord(t[-1])] for t in texts], dtype=float)

    found = together(count, ends)(["abc", "de"])
    assert found.tolist() == [[3, 97, 99], [2, 100, 101]]


def test_the_sets_are_read_as_they_were_written(folder: Path) -> None:
    sick = sentence_sets.sick(folder, "train")
    assert min(sick.said) >= 1 and max(sick.said) == 5
    stsb = sentence_sets.stsb(folder, "test")
    assert min(stsb.said) >= 0 and max(stsb.said) == 5
    msrp = sentence_sets.msrp(folder, "test")
    assert set(msrp.said) == {0, 1}
    assert all(a and b for a, b in zip(msrp.first, msrp.second, strict=True))
    trec = sentence_sets.trec(folder)
    assert set(trec.labels) == {"HUM", "LOC", "NUM"}
    assert all(text.endswith("?") for text in trec.texts)
    for name in sentence_sets.OPINIONS:
        found = sentence_sets.opinions(folder, name)
        assert len(set(found.labels)) == 2
        assert len(found.texts) == len(found.labels)


@pytest.mark.slow
def test_a_row_for_each_encoder_says_what_it_was_measured_on(
    folder: Path,
) -> None:
    rows = sentence_rows(folder, {"bag": bag_of_words(512)}, limit=40)
    first, last = rows[0], rows[-1]
    assert first["row"] == "bag"
    assert first["TREC, accuracy"] > 0.9  # the question word says it all
    assert "trial" in last["SICK"]
    assert "ten-fold" in last["TREC"]
    assert {row["row"] for row in rows[1:-1]} == {
        "uni-skip (published)",
        "combine-skip (published)",
    }


def test_refuses_broken_sets(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match="missing"):
        sentence_sets.sick(tmp_path, "train")
    with pytest.raises(StorytellerError, match="no set 'imdb'"):
        sentence_sets.opinions(folder, "imdb")
    (tmp_path / "trec").mkdir()
    (tmp_path / "trec/train_5500.label").write_text("no label\n")
    with pytest.raises(StorytellerError, match="no label"):
        sentence_sets.trec(tmp_path)
    (tmp_path / "stsb").mkdir()
    (tmp_path / "stsb/sts-dev.csv").write_text("a\tb\tc\td\tx\te\tf\n")
    with pytest.raises(StorytellerError, match="line 1 is no pair"):
        sentence_sets.stsb(tmp_path, "dev")
