"""Attention maps as a figure and as a slider."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
import torch
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.plots.attention_maps import DARK, attention_maps, lit
from storyteller_lib.widgets import attention_slider

WHITE = Image.new("RGB", (120, 80), "white")
WORDS = ["a", "fox", "and", "a", "kite"]


def corner(row: int, column: int) -> torch.Tensor:
    weights = torch.zeros(4, 4)
    weights[row, column] = 0.7
    return weights


MAPS = torch.stack([corner(i % 4, 3) for i in range(6)])


def test_light_falls_where_the_weights_are() -> None:
    pixels = np.asarray(lit(WHITE, corner(0, 3), 200)).astype(float) / 255
    assert pixels.shape == (133, 200, 3)  # its own proportions
    assert pixels[10, -10].min() > 0.9
    assert pixels[-10, 10] == pytest.approx([DARK] * 3, abs=0.01)
    assert pixels[-10, -10] == pytest.approx([DARK] * 3, abs=0.01)


def test_even_weights_light_everything() -> None:
    pixels = np.asarray(lit(WHITE, torch.full((3, 3), 1 / 9)))
    assert pixels.min() > 250


def test_a_figure_has_a_panel_for_each_word() -> None:
    figure = attention_maps(WHITE, WORDS, MAPS, columns=4)
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["", *WORDS, "", ""]
    images = [axes.images[0].get_array() for axes in figure.axes[:6]]
    assert images[0].min() == 255  # first the picture itself
    bright = [image[:, -5].mean(axis=1).argmax() for image in images[1:5]]
    assert bright == sorted(bright)
    assert bright[0] < bright[3]


@pytest.mark.parametrize("maps", [MAPS[:4], MAPS[:0]])
def test_words_without_a_map_are_refused(maps: torch.Tensor) -> None:
    for show in (attention_maps, attention_slider):
        with pytest.raises(StorytellerError, match="5 words need"):
            show(WHITE, WORDS, maps)


def test_no_light_at_all_is_refused() -> None:
    with pytest.raises(StorytellerError, match="all zero"):
        lit(WHITE, torch.zeros(2, 2))


def test_a_slider_turns_from_word_to_word() -> None:
    slider, stack = attention_slider(WHITE, WORDS, MAPS, "A fox").children
    names = [name for name, _ in slider.options]
    assert names == ["a (1)", "fox", "and", "a (4)", "kite"]
    assert slider.description and slider.tooltip
    assert len(stack.children) == 5
    assert stack.selected_index == 0
    for i, page in enumerate(stack.children):
        bold = re.findall(r"<strong>(\w+)</strong>", page.value)
        assert bold == [WORDS[i]]
        alt = re.search(r'alt="([^"]+)"', page.value)
        assert (
            alt
            and f"at the word {WORDS[i]}: most in row {i % 4 + 1}" in alt[1]
        )
        assert "column 4 of 4" in alt[1]
        code = re.search(r"base64,([^\"]+)", page.value)
        assert code
        shown = Image.open(io.BytesIO(base64.b64decode(code[1])))
        column = np.asarray(shown)[:, -8].mean(axis=1)
        part = column.argmax() * 4 // len(column)
        assert part == i % 4


def test_words_are_escaped() -> None:
    pages = attention_slider(WHITE, ["<b>"], MAPS[:1], "A fox & a kite")
    page = pages.children[1].children[0].value
    assert "<strong>&lt;b&gt;</strong>" in page
    assert "A fox &amp; a kite" in page
