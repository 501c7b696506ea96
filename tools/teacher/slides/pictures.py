"""Pictures for slides: one that is too tall is cut where it is blank."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
from PIL import Image

TALLEST = 0.62
"""Height over width that fits under a heading on a slide."""
BLANK = 6
"""How much the values of a blank row may differ."""


def blank_rows(picture: Image.Image) -> list[int]:
    """The rows that hold one colour, so that a cut there hurts nothing."""
    values = np.asarray(picture.convert("RGBA"), dtype=np.int16)
    spread = values.max(axis=1) - values.min(axis=1)
    return np.flatnonzero(spread.max(axis=1) <= BLANK).tolist()


def cuts(height: int, most: int, blank: list[int]) -> list[int]:
    """Where to cut, so that each piece is at most so high.

    Empty where there is no such way.
    """
    places = [0]
    while height - places[-1] > most:
        reach = places[-1] + most
        fitting = [row for row in blank if places[-1] < row <= reach]
        if not fitting or fitting[-1] < places[-1] + most // 3:
            return []
        places.append(fitting[-1])
    return [*places, height] if len(places) > 1 else []


def pieces(data: bytes) -> list[bytes]:
    """A picture as the pieces that fit on slides; mostly it is one."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
    width, height = picture.size
    if height <= TALLEST * width * 1.2:
        return [data]
    places = cuts(height, int(TALLEST * width), blank_rows(picture))
    if not places:
        return [data]
    return [
        _stored(picture.crop((0, top, width, bottom)), picture.format)
        for top, bottom in pairwise(places)
    ]


def _stored(piece: Image.Image, kind: str | None) -> bytes:
    stored = io.BytesIO()
    piece.save(
        stored, kind or "PNG", **({} if kind == "PNG" else {"quality": 92})
    )
    return stored.getvalue()
