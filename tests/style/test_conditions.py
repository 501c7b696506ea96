from __future__ import annotations

import itertools

import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.style.conditions import Conditions, ConditionSettings

OWN = torch.randn(12, 5, generator=torch.Generator().manual_seed(0))
CAPTIONS = torch.randn(12, 3, 5, generator=torch.Generator().manual_seed(1))
GENRES = torch.tensor([0, 1, 2] * 4)
ROWS = list(range(12))


def conditions(**settings: float) -> Conditions:
    return Conditions(OWN, CAPTIONS, GENRES, ConditionSettings(**settings))


def chance(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def moved(row: int, mean: torch.Tensor) -> torch.Tensor:
    """x - c + b with x the mean of captions, by hand."""
    same = [OWN[i] for i in ROWS if GENRES[i] == GENRES[row]]
    c = sum(CAPTIONS[i, 0] for i in ROWS) / 12
    return mean - c + sum(same) / len(same)


def test_their_own_thoughts_alone_are_the_original_recipe() -> None:
    found = conditions(own_share=1.0, noise=0.0)([3, 0, 7], chance())
    torch.testing.assert_close(found, OWN[[3, 0, 7]])


def test_all_captions_moved_to_the_genre() -> None:
    make = conditions(own_share=0.0, noise=0.0, caption_share=1.0)
    found = make(ROWS, chance())
    for row in ROWS:
        expected = moved(row, CAPTIONS[row].mean(dim=0))
        torch.testing.assert_close(found[row], expected)


def test_a_share_is_told_of_no_picture() -> None:
    bare = conditions(own_share=0.0, noise=0.0, bare_share=1.0)
    found = bare(ROWS, chance())
    for row in ROWS:
        nothing = sum(CAPTIONS[i, 0] for i in ROWS) / 12
        torch.testing.assert_close(found[row], moved(row, nothing))
    some = conditions(own_share=0.3, noise=0.0, bare_share=0.3)
    kinds = torch.zeros(3)
    for seed in range(60):
        for row, vector in zip(ROWS, some(ROWS, chance(seed)), strict=True):
            if torch.allclose(vector, OWN[row]):
                kinds[0] += 1
            elif torch.allclose(vector, found[row], atol=1e-6):
                kinds[1] += 1
            else:
                kinds[2] += 1
    shares = kinds / kinds.sum()
    torch.testing.assert_close(
        shares, torch.tensor([0.3, 0.3, 0.4]), atol=0.07, rtol=0
    )


def test_some_captions_and_never_none() -> None:
    make = conditions(own_share=0.0, noise=0.0, caption_share=0.5)
    drawn = set()
    for seed in range(60):
        (found,) = make([4], chance(seed))
        for extra in itertools.product([0.0, 1.0], repeat=2):
            share = torch.tensor([1.0, *extra])
            mean = (CAPTIONS[4] * share[:, None]).sum(dim=0) / share.sum()
            if torch.allclose(found, moved(4, mean), atol=1e-6):
                drawn.add(extra)
                break
        else:
            pytest.fail(f"seed {seed} gave no mean of some captions")
    assert len(drawn) == 4


def test_the_share_of_own_thoughts() -> None:
    make = conditions(own_share=0.25, noise=0.0)
    found = torch.stack([make(ROWS, chance(seed)) for seed in range(200)])
    own = (found == OWN).all(dim=2).float().mean().item()
    assert own == pytest.approx(0.25, abs=0.04)


def test_the_noise_has_the_deviation_asked_for() -> None:
    make = conditions(own_share=1.0, noise=0.1)
    found = torch.stack([make(ROWS, chance(seed)) for seed in range(100)])
    assert (found - OWN).std().item() == pytest.approx(0.1, abs=0.005)


def test_same_generator_same_conditions() -> None:
    make = conditions()
    torch.testing.assert_close(
        make(ROWS, chance(5)), make(ROWS, chance(5)), rtol=0, atol=0
    )
    assert not torch.equal(make(ROWS, chance(5)), make(ROWS, chance(6)))


def test_half_precision_is_enough_to_store() -> None:
    half = Conditions(OWN.half(), CAPTIONS.half(), GENRES)
    found = half(ROWS, chance())
    assert found.dtype == torch.float32
    torch.testing.assert_close(
        found, conditions()(ROWS, chance()), atol=5e-3, rtol=0
    )


@pytest.mark.parametrize("name", ["own_share", "caption_share", "noise"])
def test_shares_are_from_0_to_1(name: str) -> None:
    for value in (-0.1, 1.5, float("nan")):
        with pytest.raises(StorytellerError, match=name):
            ConditionSettings(**{name: value})


TABLE = torch.randn(6, 5, generator=torch.Generator().manual_seed(2))
ABOUT = torch.tensor([[0, 1, -1], [2, 3, 4], [5, -1, -1], [1, 2, 5]] * 3)
STYLES = torch.randn(3, 5, generator=torch.Generator().manual_seed(3))


def shared(**settings: float) -> Conditions:
    """Captions in a table, of which each is about several passages."""
    how = ConditionSettings(**settings)
    return Conditions(OWN, TABLE, GENRES, how, about=ABOUT, styles=STYLES)


def said(row: int) -> list[torch.Tensor]:
    return [TABLE[i] for i in ABOUT[row].tolist() if i >= 0]


def test_captions_in_a_table_have_all_the_same_say() -> None:
    means = [sum(said(row)) / len(said(row)) for row in ROWS]
    c = sum(means) / len(means)
    make = shared(own_share=0.0, noise=0.0, caption_share=1.0)
    torch.testing.assert_close(make.caption_mean, c)
    found = make(ROWS, chance())
    for row in ROWS:
        expected = means[row] - c + STYLES[GENRES[row]]
        torch.testing.assert_close(found[row], expected)
    torch.testing.assert_close(make.exact(ROWS), found)


def test_of_a_table_too_some_are_drawn_and_never_none() -> None:
    make = shared(own_share=0.0, noise=0.0, caption_share=0.5)
    drawn = set()
    for seed in range(120):
        (found,) = make([1], chance(seed))
        for taken in itertools.product([0.0, 1.0], repeat=3):
            if not any(taken):
                continue
            share = torch.tensor(taken)
            x = (torch.stack(said(1)) * share[:, None]).sum(0) / share.sum()
            moved = x - make.caption_mean + STYLES[GENRES[1]]
            if torch.allclose(found, moved, atol=1e-6):
                drawn.add(taken)
                break
        else:
            pytest.fail(f"seed {seed} gave no mean of some captions")
    assert len(drawn) == 7, "without the first one, too"


def test_one_caption_is_always_there() -> None:
    never = shared(own_share=0.0, noise=0.0, caption_share=0.0)
    found = never(ROWS, chance())
    for row in ROWS:
        expected = said(row)[0] - never.caption_mean + STYLES[GENRES[row]]
        torch.testing.assert_close(found[row], expected)


def test_without_chance_all_captions_are_shifted() -> None:
    exact = conditions(own_share=1.0, noise=1.0).exact([3, 0])
    for vector, row in zip(exact, [3, 0], strict=True):
        expected = moved(row, CAPTIONS[row].mean(dim=0))
        torch.testing.assert_close(vector, expected)
