from __future__ import annotations

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.skip_thoughts import (
    TEMPERATURE,
    SkipThoughts,
    SkipThoughtSettings,
    triplet_batch,
    triplet_batches,
    triplets,
)
from storyteller_lib.text import EOS, Padded, tokenise
from tests.helpers.references import gru_states, log_softmax, unit
from tests.helpers.tiny import CAPTIONS, WORDS

BOOKS = [
    [[2, 3], [4, 5, 6], [7], [8, 9, 2, 3]],
    [[5], [6, 7]],
    [[3, 3, 3], [9], [4, 2]],
]
ROWS = triplets(BOOKS)


def model(**options: float) -> SkipThoughts:
    torch.manual_seed(0)
    made = SkipThoughts(SkipThoughtSettings(len(WORDS), 5, 7), **options)
    torch.nn.init.normal_(made.encoder.words.weight)
    return made


def vectors(skip: SkipThoughts, ids: list[int]) -> np.ndarray:
    return skip.encoder.words.weight[ids].detach().double().numpy()


def thought(skip: SkipThoughts, ids: list[int]) -> np.ndarray:
    return gru_states(skip.encoder.gru, vectors(skip, ids))[-1]


def word_losses(
    skip: SkipThoughts,
    decoder: torch.nn.GRU,
    start: np.ndarray,
    ids: list[int],
) -> list[float]:
    """Equation 9 of the paper, word by word: -log P(w_t | w_<t, h)."""
    weight = skip.output.weight.detach().double().numpy()
    bias = skip.output.bias.detach().double().numpy()
    targets = [*ids, EOS]
    before = np.vstack([np.zeros(5), vectors(skip, targets[:-1])])
    states = gru_states(decoder, before, start)
    return [
        -log_softmax(weight @ state + bias)[target]
        for state, target in zip(states, targets, strict=True)
    ]


def test_triplets_never_cross_a_books_border() -> None:
    assert ROWS == [
        ([2, 3], [4, 5, 6], [7]),
        ([4, 5, 6], [7], [8, 9, 2, 3]),
        ([3, 3, 3], [9], [4, 2]),
    ]
    assert triplets([[[1]], [], [[1], [2]]]) == []


def test_a_triplet_batch_ends_the_targets_and_not_the_source() -> None:
    batch = triplet_batch(ROWS)
    assert batch.source.ids.tolist() == [[4, 5, 6], [7, 0, 0], [9, 0, 0]]
    assert batch.source.lengths.tolist() == [3, 1, 1]
    assert batch.previous.ids[0].tolist() == [2, 3, EOS, 0]
    assert batch.previous.lengths.tolist() == [3, 4, 4]
    assert batch.next.lengths.tolist() == [2, 5, 3]


def test_the_loss_is_the_mean_over_the_real_words() -> None:
    skip = model()
    losses = []
    for before, source, after in ROWS:
        start = thought(skip, source)
        losses += word_losses(skip, skip.previous, start, before)
        losses += word_losses(skip, skip.next, start, after)
    found = skip(*triplet_batch(ROWS)).item()
    assert found == pytest.approx(np.mean(losses), abs=1e-5)


def test_padding_changes_nothing() -> None:
    skip = model()
    batch = triplet_batch(ROWS)
    wide = [
        Padded(torch.nn.functional.pad(ids, (0, more), value=8), lengths)
        for more, (ids, lengths) in enumerate(batch, start=3)
    ]
    torch.testing.assert_close(skip(*wide), skip(*batch))


def test_writing_only_a_share_of_the_batch() -> None:
    part, skip = model(decoded=0.7), model()
    torch.testing.assert_close(
        part(*triplet_batch(ROWS)), skip(*triplet_batch(ROWS[:2]))
    )


def test_the_contrast_asks_for_the_next_sentence() -> None:
    plain, skip = model(), model(contrast=0.5)
    mine = np.array([unit(thought(skip, row[1])) for row in ROWS])
    theirs = np.array([unit(thought(skip, row[2])) for row in ROWS])
    scores = mine @ theirs.T / TEMPERATURE
    both = [
        -log_softmax(table[i])[i]
        for table in (scores, scores.T)
        for i in range(3)
    ]
    batch = triplet_batch(ROWS)
    found = (skip(*batch) - plain(*batch)).item()
    assert found == pytest.approx(0.5 * np.mean(both), abs=1e-4)


def test_the_neighbours_teach_the_encoder() -> None:
    skip = model()
    skip(*triplet_batch(ROWS)).backward()
    for name, parameter in skip.named_parameters():
        if parameter.requires_grad:
            assert parameter.grad is not None, name
            assert parameter.grad.abs().max() > 0, name


def test_encode_gives_unit_thoughts_in_the_order_of_the_texts() -> None:
    skip = model()
    texts = ["a dog", "", CAPTIONS[5], "!!", "a dog", "a red fox. then it"]
    found = skip.encoder.encode(texts, WORDS, batch_size=2)
    assert found.shape == (6, 7)
    assert found[1].abs().max() == 0
    for text, vector in zip(texts, found, strict=True):
        if text:
            ids = WORDS.encode(tokenise(text))
            expected = unit(thought(skip, ids))
            np.testing.assert_allclose(vector, expected, atol=1e-6)
    assert skip.encoder.encode([], WORDS).shape == (0, 7)
    assert skip.encoder.encode(["", ""], WORDS).abs().max() == 0


def test_batches_hold_every_triplet_once() -> None:
    rows = [([i], [i] * (1 + i % 6), [i, i]) for i in range(2, 40)]
    batches = triplet_batches(rows, batch_size=7)
    found = list(batches(torch.Generator().manual_seed(0)))
    again = list(batches(torch.Generator().manual_seed(0)))
    seen = []
    for batch, same in zip(found, again, strict=True):
        for part, other in zip(batch, same, strict=True):
            assert all(map(torch.equal, part, other))
        first = batch.source.ids[:, 0]
        assert torch.equal(first, batch.previous.ids[:, 0])
        assert torch.equal(first, batch.next.ids[:, 1])
        seen += first.tolist()
    assert sorted(seen) == list(range(2, 40))


def test_settings_must_be_above_zero() -> None:
    with pytest.raises(StorytellerError, match=r"word_dim.*got 0"):
        SkipThoughtSettings(9, word_dim=0)
