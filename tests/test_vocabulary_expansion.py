"""Vocabulary expansion: against its closed form and the original's files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch

from data_scripts.measure import expansion as script
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.vectors import read_vectors
from storyteller_lib.data.world import WordVectors
from storyteller_lib.evaluation.sentences import expansion as measure
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.combine_skip import CombineSkip
from storyteller_lib.text import Vocabulary
from storyteller_lib.vocabulary_expansion import (
    ExpansionSettings,
    VocabularyExpansion,
    expand,
    learn_map,
    word_table,
)

TRAINED = [f"t{i}" for i in range(40)]
UNSEEN = [f"u{i}" for i in range(15)]
DIM, WORD_DIM = 12, 5


def encoder_of(words: list[str], **choices: bool) -> SkipThoughtEncoder:
    torch.manual_seed(0)
    settings = SkipThoughtSettings(len(words) + 2, WORD_DIM, 8, **choices)
    return SkipThoughtEncoder(settings).eval()


def vectors_of(words: list[str], dim: int = DIM, seed: int = 1) -> WordVectors:
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(len(words), dim)).astype(np.float32)
    return WordVectors(words, rows)


@pytest.fixture
def parts():
    """An encoder, its words, and vectors of 30 of them and 15 others."""
    shuffled = [*UNSEEN[:7], *TRAINED[10:], *UNSEEN[7:]]
    return encoder_of(TRAINED), Vocabulary(TRAINED), vectors_of(shuffled)


def closed_form(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Normal equations with a column of ones: (dim + 1, word_dim)."""
    a = np.hstack([x, np.ones((len(x), 1))]).astype(np.float64)
    return np.linalg.solve(a.T @ a, a.T @ y.astype(np.float64))


def test_the_map_is_the_closed_form(parts) -> None:
    encoder, vocabulary, vectors = parts
    ids = vocabulary.encode(TRAINED[10:])
    known = vectors.vectors[7:37]
    wanted = closed_form(known, encoder.words.weight.detach().numpy()[ids])
    (way,) = VocabularyExpansion(encoder, vocabulary, vectors).maps
    np.testing.assert_allclose(way.weight, wanted[:-1].T, atol=1e-10)
    np.testing.assert_allclose(way.bias, wanted[-1], atol=1e-10)
    larger, words = expand(encoder, vocabulary, vectors)
    rows = larger.words.weight.detach().numpy()[words.encode(UNSEEN)]
    new = vectors.vectors[[*range(7), *range(37, 45)]]
    ones = np.ones((15, 1))
    np.testing.assert_allclose(
        rows, np.hstack([new, ones]) @ wanted, atol=1e-5
    )


def test_trained_words_keep_id_and_row_to_the_bit(parts) -> None:
    encoder, vocabulary, vectors = parts
    before = encoder.words.weight.detach().clone()
    larger, words = expand(encoder, vocabulary, vectors)
    assert words.words[:42] == vocabulary.words
    assert words.words[42:] == UNSEEN
    assert torch.equal(larger.words.weight[:42], before)
    assert torch.equal(encoder.words.weight, before)
    assert len(encoder.words.weight) == encoder.settings.vocabulary == 42
    assert len(larger.words.weight) == larger.settings.vocabulary == 57
    texts = ["t1 t2 t39", "", "t0 nobody"]
    torch.testing.assert_close(
        larger.encode(texts, words), encoder.encode(texts, vocabulary)
    )


def test_unseen_words_are_told_apart(parts) -> None:
    encoder, vocabulary, vectors = parts
    texts = ["t1 u1 t2", "t1 u2 t2", "t1 somebody t2"]
    deaf = encoder.encode(texts, vocabulary)
    # Rows of a batch may differ in their last bit, as memory happens to lie.
    torch.testing.assert_close(deaf[1:], deaf[:1].expand(2, -1))
    larger, words = expand(encoder, vocabulary, vectors)
    heard = larger.encode(texts, words)
    torch.testing.assert_close(heard[2], deaf[2])  # still unknown
    assert (heard[0] - heard[1]).norm() > 1e-4
    assert (heard[0] - deaf[0]).norm() > 1e-4


def test_only_the_words_in_use_are_mapped(parts) -> None:
    encoder, vocabulary, vectors = parts
    whole, all_words = expand(encoder, vocabulary, vectors)
    few, words = expand(encoder, vocabulary, vectors, only={"u9", "u3", "t1"})
    assert words.words[42:] == ["u3", "u9"]
    for word in ("u3", "u9"):
        torch.testing.assert_close(
            few.words.weight[words.encode([word])],
            whole.words.weight[all_words.encode([word])],
        )
    texts = ["u3 t4 u9", "t1 u14"]
    expansion = VocabularyExpansion(encoder, vocabulary, vectors)
    torch.testing.assert_close(
        expansion.encode(texts), whole.encode(texts, all_words)
    )
    assert len(expand(encoder, vocabulary, vectors, only=())[1]) == 42


def test_many_words_are_mapped_in_pieces(parts, monkeypatch) -> None:
    encoder, vocabulary, vectors = parts
    whole, _ = expand(encoder, vocabulary, vectors)
    monkeypatch.setattr("storyteller_lib.vocabulary_expansion.CHUNK", 4)
    pieces, _ = expand(encoder, vocabulary, vectors)
    torch.testing.assert_close(pieces.words.weight, whole.words.weight)


def test_the_original_leaves_out_phrases_and_keeps_capitals() -> None:
    words = [*TRAINED, "New_York", "Paris", "paris", "Rome"]
    parts = encoder_of(TRAINED), Vocabulary(TRAINED), vectors_of(words)
    assert expand(*parts)[1].words[42:] == ["Paris", "paris", "Rome"]
    phrases = ExpansionSettings(phrases=True)
    assert "New_York" in expand(*parts, settings=phrases)[1]
    folded = ExpansionSettings(fold_case=True)
    larger, known = expand(*parts, settings=folded)
    assert known.words[42:] == ["paris", "rome"]
    (way,) = VocabularyExpansion(*parts).maps
    for word, row in [("paris", 42), ("rome", 43)]:  # the exact one wins
        np.testing.assert_allclose(
            larger.words.weight[known.encode([word])].detach().numpy(),
            way(parts[2].vectors[[row]]),
            atol=1e-6,
        )


def test_special_words_are_never_mapped() -> None:
    vectors = vectors_of([*TRAINED, "<unk>", "<eos>", "u0"])
    expansion = VocabularyExpansion(
        encoder_of(TRAINED), Vocabulary(TRAINED), vectors
    )
    assert expansion.new_words == ["u0"]
    assert expansion.shared == TRAINED


def test_both_tables_of_combine_skip_are_enlarged() -> None:
    encoders = [encoder_of(TRAINED), encoder_of(TRAINED, both_ways=True)]
    encoders[1].words.weight.data += 1
    vectors = vectors_of([*TRAINED, *UNSEEN])
    combined = CombineSkip(encoders)
    larger, words = expand(combined, Vocabulary(TRAINED), vectors)
    assert larger.settings.vocabulary == len(words) == 57
    assert combined.settings.vocabulary == 42
    table = word_table(larger)
    assert table.shape == (57, 2 * WORD_DIM)
    assert torch.equal(table[:42], word_table(combined))
    known = Vocabulary(TRAINED)
    near = measure.nearest_trained(combined, known, vectors, ["u1"])
    cosines = torch.cosine_similarity(table[words.encode(["u1"])], table[2:42])
    assert near == [TRAINED[int(cosines.argmax())]]
    texts = ["t1 u1", "t2 u4 t3"]
    halves = [
        VocabularyExpansion(part, Vocabulary(TRAINED), vectors).encode(texts)
        for part in encoders
    ]
    torch.testing.assert_close(
        larger.encode(texts, words), torch.cat(halves, dim=1)
    )


@pytest.mark.parametrize("kind", ["glove.txt", "google.bin", "own.npz"])
def test_vectors_of_every_format_do(tmp_path: Path, kind: str) -> None:
    from gensim.models import KeyedVectors

    vectors = vectors_of([*TRAINED, *UNSEEN])
    path = tmp_path / kind
    if path.suffix == ".npz":
        np.savez(path, words=np.array(vectors.words), vectors=vectors.vectors)
    else:
        keyed = KeyedVectors(DIM)
        keyed.add_vectors(vectors.words, vectors.vectors)
        keyed.save_word2vec_format(str(path), binary=path.suffix == ".bin")
    parts = encoder_of(TRAINED), Vocabulary(TRAINED)
    wanted = expand(*parts, vectors)[0].words.weight
    found, words = expand(*parts, read_vectors(path))
    assert words.words[42:] == UNSEEN
    torch.testing.assert_close(found.words.weight, wanted)


def test_too_few_words_in_common() -> None:
    parts = encoder_of(TRAINED), Vocabulary(TRAINED)
    with pytest.raises(StorytellerError, match=r"12 words .* at least|13 are"):
        expand(*parts, vectors_of(TRAINED[:DIM]))
    assert expand(*parts, vectors_of(TRAINED[: DIM + 1]))
    with pytest.raises(StorytellerError, match="no word that the encoder"):
        expand(*parts, vectors_of(UNSEEN))
    with pytest.raises(StorytellerError, match="no word that the encoder"):
        expand(*parts, vectors_of([w.upper() for w in TRAINED]))


def test_parts_that_do_not_belong_together() -> None:
    encoder, vectors = encoder_of(TRAINED), vectors_of(TRAINED)
    with pytest.raises(StorytellerError, match=r"42 words.* has 41"):
        expand(encoder, Vocabulary(TRAINED[:-1]), vectors)
    way = learn_map(np.eye(4, 3), np.eye(4, 2))
    with pytest.raises(StorytellerError, match=r"of 7 numbers .* from 3"):
        way(np.zeros((2, 7)))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_vectors_that_are_no_numbers(value: float) -> None:
    vectors = vectors_of(TRAINED)
    vectors.vectors[3, 2] = value
    with pytest.raises(StorytellerError, match="not finite"):
        expand(encoder_of(TRAINED), Vocabulary(TRAINED), vectors)


def test_vectors_without_numbers() -> None:
    empty = WordVectors(TRAINED, np.zeros((40, 0), np.float32))
    with pytest.raises(StorytellerError, match=r"shape \(40, 0\)"):
        expand(encoder_of(TRAINED), Vocabulary(TRAINED), empty)


# What the measurements say


def test_a_linear_table_is_found_again_and_a_random_one_is_not() -> None:
    words = [f"t{i}" for i in range(300)]
    vectors = vectors_of(words)
    encoder = encoder_of(words)
    figures = measure.held_out(encoder, Vocabulary(words), vectors)
    assert figures["words"] == 30
    assert figures["median rank by chance"] == 150.5
    assert 75 < figures["median rank"] < 225
    way = np.random.default_rng(3).normal(size=(DIM, WORD_DIM))
    rows = torch.from_numpy(vectors.vectors @ way + 2).float()
    encoder.words.weight.data[2:] = rows
    figures = measure.held_out(encoder, Vocabulary(words), vectors)
    assert figures["median rank"] == figures["mean rank"] == 1
    assert figures["among the first ten"] == 1


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0])
def test_a_share_that_cannot_be_held_out(share: float) -> None:
    parts = encoder_of(TRAINED), Vocabulary(TRAINED), vectors_of(TRAINED)
    with pytest.raises(StorytellerError, match="between 0 and 1"):
        measure.held_out(*parts, share=share)


def test_kinds_and_chance_in_the_storybook_world() -> None:
    owner, hers = measure.kinds(), measure.relatives()
    assert owner["kitten"] == owner["kittens"] == ("subject", "cat")
    assert hers["badger"] == ("subject", "bear")
    assert not set(owner) & set(hers)
    # An encoder whose table says the kind and nothing else is always right.
    words = [*owner, *(f"other{i}" for i in range(50))]
    kinds = sorted({part for part, _ in owner.values()})
    rows = np.zeros((len(words) + len(hers), len(kinds) + 1))
    known = [owner.get(w, ("", ""))[0] for w in words]
    for i, part in enumerate([*known, *(part for part, _ in hers.values())]):
        rows[i, kinds.index(part) if part else len(kinds)] = 1
    encoder = encoder_of(words)
    encoder.words.weight.data[2:] = torch.from_numpy(
        rows[: len(words), :WORD_DIM]
    ).float()
    vectors = WordVectors([*words, *hers], rows[:, :WORD_DIM])
    figures = measure.hidden(encoder, Vocabulary(words), vectors)
    shares = [known.count(part) / len(owner) for part, _ in hers.values()]
    assert figures["chance"] == pytest.approx(np.mean(shares))
    assert figures["own kind"] > 0.8
    with pytest.raises(StorytellerError, match="'zebra' has no vector"):
        measure.nearest_trained(encoder, Vocabulary(words), vectors, ["zebra"])


@pytest.mark.slow
def test_hidden_words_are_understood_by_the_storybook_encoder() -> None:
    figures = measure.evaluate("storybook")
    print(figures)
    assert figures["hidden"]["words"] >= 30
    assert figures["hidden"]["own kind"] >= 0.8
    assert figures["hidden"]["chance"] <= 0.3
    held = figures["held out"]
    assert held["median rank"] <= 0.6 * held["median rank by chance"]


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("STORYTELLER_DATA"), reason="needs STORYTELLER_DATA"
)
def test_held_out_words_of_the_real_world() -> None:
    from storyteller_lib.data.real.world import RealWorld

    held = measure.evaluate("course", RealWorld())["held out"]
    print(held)
    assert held["words"] > 300
    assert held["median rank"] <= 0.6 * held["median rank by chance"]
    chance = held["among the first ten by chance"]
    assert held["among the first ten"] >= 3 * chance


def test_the_stored_figures_are_those_of_the_shipped_encoder() -> None:
    stored = json.loads(script.OUTPUT.read_text(encoding="utf-8"))
    again = f"measure again with STORYTELLER_DATA: {stored['made_by']}"
    assert stored["word_table"] == script.encoder_key(), again
    held = stored["held out"]
    assert held["median rank"] <= 0.6 * held["median rank by chance"]


# The original's own numbers


NAMED = os.environ.get("STORYTELLER_ORACLES")
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "oracles"


@pytest.fixture
def oracle() -> Path:
    """The folder of the original's inputs and outputs for this part."""
    folder = Path(NAMED or BESIDE) / "vocab_expansion"
    if not (folder / "expected.npz").is_file():
        reason = f"{folder} is not there: no agreement with it is claimed"
        if NAMED:
            pytest.fail(f"STORYTELLER_ORACLES is set, but {reason}")
        pytest.skip(reason)
    return folder


@pytest.fixture
def original(oracle: Path):
    """The original's encoder, its words, and the word vectors."""
    from storyteller_lib.originals.models.skip_thoughts import (
        read_skip_thoughts_training,
    )

    model, vocabulary = read_skip_thoughts_training(
        oracle / "toy.npz", oracle / "book_dictionary.pkl"
    )
    words = json.loads((oracle / "word2vec_words.json").read_text())
    whole = np.load(oracle / "word2vec_int8.npz")["vectors_times_32"]
    vectors = WordVectors(words, whole.astype(np.float32) / 32)
    return model.encoder.eval(), vocabulary, vectors


def test_regression_of_the_original(oracle: Path, original) -> None:
    expected = np.load(oracle / "expected.npz")
    expansion = VocabularyExpansion(*original)
    assert len(expansion.shared) == 390
    (way,) = expansion.maps
    close = {"rtol": 1e-4, "atol": 1e-5}
    np.testing.assert_allclose(way.weight, expected["coef"], **close)
    np.testing.assert_allclose(way.bias, expected["intercept"], **close)


def test_table_of_the_original(oracle: Path, original) -> None:
    expected = np.load(oracle / "expected.npz")
    names = json.loads((oracle / "table_words.json").read_text())
    larger, words = expand(*original)
    ours = {"UNK": "<unk>"}
    ids = words.encode([ours.get(name, name) for name in names])
    assert sorted(ids) == list(range(len(words)))  # every word, each once
    table = larger.words.weight.detach().numpy()[ids]
    np.testing.assert_allclose(table, expected["table"], rtol=1e-4, atol=1e-5)
    trained = expected["trained"]
    np.testing.assert_array_equal(table[trained], expected["table"][trained])
    before = original[0].settings.vocabulary
    assert trained.sum() == before
    assert {i for i, t in zip(ids, trained, strict=True) if t} == set(
        range(before)
    )


@pytest.mark.parametrize(
    ("name", "unit", "end"),
    [("norm_noeos", True, False), ("raw_eos", False, True)],
)
def test_thoughts_of_the_original(
    oracle: Path, original, name: str, unit: bool, end: bool
) -> None:
    from dataclasses import replace

    sentences = json.loads((oracle / "sentences.json").read_text())
    larger, words = expand(*original)
    larger.settings = replace(larger.settings, unit_length=unit, reads_end=end)
    ids = [words.encode(sentence.split(" ")) for sentence in sentences]
    np.testing.assert_allclose(
        larger.encode_ids(ids).numpy(),
        np.load(oracle / "encode.npz")[name],
        rtol=1e-4,
        atol=1e-5,
    )
