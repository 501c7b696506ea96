"""Places where people live: city, village and garden.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random

from storyteller_lib.data.storybook.drawing.canvas import Canvas
from storyteller_lib.data.storybook.drawing.land import pieces as land
from storyteller_lib.data.storybook.drawing.land.nature import PETALS
from storyteller_lib.data.storybook.drawing.palette import (
    WHITE,
    Air,
    Colour,
    deeper,
    mix,
    vary,
)

LIT: Colour = (255, 222, 130)


def window(air: Air, rng: random.Random) -> Colour:
    """Glass by day; at dusk and at night some windows are lit.

    Chapter: book/02_pictures_captions_books
    """
    dark = air.strength > 0.3
    if rng.random() < (0.65 if dark else 0.12):
        return mix(LIT, air.see(LIT), 0.25)
    return air.see((196, 222, 234), 0.05)


def city(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Skyscrapers with rows of windows above a street.

    Chapter: book/02_pictures_captions_books
    """
    walls = (
        (142, 158, 186),
        (196, 156, 146),
        (118, 140, 160),
        (210, 186, 160),
    )
    for far, low, high, count in ((0.6, 10, 28, 9), (0.15, 16, 44, 6)):
        wide = 100 / count
        for k in range(count):
            top = rng.uniform(low, high)
            tone = vary(air.see(rng.choice(walls), far), rng)
            corner = complex(k * wide + rng.uniform(-1, 1), top)
            size = complex(wide * rng.uniform(0.82, 1.02), 72 - top)
            _tower_block(canvas, corner, size, tone, air, rng, far < 0.3)
    kerb = air.ground((186, 182, 180))
    land.plain(canvas, kerb, 68)
    canvas.pen.box(70.6j, 100 + 0.7j, deeper(kerb, 0.25))
    street = air.ground((112, 114, 126))
    land.plain(canvas, street, 72)
    for k in range(5):
        x = 24 * k + rng.uniform(-1, 1)
        points = [x + 85j, x + 11 + 85j, x + 10 + 87j, x - 1.4 + 87j]
        canvas.pen.polygon(points, air.ground((244, 236, 206)))
    _street_lamp(canvas, rng.choice((6, 94)), air)


def _tower_block(
    canvas: Canvas,
    corner: complex,
    size: complex,
    tone: Colour,
    air: Air,
    rng: random.Random,
    near: bool,
) -> None:
    """A skyscraper, with windows when it is near enough to see them."""
    pen = canvas.pen.moved(corner)
    pen.box(0j, size, tone)
    side = complex(size.real * 0.78, 0)
    pen.box(side, size - side, deeper(tone, 0.14))
    if air.cover:
        pen.box(-1j, size.real + 1.4j, (244, 248, 253))
    if not near:
        pen.box(complex(size.real * 0.45, -5), 0.6 + 5j, tone)
        return
    glass = [window(air, rng) for _ in range(30)]
    for row in range(min(6, int(size.imag / 5))):
        for column in range(3):
            at = complex((0.08 + 0.24 * column) * size.real, 3 + 5.6 * row)
            pen.box(at, complex(size.real * 0.15, 3), glass[row * 3 + column])


def _street_lamp(canvas: Canvas, x: float, air: Air) -> None:
    """A street lamp with a lit head."""
    iron = air.see((66, 70, 88))
    canvas.pen.box(complex(x - 0.6, 40), 1.2 + 34j, iron)
    canvas.pen.dot(complex(x, 39), 5, (255, 232, 160, 60))
    canvas.pen.dot(complex(x, 39), 2.4, (255, 236, 176))
    canvas.pen.box(complex(x - 2, 35.6), 4 + 1.2j, iron)


def _house(
    canvas: Canvas,
    at: complex,
    size: float,
    colours: tuple[Colour, Colour],
    air: Air,
    rng: random.Random,
) -> None:
    """A cottage with a pitched roof, door, windows and smoking chimney."""
    pen, (wall, roof) = canvas.pen.moved(at, size), colours
    pen.box(3.6 - 21j, 2.6 + 7j, deeper(wall, 0.3))
    for k in range(3):
        puff = complex(5 + k * 1.4, -23.5 - 3 * k)
        pen.dot(
            puff, 1.4 + 0.5 * k, (*mix(air.haze, WHITE, 0.5), 150 - 30 * k)
        )
    pen.box(-8 - 10j, 16 + 10.4j, wall)
    pen.box(4 - 10j, 4 + 10.4j, deeper(wall, 0.1))
    pen.polygon([-10 - 9.4j, -6 - 18j, 6 - 18j, 10 - 9.4j], roof)
    for y in (-12, -15):
        reach = 9.6 + (y + 9.4) * 0.46
        pen.box(complex(-reach, y), 2 * reach + 0.4j, deeper(roof, 0.2))
    if air.cover:
        pen.polygon([-8.4 - 13j, -6 - 18.4j, 6 - 18.4j, 8.4 - 13j], WHITE)
    pen.blob([-2, -2 - 6j, -7.4j, 2 - 6j, 2], deeper(roof, 0.25))
    for x in (-6.4, 3.6):
        pen.box(complex(x - 0.4, -7.6), 3.6 + 4j, deeper(wall, 0.35))
        pen.box(complex(x, -7.2), 2.8 + 3.2j, window(air, rng))


def village(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Cottages along a winding path.

    Chapter: book/02_pictures_captions_books
    """
    grass = vary((136, 182, 96), rng)
    land.hills(canvas, air.ground((128, 172, 128), 0.5), 47, 4, rng)
    land.hills(canvas, air.ground(grass, 0.25), 55, 2.5, rng)
    walls = [
        (250, 236, 208),
        (240, 210, 178),
        (228, 226, 220),
        (246, 222, 190),
    ]
    roofs = [(206, 94, 74), (170, 92, 80), (112, 126, 160), (196, 130, 78)]
    rng.shuffle(walls)
    rng.shuffle(roofs)
    spots = ((12, 60, 0.95), (62, 59, 0.85), (36, 63, 1.15), (88, 65, 1.25))
    for k, (x, y, size) in enumerate(spots):
        far = 0.14 if size < 1 else 0.0
        colours = (air.see(walls[k], far), air.see(roofs[k], far))
        at = complex(x + rng.uniform(-4, 4), y)
        _house(canvas, at, size, colours, air, rng)
    ground = air.ground(grass)
    land.hills(canvas, ground, 68, 1.5, rng)
    path = air.ground((232, 208, 164))
    bend = rng.uniform(-12, 12)
    canvas.pen.blob(
        [48 + bend + 67j, 44 + 76j, 26 + 101j, 76 + 101j, 58 + 80j], path
    )
    land.tufts(canvas, ground, 71, rng, 12)
    for x in (3, 97):
        land.bush(canvas, complex(x, 75), 1, air.ground((92, 150, 86)))


def garden(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """A hedge, a white picket fence and beds of tall flowers.

    Chapter: book/02_pictures_captions_books
    """
    grass = vary((132, 192, 98), rng)
    land.hills(canvas, air.ground((130, 176, 120), 0.5), 44, 3, rng)
    hedge = air.see((76, 140, 82), 0.15)
    for k in range(11):
        at = complex(k * 10, 55 + rng.uniform(-1, 1))
        land.bush(
            canvas, at, 1.5, vary(mix(hedge, air.ground(hedge), 0.3), rng)
        )
    for x in (rng.uniform(8, 22), rng.uniform(78, 92)):
        leaf = air.see((98, 162, 84))
        land.leafy_tree(canvas, x + 58j, 1.4, leaf, air.see((124, 92, 68)))
    ground = air.ground(grass)
    land.plain(canvas, ground, 58)
    _fence(canvas, air)
    stem = air.see((72, 136, 72))
    for k in range(22):
        x = k * 4.7 + rng.uniform(-1.4, 1.4)
        at = complex(x, 72 + rng.uniform(-1, 2.5))
        tone = mix(air.see(rng.choice(PETALS)), rng.choice(PETALS), 0.3)
        land.flower(canvas, at, rng.uniform(1.6, 2.3), tone, stem)
    for k in range(12):
        at = complex(k * 9 + rng.uniform(-2, 2), 74)
        land.bush(canvas, at, 0.5, air.ground((86, 150, 84)))
    land.tufts(canvas, ground, 77, rng, 14)


def _fence(canvas: Canvas, air: Air) -> None:
    """A white picket fence across the picture."""
    wood = air.see((252, 250, 244), 0.04)
    shade = deeper(wood, 0.2)
    for y in (56, 64):
        canvas.pen.box(complex(-1, y), 102 + 1.8j, shade)
    for k in range(17):
        x = k * 6.25
        tip = [x + 52j, x + 1.7 + 49j, x + 3.4 + 52j, x + 3.4 + 70j, x + 70j]
        canvas.pen.polygon([p + 0.6 + 0.3j for p in tip], shade)
        canvas.pen.polygon(tip, wood)
