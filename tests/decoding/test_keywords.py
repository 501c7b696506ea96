"""Words with a bonus until they are said."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.decoding.keywords import KeywordBonus

WORDS = 6


def flat(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
    """A decoder for which every word is as good as any other."""
    return torch.full((len(last), WORDS), -math.log(WORDS)), state + 1


def test_a_bonus_lasts_until_one_of_the_group_is_said() -> None:
    wished = KeywordBonus([([2, 3], 1.0), ([4], 0.5)], WORDS)
    step = wished.around(flat)
    state = wished.start(torch.zeros(1, 1))
    base = -math.log(WORDS)
    found, state = step(torch.tensor([-1]), state)
    assert (found[0] - base).tolist() == pytest.approx([0, 0, 1, 1, 0.5, 0])
    found, state = step(torch.tensor([3]), state)
    assert (found[0] - base).tolist() == pytest.approx([0, 0, 0, 0, 0.5, 0])
    found, _ = step(torch.tensor([4]), state)
    assert (found[0] - base).tolist() == pytest.approx([0] * WORDS)


def test_a_word_of_two_groups_has_both_bonuses() -> None:
    wished = KeywordBonus([([2, 3], 1.0), ([3, 4], 0.5)], WORDS)
    found, _ = wished.around(flat)(
        torch.tensor([-1]), wished.start(torch.zeros(1, 1))
    )
    base = -math.log(WORDS)
    assert (found[0] - base).tolist() == pytest.approx([0, 0, 1, 1.5, 0.5, 0])


def test_a_step_may_count_in_doubles() -> None:
    def exact(last: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        return flat(last, state)[0].double(), state

    wished = KeywordBonus([([2], 1.0)], WORDS)
    state = wished.start(torch.zeros(1, 1))
    found, _ = wished.around(exact)(torch.tensor([-1]), state)
    assert found.dtype == torch.float64
    assert float(found[0, 2] - found[0, 1]) == pytest.approx(1)


def test_what_a_text_earned_is_what_was_added() -> None:
    wished = KeywordBonus([([2, 3], 1.0), ([3, 4], 0.5)], WORDS)
    for tokens in ([1, 2, 2, 3, 4], [4], [1, 5], []):
        state, last, added = wished.start(torch.zeros(1, 1)), -1, 0.0
        for token in tokens:
            found, state = wished.around(flat)(torch.tensor([last]), state)
            added += float(found[0, token]) + math.log(WORDS)
            last = token
        assert wished.earned(tokens) == pytest.approx(added, abs=1e-6)


def test_what_was_said_follows_its_hypothesis() -> None:
    wished = KeywordBonus([([2], 1.0), ([4], 0.9)], WORDS)
    settings = BeamSettings(width=3, max_length=2, min_length=2)
    found = beam_search(
        wished.around(flat),
        wished.start(torch.zeros(1, 1)),
        settings=settings,
    )[0]
    assert set(found.best.tokens[:2]) == {2, 4}


def test_no_keywords_change_nothing() -> None:
    wished = KeywordBonus([], WORDS)
    step, state = wished.around(flat), wished.start(torch.zeros(2, 1))
    found, _ = step(torch.tensor([-1, -1]), state)
    torch.testing.assert_close(found, flat(torch.zeros(2), torch.ones(1))[0])


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([([WORDS], 1.0)], "between 0 and 5"),
        ([([-1], 1.0)], "between 0 and 5"),
        ([([2], math.inf)], "must be a number"),
    ],
)
def test_what_cannot_be_wished_for(
    groups: list[tuple[list[int], float]], message: str
) -> None:
    with pytest.raises(StorytellerError, match=message):
        KeywordBonus(groups, WORDS)
