"""Pieces of land that places are made of: hills, trees, grass, water.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
import random

import numpy as np
from PIL import Image, ImageDraw

from storyteller_lib.data.storybook.drawing.canvas import Canvas
from storyteller_lib.data.storybook.drawing.palette import (
    WHITE,
    Air,
    Colour,
    deeper,
    lighter,
    mix,
)

ACROSS = np.linspace(-2, 102, 27)


def hills(
    canvas: Canvas,
    tone: Colour,
    top: float,
    rise: float,
    rng: random.Random,
    fall: float = 30,
) -> None:
    """A rolling band of land from ``top`` down, darker towards its foot.

    Chapter: book/02_pictures_captions_books
    """
    waves = rng.uniform(0.6, 1.6), rng.uniform(0, 6), rng.uniform(0, 6)
    turns = ACROSS / 100 * 2 * math.pi
    edge = top - rise * (
        0.65 * np.sin(turns * waves[0] + waves[1])
        + 0.35 * np.sin(turns * waves[0] * 2.1 + waves[2])
    )
    band(canvas, tone, ACROSS + 1j * edge, top - rise, top + fall)


def band(
    canvas: Canvas, tone: Colour, edge: np.ndarray, top: float, foot: float
) -> None:
    """Land below an edge of points, shaded from light at the top to dark.

    Chapter: book/02_pictures_captions_books
    """
    ring = np.concatenate((edge, [edge[-1].real + 101j, edge[0].real + 101j]))
    ring = np.ascontiguousarray(ring * canvas.side / 100)
    mask = Image.new("L", (canvas.side, canvas.side))
    ImageDraw.Draw(mask).polygon(ring.view(float).tolist(), 255)
    stops = [mix(tone, (255, 250, 205), 0.17), tone, deeper(tone, 0.14)]
    canvas.image.paste(canvas.fade(stops, top, foot), mask=mask)


def plain(canvas: Canvas, tone: Colour, top: float) -> None:
    """Flat land or water from a level horizon down.

    Chapter: book/02_pictures_captions_books
    """
    band(canvas, tone, ACROSS + 1j * top, top, 100)


def ripples(
    canvas: Canvas, tone: Colour, top: float, foot: float, rng: random.Random
) -> None:
    """Short bright lines on water.

    Chapter: book/02_pictures_captions_books
    """
    fill = (*mix(tone, WHITE, 0.55), 130)
    for _ in range(16):
        y = rng.uniform(top + 1, foot)
        near = 0.4 + (y - top) / max(foot - top, 1)
        at = complex(rng.uniform(0, 100), y)
        canvas.pen.oval(at, rng.uniform(2, 5) * near, 0.32 * near, fill)


def tufts(
    canvas: Canvas,
    tone: Colour,
    top: float,
    rng: random.Random,
    count: int = 22,
) -> None:
    """Blades of grass in little bunches, larger when nearer.

    Chapter: book/02_pictures_captions_books
    """
    for _ in range(count):
        y = rng.uniform(top, 99)
        size = 0.8 + 2.2 * (y - top) / (100 - top)
        at = complex(rng.uniform(0, 100), y)
        dark = rng.random() < 0.5
        fill = deeper(tone, 0.2) if dark else lighter(tone, 0.22)
        blades = [-1.1, -1.3 - 1.5j, -0.35 - 0.5j, 0.1 - 2j, 0.4 - 0.5j]
        points = [at + size * b for b in (*blades, 1.4 - 1.4j, 1.1)]
        canvas.pen.polygon(points, fill)


def flower(
    canvas: Canvas, at: complex, size: float, petals: Colour, stem: Colour
) -> None:
    """A flower of five petals on a stem.

    Chapter: book/02_pictures_captions_books
    """
    pen = canvas.pen.moved(at, size)
    pen.box(-0.15 - 2j, 0.3 + 2.2j, stem)
    for x, y in ((-0.8, -2.4), (0.8, -2.4), (-0.5, -1.5), (0.5, -1.5)):
        pen.dot(complex(x, y), 0.62, petals)
    pen.dot(-3j, 0.62, petals)
    pen.dot(-2.2j, 0.5, (250, 214, 92))


def leafy_tree(
    canvas: Canvas, at: complex, size: float, leaves: Colour, trunk: Colour
) -> None:
    """A round tree of three layers of foliage, about 20 units high.

    Chapter: book/02_pictures_captions_books
    """
    pen = canvas.pen.moved(at, size)
    pen.polygon([-1.4, -0.8 - 9j, 0.8 - 9j, 1.5], trunk)
    dark = deeper(leaves, 0.22)
    for x, y, r in ((-3.6, -10, 4.4), (3.6, -10.4, 4.4), (0, -14, 5.4)):
        pen.dot(complex(x + 0.5, y + 0.7), r, dark)
    for x, y, r in ((-3.6, -10.4, 4), (3.4, -11, 4), (-0.2, -14.4, 5)):
        pen.dot(complex(x, y), r, leaves)
    pale = lighter(leaves, 0.2)
    for x, y, r in ((-4.6, -11.6, 1.7), (-1.6, -16, 2.4), (2.8, -12, 1.4)):
        pen.dot(complex(x, y), r, pale)


def pine(
    canvas: Canvas, at: complex, size: float, needles: Colour, air: Air
) -> None:
    """A pine of three tiers, snowed on when it snows, about 20 high.

    Chapter: book/02_pictures_captions_books
    """
    pen = canvas.pen.moved(at, size)
    pen.box(-0.8 - 3j, 1.6 + 3.4j, deeper(needles, 0.5))
    for y, wide in ((-2.5, 6), (-8, 5), (-13, 3.8)):
        base, tip = 1j * y, 1j * (y - 8)
        pen.polygon([base - wide, tip, base + wide], needles)
        shade = deeper(needles, 0.2)
        pen.polygon([base + wide * 0.1, tip, base + wide], shade)
        if air.cover:
            cap = 0.45 * (wide + 8j)
            points = [tip - wide * 0.45 + cap.imag * 1j, tip]
            points.append(tip + wide * 0.45 + cap.imag * 1j)
            pen.polygon(points, (240, 245, 252))


def bush(canvas: Canvas, at: complex, size: float, leaves: Colour) -> None:
    """A low bush of overlapping puffs.

    Chapter: book/02_pictures_captions_books
    """
    pen = canvas.pen.moved(at, size)
    for x, y, r in ((-4.0, -1.4, 3.0), (4.0, -1.4, 3.0), (0.0, -2.6, 4.0)):
        pen.dot(complex(x, y), r, deeper(leaves, 0.16))
    for x, y, r in ((-4.2, -2, 2.4), (3.4, -2.2, 2.4), (-0.4, -3.4, 3.2)):
        pen.dot(complex(x, y), r, leaves)
