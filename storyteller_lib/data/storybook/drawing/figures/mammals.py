"""Small mammals: cat, dog, fox, bear, rabbit and mouse.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.figures.features import (
    belly,
    cheeks,
    eyes,
    mouth,
    nose,
)
from storyteller_lib.data.storybook.drawing.figures.rig import Figure, Species
from storyteller_lib.data.storybook.drawing.palette import (
    CREAM,
    INK,
    WHITE,
    Colour,
    mix,
)

PINK: Colour = (240, 150, 156)


def _pale_belly(figure: Figure) -> None:
    """A pale oval belly."""
    belly(figure, 12, 15, figure.tones.pale)


def _mirrored(points: list[complex], side: int) -> list[complex]:
    """Points of the right side (1), or the same on the left one (-1)."""
    return [complex(side * p.real, p.imag) for p in points]


def _pointed_ears(
    figure: Figure, ear: list[complex], part: list[complex], colour: Colour
) -> None:
    """Two ears, each with a part that shimmers in another colour."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        pen.polygon(_mirrored(ear, side), tones.body)
        pen.using(line=None).polygon(
            _mirrored(part, side), mix(tones.body, colour, 0.7)
        )


def _cat_tail(figure: Figure) -> None:
    """A long tail curling up."""
    body = figure.tones.body
    figure.pen.limb((-8 - 20j, -46 - 8j, -40 - 50j), 4.6, 3.6, body)


def _cat(figure: Figure) -> None:
    """Pointed ears, striped brow, whiskers."""
    pen, tones = figure.head, figure.tones
    inner = [22 - 12j, 21.5 - 30j, 10 - 20j]
    _pointed_ears(figure, [25 - 6j, 24 - 38j, 5 - 20j], inner, PINK)
    pen.oval(0j, 27, 21.5, tones.body)
    bare = pen.using(line=None)
    for x, y in ((-5, -14), (3, -15), (11, -14)):
        bare.oval(complex(x, y), 1.6, 5, tones.deep)
    for side in (-1, 1):
        bare.oval(3 + side * 4.4 + 7.4j, 6.4, 5, tones.pale)
    eyes(figure, pen)
    nose(pen, 3 + 4j, 2.8, PINK)
    mouth(figure, pen, 3 + 7.6j, 4)
    for side in (-1, 1):
        for y in (4, 8):
            start = complex(3 + side * 12, y)
            whisker = [start, start + complex(side * 17, y - 7)]
            bare.stroke(whisker, 1.1, tones.line)


def _dog_tail(figure: Figure) -> None:
    """A short wagging tail."""
    body = figure.tones.body
    figure.pen.limb((-10 - 22j, -26 - 22j, -33 - 40j), 4.4, 2.8, body)


def _dog(figure: Figure) -> None:
    """Hanging ears, a long pale muzzle with a large nose, a tongue."""
    pen, tones = figure.head, figure.tones
    pen.oval(0j, 24, 22.5, tones.body)
    bare = pen.using(line=None)
    bare.blob([4 - 18j, 21 - 12j, 23 + 1j, 12 + 4j, 5 - 4j], tones.deep)
    pen.using(width=0.3).oval(6 + 10j, 14.5, 11, tones.pale)
    eyes(figure, pen, 4 - 5j, 9)
    nose(pen, 7 + 4j, 5.6)
    mouth(figure, pen, 7 + 11j, 5)
    if figure.pose.mouth == "smile":
        bare.oval(9 + 17j, 3, 4.2, PINK)
    for side in (-1, 1):
        points = [15 - 20j, 26 - 19j, 35 - 2j, 33 + 17j, 25 + 19j, 21 + 2j]
        pen.blob(_mirrored(points, side), tones.deep)


def _fox_tail(figure: Figure) -> None:
    """A great bushy tail with a white tip."""
    pen, tones = figure.pen, figure.tones
    brush = [-6 - 16j, -26 - 8j, -46 - 20j, -52 - 46j, -40 - 66j]
    pen.blob([*brush, -30 - 50j, -24 - 32j], tones.body)
    tip = [-51 - 44j, -52 - 52j, -40 - 66j, -33 - 52j, -41 - 48j]
    pen.using(line=None).blob(tip, WHITE)


def _fox(figure: Figure) -> None:
    """Large dark-tipped ears, white cheeks running out to points."""
    pen, tones = figure.head, figure.tones
    tip = [26 - 27j, 27 - 44j, 15.5 - 32j]
    _pointed_ears(figure, [24 - 8j, 27 - 44j, 3 - 19j], tip, INK)
    left = [-18 - 17j, -27 - 2j, -36 + 10j, -20 + 15j, -7 + 20j]
    right = _mirrored(left[::-1], -1)
    pen.blob([-20j, *left, 3 + 23j, *right], tones.body)
    bare = pen.using(line=None)
    for side in (-1, 1):
        ruff = [3 + 22j, side * 12 + 19j, side * 33 + 10j]
        bare.blob([*ruff, side * 20 + 2j, 3 + side * 6 + 5j], WHITE)
    bare.blob(
        [-4 - 4j, 3 - 10j, 10 - 4j, 9 + 14j, 3 + 17j, -3 + 14j], tones.body
    )
    eyes(figure, pen, 3 - 4j, 12, 0.92)
    nose(pen, 3 + 13j, 4)
    mouth(figure, pen, 3 + 17j, 3.6)


def _bear_tail(figure: Figure) -> None:
    """A stub of a tail."""
    figure.pen.dot(-22 - 20j, 5, figure.tones.body)


def _bear_belly(figure: Figure) -> None:
    """A wide pale belly."""
    belly(figure, 15, 17, figure.tones.pale)


def _bear(figure: Figure) -> None:
    """Small round ears on a broad head, a wide pale muzzle."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        pen.dot(side * 21 - 18j, 9.5, tones.body)
        pen.using(line=None).dot(side * 21 - 17j, 5.4, tones.deep)
    pen.oval(0j, 28, 23.5, tones.body)
    pen.using(width=0.3).oval(3 + 10j, 13, 9.5, tones.pale)
    eyes(figure, pen, 3 - 5j, 11, 0.85)
    nose(pen, 3 + 5j, 5)
    mouth(figure, pen, 3 + 11j, 4.4)
    cheeks(pen, 3 + 5j, 19)


def _rabbit_tail(figure: Figure) -> None:
    """A white powder puff."""
    figure.pen.dot(-20 - 20j, 8, CREAM)


def _rabbit(figure: Figure) -> None:
    """Long upright ears, cheeks, two front teeth."""
    pen, tones = figure.head, figure.tones
    for side, lean in ((-1, -12), (1, 16)):
        ear = pen.moved(side * 10 - 14j, turn=lean)
        ear.oval(-22j, 7.6, 25, tones.body)
        bare = ear.using(line=None)
        bare.oval(-22j, 4, 18, mix(tones.body, PINK, 0.65))
    pen.oval(0j, 24, 21, tones.body)
    pen.using(line=None).box(0.4 + 12j, 5.2 + 6.4j, WHITE)
    bare = pen.using(line=None)
    for side in (-1, 1):
        bare.oval(3 + side * 4.6 + 8.6j, 6, 4.8, tones.pale)
    eyes(figure, pen, 3 - 3j, 9.5)
    nose(pen, 3 + 5j, 2.8, PINK)
    mouth(figure, pen, 3 + 9j, 3.4)
    cheeks(pen, 3 + 6j, 16)


def _mouse_tail(figure: Figure) -> None:
    """A long thin pink tail."""
    curve = (-6 - 12j, -44 + 6j, -46 - 34j)
    figure.pen.limb(curve, 2.4, 1.2, mix(PINK, figure.tones.body, 0.35))


def _mouse(figure: Figure) -> None:
    """Ears as large as plates, a pointed snout."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        pen.dot(side * 25 - 21j, 18.5, tones.body)
        inner = mix(tones.body, PINK, 0.62)
        pen.using(line=None).dot(side * 25 - 20j, 12.5, inner)
    outline = [-20j, -21 - 8j, -20 + 9j, -4 + 19j, 16 + 18j, 26 + 9j]
    pen.blob([*outline, 21 - 9j], tones.body)
    pen.using(line=None).oval(12 + 9j, 11, 7, tones.pale)
    eyes(figure, pen, 4 - 3j, 9, 0.95)
    nose(pen, 20 + 5j, 4.4, PINK)
    mouth(figure, pen, 12 + 11j, 3.6)
    bare = pen.using(line=None)
    for tip in (32 + 1j, 33 + 10j):
        bare.stroke([15 + 7j, tip], 1, tones.line)


SPECIES: dict[str, Species] = {
    "cat": Species(_cat, _cat_tail, _pale_belly, top=104),
    "dog": Species(_dog, _dog_tail, _pale_belly, top=90),
    "fox": Species(
        _fox, _fox_tail, _pale_belly, top=110, feet=INK, scale=0.97
    ),
    "bear": Species(
        _bear,
        _bear_tail,
        _bear_belly,
        body=(24, 25),
        neck=-70j,
        top=98,
        arm=(7, 6),
        leg=7.5,
        hand=6.5,
        foot=(9.5, 5.4),
        scale=1.08,
    ),
    "rabbit": Species(
        _rabbit, _rabbit_tail, _pale_belly, top=126, foot=(10, 4.8), scale=0.9
    ),
    "mouse": Species(
        _mouse, _mouse_tail, _pale_belly, body=(16, 20), neck=-60j, top=100,
        scale=0.86,
    ),
}  # fmt: skip
