"""Larger beasts: pig, elephant, horse and dragon.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.figures.features import (
    belly,
    cheeks,
    eyes,
    mouth,
)
from storyteller_lib.data.storybook.drawing.figures.rig import Figure, Species
from storyteller_lib.data.storybook.drawing.palette import (
    CREAM,
    INK,
    WHITE,
    deeper,
    mix,
)


def _round_belly(figure: Figure) -> None:
    """A wide pale belly."""
    belly(figure, 15, 16, figure.tones.pale)


def _pig_tail(figure: Figure) -> None:
    """A corkscrew tail."""
    pen, body = figure.pen, figure.tones.body
    pen.limb((-18 - 24j, -38 - 18j, -31 - 32j), 2.4, 2.2, body)
    pen.limb((-31 - 32j, -24 - 40j, -39 - 40j), 2.2, 1.5, body)


def _pig(figure: Figure) -> None:
    """Folded ears and a large round snout."""
    pen, tones = figure.head, figure.tones
    pen.oval(0j, 27, 23, tones.body)
    for side in (-1, 1):
        points = [10 - 21j, 22 - 31j, 33 - 27j, 30 - 8j, 23 - 10j]
        flap = [complex(side * p.real, p.imag) for p in points]
        pen.blob(flap, tones.deep)
    eyes(figure, pen, 4 - 5j, 13, 0.85)
    snout = pen.using(width=0.4)
    snout.oval(5 + 6j, 12.5, 9.4, mix(tones.body, (244, 150, 160), 0.4))
    for x in (0.8, 9.2):
        bare = pen.using(line=None)
        bare.oval(complex(x, 6), 2.1, 3.2, deeper(tones.body, 0.6))
    mouth(figure, pen, 5 + 17j, 3.6)
    cheeks(pen, 4 + 6j, 19)


def _elephant_tail(figure: Figure) -> None:
    """A thin tail with a tassel."""
    pen, tones = figure.pen, figure.tones
    pen.limb((-16 - 26j, -34 - 26j, -35 - 12j), 2, 1.6, tones.body)
    pen.dot(-35 - 10j, 3.6, tones.deep)


def _elephant(figure: Figure) -> None:
    """Ears like sails and a trunk that curls up."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        points = [12 - 19j, 30 - 28j, 47 - 17j, 48 + 6j, 35 + 22j, 16 + 9j]
        sail = [complex(side * p.real, p.imag) for p in points]
        pen.blob(sail, tones.body)
        inner = [0.78 * p + side * 5 - 1j for p in sail]
        shade = mix(tones.body, (236, 160, 170), 0.5)
        pen.using(line=None).blob(inner, shade)
    pen.oval(0j, 23, 23, tones.body)
    eyes(figure, pen, 2 - 5j, 10, 0.85)
    for side in (-1, 1):
        tusk = (4 + side * 9 + 9j, 5 + side * 14 + 16j, 5 + side * 17 + 12j)
        pen.using(width=0.3).limb(tusk, 2.6, 0.8, CREAM)
    pen.limb((4 + 3j, 4 + 38j, 26 + 24j), 8, 4.4, tones.body)
    bare = pen.using(line=None)
    for start, end in ((-1 + 10j, 8 + 11j), (1 + 16j, 10 + 15.6j)):
        bare.stroke([start, end], 1.3, tones.deep)
    if figure.pose.mouth == "open":
        bare.oval(-6 + 16j, 4, 3, (140, 44, 56))
    cheeks(pen, 2 + 4j, 15)


def _horse_tail(figure: Figure) -> None:
    """A long flowing tail."""
    hair = deeper(figure.tones.body, 0.27)
    tail = [-12 - 26j, -30 - 36j, -44 - 22j, -44 - 2j, -34 - 8j, -28 - 18j]
    figure.pen.blob(tail, hair)


def _horse(figure: Figure) -> None:
    """A long face with a pale muzzle, upright ears, a mane."""
    pen, tones = figure.head, figure.tones
    hair = deeper(tones.body, 0.27)
    mane = [4 - 32j, -16 - 30j, -29 - 14j, -32 + 8j, -27 + 24j, -14 + 18j]
    pen.blob([*mane, -6 - 8j], hair)
    for side in (-1, 1):
        ear = [side * 4 - 20j, side * 15 - 41j, side * 18 - 14j]
        pen.polygon(ear, tones.body)
    face = [-24j, -17 - 19j, -19 - 2j, -9 + 10j, -8 + 22j, 6 + 30j, 20 + 26j]
    pen.blob([*face, 21 + 12j, 17 - 2j, 16 - 18j], tones.body)
    muzzle = [-6 + 12j, -8 + 22j, 6 + 30j, 20 + 26j, 20 + 13j, 7 + 9j]
    bare = pen.using(line=None)
    bare.blob(muzzle, tones.pale)
    bare.blob([1 - 12j, 4 + 2j, 8 + 4j, 7 - 12j], tones.pale)
    pen.blob([-10 - 27j, 3 - 33j, 13 - 25j, 6 - 10j, -3 - 15j], hair)
    eyes(figure, pen, 2 - 3j, 11, 0.88)
    for x in (2, 13):
        bare.oval(complex(x, 18), 1.8, 2.6, deeper(tones.body, 0.6))
    mouth(figure, pen, 8 + 23j, 4)


def _dragon_back(figure: Figure) -> None:
    """Bat wings and a tail that ends in an arrow."""
    pen, tones = figure.pen, figure.tones
    for side in (-1, 1):
        points = [8 - 42j, 34 - 84j, 58 - 66j, 50 - 52j, 46 - 40j, 34 - 44j]
        points += [28 - 30j, 18 - 36j]
        wing = [complex(side * p.real, p.imag) for p in points]
        pen.polygon(wing, mix(tones.deep, tones.line, 0.25))
        for tip in (50 - 52j, 28 - 30j):
            rib = [wing[1], complex(side * tip.real, tip.imag)]
            pen.stroke(rib, 1.6, tones.line)
    pen.limb((-6 - 16j, -38 + 4j, -44 - 26j), 7, 2.4, tones.body)
    pen.polygon([-53 - 26j, -45 - 42j, -35 - 27j], tones.deep)


def _dragon_belly(figure: Figure) -> None:
    """A belly of pale bands."""
    belly(figure, 12.5, 17, CREAM)
    bare = figure.pen.using(line=None)
    for y in (-20, -27, -34, -41):
        bare.stroke([-8 + 1j * y, 12 + 1j * y], 1.2, figure.tones.deep)


def _dragon(figure: Figure) -> None:
    """Horns, a crest of spikes, a snout with nostrils, one fang."""
    pen, tones = figure.head, figure.tones
    for side in (-1, 1):
        horn = (side * 12 - 16j, side * 17 - 30j, side * 25 - 37j)
        pen.using(width=0.4).limb(horn, 4.4, 1, CREAM)
    for x, y in ((-4, -18), (-17, -12), (-23, 0)):
        at = complex(x, y)
        spike = [at + 5 - 2j, at * 1.62, at - 5 + 4j]
        pen.polygon(spike, tones.deep)
    outline = [-21j, -19 - 14j, -22 + 4j, -9 + 18j, 12 + 21j, 29 + 14j]
    pen.blob([*outline, 29 + 2j, 19 - 9j, 13 - 18j], tones.body)
    bare = pen.using(line=None)
    bare.oval(15 + 9j, 11, 7, mix(tones.body, tones.pale, 0.45))
    eyes(figure, pen, 2 - 5j, 9.5, 1)
    for x in (13, 22):
        bare.oval(complex(x, 4), 1.7, 2.2, tones.line)
    mouth(figure, pen, 13 + 13j, 6)
    bare.polygon([5 + 14j, 9 + 15j, 7 + 19j], WHITE)


SPECIES: dict[str, Species] = {
    "pig": Species(
        _pig, _pig_tail, _round_belly, body=(25, 24), neck=-65j, top=96,
        arm=(6, 5), leg=6.5, feet="deep", hands="deep",
    ),
    "elephant": Species(
        _elephant, _elephant_tail, _round_belly, body=(25, 25), neck=-70j,
        top=100, arm=(7, 6), leg=9, hand=6.4, foot=(9.5, 5), scale=1.06,
    ),
    "horse": Species(
        _horse, _horse_tail, _round_belly, body=(20, 24), neck=-74j, top=116,
        leg=6, feet=INK, hands="line", scale=1.0,
    ),
    "dragon": Species(
        _dragon, _dragon_back, _dragon_belly, body=(20, 23), top=106,
        leg=7, foot=(9.5, 5),
    ),
}  # fmt: skip
