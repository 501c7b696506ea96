"""People in coats and a robot.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.figures.features import (
    cheeks,
    eyes,
    mouth,
)
from storyteller_lib.data.storybook.drawing.figures.rig import Figure, Species
from storyteller_lib.data.storybook.drawing.palette import (
    BLUSH,
    CREAM,
    INK,
    WHITE,
    Colour,
    deeper,
    lighter,
    mix,
)

STEEL: Colour = (196, 202, 212)


def _coat(figure: Figure, flare: float) -> None:
    """A buttoned coat that widens downwards."""
    pen, tones = figure.pen, figure.tones
    left = [-10 - 52j, -20 - 46j, -22 - 26j, complex(-22 - flare, -9)]
    right = [complex(-p.real, p.imag) for p in reversed(left)]
    pen.blob([*left, -6j, *right], tones.body)
    bare = pen.using(line=None)
    bare.stroke([3 - 47j, 4 - 8j], 1.5, tones.line)
    for y in (-38, -29, -20):
        bare.dot(complex(8, y), 1.8, CREAM)
    for side in (-1, 1):
        pocket = complex(side * 14 - 3, -21)
        bare.box(pocket, 7 + 1.8j, tones.deep)


def _skirted_coat(figure: Figure) -> None:
    """The girl's coat."""
    _coat(figure, 10)


def _straight_coat(figure: Figure) -> None:
    """The boy's coat."""
    _coat(figure, 2)


def _collar(figure: Figure) -> None:
    """A scarf-like collar in a deeper tone of the coat."""
    figure.pen.oval(1 - 50j, 14, 4.6, figure.tones.deep)


def _skin(figure: Figure) -> None:
    """Head, ears and face of a child."""
    pen, tones = figure.head, figure.tones
    face = pen.using(line=deeper(tones.skin, 0.45))
    for side in (-1, 1):
        face.dot(side * 21 + 2j, 4.6, tones.skin)
    face.oval(0j, 22, 20.5, tones.skin)
    eyes(figure, pen, 3 + 0j, 8.6, 0.95, white=False)
    pen.using(line=None).oval(4 + 5.4j, 1.9, 1.4, mix(tones.skin, BLUSH, 0.6))
    mouth(figure, pen, 3 + 9j, 4.4)
    cheeks(pen, 3 + 6.4j, 13.5)


def _tails(figure: Figure) -> None:
    """Two bunches of hair, tied with bows."""
    pen, hair = figure.head, figure.tones.hair
    pen = pen.using(line=deeper(hair, 0.4))
    for side in (-1, 1):
        points = [20 - 5j, 31 - 12j, 38 + 4j, 35 + 24j, 27 + 21j, 23 + 8j]
        bunch = [complex(side * p.real, p.imag) for p in points]
        pen.blob(bunch, hair)


def _girl(figure: Figure) -> None:
    """A face under a fringe, bunches with bows."""
    _collar(figure)
    _tails(figure)
    _skin(figure)
    pen, tones = figure.head, figure.tones
    hair = pen.using(line=deeper(tones.hair, 0.4))
    cap = [-22 + 3j, -24 - 10j, -14 - 23j, -25j, 14 - 23j, 24 - 10j, 22 + 3j]
    fringe = [17 - 7j, 8 - 8.5j, 0 - 11j, -8 - 7j, -17 - 4j]
    hair.blob([*cap, *fringe], tones.hair)
    beret = [-21 - 15j, -24 - 24j, -8 - 33j, 14 - 31j, 24 - 22j, 20 - 15j]
    pen.limb((2 - 30j, 3 - 34j, 6 - 37j), 2, 2, tones.body)
    pen.blob([*beret, -16j], tones.body)
    for side in (-1, 1):
        bow = pen.moved(side * 22 - 8j)
        bow.polygon([0j, -8 - 7j, -8 + 6j], tones.body)
        bow.polygon([0j, 8 - 7j, 8 + 6j], tones.body)


def _boy(figure: Figure) -> None:
    """A face under tousled hair and a woollen hat with a bobble."""
    _collar(figure)
    _skin(figure)
    pen, tones = figure.head, figure.tones
    hair = pen.using(line=deeper(tones.hair, 0.4))
    lock = [-22 + 3j, -24 - 8j, -12 - 16j, 12 - 16j, 24 - 8j, 22 + 3j]
    hair.blob([*lock, 17 - 7j, 9 - 5j, 3 - 9j, -6 - 5j, -16 - 6j], tones.hair)
    pen.dot(-35j, 6, CREAM)
    hat = [-23 - 10j, -23 - 20j, -12 - 31j, 12 - 31j, 23 - 20j, 23 - 10j]
    pen.blob([*hat, -12j], tones.body)
    brim = [-25 - 9j, -24 - 16j, -18j, 24 - 16j, 25 - 9j, -11.5j]
    pen.blob(brim, tones.deep)


def _robot_body(figure: Figure) -> None:
    """A box with a panel of lamps and a dial."""
    pen, tones = figure.pen, figure.tones
    pen.box(-6 - 56j, 12 + 10j, STEEL)
    pen.box(-21 - 50j, 42 + 38j, tones.body)
    bare = pen.using(line=None)
    bare.box(-21 - 18j, 42 + 6j, tones.deep)
    bare.box(-13 - 44j, 27 + 21j, deeper(tones.body, 0.5))
    bare.box(-12 - 43j, 25 + 19j, tones.pale)
    for x, lamp in (
        (-6, (226, 84, 76)),
        (1, (250, 200, 80)),
        (8, (92, 184, 120)),
    ):
        bare.dot(complex(x, -38), 2.4, lamp)
    for x in (-8, -3, 2, 7):
        tall = 3 + 2 * (x % 3)
        bare.box(complex(x, -26 - tall), complex(3, tall), tones.line)


def _robot(figure: Figure) -> None:
    """A square head with an antenna, ear bolts and a grille."""
    pen, tones = figure.head, figure.tones
    pen.box(-1.4 - 33j, 2.8 + 14j, STEEL)
    pen.dot(-36j, 5, (252, 196, 78))
    for side in (-1, 1):
        pen.box(side * 27 - 3 - 6j, 6 + 13j, STEEL)
    pen.box(-25 - 21j, 50 + 40j, tones.body)
    bare = pen.using(line=None)
    bare.box(-19 - 15j, 42 + 19j, deeper(tones.body, 0.6))
    if figure.pose.eyes in ("closed", "happy"):
        bow = 3j if figure.pose.eyes == "closed" else -7j
        for x in (-8, 12):
            at = complex(x, -5)
            bare.stroke([at - 5, at + bow, at + 5], 2.4, (150, 240, 236))
    else:
        down = 2.5j if figure.pose.eyes == "down" else 0j
        for x in (-8, 12):
            bare.dot(complex(x, -5) + down, 6.4, (150, 240, 236))
            bare.dot(complex(x + 1, -5) + down * 1.6, 3, WHITE)
    tall = 8 if figure.pose.mouth == "open" else 5
    bare.box(-7 + 8j, complex(20, tall), lighter(STEEL, 0.6))
    for x in (-2, 3, 8):
        bare.box(complex(x - 0.6, 8), complex(1.2, tall), INK)


SPECIES: dict[str, Species] = {
    "girl": Species(
        _girl, trunk=_skirted_coat, body=(20, 22), neck=-68j, top=106,
        hands="skin", legs="cloth", feet="cloth", hand=4.8, leg=5,
    ),
    "boy": Species(
        _boy, trunk=_straight_coat, body=(20, 22), neck=-68j, top=110,
        hands="skin", legs="cloth", feet="cloth", hand=4.8, leg=5.6,
    ),
    "robot": Species(
        _robot, trunk=_robot_body, body=(23, 20), neck=-72j, top=112,
        arm=(4, 4), hand=6, foot=(9.5, 5.4), limbs="pale", legs="pale",
        feet="deep", hands="deep",
    ),
}  # fmt: skip
