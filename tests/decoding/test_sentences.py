"""Sentence by sentence, and guidance: two ways to write what was meant."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.guidance import guided, guided_state
from storyteller_lib.decoding.rules import State
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.decoding.sentences import Draft, write_by_sentence

EOS, UNK, STOP, A, B, C = range(6)
ENDS = torch.tensor([False, False, True, False, False, False])
CHANCES = torch.tensor(
    [
        [0.0, 0.0, 0.0, 0.4, 0.3, 0.3],  # at the start
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],  # after eos, never read
        [0.0, 0.0, 0.0, 1.0, 0.0, 0.0],  # after unk, never read
        [0.2, 0.0, 0.0, 0.4, 0.2, 0.2],  # after a full stop
        [0.0, 0.0, 0.3, 0.0, 0.4, 0.3],
        [0.0, 0.0, 0.3, 0.4, 0.0, 0.3],
        [0.0, 0.0, 0.4, 0.3, 0.3, 0.0],
    ]
)


def step(last: Tensor, state: State) -> tuple[Tensor, State]:
    """A language of three words; its state counts what was read."""
    return CHANCES[last + 1].log(), {"read": state["read"] + 1}


def start(rows: int = 1) -> State:
    return {"read": torch.zeros(rows, dtype=torch.long)}


def by_share_of_a(drafts: list[Draft]) -> list[Draft]:
    """Judges the last sentence alone."""

    def share(draft: Draft) -> float:
        text = list(draft.tokens)
        before = [i for i, t in enumerate(text[:-1]) if t == STOP]
        last = text[before[-1] + 1 :] if before else text
        return last.count(A) / max(len(last), 1)

    return sorted(drafts, key=share, reverse=True)


def write(seed: int = 0, **how: object) -> list[Draft]:
    options = {"candidates": 20, "settings": SamplingSettings(max_length=30)}
    return write_by_sentence(
        step,
        start(),
        by_share_of_a,
        ENDS,
        generator=torch.Generator().manual_seed(seed),
        **{**options, **how},
    )


def sentences(tokens: tuple[int, ...]) -> list[list[int]]:
    found: list[list[int]] = [[]]
    for token in tokens:
        found[-1].append(token)
        if token == STOP:
            found.append([])
    return [sentence for sentence in found if sentence]


def test_each_sentence_is_the_best_of_many() -> None:
    long_enough = {"enough": lambda tokens: tokens.count(STOP) >= 3}
    chosen = [write(seed, **long_enough)[0] for seed in range(30)]
    alone = [write(seed, candidates=1, **long_enough)[0] for seed in range(30)]

    def share(drafts: list[Draft]) -> float:
        words = [t for d in drafts for t in d.tokens if t != STOP]
        return words.count(A) / len(words)

    assert share(chosen) > share(alone) + 0.15


def test_a_story_is_over_when_it_is_long_enough() -> None:
    for seed in range(10):
        for draft in write(seed, enough=lambda t: t.count(STOP) >= 2):
            assert draft.over
            assert draft.tokens.count(STOP) <= 2
            assert draft.tokens[-1] == STOP


def test_without_a_wish_the_model_ends_it() -> None:
    counts = {len(sentences(write(seed, kept=2)[0].tokens)) for seed in (1, 2)}
    assert all(1 <= count <= 16 for count in counts)
    short = write(3, settings=SamplingSettings(max_length=5))
    assert all(len(draft.tokens) <= 5 and draft.over for draft in short)


@pytest.mark.parametrize("kept", [1, 4])
def test_log_probabilities_and_states_follow_their_draft(kept: int) -> None:
    for draft in write(kept=kept, enough=lambda t: t.count(STOP) >= 3):
        last, total = -1, 0.0
        for token in draft.tokens:
            total += math.log(CHANCES[last + 1, token])
            last = token
        ended = draft.tokens.count(STOP) < 3  # it chose to
        total += math.log(0.2) * ended
        assert draft.log_prob == pytest.approx(total, abs=1e-4)
        assert draft.state["read"].tolist() == [len(draft.tokens) + ended]
        one = draft.hypothesis()
        assert one.tokens == draft.tokens and one.log_prob == draft.log_prob


def test_no_n_gram_comes_again_in_a_later_sentence() -> None:
    settings = SamplingSettings(max_length=25, no_repeat_ngram=2)
    for seed in range(10):
        for draft in write(seed, settings=settings, kept=3):
            pairs = list(zip(draft.tokens, draft.tokens[1:], strict=False))
            assert len(pairs) == len(set(pairs))


def test_one_candidate_is_what_sampling_draws() -> None:
    for seed in range(5):
        (alone,) = write(seed, candidates=1)
        (drawn,) = sample(
            step,
            start(),
            settings=SamplingSettings(max_length=30),
            generator=torch.Generator().manual_seed(seed),
        )
        assert alone.tokens == drawn.tokens


def test_what_is_banned_is_never_written() -> None:
    drafts = write(banned=[B], enough=lambda t: len(t) > 8)
    assert all(B not in draft.tokens for draft in drafts)


def test_the_same_seed_writes_the_same() -> None:
    first, again, other = write(5), write(5), write(6)
    tokens = [[draft.tokens for draft in some] for some in (first, again)]
    assert tokens[0] == tokens[1]
    assert tokens[0] != [draft.tokens for draft in other]


@pytest.mark.parametrize("kept", [0, 21])
def test_as_many_are_kept_as_there_are(kept: int) -> None:
    with pytest.raises(StorytellerError, match="can be kept"):
        write(kept=kept)


def test_guidance_by_hand() -> None:
    chance = torch.Generator().manual_seed(1)
    told, free = torch.randn(2, 3, 6, generator=chance).log_softmax(-1)

    def fixed(last: Tensor, state: State) -> tuple[Tensor, State]:
        return state, state

    last = torch.full((3,), -1)
    for strength in (0.0, 1.0, 1.5, 3.0):
        found, state = guided(fixed, strength)(last, guided_state(told, free))
        odds = told.exp() ** strength * free.exp() ** (1 - strength)
        expected = odds / odds.sum(dim=1, keepdim=True)
        torch.testing.assert_close(found.exp(), expected)
        assert torch.equal(state["thought"], told)
        assert torch.equal(state["free"], free)


def test_guided_states_follow_their_rows() -> None:
    state = guided_state(start(4), start(4))
    drawn = sample(
        guided(step, 2.0),
        state,
        settings=SamplingSettings(max_length=12),
        generator=torch.Generator().manual_seed(0),
    )
    plain = sample(
        step,
        start(4),
        settings=SamplingSettings(max_length=12),
        generator=torch.Generator().manual_seed(0),
    )
    assert [d.tokens for d in drawn] == [d.tokens for d in plain]
