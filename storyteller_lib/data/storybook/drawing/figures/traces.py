"""What actions leave around figures: dust, music, a pillow, sleep.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import itertools

from storyteller_lib.data.storybook.drawing.figures.props import Prop
from storyteller_lib.data.storybook.drawing.palette import (
    CREAM,
    INK,
    WHITE,
    mix,
)


def dust(prop: Prop) -> None:
    """Puffs of dust and lines of speed behind a runner.

    Chapter: book/02_pictures_captions_books
    """
    pen = prop.ground.using(line=(204, 188, 164), width=0.35)
    for x, y, r in ((-38, -4, 6), (-49, -7, 7.5), (-60, -3, 5), (-44, -13, 4)):
        pen.dot(complex(x, y), r * prop.rng.uniform(0.85, 1.1), CREAM)
    for y in (-34, -50, -66):
        start = complex(-46 + y * 0.1, y)
        pen.stroke([start, start - prop.rng.uniform(13, 20)], 2.2, WHITE)


def leap(prop: Prop) -> None:
    """Strokes under a jumper that show the way up.

    Chapter: book/02_pictures_captions_books
    """
    lift = prop.figure.pose.lift
    rise = [(x, 4 + 0.2 * abs(x), lift - 12) for x in (-20, 0, 20)]
    rise += [(side * 48, lift + 6, lift + 30) for side in (-1, 1)]
    for x, foot, top in rise:
        ends = [complex(x, -foot), complex(x * 0.98, -max(top, foot + 6))]
        prop.ground.stroke(ends, 3.2, INK)
        prop.ground.stroke(ends, 2.1, WHITE)


def pillow(prop: Prop) -> None:
    """A plump pillow under a sleeper's head.

    Chapter: book/02_pictures_captions_books
    """
    head = prop.figure.pen.at(prop.figure.species.neck)
    at = prop.ground.inside(head)
    pen = prop.ground.using(line=(176, 158, 160))
    x, y = at.real, -13
    points = [-27 - 12j, 0 - 15j, 26 - 13j, 29 + 8j, 24 + 14j, -25 + 14j]
    pen.blob([complex(x, y) + p for p in (*points, -30 + 6j)], CREAM)
    stripe = mix(prop.colour, CREAM, 0.45)
    for side in (-18, 17):
        line = complex(x + side, y)
        pen.stroke([line - 10j, line + 11j], 2, stripe)


def snores(prop: Prop) -> None:
    """Three letters Z rising from a sleeper.

    Chapter: book/02_pictures_captions_books
    """
    head = prop.figure.pen.at(prop.figure.species.neck)
    at = prop.ground.inside(head)
    for k, size in enumerate((6, 8, 10.5)):
        corner = at + complex(10 + 13 * k, -42 - 17 * k)
        path = [0j, size + 0j, 1j * size, size * (1 + 1j)]
        letter = [corner + p for p in path]
        for width, fill in ((5.2, INK), (2.8, WHITE)):
            for start, end in itertools.pairwise(letter):
                prop.ground.stroke([start, end], width, fill)


def notes(prop: Prop) -> None:
    """Musical notes around a dancer.

    Chapter: book/02_pictures_captions_books
    """
    spots = [-52 - 76j, 56 - 62j, -50 - 34j, 54 - 98j]
    for at in prop.rng.sample(spots, 3):
        pen = prop.ground.moved(at, 1.25, prop.rng.uniform(-14, 14))
        for grow, fill in ((1.6, WHITE), (0, INK)):
            pen = pen.using(line=None)
            pen.stroke([4 + 0j, 4 - 15j], 2 + grow, fill)
            pen.stroke([4 - 15j, 11 - 14j, 10 - 7j], 2.2 + grow, fill)
            pen.oval(0.4j, 4.6 + grow / 2, 3.6 + grow / 2, fill, -18)
