"""Birds and pond animals: owl, duck, penguin, frog and turtle.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.figures.features import (
    belly,
    cheeks,
    eyes,
)
from storyteller_lib.data.storybook.drawing.figures.rig import Figure, Species
from storyteller_lib.data.storybook.drawing.palette import (
    BEAK,
    CREAM,
    INK,
    WHITE,
    deeper,
    mix,
)


def _owl_body(figure: Figure) -> None:
    """Body and head in one egg, a scalloped breast."""
    pen, tones = figure.pen, figure.tones
    egg = [-6j, -20 - 10j, -27 - 32j, -27 - 62j, -20 - 84j, -86j]
    right = [complex(-p.real, p.imag) for p in reversed(egg[1:-1])]
    pen.blob([*egg, *right], tones.body)
    bare = pen.using(line=None)
    bare.oval(1 - 28j, 17, 20, tones.pale)
    for row, y in enumerate((-38, -30, -22)):
        for k in range(4 - row % 2):
            x = 1 + (k - 1.5 + 0.5 * (row % 2)) * 7.5
            scale = complex(x, y)
            ends = [scale - 3, scale + 5j, scale + 3]
            bare.stroke(ends, 1.5, tones.deep)


def _owl(figure: Figure) -> None:
    """Ear tufts, eyes in great pale discs, a hooked beak."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        tuft = [side * 24 - 6j, side * 27 - 34j, side * 6 - 19j]
        pen.polygon(tuft, tones.body)
    bare = pen.using(line=None)
    for side in (-1, 1):
        bare.dot(2 + side * 12, 13.6, tones.deep)
        bare.dot(2 + side * 12, 12, CREAM)
    eyes(figure, pen, 2 + 0j, 11.5, 1.5)
    pen.using(width=0.35).polygon([-3 + 8j, 2 + 4j, 7 + 8j, 2 + 18j], BEAK)


def _duck_tail(figure: Figure) -> None:
    """A tail of feathers turned up."""
    tail = [-8 - 14j, -30 - 22j, -42 - 42j, -32 - 40j, -26 - 44j, -10 - 36j]
    figure.pen.blob(tail, figure.tones.body)


def _duck(figure: Figure) -> None:
    """A round head with a tuft and a long flat bill."""
    pen, tones = figure.head, figure.tones
    for tip in (-10 - 33j, -1 - 35j):
        pen.limb((-2 - 18j, -2 - 28j, tip), 3, 1, tones.body)
    pen.dot(0j, 22.5, tones.body)
    bill = pen.using(width=0.4, line=deeper(BEAK, 0.4))
    if figure.pose.mouth == "open":
        bill.blob([6 + 6j, 20 + 8j, 32 + 15j, 22 + 17j, 8 + 13j], BEAK)
    bill.blob(
        [4 + 1j, 14 - 1j, 27 + 3j, 41 + 3j, 38 + 9j, 16 + 10j, 5 + 9j], BEAK
    )
    pen.using(line=None).oval(20 + 3j, 1.3, 0.9, deeper(BEAK, 0.5))
    eyes(figure, pen, 6 - 8j, 8, 0.95)
    cheeks(pen, -6 + 6j, 4)


def _penguin_body(figure: Figure) -> None:
    """A tall smooth body with a white front."""
    pen, tones = figure.pen, figure.tones
    egg = [-4j, -20 - 8j, -26 - 28j, -22 - 50j, -12 - 62j]
    right = [complex(-p.real, p.imag) for p in reversed(egg[1:])]
    pen.blob([*egg, *right], tones.body)
    bare = pen.using(line=None)
    bare.oval(2 - 29j, 17, 23, mix(WHITE, tones.body, 0.06))


def _penguin(figure: Figure) -> None:
    """A smooth head with a white heart-shaped face and a small beak."""
    pen, tones = figure.head, figure.tones
    pen.oval(0j, 23, 22, tones.body)
    bare = pen.using(line=None)
    face = mix(WHITE, tones.body, 0.06)
    for side in (-1, 1):
        bare.oval(3 + side * 8 - 2j, 9.5, 11.5, face)
    bare.oval(3 + 9j, 14, 9, face)
    eyes(figure, pen, 3 - 2j, 8.5, 0.85)
    beak = pen.using(width=0.35, line=deeper(BEAK, 0.4))
    beak.polygon([-2 + 4j, 4 + 2j, 14 + 7j, 4 + 11j], BEAK)
    cheeks(pen, 3 + 8j, 12)


def _frog_belly(figure: Figure) -> None:
    """A pale belly."""
    belly(figure, 13, 14, figure.tones.pale)


def _frog(figure: Figure) -> None:
    """Eyes on top of a wide flat head and a mouth from side to side."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        pen.dot(2 + side * 16 - 17j, 12, tones.body)
    pen.oval(4j, 33, 19.5, tones.body)
    bare = pen.using(line=None)
    bare.oval(2 + 13j, 22, 9.5, tones.pale)
    eyes(figure, pen, 2 - 18j, 16, 1.45)
    for x in (-1, 6):
        bare.oval(complex(x, 2), 1.1, 1.5, tones.line)
    bare.stroke([-20 + 5j, 3 + 19j, 26 + 5j], 2.2, tones.line)
    if figure.pose.mouth == "open":
        bare.blob([-9 + 11j, 3 + 12j, 15 + 11j, 3 + 21j], (140, 44, 56))
    cheeks(pen, 3 + 7j, 22)


def _shell(figure: Figure) -> None:
    """A domed shell on the back, with a pale rim and plates."""
    pen, tones = figure.pen, figure.tones
    pen.oval(-8 - 35j, 35, 33, mix(tones.pale, tones.body, 0.25))
    pen.oval(-8 - 35j, 31, 29, tones.deep)
    bare = pen.using(line=None)
    for at in (-31 - 46j, -33 - 26j, 17 - 50j, -22 - 58j, 17 - 20j):
        bare.oval(at, 5.4, 7, tones.line)
        bare.oval(at, 4, 5.6, tones.body)
    pen.limb((-6 - 10j, -22 - 2j, -34 - 3j), 4, 1, tones.body)


def _plastron(figure: Figure) -> None:
    """The pale plates of the front."""
    belly(figure, 14, 16, figure.tones.pale)
    bare = figure.pen.using(line=None)
    for y in (-24, -34):
        bare.stroke([-10 + 1j * y, 14 + 1j * y], 1.4, figure.tones.deep)
    bare.stroke([2 - 15j, 2 - 44j], 1.4, figure.tones.deep)


def _turtle(figure: Figure) -> None:
    """A smooth head without ears, on a neck, with a wide smile."""
    pen, tones = figure.head, figure.tones
    pen.box(-8 + 8j, 16 + 18j, tones.body)
    pen.oval(0j, 21, 19, tones.body)
    bare = pen.using(line=None)
    for at in (-13 - 9j, -9 - 14j, -16 - 2j):
        bare.dot(at, 2, tones.deep)
    eyes(figure, pen, 4 - 4j, 8.5, 0.95)
    bare.stroke([-9 + 6j, 5 + 16j, 17 + 5j], 2, INK)
    if figure.pose.mouth == "open":
        bare.oval(5 + 11j, 5, 3.4, (140, 44, 56))
    cheeks(pen, 4 + 5j, 14)


SPECIES: dict[str, Species] = {
    "owl": Species(
        _owl, front=_owl_body, neck=-66j, top=104, arm=(8, 4), hand=0,
        body=(24, 22), limbs="deep", feet=BEAK, leg=3, legs="line",
        trunk=lambda figure: None,
    ),
    "duck": Species(
        _duck, _duck_tail, body=(21, 22), neck=-67j, top=102, arm=(8, 4),
        hand=0, limbs="deep", feet=BEAK, leg=3, foot=(9.5, 3.8), scale=0.96,
    ),
    "penguin": Species(
        _penguin, front=_penguin_body, body=(25, 24), neck=-72j, top=96,
        arm=(7, 3.4), hand=0, feet=BEAK, leg=4, foot=(9.5, 4),
        trunk=lambda figure: None,
    ),
    "frog": Species(
        _frog, front=_frog_belly, body=(20, 19), neck=-58j, top=90,
        arm=(4.4, 3.8), leg=4.6, foot=(12, 4), scale=1.0,
    ),
    "turtle": Species(
        _turtle, _shell, _plastron, body=(20, 21), neck=-70j, top=92,
    ),
}  # fmt: skip
