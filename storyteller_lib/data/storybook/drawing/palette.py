"""Colours of the storybook world: bodies, props, and how the air tints them.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from dataclasses import dataclass

Colour = tuple[int, int, int]

BODIES: dict[str, Colour] = {
    "red": (216, 50, 46),
    "orange": (245, 140, 38),
    "yellow": (252, 210, 62),
    "green": (84, 168, 72),
    "blue": (58, 122, 218),
    "purple": (142, 82, 190),
    "pink": (250, 152, 186),
    "white": (248, 246, 240),
    "brown": (134, 86, 52),
    "grey": (142, 148, 158),
}
"""The body colour of each colour name of the lexicon."""

PROPS: tuple[Colour, ...] = (
    (222, 70, 66),
    (247, 181, 56),
    (47, 158, 152),
    (66, 103, 178),
    (236, 112, 128),
    (122, 95, 170),
)
"""Colours of books, kites, balloons and the like."""

INK: Colour = (52, 44, 60)
CREAM: Colour = (253, 244, 224)
WHITE: Colour = (255, 255, 255)
BLUSH: Colour = (242, 130, 120)
BEAK: Colour = (248, 164, 48)
WOOD: Colour = (150, 104, 66)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour at ``share`` of the way from the first to the second.

    Chapter: book/02_pictures_captions_books
    """
    a, b, c = (
        round(x + (y - x) * share) for x, y in zip(first, second, strict=True)
    )
    return a, b, c


def deeper(colour: Colour, share: float = 0.42) -> Colour:
    """A deeper tone of the same colour, for outlines and folds.

    Chapter: book/02_pictures_captions_books
    """
    return mix(colour, (44, 30, 56), share)


def lighter(colour: Colour, share: float = 0.45) -> Colour:
    """A paler, warmer tone of the same colour, for bellies and muzzles.

    Chapter: book/02_pictures_captions_books
    """
    return mix(colour, CREAM, share)


def vary(colour: Colour, rng: random.Random, reach: int = 8) -> Colour:
    """Nearly the same colour, a little brighter or darker, by chance.

    Chapter: book/02_pictures_captions_books
    """
    shift = rng.randint(-reach, reach)
    a, b, c = (
        min(255, max(0, x + shift + rng.randint(-3, 3))) for x in colour
    )
    return a, b, c


def distance(first: Colour, second: Colour) -> int:
    """How far two colours are apart (sum over the three channels).

    Chapter: book/02_pictures_captions_books
    """
    return sum(abs(x - y) for x, y in zip(first, second, strict=True))


def prop_colour(rng: random.Random, body: Colour) -> Colour:
    """A prop's colour, by chance, but well apart from the body's.

    Chapter: book/02_pictures_captions_books
    """
    apart = [prop for prop in PROPS if distance(prop, body) > 150]
    return vary(rng.choice(apart), rng)


@dataclass(frozen=True)
class Air:
    """The light of a weather: what the sky is and what it does to colours.

    Attributes:
        sky: colours from the top of the sky down to the horizon.
        haze: what distant things fade into.
        tint: what all scenery is mixed with, by ``strength``.
        strength: share of the tint, 0 to 1.
        cover: share of white that lies on the ground (snow).
        shade: opacity of the shadows on the ground, 0 to 255.

    Chapter: book/02_pictures_captions_books
    """

    sky: tuple[Colour, ...]
    haze: Colour
    tint: Colour
    strength: float
    cover: float = 0.0
    shade: int = 60

    def see(self, colour: Colour, far: float = 0.0) -> Colour:
        """A colour of the scenery as it looks ``far`` (0 to 1) away."""
        tinted = mix(colour, self.tint, self.strength)
        return mix(tinted, self.haze, far * 0.85)

    def ground(self, colour: Colour, far: float = 0.0) -> Colour:
        """The same for what lies open to the sky and may be snowed on."""
        return self.see(mix(colour, (244, 248, 253), self.cover), far)
