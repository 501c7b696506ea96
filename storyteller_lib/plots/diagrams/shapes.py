"""Outlines of things, as corners: the same in figures and on web pages.

Each is a closed polygon round the middle (0, 0), of a given width and height,
with y upward; round ones have many corners.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Corners = list[tuple[float, float]]
AROUND = 48
"""Corners of what is round."""


def frame(wide: float, tall: float) -> Corners:
    """A picture's frame: four sharp corners.

    Chapter: book/02_pictures_captions_books
    """
    x, y = wide / 2, tall / 2
    return [(-x, -y), (x, -y), (x, y), (-x, y)]


def box(wide: float, tall: float, radius: float = 1.6) -> Corners:
    """A box with rounded corners.

    Chapter: book/02_pictures_captions_books
    """
    radius = min(radius, wide / 2, tall / 2)
    found: Corners = []
    for turn, (sx, sy) in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        start = turn * np.pi / 2
        for angle in np.linspace(start, start + np.pi / 2, 9):
            x = sx * (wide / 2 - radius) + radius * np.cos(angle)
            y = sy * (tall / 2 - radius) + radius * np.sin(angle)
            found.append((float(x), float(y)))
    return found


def bubble(wide: float, tall: float) -> Corners:
    """A speech bubble: a rounded box with a tail at its lower left.

    Chapter: book/02_pictures_captions_books
    """
    corners = box(wide, tall, 2.4)
    left, low = -wide / 2, -tall / 2
    size = min(1.0, tall / 10)
    tail = [(3.2, 0.0), (2.2, -2.6), (6.5, 0.0)]
    below = next(
        i for i, (x, y) in enumerate(corners) if x > left and y == low
    )
    return [
        *corners[: below + 1],
        *((left + size * x, low + size * y) for x, y in tail),
        *corners[below + 1 :],
    ]


def ball(wide: float, tall: float) -> Corners:
    """A circle, or an ellipse.

    Chapter: book/02_pictures_captions_books
    """
    angles = np.linspace(0, 2 * np.pi, AROUND, endpoint=False)
    return [
        (float(wide / 2 * np.cos(a)), float(tall / 2 * np.sin(a)))
        for a in angles
    ]


def hexagon(wide: float, tall: float) -> Corners:
    """A hexagon with a point at its left and at its right.

    Chapter: book/02_pictures_captions_books
    """
    x, y = wide / 2, tall / 2
    inner = x - min(y * 0.6, x)
    return [
        (x, 0),
        (inner, y),
        (-inner, y),
        (-x, 0),
        (-inner, -y),
        (inner, -y),
    ]


def fold(tall: float) -> float:
    """How much of a page's corner is folded.

    Chapter: book/02_pictures_captions_books
    """
    return min(3.0, 0.22 * tall)


def page(wide: float, tall: float) -> Corners:
    """A page whose upper right corner is cut.

    Chapter: book/02_pictures_captions_books
    """
    x, y = wide / 2, tall / 2
    cut = fold(tall)
    return [(-x, -y), (x, -y), (x, y - cut), (x - cut, y), (-x, y)]


OUTLINES: dict[str, Callable[[float, float], Corners]] = {
    "frame": frame,
    "bubble": bubble,
    "ball": ball,
    "hexagon": hexagon,
    "page": page,
    "box": box,
    "circle": ball,
}


def marks(shape: str, wide: float, tall: float) -> list[Corners]:
    """Lines within an outline: a frame's inner edge, a page's fold.

    Chapter: book/02_pictures_captions_books
    """
    x, y = wide / 2, tall / 2
    if shape == "frame":
        inner = frame(wide - 1.8, tall - 1.8)
        return [[*inner, inner[0]]]
    if shape == "page":
        cut = fold(tall)
        return [[(x, y - cut), (x - cut, y - cut), (x - cut, y)]]
    return []
