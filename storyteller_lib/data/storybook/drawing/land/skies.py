"""Skies and weather: what stands above the land and what falls before it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import cmath
import random

from storyteller_lib.data.storybook.drawing.canvas import Canvas
from storyteller_lib.data.storybook.drawing.palette import (
    WHITE,
    Air,
    Colour,
    mix,
    vary,
)

AIRS: dict[str, tuple[Air, ...]] = {
    "sunny": (
        Air(
            ((92, 178, 232), (158, 212, 240), (226, 240, 236)),
            (206, 230, 236),
            (255, 232, 170),
            0.06,
        ),
        Air(
            ((112, 196, 226), (180, 224, 230), (252, 240, 208)),
            (224, 234, 222),
            (255, 226, 150),
            0.09,
        ),
    ),
    "rain": (
        Air(
            ((84, 100, 122), (122, 138, 156), (164, 176, 184)),
            (146, 160, 172),
            (86, 104, 126),
            0.36,
            shade=40,
        ),
        Air(
            ((98, 106, 118), (130, 142, 150), (158, 168, 170)),
            (146, 158, 164),
            (84, 98, 112),
            0.38,
            shade=40,
        ),
    ),
    "snow": (
        Air(
            ((166, 190, 214), (198, 214, 230), (226, 234, 242)),
            (214, 224, 236),
            (170, 190, 220),
            0.16,
            cover=0.74,
            shade=45,
        ),
        Air(
            ((182, 190, 214), (210, 214, 230), (236, 232, 238)),
            (222, 224, 236),
            (184, 190, 222),
            0.16,
            cover=0.74,
            shade=45,
        ),
    ),
    "night": (
        Air(
            ((14, 20, 56), (28, 42, 92), (62, 78, 134)),
            (52, 66, 118),
            (16, 24, 70),
            0.62,
            shade=80,
        ),
        Air(
            ((22, 16, 56), (46, 36, 94), (92, 72, 138)),
            (70, 60, 118),
            (26, 20, 72),
            0.6,
            shade=80,
        ),
    ),
    "sunset": (
        Air(
            ((104, 78, 140), (226, 112, 118), (252, 178, 96), (255, 222, 140)),
            (244, 158, 112),
            (196, 84, 84),
            0.34,
            shade=70,
        ),
        Air(
            ((82, 84, 150), (208, 106, 140), (250, 152, 98), (254, 206, 122)),
            (238, 146, 118),
            (170, 74, 104),
            0.34,
            shade=70,
        ),
    ),
    "fog": (
        Air(
            ((196, 202, 202), (208, 212, 210), (220, 222, 218)),
            (214, 217, 214),
            (206, 210, 208),
            0.4,
            shade=26,
        ),
        Air(
            ((188, 198, 204), (202, 210, 214), (216, 222, 222)),
            (208, 215, 217),
            (200, 208, 212),
            0.4,
            shade=26,
        ),
    ),
}
"""The airs of each weather; a scene has one of them by chance."""


def choose_air(weather: str, rng: random.Random) -> Air:
    """One of the airs of a weather.

    Chapter: book/02_pictures_captions_books
    """
    return rng.choice(AIRS[weather])


def paint_sky(
    canvas: Canvas, weather: str, air: Air, rng: random.Random
) -> None:
    """The sky with its sun, moon, stars, clouds or birds.

    Chapter: book/02_pictures_captions_books
    """
    canvas.image.paste(canvas.fade(air.sky, 0, 62))
    _SKIES[weather](canvas, air, rng)


def _cloud(
    canvas: Canvas, at: complex, width: float, fill: tuple[int, ...]
) -> None:
    """A cloud of a few overlapping puffs on a flat base."""
    pen = canvas.pen.moved(at, width / 20)
    for x, y, r in ((-6, -1, 3.4), (-1.5, -3, 4.6), (4, -1.6, 3.8)):
        pen.dot(complex(x, y), r, fill)
    pen.oval(0.4 + 0.6j, 10, 2.6, fill)


def _glow(canvas: Canvas, at: complex, radius: float, colour: Colour) -> None:
    """A light with a soft halo around it."""
    for reach, alpha in ((3.0, 22), (2.2, 30), (1.55, 44)):
        canvas.pen.dot(at, radius * reach, (*colour, alpha))


def _sunny(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """A sun with rays, white clouds, a few birds."""
    sun = complex(rng.choice((rng.uniform(9, 24), rng.uniform(76, 91))), 14)
    radius = rng.uniform(5.5, 7.5)
    _glow(canvas, sun, radius, (255, 240, 170))
    if rng.random() < 0.6:
        for k in range(12):
            ray = cmath.rect(1, k * cmath.pi / 6 + 0.1)
            side = ray * 1j * radius * 0.16
            start = sun + ray * radius * 1.3
            points = [start - side, start + side, sun + ray * radius * 1.85]
            canvas.pen.polygon(points, (255, 228, 120))
    canvas.pen.dot(sun, radius, (255, 222, 96))
    canvas.pen.dot(sun - 0.8 - 0.8j, radius * 0.78, (255, 232, 128))
    for _ in range(rng.randint(2, 4)):
        at = complex(rng.uniform(5, 95), rng.uniform(8, 36))
        width = rng.uniform(12, 24)
        _cloud(canvas, at + 0.6 + 0.9j, width, (150, 190, 220, 90))
        _cloud(canvas, at, width, WHITE)
    if rng.random() < 0.5:
        _birds(canvas, air.see((70, 84, 110), 0.2), rng)


def _birds(canvas: Canvas, fill: Colour, rng: random.Random) -> None:
    """A few far birds, as two strokes each."""
    flock = complex(rng.uniform(20, 75), rng.uniform(14, 30))
    for _ in range(rng.randint(2, 4)):
        at = flock + complex(rng.uniform(-9, 9), rng.uniform(-5, 5))
        for side in (-1, 1):
            tip = complex(2.2 * side, -1)
            bow = complex(1.3 * side, -1.6)
            canvas.pen.stroke([at, at + bow, at + tip], 0.55, fill)


def _rain(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Heavy clouds all along the top."""
    dark = mix(air.sky[0], (40, 48, 66), 0.35)
    for row, y in enumerate((3, 10)):
        tone = mix(dark, air.sky[1], row * 0.45)
        for k in range(5):
            x = k * 25 + rng.uniform(-9, 9)
            _cloud(canvas, complex(x, y + rng.uniform(-2, 5)), 32, tone)


def _snow(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Pale clouds."""
    for _ in range(4):
        at = complex(rng.uniform(0, 100), rng.uniform(6, 30))
        _cloud(canvas, at, rng.uniform(20, 34), (*WHITE, 110))


def _night(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Stars and a full or crescent moon."""
    for _ in range(rng.randint(34, 56)):
        at = complex(rng.uniform(0, 100), rng.uniform(0, 52))
        shine = rng.choice((190, 225, 255))
        canvas.pen.dot(at, rng.uniform(0.25, 0.6), (shine, shine, 225))
    moon = complex(rng.choice((rng.uniform(12, 26), rng.uniform(74, 88))), 15)
    _glow(canvas, moon, 6, (220, 226, 255))
    canvas.pen.dot(moon, 6, (250, 242, 208))
    if rng.random() < 0.6:
        bite = mix(air.sky[0], air.sky[1], 0.4)
        canvas.pen.dot(moon + 2.9 - 1.4j, 5.1, bite)
    else:
        for at, r in ((-2 - 1j, 1.2), (1.5 + 2j, 0.9), (2 - 2j, 0.7)):
            canvas.pen.dot(moon + at, r, (230, 220, 184))


def _sunset(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """A large low sun between bands of cloud."""
    sun = complex(rng.uniform(15, 85), rng.uniform(34, 46))
    radius = rng.uniform(8, 11)
    _glow(canvas, sun, radius, (255, 226, 150))
    canvas.pen.dot(sun, radius, (255, 236, 160))
    for _ in range(rng.randint(4, 7)):
        at = complex(rng.uniform(0, 100), rng.uniform(8, 42))
        tone = mix(air.sky[1], (255, 200, 170), rng.random() * 0.5)
        long = rng.uniform(10, 24)
        canvas.pen.oval(at, long, rng.uniform(0.7, 1.6), (*tone, 170))
    if rng.random() < 0.5:
        _birds(canvas, (110, 60, 92), rng)


def _fog(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Nothing but the pale disc of the sun, at times."""
    if rng.random() < 0.5:
        at = complex(rng.uniform(15, 85), rng.uniform(10, 24))
        canvas.pen.dot(at, 5, (246, 246, 236, 150))


_SKIES = {
    "sunny": _sunny,
    "rain": _rain,
    "snow": _snow,
    "night": _night,
    "sunset": _sunset,
    "fog": _fog,
}


def paint_mist(canvas: Canvas, air: Air, rng: random.Random) -> None:
    """Banks of fog that lie over the land, behind the figures.

    Chapter: book/02_pictures_captions_books
    """
    veil = canvas.fade([(40,) * 3, (112,) * 3, (30,) * 3], 20, 96)
    canvas.image.paste(air.haze, mask=veil.convert("L"))
    for _ in range(7):
        at = complex(rng.uniform(0, 100), rng.uniform(38, 90))
        fill = (*vary(mix(air.haze, WHITE, 0.4), rng, 4), 70)
        canvas.pen.oval(at, rng.uniform(22, 46), rng.uniform(2, 5), fill)


def paint_weather(canvas: Canvas, weather: str, rng: random.Random) -> None:
    """What is in the air before everything: rain, snow, a wisp of fog.

    Chapter: book/02_pictures_captions_books
    """
    pen = canvas.pen
    if weather == "rain":
        lean = rng.uniform(1, 2.6) * rng.choice((-1, 1))
        for _ in range(85):
            at = complex(rng.uniform(-5, 105), rng.uniform(-5, 100))
            drop = complex(lean, rng.uniform(3.5, 6.5))
            ends = [at, at + drop, at + drop + 0.35, at + 0.35]
            pen.polygon(ends, (226, 238, 250, 150))
    elif weather == "snow":
        for _ in range(95):
            at = complex(rng.uniform(0, 100), rng.uniform(0, 100))
            near = rng.random() ** 3
            pen.dot(at, 0.4 + 0.75 * near, (255, 255, 255, 235))
    elif weather == "fog":
        for y in (90, 97):
            at = complex(rng.uniform(10, 90), y)
            pen.oval(at, rng.uniform(40, 60), 4, (238, 240, 238, 80))
