"""The twelve places: painting the land from far to near.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Callable

from storyteller_lib.data.storybook.drawing.canvas import Canvas
from storyteller_lib.data.storybook.drawing.land import (
    built,
    landmarks,
    nature,
)
from storyteller_lib.data.storybook.drawing.palette import Air

Painter = Callable[[Canvas, Air, random.Random], None]

PLACES: dict[str, Painter] = {
    "forest": nature.forest,
    "beach": nature.beach,
    "meadow": nature.meadow,
    "mountain": nature.mountain,
    "city": built.city,
    "village": built.village,
    "desert": nature.desert,
    "garden": built.garden,
    "harbour": landmarks.harbour,
    "castle": landmarks.castle,
    "farm": landmarks.farm,
    "lake": nature.lake,
}


def paint_place(
    canvas: Canvas, place: str, air: Air, rng: random.Random
) -> None:
    """Paint a place over the sky, leaving room for figures in front.

    Chapter: book/02_pictures_captions_books
    """
    PLACES[place](canvas, air, rng)
