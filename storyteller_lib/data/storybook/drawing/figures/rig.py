"""The rig: how every figure is put together from the same few parts.

All figures stand upright like people in a picture book, so that one pose
(where hands and feet are, what eyes and mouth do) serves all of them. A
species says how large its parts are and draws what sets it apart: ears,
beaks, tails. A figure's own coordinates have the feet at (0, 0), y pointing
down, and about 100 units of height; it looks towards positive x.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from storyteller_lib.data.storybook.drawing.canvas import Pen
from storyteller_lib.data.storybook.drawing.palette import (
    Colour,
    deeper,
    lighter,
)


@dataclass(frozen=True)
class Pose:
    """Where the limbs are and what the face does.

    Attributes:
        hands: places of the left and the right hand.
        feet: places of the left and the right foot.
        turn: how far the whole figure leans, degrees clockwise.
        nod: how far the head leans, degrees clockwise.
        lift: height above the ground.
        shift: how far the feet are beside the middle of the figure.
        eyes: "open", "closed", "happy" or "down".
        mouth: "smile" or "open".

    Chapter: book/02_pictures_captions_books
    """

    hands: tuple[complex, complex] = (-25 - 26j, 25 - 26j)
    feet: tuple[complex, complex] = (-10 - 3j, 10 - 3j)
    turn: float = 0
    nod: float = 0
    lift: float = 0
    shift: float = 0
    eyes: str = "open"
    mouth: str = "smile"


@dataclass(frozen=True)
class Tones:
    """The colours of one figure: body, a deeper and a paler tone.

    Attributes:
        body: the colour the scene names.
        deep: a deeper tone of it, for marks.
        pale: a paler tone of it, for the belly and the muzzle.
        line: the colour of outlines.
        skin: of people.
        hair: of people.
        cloth: trousers and shoes.

    Chapter: book/02_pictures_captions_books
    """

    body: Colour
    deep: Colour
    pale: Colour
    line: Colour
    skin: Colour
    hair: Colour
    cloth: Colour


SKINS: tuple[Colour, ...] = (
    (252, 218, 190),
    (240, 192, 152),
    (206, 150, 108),
    (150, 100, 70),
)
HAIRS: tuple[Colour, ...] = (
    (52, 40, 44),
    (98, 62, 42),
    (164, 98, 52),
    (226, 184, 100),
)
CLOTHS: tuple[Colour, ...] = ((70, 78, 104), (92, 82, 76), (64, 88, 98))


def tones(body: Colour, rng: random.Random) -> Tones:
    """The tones of a figure whose body has this colour.

    Chapter: book/02_pictures_captions_books
    """
    return Tones(
        body=body,
        deep=deeper(body, 0.2),
        pale=lighter(body, 0.62),
        line=deeper(body, 0.55),
        skin=rng.choice(SKINS),
        hair=rng.choice(HAIRS),
        cloth=rng.choice(CLOTHS),
    )


@dataclass(frozen=True)
class Figure:
    """One figure about to be drawn: its pen, its tones and its pose.

    Chapter: book/02_pictures_captions_books
    """

    pen: Pen
    tones: Tones
    pose: Pose
    species: Species

    @property
    def head(self) -> Pen:
        """A pen at the middle of the head, leaning as the head does."""
        return self.pen.moved(self.species.neck, turn=self.pose.nod)


Part = Callable[[Figure], None]


def nothing(figure: Figure) -> None:
    """The part a species does not have.

    Chapter: book/02_pictures_captions_books
    """


@dataclass(frozen=True)
class Species:
    """The measures of a kind of figure and the parts that set it apart.

    Attributes:
        face: draws the head with all that is on it.
        back: draws what is behind the body: tail, wings, shell, long hair.
        front: draws what lies on the body: belly, buttons.
        body: half width and half height of the body.
        neck: the middle of the head.
        top: how high it reaches, with its ears.
        arm: half widths of the arm at the shoulder and at the hand.
        leg: half width of the legs.
        hand: radius of the hands, 0 for none.
        foot: half width and half height of the feet.
        limbs: which tone (a field of ``Tones``) the arms have.
        legs: which tone the legs have.
        hands: which tone the hands have.
        feet: which tone the feet have, or a colour.
        trunk: draws the body; None for a plain oval.
        scale: how large it is beside the others.

    Chapter: book/02_pictures_captions_books
    """

    face: Part
    back: Part = nothing
    front: Part = nothing
    body: tuple[float, float] = (19, 22)
    neck: complex = -66j
    top: float = 100
    arm: tuple[float, float] = (5, 4.5)
    leg: float = 5.5
    hand: float = 5.2
    foot: tuple[float, float] = (8, 4.6)
    limbs: str = "body"
    legs: str = "body"
    hands: str = "body"
    feet: str | Colour = "body"
    trunk: Part | None = None
    scale: float = 1.0


def draw_body(figure: Figure) -> None:
    """Everything up to the neck except the arms.

    Chapter: book/02_pictures_captions_books
    """
    species, pose, pen = figure.species, figure.pose, figure.pen
    species.back(figure)
    cloth = getattr(figure.tones, species.legs)
    shoe = species.feet
    shoe = getattr(figure.tones, shoe) if isinstance(shoe, str) else shoe
    for foot, hip in zip(pose.feet, (-9 - 22j, 9 - 22j), strict=True):
        knee = (foot + hip) / 2 + (foot - hip).real * 0.15
        pen.limb((hip, knee, foot - 1j), species.leg, species.leg, cloth)
        pen.oval(foot + 2 - 1.6j, *species.foot, shoe)
    if species.trunk is not None:
        species.trunk(figure)
    else:
        rx, ry = species.body
        pen.oval(complex(0, -14 - ry), rx, ry, figure.tones.body)
    species.front(figure)


def draw_head(figure: Figure) -> None:
    """The head.

    Chapter: book/02_pictures_captions_books
    """
    figure.species.face(figure)


def draw_arms(figure: Figure) -> None:
    """Both arms, reaching for where the pose has the hands.

    Chapter: book/02_pictures_captions_books
    """
    species, pen = figure.species, figure.pen
    sleeve = getattr(figure.tones, species.limbs)
    palm = getattr(figure.tones, species.hands)
    reach = species.body[0] - 4
    for side, hand in zip((-1, 1), figure.pose.hands, strict=True):
        shoulder = complex(side * reach, -44)
        elbow = (shoulder + hand) / 2 + complex(side * 5, 5)
        if species.hand:
            pen.dot(hand, species.hand, palm)
        pen.limb((shoulder, elbow, hand), *species.arm, sleeve)
