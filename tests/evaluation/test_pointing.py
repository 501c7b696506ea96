from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.drawing.compose import draw
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.evaluation.captions.pointing import (
    Pointing,
    enlarged,
    pointing,
)


def corner(size: int = 8, side: int = 4) -> np.ndarray:
    """A square object in the upper left corner."""
    mask = np.zeros((size, size), dtype=bool)
    mask[:side, :side] = True
    return mask


def test_all_weight_on_the_object() -> None:
    weights = torch.tensor([0.9, 0.0, 0.0, 0.1])
    found = pointing(weights, corner())
    assert astuple(found) == pytest.approx((0.9, 1.0, 0.25, 0.25))


def test_a_peak_elsewhere_misses() -> None:
    weights = torch.tensor([0.4, 0.6, 0.0, 0.0])
    found = pointing(weights, corner())
    assert found.hit == 0
    assert found.mass == pytest.approx(0.4)


def test_a_place_that_is_partly_covered_counts_in_part() -> None:
    weights = torch.tensor([1.0, 0.0, 0.0, 0.0])
    found = pointing(weights, corner(side=3))
    assert found.mass == pytest.approx(9 / 16)
    assert found.hit == 1  # the middle pixel of 0..3 is 2
    assert pointing(weights, corner(side=2)).hit == 0


def test_even_weights_have_the_area_as_mass() -> None:
    mask = np.random.default_rng(0).random((30, 30)) < 0.3
    for places in (1, 9, 25, 36, 100):
        found = pointing(torch.full((places,), 1 / places), mask)
        assert found.mass == pytest.approx(mask.mean(), abs=1e-6)
        assert found.area == pytest.approx(mask.mean())


def test_chance_is_the_share_of_hits_over_all_peaks() -> None:
    mask = np.random.default_rng(1).random((30, 20)) < 0.3
    for tolerance in (0.0, 1.5):
        all_places = [
            pointing(row, mask, (6, 5), tolerance) for row in torch.eye(30)
        ]
        mean = Pointing.mean(all_places)
        assert mean.hit == pytest.approx(mean.chance)
        assert mean.mass == pytest.approx(mean.area, abs=1e-6)


def test_tolerance_is_a_distance_in_pixels() -> None:
    mask = np.zeros((9, 9), dtype=bool)
    mask[4, 8] = True  # peaks lie at 1, 4 and 7
    peak = torch.eye(9)[4]  # on pixel (4, 4)
    assert pointing(peak, mask, tolerance=3.9).hit == 0
    assert pointing(peak, mask, tolerance=4.0).hit == 1


def test_a_grid_need_not_be_square() -> None:
    mask = np.zeros((4, 12), dtype=bool)
    mask[:, 8:] = True
    found = pointing(torch.tensor([0.0, 0.2, 0.8]), mask, (1, 3))
    assert astuple(found) == pytest.approx((0.8, 1.0, 1 / 3, 1 / 3))


def test_places_lie_row_by_row() -> None:
    table = enlarged(torch.tensor([[1.0, 2.0], [3.0, 4.0]]), (4, 4))
    assert table[0].tolist() == [1, 1, 2, 2]
    assert table[:, 0].tolist() == [1, 1, 3, 3]


def test_the_subject_of_a_storybook_scene_can_be_pointed_at() -> None:
    scene = Scene("fox", "red", 1, "sleeping", "beach", "sunny")
    mask = draw(scene).masks["subject"]
    cover = torch.from_numpy(mask).float().unflatten(0, (10, 16))
    cover = cover.unflatten(2, (10, 16)).mean(dim=(1, 3))  # (rows, columns)
    found = pointing(cover.flatten() / cover.sum(), mask)
    assert found.hit == 1
    assert found.mass > 2 * found.area
    away = pointing((cover == 0).float().flatten(), mask)
    assert (away.hit, away.mass) == (0, 0)


def test_figures_are_averaged() -> None:
    two = Pointing(0.2, 1.0, 0.1, 0.3), Pointing(0.4, 0.0, 0.3, 0.1)
    mean = Pointing.mean(two)
    assert astuple(mean) == pytest.approx((0.3, 0.5, 0.2, 0.2))


@pytest.mark.parametrize(
    ("weights", "mask", "said"),
    [
        (torch.ones(4), np.zeros((8, 8), dtype=bool), "empty"),
        (torch.ones(5), corner(), "5 weights"),
        (torch.zeros(4), corner(), "not all 0"),
        (torch.tensor([1.0, -1, 0, 0]), corner(), "0 or more"),
        (torch.tensor([float("nan")] * 4), corner(), "numbers"),
    ],
)
def test_what_is_no_map_is_refused(
    weights: torch.Tensor, mask: np.ndarray, said: str
) -> None:
    with pytest.raises(StorytellerError, match=said):
        pointing(weights, mask)


def test_nothing_to_average_is_refused() -> None:
    with pytest.raises(StorytellerError, match="no maps"):
        Pointing.mean([])
