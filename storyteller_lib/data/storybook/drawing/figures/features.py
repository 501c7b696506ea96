"""Parts of faces that many figures share: eyes, mouths, noses, cheeks.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.canvas import Pen
from storyteller_lib.data.storybook.drawing.figures.rig import Figure
from storyteller_lib.data.storybook.drawing.palette import (
    BLUSH,
    INK,
    WHITE,
    Colour,
    mix,
)


def eyes(
    figure: Figure,
    pen: Pen,
    at: complex = 3 - 4j,
    apart: float = 9.5,
    size: float = 1.0,
    white: bool = True,
) -> None:
    """A pair of eyes around ``at``: open, looking down, closed or happy.

    Chapter: book/02_pictures_captions_books
    """
    bare, mood = pen.using(line=None), figure.pose.eyes
    for side in (-1, 1):
        eye = at + side * apart
        if mood in ("closed", "happy"):
            bow = 5j if mood == "closed" else -6j
            ends = [eye - 4.4 * size, eye + bow * size, eye + 4.4 * size]
            bare.stroke(ends, 2.2, INK)
            continue
        if white:
            bare.oval(eye, 5.2 * size, 6.3 * size, INK)
            bare.oval(eye, 4.4 * size, 5.5 * size, WHITE)
        gaze = 1.5 + (2.6j if mood == "down" else 0.4j)
        bare.oval(eye + gaze * size, 3 * size, 3.9 * size, INK)
        bare.dot(eye + (gaze + 0.8 - 1.6j) * size, 1.15 * size, WHITE)


def cheeks(pen: Pen, at: complex = 3 + 5j, apart: float = 15) -> None:
    """Two rosy cheeks around ``at``.

    Chapter: book/02_pictures_captions_books
    """
    for side in (-1, 1):
        pen.oval(at + side * apart, 4.2, 2.8, (*BLUSH, 120))


def mouth(figure: Figure, pen: Pen, at: complex, width: float = 5) -> None:
    """A smile, or an open laughing mouth.

    Chapter: book/02_pictures_captions_books
    """
    bare = pen.using(line=None)
    if figure.pose.mouth == "open":
        points = [at - width, at + 0.4j * width, at + width]
        points += [at + 0.6 * width + 1.1j * width, at + 1.4j * width]
        points.append(at - 0.6 * width + 1.1j * width)
        bare.blob(points, (140, 44, 56))
        bare.oval(at + 1.0j * width, 0.5 * width, 0.35 * width, BLUSH)
    else:
        ends = [at - width, at + 1j * width, at + width]
        bare.stroke(ends, 1.8, INK)


def nose(
    pen: Pen, at: complex, size: float = 3.4, colour: Colour = INK
) -> None:
    """A rounded nose with a point of light.

    Chapter: book/02_pictures_captions_books
    """
    bare = pen.using(line=None)
    bare.oval(at, size, size * 0.75, colour)
    light = mix(colour, WHITE, 0.7)
    bare.dot(at - size * (0.3 + 0.25j), size * 0.22, light)


def belly(figure: Figure, rx: float, ry: float, colour: Colour) -> None:
    """A patch on the front of the body.

    Chapter: book/02_pictures_captions_books
    """
    pen = figure.pen.using(line=None)
    pen.oval(complex(2, -14 - ry), rx, ry, colour)
