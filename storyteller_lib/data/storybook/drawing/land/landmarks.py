"""Places with one great landmark: harbour, castle and farm.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import itertools
import random

from storyteller_lib.data.storybook.drawing.canvas import Canvas, Pen
from storyteller_lib.data.storybook.drawing.land import pieces as land
from storyteller_lib.data.storybook.drawing.land.built import LIT, window
from storyteller_lib.data.storybook.drawing.palette import (
    WHITE,
    Air,
    Colour,
    deeper,
    lighter,
    vary,
)

ROOFS: tuple[Colour, ...] = ((92, 112, 172), (190, 86, 96), (128, 98, 168))


def harbour(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Sailing boats at anchor, a lighthouse and a wooden pier.

    Chapter: book/02_pictures_captions_books
    """
    sea = vary((64, 138, 182), rng)
    side = rng.choice((-1, 1))
    land.plain(canvas, air.see(sea, 0.1), 46)
    _lighthouse(canvas, 50 + side * 40, air)
    land.ripples(canvas, air.see(sea), 48, 72, rng)
    sails = [(250, 244, 232), (236, 116, 96), (250, 208, 110), (146, 188, 214)]
    rng.shuffle(sails)
    for k, (x, y, size) in enumerate(
        ((18, 54, 0.8), (50, 52, 0.7), (78, 60, 1.2))
    ):
        at = complex(50 + side * (x - 50) * -1 + rng.uniform(-4, 4), y)
        _boat(canvas, at, size, air.see(sails[k]), air)
    plank = air.ground((184, 140, 98))
    land.plain(canvas, plank, 73)
    for k in range(6):
        seam = 73 + 0.5 * k * (k + 3)
        canvas.pen.box(1j * seam, 100 + 0.45j, deeper(plank, 0.3))
    for x in (4, 35, 66, 96):
        post = air.see((122, 88, 62))
        canvas.pen.box(complex(x - 1.6, 66), 3.2 + 9j, post)
        cap = air.ground(lighter(post, 0.3))
        canvas.pen.oval(complex(x, 66), 1.8, 0.8, cap)
    canvas.pen.stroke([4 + 68j, 20 + 74j, 35 + 68j], 0.6, plank)
    canvas.pen.stroke([66 + 68j, 81 + 74j, 96 + 68j], 0.6, plank)


def _boat(
    canvas: Canvas, at: complex, size: float, sail: Colour, air: Air
) -> None:
    """A sailing boat with two sails and its mirror image."""
    pen, hull = canvas.pen.moved(at, size), air.see((150, 86, 66))
    pen.oval(4j, 9, 3, (*deeper(sail, 0.1), 70))
    pen.box(-0.35 - 26j, 0.7 + 26j, deeper(hull, 0.3))
    pen.polygon([0.8 - 25j, 11 - 5j, 0.8 - 4j], sail)
    pen.polygon([-0.8 - 22j, -8 - 4.6j, -0.8 - 4j], deeper(sail, 0.12))
    pen.blob([-10 - 3j, -7 + 2j, 7 + 2j, 11 - 3.4j, -2.6j], hull)
    pen.box(-8 - 1.6j, 17 + 0.8j, lighter(hull, 0.5))


def _lighthouse(canvas: Canvas, x: float, air: Air) -> None:
    """A striped lighthouse on a rock."""
    pen = canvas.pen.moved(complex(x, 50))
    rock = air.ground((126, 124, 130), 0.2)
    white, red = air.see((248, 244, 238), 0.1), air.see((214, 84, 76), 0.1)
    pen.polygon([-4 + 0j, -2.6 - 26j, 2.6 - 26j, 4 + 0j], white)
    for y in (-22, -13, -4):
        wide = 4 + y * 0.054
        pen.box(complex(-wide, y), 2 * wide + 4j, red)
    pen.dot(-29j, 5.6, (255, 236, 160, 70))
    pen.box(-1.8 - 30j, 3.6 + 4j, LIT)
    pen.polygon([-3 - 30j, -34j, 3 - 30j], red)
    pen.blob([-14 + 2j, -9 - 3j, -4j, 8 - 3j, 14 + 2j], rock)


def castle(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """A castle of many towers on its hill.

    Chapter: book/02_pictures_captions_books
    """
    grass = vary((126, 176, 98), rng)
    land.hills(canvas, air.ground((120, 160, 130), 0.55), 50, 5, rng)
    stone = vary(air.see((198, 192, 196), 0.12), rng)
    roof = air.see(
        rng.choice(((92, 112, 172), (190, 86, 96), (128, 98, 168))), 0.1
    )
    pen = canvas.pen.moved(complex(50 + rng.uniform(-6, 6), 66), 1.12)
    for x, wide, high in ((-9, 8, 42), (11, 8, 46), (0, 10, 34)):
        _turret(pen, x, wide, high, (stone, roof), air, rng)
    pen.box(-30 - 20j, 60 + 22j, deeper(stone, 0.06))
    for k in range(10):
        pen.box(complex(-30 + k * 6.2, -22.6), 3.4 + 3j, deeper(stone, 0.06))
    for x in (-31, 31):
        _turret(pen, x, 11, 30, (stone, roof), air, rng)
    pen.blob([-6 + 2j, -6 - 9j, -14j, 6 - 9j, 6 + 2j], (84, 62, 60))
    for bar in (-2.6, 0, 2.6):
        pen.box(complex(bar - 0.25, -12), 0.5 + 14j, (130, 104, 92))
    ground = air.ground(grass)
    land.hills(canvas, ground, 67, 2, rng)
    path = air.ground((226, 206, 170))
    canvas.pen.blob([46 + 67j, 42 + 76j, 30 + 101j, 72 + 101j, 56 + 78j], path)
    for edge in (rng.uniform(0, 10), rng.uniform(90, 100)):
        land.leafy_tree(
            canvas, edge + 74j, 1.2, air.ground((86, 146, 84)), (96, 74, 62)
        )
    land.tufts(canvas, ground, 70, rng, 14)


def _turret(
    pen: Pen,
    x: float,
    wide: float,
    high: float,
    colours: tuple[Colour, Colour],
    air: Air,
    rng: random.Random,
) -> None:
    """A round tower with a pointed roof, a window and a flag."""
    stone, roof = colours
    half = wide / 2
    pen.box(complex(x - half, -high), complex(wide, high + 2), stone)
    dark = complex(x + half * 0.3, -high)
    pen.box(dark, complex(half * 0.7, high + 2), deeper(stone, 0.14))
    tip = complex(x, -high - wide * 1.5)
    base = complex(x, -high)
    pen.stroke([tip, tip - 6j], 0.5, deeper(stone, 0.5))
    pen.polygon([tip - 6j, tip + 5 - 4.6j, tip - 3.2j], (250, 206, 92))
    pen.polygon([base - half - 1.4, tip, base + half + 1.4], roof)
    pen.polygon([base + half * 0.2, tip, base + half + 1.4], deeper(roof, 0.2))
    if air.cover:
        edge = 0.5 * (tip - base)
        pen.polygon(
            [base + edge - half / 2, tip, base + edge + half / 2], WHITE
        )
    glass = window(air, rng)
    for y in (5, 14):
        pen.oval(complex(x, -high + y), 1.1, 2.1, deeper(stone, 0.45))
        pen.oval(complex(x, -high + y), 0.8, 1.8, glass)


def farm(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """A red barn with a silo, rows of crops and bales of hay.

    Chapter: book/02_pictures_captions_books
    """
    field = vary((206, 190, 96), rng)
    land.hills(canvas, air.ground((136, 172, 104), 0.5), 47, 4, rng)
    land.hills(canvas, air.ground(field, 0.25), 55, 2, rng)
    side = rng.choice((-1, 1))
    _barn(canvas, complex(50 - side * rng.uniform(14, 26), 67), side, air, rng)
    soil = air.ground((150, 174, 84))
    land.plain(canvas, soil, 66)
    row = deeper(soil, 0.2)
    for k in range(-5, 6):
        near, far = 50 + 26 * k, 50 + 9 * k
        ends = [far - 0.5 + 66j, far + 0.5 + 66j, near + 2.5 + 101j]
        canvas.pen.polygon([*ends, near - 2.5 + 101j], row)
    rail = air.ground((168, 124, 84))
    for y in (61.5, 65):
        start = 0 if side < 0 else 66
        canvas.pen.box(complex(start, y), 34 + 1.1j, rail)
    for k in range(5):
        x = (0 if side < 0 else 66) + k * 8
        canvas.pen.box(complex(x, 59.5), 1.5 + 10j, deeper(rail, 0.15))
    for _ in range(2):
        at = complex(50 + side * rng.uniform(18, 46), rng.uniform(69, 75))
        _hay(canvas, at, air)
    land.tufts(canvas, soil, 69, rng, 18)


def _barn(
    canvas: Canvas, at: complex, side: int, air: Air, rng: random.Random
) -> None:
    """A barn with a broken roof, white beams and a silo beside it."""
    pen = canvas.pen.moved(at, 1.25).using(flip=side < 0)
    red, white = vary(air.see((186, 72, 60)), rng), air.see((248, 240, 228))
    steel, roof = air.see((188, 196, 206)), air.ground((116, 98, 100))
    pen.box(-25 - 33j, 10 + 34j, steel)
    pen.box(-18 - 33j, 3 + 34j, deeper(steel, 0.16))
    pen.blob([-26 - 32j, -20 - 40j, -14 - 32j], deeper(steel, 0.25))
    pen.polygon([-15, -15 - 20j, -9 - 30j, -36j, 9 - 30j, 15 - 20j, 15], red)
    for x in (-10, -5, 5, 10):
        pen.box(complex(x, -26), 0.4 + 26j, deeper(red, 0.2))
    gable = (-17 - 19j, -10 - 31j, -37.5j, 10 - 31j, 17 - 19j)
    for start, end in itertools.pairwise(gable):
        pen.stroke([start, end], 2.2, roof)
    pen.box(-7 - 14j, 14 + 14j, white)
    pen.box(-6 - 13j, 12 + 13j, deeper(red, 0.2))
    pen.stroke([-6 - 13j, 6 + 0j], 1, white)
    pen.stroke([6 - 13j, -6 + 0j], 1, white)
    pen.box(-3 - 27j, 6 + 7j, white)
    pen.box(-2.2 - 26.2j, 4.4 + 5.4j, window(air, rng))


def _hay(canvas: Canvas, at: complex, air: Air) -> None:
    """A round bale of hay."""
    pen, straw = canvas.pen.moved(at), air.ground((232, 196, 104))
    pen.oval(0.5 + 0.4j, 5.5, 1.2, deeper(straw, 0.4))
    pen.dot(-4j, 4.6, deeper(straw, 0.2))
    for radius in (4, 2.8, 1.6):
        pen.dot(-0.3 - 4.2j, radius, straw)
        pen.dot(-0.3 - 4.2j, radius - 0.5, deeper(straw, 0.12))
