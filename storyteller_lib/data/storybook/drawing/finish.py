"""The last touch: soft light on figures, paper grain, darker corners.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, UInt8
from PIL import Image, ImageFilter

Plane = Float32[np.ndarray, "size size"]
Sheet = Float32[np.ndarray, "sheet sheet"]


@lru_cache(maxsize=4)
def _paper(size: int) -> tuple[Sheet, Plane]:
    """Paper grain (a sheet larger than the picture) and darker corners."""
    rng = np.random.default_rng(20)
    sheet = size + 64
    fine = rng.normal(0, 0.012, (sheet, sheet))
    coarse = rng.normal(0, 1, (sheet // 10, sheet // 10)).astype(np.float32)
    blotches = Image.fromarray(coarse).resize(
        (sheet, sheet), Image.Resampling.BICUBIC
    )
    grain = 1 + fine + 0.014 * np.asarray(blotches)
    x = np.linspace(-1, 1, size)
    corners = 1 - 0.1 * np.clip(x**2 + x[:, None] ** 2 - 0.75, 0, None)
    return grain.astype(np.float32), corners.astype(np.float32)


def _roundness(mask: UInt8[np.ndarray, "size size"]) -> Plane:
    """Light from the top left on a mask, as if it were a cushion."""
    size = len(mask)
    blur = ImageFilter.BoxBlur(size * 0.028)
    soft = Image.fromarray(mask).filter(blur)
    height = np.asarray(soft, dtype=np.float32) / 255
    step = max(1, round(size * 0.022))
    light = np.zeros_like(height)
    inner = slice(step, -step)
    light[inner, inner] = (
        height[2 * step :, 2 * step :] - height[: -2 * step, : -2 * step]
    )
    return light * (mask > 0)


def finish(
    picture: Image.Image,
    labels: UInt8[np.ndarray, "size size"],
    raised: tuple[int, ...],
    rng: random.Random,
) -> Image.Image:
    """Shade all pixels whose label is ``raised`` and lay grain over all.

    Chapter: book/02_pictures_captions_books
    """
    size = picture.width
    grain, corners = _paper(size)
    top, left = rng.randrange(64), rng.randrange(64)
    light = grain[top : top + size, left : left + size] * corners
    for label in raised:
        mask = np.where(labels == label, np.uint8(255), np.uint8(0))
        light = light * (1 + 0.2 * _roundness(mask))
    pixels = np.asarray(picture, dtype=np.float32) * light[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
