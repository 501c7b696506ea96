"""Colours as different people see them, and letters on them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
from matplotlib.colors import to_rgb
from skimage.color import rgb2lab

# Severe colour blindness (Machado, Oliveira and Fernandes, 2009), linear RGB.
SEEN_BY = {
    "everybody else": np.eye(3),
    "protanopes": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopes": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopes": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colours: Iterable[str]) -> np.ndarray:
    """Colours as amounts of light, red, green and blue."""
    given = np.array([to_rgb(colour) for colour in colours])
    bright = ((given + 0.055) / 1.055) ** 2.4
    return np.where(given <= 0.04045, given / 12.92, bright)


def least_apart(colours: Iterable[str], people: str) -> float:
    """The distance in CIELAB of the two that these people confuse most."""
    seen = (linear(colours) @ SEEN_BY[people].T).clip(0, 1)
    seen = np.where(
        seen <= 0.0031308, 12.92 * seen, 1.055 * seen ** (1 / 2.4) - 0.055
    )
    pairs = itertools.combinations(rgb2lab(seen), 2)
    return min(float(np.linalg.norm(a - b)) for a, b in pairs)


def contrast(ink: str, ground: str) -> float:
    """The contrast of letters on a ground, 1 to 21 (WCAG 2.1)."""
    light = linear([ink, ground]) @ np.array([0.2126, 0.7152, 0.0722])
    return float((light.max() + 0.05) / (light.min() + 0.05))
