"""Shapes on paper: an antialiased canvas and pens that draw on it.

Pillow draws hard edges, so everything is drawn twice as large and halved at
the end. Points are complex numbers, x + iy with y pointing down: turning,
scaling and moving a shape is then one multiplication and one addition. Beside
the picture the canvas keeps a map of labels, one small number a pixel, that
says whose pixel it is; the masks of a drawing are read from it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import bisect
import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Complex, UInt8
from PIL import Image, ImageDraw

from storyteller_lib.data.storybook.drawing.palette import Colour

Points = Complex[np.ndarray, " points"]
Outline = Complex[np.ndarray, " corners"]
OVERSAMPLING = 2
CIRCLES = {
    n: (np.cos(turn) + 0j, 1j * np.sin(turn))
    for n in (8, 12, 18, 26, 40)
    for turn in [2 * np.pi * np.arange(n) / n]
}
"""Corners of circles: across and down, for each number of corners."""
CAP = np.exp(1j * np.linspace(np.pi / 2, -np.pi / 2, 6))
_T = np.linspace(0, 1, 6, endpoint=False)[:, None] ** np.arange(4)
_CATMULL_ROM = (
    np.array([[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]]) / 2
)
SMOOTH = (_T @ _CATMULL_ROM).astype(complex)  # (steps, control points)
_S = np.linspace(0, 1, 9)
BEND = np.stack([(1 - _S) ** 2, 2 * _S * (1 - _S), _S**2]).astype(complex)


def smooth(points: Sequence[complex]) -> Outline:
    """A closed curve through the points (Catmull-Rom splines).

    Chapter: book/02_pictures_captions_books
    """
    knots = np.asarray(points, dtype=complex)
    ring = np.concatenate((knots[-1:], knots, knots[:2]))
    windows = np.stack([ring[i : i + len(knots)] for i in range(4)])
    return (SMOOTH @ windows).T.ravel()  # (knots * steps,)


def strip(spine: Points, start: float, end: float) -> Outline:
    """The outline of a round-ended strip along a spine of given half-widths.

    Chapter: book/02_pictures_captions_books
    """
    heading = np.empty_like(spine)
    heading[1:-1] = spine[2:] - spine[:-2]
    heading[0], heading[-1] = spine[1] - spine[0], spine[-1] - spine[-2]
    heading = heading / np.maximum(np.abs(heading), 1e-9)
    widths = start + (end - start) * np.arange(len(spine)) / (len(spine) - 1)
    side = 1j * heading * widths
    return np.concatenate(
        (
            spine + side,
            spine[-1] + CAP * heading[-1] * end,
            (spine - side)[::-1],
            spine[0] - CAP * heading[0] * start,
        )
    )


def _swollen(points: Points, by: float) -> Points:
    """The polygon with every corner moved outwards."""
    after = np.concatenate((points[1:], points[:1]))
    before = np.concatenate((points[-1:], points[:-1]))
    area = (points.conj() * after).imag.sum()
    along = after - before
    outward = along * (-1j if area > 0 else 1j)
    return points + outward * (by / np.maximum(np.abs(outward), 1e-9))


class Canvas:
    """A square picture under construction with its map of labels.

    ``canvas.pen`` draws in hundredths of the picture's side, from (0, 0) at
    the top left to (100, 100) at the bottom right.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, size: int) -> None:
        """Start an empty canvas for a picture of ``size`` pixels a side."""
        self.size = size
        self.side = size * OVERSAMPLING
        self.image = Image.new("RGB", (self.side, self.side))
        self.labels = Image.new("L", (self.side, self.side))
        self.opaque = ImageDraw.Draw(self.image)
        self.glaze = ImageDraw.Draw(self.image, "RGBA")
        self.marks = ImageDraw.Draw(self.labels)
        self.pen = Pen(self, self.side / 100, 0j)

    def fade(
        self, stops: Sequence[Colour], top: float, bottom: float
    ) -> Image.Image:
        """A picture of colours running from ``top`` to ``bottom`` (0-100)."""
        rows = np.linspace(0, 100, self.side)
        knots = np.linspace(top, bottom, len(stops))
        channels = np.array(stops, dtype=float).T
        column = np.stack([np.interp(rows, knots, c) for c in channels], -1)
        image = Image.fromarray(column[:, None].round().astype(np.uint8))
        return image.resize((self.side, self.side), Image.Resampling.NEAREST)

    def halve(self) -> tuple[Image.Image, UInt8[np.ndarray, "size size"]]:
        """The antialiased picture and its labels, both at final size."""
        picture = self.image.reduce(OVERSAMPLING)
        labels = np.asarray(self.labels)[::OVERSAMPLING, ::OVERSAMPLING]
        return picture, labels


@dataclass(frozen=True)
class Pen:
    """Draws shapes given in its own coordinates, which may be turned.

    Attributes:
        canvas: what it draws on.
        scale: complex factor from its coordinates to pixels.
        origin: its (0, 0) in pixels.
        flip: whether x points to the left.
        label: whose pixels these are in the map of labels (None: leave it).
        line: colour of outlines, or None for none.
        width: width of outlines in hundredths of the picture.

    Chapter: book/02_pictures_captions_books
    """

    canvas: Canvas
    scale: complex
    origin: complex
    flip: bool = False
    label: int | None = None
    line: Colour | None = None
    width: float = 0.55

    def at(self, point: complex) -> complex:
        """Where a point of this pen lies on the canvas, in pixels."""
        mirrored = -point.conjugate() if self.flip else point
        return self.origin + self.scale * mirrored

    def inside(self, pixel: complex) -> complex:
        """The point of this pen at a place of the canvas, in pixels."""
        point = (pixel - self.origin) / self.scale
        return -point.conjugate() if self.flip else point

    def moved(self, to: complex, scale: float = 1, turn: float = 0) -> Pen:
        """A pen with its origin at ``to``, turned clockwise by degrees."""
        angle = math.radians(-turn if self.flip else turn)
        factor = scale * cmath.exp(1j * angle)
        return replace(self, origin=self.at(to), scale=self.scale * factor)

    def using(self, **changes: object) -> Pen:
        """The same pen with another ``line``, ``label``, ``flip``, ..."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def shape(self, points: Points, fill: tuple[int, ...]) -> None:
        """Fill a polygon; see-through fills (RGBA) get no outline."""
        if self.flip:
            points = -points.conj()
        points = self.origin + self.scale * points
        canvas = self.canvas
        if len(fill) == 4:
            canvas.glaze.polygon(points.view(float).tolist(), fill)
            return
        edge = None
        if self.line is not None:
            width = self.width * canvas.side / 100
            edge = _swollen(points, width).view(float).tolist()
            canvas.opaque.polygon(edge, self.line)
        flat = points.view(float).tolist()
        canvas.opaque.polygon(flat, fill)
        if self.label is not None:
            canvas.marks.polygon(edge or flat, self.label)

    def polygon(
        self, points: Sequence[complex], fill: tuple[int, ...]
    ) -> None:
        """Fill a polygon with corners at the points."""
        self.shape(np.array(points, dtype=complex), fill)

    def blob(self, points: Sequence[complex], fill: tuple[int, ...]) -> None:
        """Fill the smooth closed curve through the points."""
        self.shape(smooth(points), fill)

    def oval(
        self,
        centre: complex,
        rx: float,
        ry: float,
        fill: tuple[int, ...],
        turn: float = 0,
    ) -> None:
        """Fill an ellipse of radii ``rx`` and ``ry``, turned by degrees."""
        radius = max(rx, ry) * abs(self.scale)
        sizes = (2, 5, 12, 45)
        corners = (8, 12, 18, 26, 40)[bisect.bisect(sizes, radius)]
        across, down = CIRCLES[corners]
        ring = rx * across + ry * down
        if turn:
            ring = ring * cmath.exp(1j * math.radians(turn))
        self.shape(centre + ring, fill)

    def dot(
        self, centre: complex, radius: float, fill: tuple[int, ...]
    ) -> None:
        """Fill a circle."""
        self.oval(centre, radius, radius, fill)

    def box(
        self, corner: complex, size: complex, fill: tuple[int, ...]
    ) -> None:
        """Fill a rectangle from its top left corner, of a given size."""
        right, down = size.real, 1j * size.imag
        points = [corner, corner + right, corner + size, corner + down]
        self.polygon(points, fill)

    def limb(
        self,
        ends: tuple[complex, complex, complex],
        start: float,
        end: float,
        fill: tuple[int, ...],
    ) -> None:
        """Fill a bent round-ended strip: from, bending towards, to."""
        self.shape(strip(np.array(ends) @ BEND, start, end), fill)

    def stroke(
        self, points: Sequence[complex], width: float, fill: tuple[int, ...]
    ) -> None:
        """Draw a line of constant width through the points."""
        spine = np.array(points, dtype=complex)
        if len(points) == 3:
            spine = spine @ BEND
        self.using(line=None).shape(strip(spine, width / 2, width / 2), fill)
