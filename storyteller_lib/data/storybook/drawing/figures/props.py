"""What figures hold and leave behind: kites, drums, dust, music.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import cmath
import itertools
import random
from dataclasses import dataclass

from storyteller_lib.data.storybook.drawing.canvas import Pen
from storyteller_lib.data.storybook.drawing.figures.rig import Figure
from storyteller_lib.data.storybook.drawing.palette import (
    CREAM,
    INK,
    WHITE,
    WOOD,
    Colour,
    deeper,
    lighter,
    mix,
)

STRING: Colour = (92, 76, 78)


@dataclass(frozen=True)
class Prop:
    """What is needed to draw the props of one figure.

    Attributes:
        figure: whose props they are.
        pen: a pen in the figure's coordinates that marks props.
        ground: the same, but standing upright on the ground.
        colour: the colour of the prop.
        rng: for what is left to chance.

    Chapter: book/02_pictures_captions_books
    """

    figure: Figure
    pen: Pen
    ground: Pen
    colour: Colour
    rng: random.Random

    @property
    def hand(self) -> complex:
        """The hand towards which the figure looks."""
        return self.figure.pose.hands[1]


def nothing(prop: Prop) -> None:
    """No prop.

    Chapter: book/02_pictures_captions_books
    """


def book(prop: Prop) -> None:
    """An open book held in both hands.

    Chapter: book/02_pictures_captions_books
    """
    pen = prop.pen
    cover = [1 - 35j, 25 - 42j, 25 - 20j, 1 - 12j, -23 - 20j, -23 - 42j]
    pen.polygon(cover, prop.colour)
    bare = pen.using(line=None)
    left = [1 - 37j, -20 - 45j, -20 - 41.5j, 1 - 33.5j]
    for side in (1, -1):
        page = [complex((p.real - 1) * side + 1, p.imag) for p in left]
        bare.polygon(page, CREAM)
    bare.stroke([1 - 35j, 1 - 12j], 2, deeper(prop.colour))
    star = lighter(prop.colour, 0.6)
    bare.dot(-11 - 29j, 3.4, star)
    bare.stroke([8 - 29j, 19 - 33j], 2, star)
    bare.stroke([8 - 23j, 16 - 26j], 2, star)


def pond(prop: Prop) -> None:
    """A little pond with a fish to fish in.

    Chapter: book/02_pictures_captions_books
    """
    pen = prop.ground.using(line=(70, 128, 160), width=0.4)
    pen.oval(62 + 0j, 25, 7.5, (112, 186, 214))
    bare = pen.using(line=None)
    bare.oval(58 - 2j, 13, 1.4, (190, 228, 240))
    bare.oval(68 + 3j, 7, 1.0, (190, 228, 240))
    fish = mix(prop.colour, (250, 160, 80), 0.4)
    swim = pen.using(line=deeper(fish)).moved(78 - 8j, 1, -50)
    swim.polygon([-5, -12 - 5j, -12 + 5j], fish)
    swim.oval(0j, 7, 4.2, fish)
    swim.using(line=None).dot(3.4 - 1j, 1.1, INK)


def rod(prop: Prop) -> None:
    """A fishing rod with its line in the water.

    Chapter: book/02_pictures_captions_books
    """
    tip = 60 - 92j
    prop.pen.limb((8 - 26j, 38 - 52j, tip), 2, 1.1, WOOD)
    prop.pen.stroke([tip, 63 - 40j, 60 - 2j], 1.1, STRING)
    prop.pen.using(width=0.3).dot(60 - 3j, 3.4, (232, 76, 70))
    prop.pen.dot(27 - 38j, 3, (90, 90, 104))


def kite(prop: Prop) -> None:
    """A kite with a tail of bows, on a string up to the sky.

    Chapter: book/02_pictures_captions_books
    """
    rng, canvas = prop.rng, prop.pen.canvas
    hand = prop.pen.at(prop.hand) * 100 / canvas.side
    side = -1 if prop.pen.flip else 1
    x = hand.real + side * rng.uniform(9, 18)
    at = complex(min(90, max(10, x)), rng.uniform(10, 18))
    bow = (hand + at) / 2 + complex(side * 3, 5)
    label = prop.pen.label
    pen = canvas.pen.using(label=label, line=deeper(prop.colour))
    pen.stroke([hand, bow, at], 0.5, STRING)
    pen = pen.moved(at, rng.uniform(0.95, 1.15), side * rng.uniform(12, 30))
    pen.stroke([9j, -4 + 13j, 1 + 19j], 0.6, STRING)
    for knot in (-1.6 + 13j, 0 + 17j):
        pen.polygon([knot, knot - 2 - 1.4j, knot - 2 + 1.4j], prop.colour)
        pen.polygon([knot, knot + 2 - 1.4j, knot + 2 + 1.4j], prop.colour)
    pen.polygon([-9j, 6.6 - 1.5j, 9j, -6.6 - 1.5j], prop.colour)
    bare = pen.using(line=None)
    pale = lighter(prop.colour, 0.6)
    bare.polygon([-8.4j, 6 - 1.5j, -1.5j], pale)
    bare.polygon([8.4j, -6 - 1.5j, -1.5j], pale)


def umbrella(prop: Prop) -> None:
    """A domed umbrella over the head.

    Chapter: book/02_pictures_captions_books
    """
    top, hand = prop.figure.species.top, prop.hand
    hub = complex(8, -top - 28)
    pen = prop.pen
    pen.stroke([hand + 9j, hand, hub], 2.8, WOOD)
    pen.stroke([hub, hub - 7j], 2.6, WOOD)
    rim = hub + 26j
    arc = [rim + cmath.rect(52, -cmath.pi * k / 10) for k in range(11)]
    arc = [complex(p.real, rim.imag + (p.imag - rim.imag) * 0.56) for p in arc]
    wave = [arc[0]]
    for k in range(4):
        start = rim + 52 - 26 * k
        wave += [start - 13 - 7j, start - 26]
    pen.polygon([*arc, *reversed(wave[:-1])], prop.colour)
    bare, crown = pen.using(line=None), arc[5] + 0.6j
    pale = lighter(prop.colour, 0.55)
    right, left = (crown + wave[2]) / 2, (crown + wave[6]) / 2
    middle = (crown + wave[4]) / 2
    seam = [crown, right + 6 - 4j, *wave[2:5], middle]
    bare.polygon(seam, pale)
    bare.polygon([crown, *arc[7:10], *wave[8:5:-1], left - 6 - 4j], pale)


def balloon(prop: Prop) -> None:
    """A balloon on a string.

    Chapter: book/02_pictures_captions_books
    """
    hand, rng = prop.hand, prop.rng
    knot = complex(hand.real + rng.uniform(2, 9), -rng.uniform(102, 110))
    pen = prop.pen
    sway = (hand + knot) / 2 + rng.choice((-7, 7))
    pen.stroke([hand + 8j, sway, knot], 1.2, STRING)
    pen.polygon([knot - 3.4 + 4j, knot - 1j, knot + 3.4 + 4j], prop.colour)
    pen.oval(knot - 22j, 19, 22.5, prop.colour)
    shine = lighter(prop.colour, 0.65)
    pen.using(line=None).oval(knot - 7 - 30j, 3.6, 7, shine, 22)


def lantern(prop: Prop) -> None:
    """A glowing lantern hanging from the hand.

    Chapter: book/02_pictures_captions_books
    """
    at = prop.hand + 22j
    pen = prop.pen.using(line=(84, 62, 58))
    for radius, alpha in ((44, 30), (33, 44), (23, 70)):
        pen.dot(at, radius, (255, 226, 120, alpha))
    pen.stroke([prop.hand, at - 14j], 1.8, INK)
    iron = (108, 82, 74)
    pen.polygon([at - 9 - 9j, at - 4 - 16j, at + 4 - 16j, at + 9 - 9j], iron)
    pen.box(at - 8 - 9j, 16 + 19j, (255, 214, 92))
    bare = pen.using(line=None)
    bare.oval(at + 1j, 4.6, 7, (255, 246, 200))
    for x in (-3, 3):
        bare.box(at + x - 0.6 - 9j, 1.2 + 19j, iron)
    pen.box(at - 10 + 9j, 20 + 4.4j, iron)


def apple(prop: Prop) -> None:
    """A bitten apple before the mouth.

    Chapter: book/02_pictures_captions_books
    """
    at, body = prop.hand - 7j, prop.figure.tones.body
    reddish = body[0] > 190 and body[1] < 175
    skin = (124, 186, 66) if reddish else (222, 56, 52)
    pen = prop.pen.using(line=deeper(skin))
    right = -8j, 8 - 10j, 12 + 0j, 6 + 11j
    left = -6 + 11j, -12 + 0j, -8 - 10j
    pen.blob(
        [at + point for point in (*right, 9.5j, *left)],
        skin,
    )
    bare = pen.using(line=None)
    for bite in (-11 - 4j, -10 + 3j):
        bare.dot(at + bite, 4.6, CREAM)
    bare.oval(at + 6 - 4j, 2, 3.4, lighter(skin, 0.5), 20)
    bare.stroke([at - 8j, at + 1 - 15j], 1.8, WOOD)
    leaf = (98, 168, 76)
    bare.oval(at + 5.6 - 13.6j, 4.6, 2.3, leaf, -24)
    figure = prop.figure
    if figure.species.hand:
        palm = getattr(figure.tones, figure.species.hands)
        line = figure.tones.line
        pen.using(line=line, label=figure.pen.label).dot(
            prop.hand + 4j, figure.species.hand, palm
        )


def drum(prop: Prop) -> None:
    """A drum hung before the belly.

    Chapter: book/02_pictures_captions_books
    """
    pen = prop.pen
    side = [-22 - 33j, -20 - 10j, -10 - 5j, 10 - 5j, 20 - 10j, 22 - 33j]
    pen.polygon(side, prop.colour)
    bare = pen.using(line=None)
    pale = lighter(prop.colour, 0.7)
    zigzag = [-21 - 27j, -10 - 9j, 0 - 27j, 10 - 9j, 21 - 27j]
    for start, end in itertools.pairwise(zigzag):
        bare.stroke([start, end], 2, pale)
    pen.oval(-33j, 22, 7, CREAM)


def sticks(prop: Prop) -> None:
    """Two drumsticks in the hands and the sound of the beat.

    Chapter: book/02_pictures_captions_books
    """
    pen = prop.pen.using(line=deeper(WOOD), width=0.3)
    for x, hand in zip((-8, 8), prop.figure.pose.hands, strict=True):
        end = complex(x, -37)
        pen.limb((hand, (hand + end) / 2, end), 1.4, 1.4, (214, 164, 104))
        pen.dot(end, 3, (214, 164, 104))
    for start, end in ((-32 - 24j, -41 - 28j), (-32 - 16j, -42 - 14j)):
        for side in (-1, 1):
            line = [complex(side * p.real, p.imag) for p in (start, end)]
            pen.stroke(line, 3.4, INK)
            pen.stroke(line, 2, WHITE)
