"""Wild places: forest, beach, meadow, mountain, desert and lake.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random

import numpy as np

from storyteller_lib.data.storybook.drawing.canvas import Canvas
from storyteller_lib.data.storybook.drawing.land import pieces as land
from storyteller_lib.data.storybook.drawing.palette import (
    WHITE,
    Air,
    Colour,
    deeper,
    lighter,
    mix,
    vary,
)

GRASS: Colour = (122, 184, 92)
PETALS: tuple[Colour, ...] = (
    (240, 98, 110),
    (252, 206, 84),
    (186, 128, 214),
    (250, 250, 246),
    (246, 150, 180),
)


def forest(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Tree behind tree, getting darker and nearer.

    Chapter: book/02_pictures_captions_books
    """
    leaf = vary((64, 138, 84), rng)
    land.hills(canvas, air.see(leaf, 0.6), 46, 3, rng)
    for far, y, size, count in ((0.5, 58, 1.5, 8), (0.22, 64, 1.9, 7)):
        tone = mix(air.ground(leaf), air.see(leaf, far), 0.75)
        trunk = air.see((112, 82, 66), far)
        for k in range(count):
            x = (k + 0.5) * 100 / count + rng.uniform(-4, 4)
            at = complex(x, y + rng.uniform(-2, 2))
            if rng.random() < 0.3:
                land.pine(canvas, at, size * 1.15, air.see(leaf, far), air)
            else:
                land.leafy_tree(canvas, at, size, vary(tone, rng), trunk)
    ground = air.ground((104, 152, 84))
    land.hills(canvas, ground, 66, 2, rng)
    for x in (rng.uniform(1, 7), rng.uniform(93, 99)):
        _great_trunk(canvas, x, air, rng)
    land.tufts(canvas, ground, 70, rng)


def _great_trunk(
    canvas: Canvas, x: float, air: Air, rng: random.Random
) -> None:
    """A near trunk that leaves the picture at the top, with its crown."""
    bark = vary(air.see((108, 76, 58)), rng)
    pen = canvas.pen.moved(complex(x, 80))
    pen.blob([-9 + 2j, -4 - 10j, -3.5 - 90j, 3.5 - 90j, 4 - 10j, 9 + 2j], bark)
    pen.blob(
        [1 + 1j, 1.5 - 12j, 2 - 70j, 3.4 - 70j, 4 - 10j], deeper(bark, 0.2)
    )
    leaf = air.see((58, 128, 74))
    for _ in range(5):
        at = complex(rng.uniform(-14, 14), -80 + rng.uniform(-6, 8))
        pen.dot(at + 0.8 + 1j, 9, deeper(leaf, 0.18))
        pen.dot(at, 8.4, vary(leaf, rng))


def beach(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Sea to the horizon, surf, sand, a palm at one edge.

    Chapter: book/02_pictures_captions_books
    """
    sea, sand = vary((52, 150, 190), rng), vary((244, 214, 150), rng)
    top = rng.uniform(44, 49)
    land.plain(canvas, air.see(sea, 0.12), top)
    land.ripples(canvas, air.see(sea), top, 60, rng)
    surf = 1j * (62 + 1.6 * np.sin(land.ACROSS / rng.uniform(7, 10)))
    edge = land.ACROSS + surf
    foam = mix(air.see(sea), WHITE, 0.7)
    land.band(canvas, foam, edge, 60, 90)
    damp = air.ground(deeper(sand, 0.18))
    land.band(canvas, damp, edge + 1.6j, 62, 90)
    land.band(canvas, air.ground(sand), edge + 4.4j, 64, 100)
    _palm(canvas, rng.choice((-1, 1)), air, rng)
    for _ in range(rng.randint(5, 9)):
        at = complex(rng.uniform(2, 98), rng.uniform(72, 98))
        tone = air.see(rng.choice(((250, 168, 150), (252, 240, 220))))
        canvas.pen.oval(at, 1.1, 0.75, deeper(tone, 0.25))
        canvas.pen.oval(at - 0.15j, 0.9, 0.5, tone)
    for _ in range(30):
        at = complex(rng.uniform(0, 100), rng.uniform(70, 100))
        canvas.pen.dot(at, 0.25, deeper(air.ground(sand), 0.2))


def _palm(canvas: Canvas, side: int, air: Air, rng: random.Random) -> None:
    """A palm leaning into the picture from one side."""
    foot = complex(50 - side * 45, 76)
    pen = canvas.pen.moved(foot, rng.uniform(0.9, 1.1)).using(flip=side < 0)
    trunk, leaf = air.see((158, 116, 76)), air.see((70, 156, 86))
    pen.limb((0j, -1 - 26j, 7 - 46j), 2.6, 1.5, trunk)
    for bow, tip in (
        (8 - 12j, 19 - 4j),
        (-6 - 12j, -15 - 2j),
        (10 - 3j, 15 + 9j),
        (-6 - 3j, -9 + 9j),
        (4 - 14j, 12 - 13j),
    ):
        crown = 7 - 46j
        pen.limb((crown, crown + bow, crown + tip), 2.4, 0.2, leaf)
        ends = [crown, crown + bow, crown + tip]
        pen.stroke(ends, 0.5, lighter(leaf, 0.25))
    pen.dot(6 - 44j, 1.4, deeper(trunk, 0.3))
    pen.dot(8.4 - 43.6j, 1.4, deeper(trunk, 0.4))


def meadow(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Rolling hills full of flowers.

    Chapter: book/02_pictures_captions_books
    """
    grass = vary(GRASS, rng)
    for far, top in ((0.6, 50), (0.32, 56), (0.12, 62)):
        tone = mix(grass, (90, 160, 110), far)
        land.hills(canvas, air.ground(tone, far), top, 5, rng)
        x = rng.uniform(5, 95)
        land.bush(canvas, complex(x, top), 0.7, air.see((86, 148, 92), far))
    ground = air.ground(grass)
    land.hills(canvas, ground, 69, 3, rng, 34)
    land.tufts(canvas, ground, 70, rng, 14)
    stem = air.see((70, 132, 70))
    spots = sorted(
        (rng.uniform(67, 99), rng.uniform(0, 100)) for _ in range(42)
    )
    for y, x in spots:
        size = 0.45 + 0.035 * (y - 66)
        tone = mix(air.see(rng.choice(PETALS)), rng.choice(PETALS), 0.3)
        land.flower(canvas, complex(x, y), size, tone, stem)


def mountain(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Snowy peaks, ridge before ridge, and pines at their feet.

    Chapter: book/02_pictures_captions_books
    """
    rock = vary((112, 124, 152), rng)
    shift = rng.uniform(-8, 8)
    for far, peaks in (
        (0.5, ((12, 24, 26), (56, 12, 34), (92, 22, 28))),
        (0.2, ((30, 20, 30), (78, 25, 30))),
    ):
        for x, y, wide in peaks:
            at = complex(x + shift, y + rng.uniform(-3, 3))
            _peak(canvas, at, wide, air, mix(rock, air.haze, far * 0.7))
    ground = air.ground((128, 170, 112))
    land.hills(canvas, air.ground((112, 156, 118), 0.2), 62, 2.5, rng)
    for _ in range(rng.randint(9, 13)):
        at = complex(rng.uniform(0, 100), rng.uniform(62, 67))
        tone = vary(air.see((58, 112, 92), 0.15), rng)
        land.pine(canvas, at, rng.uniform(0.5, 0.8), tone, air)
    land.hills(canvas, ground, 69, 2, rng)
    for _ in range(7):
        at = complex(rng.uniform(0, 100), rng.uniform(72, 98))
        stone = air.ground((150, 152, 160))
        canvas.pen.oval(at, 2.2, 1.3, deeper(stone, 0.25))
        canvas.pen.oval(at - 0.3 - 0.3j, 1.8, 0.9, stone)
    land.tufts(canvas, ground, 71, rng, 14)


def _peak(
    canvas: Canvas, tip: complex, wide: float, air: Air, rock: Colour
) -> None:
    """One mountain: a lit side, a dark side and a cap of snow."""
    tone, foot = air.see(rock), 70 - tip.imag
    left, right = tip + complex(-wide, foot), tip + complex(wide, foot)
    canvas.pen.polygon([tip, right, left], tone)
    crease = tip + complex(wide * 0.18, foot)
    canvas.pen.polygon([tip, right, crease], deeper(tone, 0.16))
    snow = air.see((250, 252, 255), 0.08)
    a, b = tip + 0.34 * (left - tip), tip + 0.34 * (right - tip)
    mid = tip + 0.3 * (crease - tip)
    jags = [b, mid + 2.6 + 4j, mid - 1j, mid - 3.6 + 3.4j, a]
    canvas.pen.polygon([tip, *jags], snow)
    canvas.pen.polygon([tip, b, mid + 2.6 + 4j, mid - 1j], deeper(snow, 0.1))


def desert(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Table mountains, dunes and cactuses.

    Chapter: book/02_pictures_captions_books
    """
    sand, rock = vary((238, 184, 112), rng), (204, 120, 84)
    for far in (0.6, 0.35):
        x, wide = rng.uniform(10, 90), rng.uniform(10, 17)
        tone, high = air.see(rock, far), rng.uniform(36, 44)
        at = complex(x, 0)
        corners = [-wide, -wide * 0.7, wide * 0.7, wide]
        levels = [62, high, high, 62]
        points = [
            at + complex(c, y) for c, y in zip(corners, levels, strict=True)
        ]
        canvas.pen.polygon(points, tone)
        dark = [at + wide * 0.2 + 1j * high, points[2], points[3], at + 62j]
        canvas.pen.polygon(dark, deeper(tone, 0.14))
    for far, top in ((0.4, 56), (0.15, 62), (0.0, 70)):
        tone = mix(sand, (226, 150, 92), far)
        land.hills(canvas, air.ground(tone, far), top, 3.5, rng)
        for _ in range(2):
            x = rng.choice((rng.uniform(3, 30), rng.uniform(70, 97)))
            size = (top - 46) / 16
            _cactus(canvas, complex(x, top + 4), size, air, far * 0.8)
    for _ in range(26):
        at = complex(rng.uniform(0, 100), rng.uniform(74, 100))
        canvas.pen.oval(at, 0.9, 0.25, deeper(air.ground(sand), 0.16))


def _cactus(
    canvas: Canvas, at: complex, size: float, air: Air, far: float
) -> None:
    """A cactus with two arms."""
    pen, tone = canvas.pen.moved(at, size), air.see((78, 142, 92), far)
    pen.limb((0j, -8j, -16j), 2, 2, tone)
    pen.limb((-1 - 7j, -6 - 6j, -5 - 12j), 1.3, 1.2, tone)
    pen.limb((1 - 5j, 6 - 5j, 5 - 11j), 1.3, 1.2, tone)
    pale = lighter(tone, 0.25)
    for x in (-0.8, 0.5):
        pen.stroke([x - 1j, x - 16j], 0.35, pale)
    if air.cover:
        pen.oval(-17.4j, 1.7, 0.9, (244, 248, 253))


def lake(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Still water with the far wood mirrored in it, reeds and lilies.

    Chapter: book/02_pictures_captions_books
    """
    water = vary((98, 170, 200), rng)
    land.hills(canvas, air.ground((120, 160, 130), 0.55), 42, 5, rng)
    land.hills(canvas, air.ground((98, 152, 104), 0.3), 48, 2, rng)
    wood = air.see((62, 122, 88), 0.25)
    trees = [
        (k * 7 + rng.uniform(-2, 2), rng.uniform(0.4, 0.75)) for k in range(15)
    ]
    for x, size in trees:
        land.pine(canvas, complex(x, 51), size, wood, air)
    land.plain(canvas, air.see(water), 51)
    for x, size in trees:
        mirrored = complex(x, 51 + 6 * size)
        shade = (*deeper(wood, 0.1), 70)
        canvas.pen.oval(mirrored, 4 * size, 9 * size, shade)
    land.ripples(canvas, air.see(water), 53, 68, rng)
    for _ in range(4):
        at = complex(rng.uniform(4, 96), rng.uniform(61, 67))
        canvas.pen.oval(at, 2.6, 0.9, air.see((84, 160, 92)))
        canvas.pen.dot(at + 0.6 - 0.5j, 0.7, air.see((248, 190, 210)))
    ground = air.ground((124, 172, 92))
    land.hills(canvas, ground, 71, 1.6, rng)
    for side in (rng.uniform(1, 16), rng.uniform(84, 99)):
        _reeds(canvas, side, air, rng)
    land.tufts(canvas, ground, 74, rng, 16)


def _reeds(canvas: Canvas, x: float, air: Air, rng: random.Random) -> None:
    """A bunch of reeds with brown heads."""
    for _ in range(6):
        foot = complex(x + rng.uniform(-4, 4), 76 + rng.uniform(-1, 2))
        tip = foot + complex(rng.uniform(-2, 2), -rng.uniform(14, 22))
        canvas.pen.stroke([foot, tip], 0.6, air.see((96, 142, 84)))
        canvas.pen.oval(tip, 0.8, 2.4, air.see((122, 82, 58)))
