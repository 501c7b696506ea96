"""A sheet to draw a diagram on: things, parts, arrows, letters.

A sheet is 100 units wide, and stays as wide on the page, so that letters of
one size are of one size in all diagrams, and legible on a telephone.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle
from matplotlib.path import Path

from storyteller_lib.plots.diagrams.language import ROLES
from storyteller_lib.plots.diagrams.shapes import OUTLINES, marks
from storyteller_lib.plots.figures import DPI, INK, PAPER, described

UNIT = 0.046
"""Inches of a unit; 100 are the width of a sheet."""
LETTERS, SMALL = 12.0, 10.5
"""Points of letters."""
TIMES, PLUS, SIGMA = r"$\odot$", "$+$", r"$\sigma$"
SIGNS = (TIMES, PLUS)
BEND = 2.0
"""Units by which an arrow's corner is rounded."""
MIDDLE: dict[str, Any] = {"ha": "center", "va": "center"}

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """Where something was drawn, and where arrows meet it.

    Chapter: book/02_pictures_captions_books
    """

    x: float
    y: float
    wide: float
    tall: float

    def top(self, aside: float = 0.0) -> Point:
        """The middle of its upper edge, or a point beside it."""
        return self.x + aside, self.y + self.tall / 2

    def bottom(self, aside: float = 0.0) -> Point:
        """The middle of its lower edge, or a point beside it."""
        return self.x + aside, self.y - self.tall / 2

    def left(self, above: float = 0.0) -> Point:
        """The middle of its left edge, or a point above it."""
        return self.x - self.wide / 2, self.y + above

    def right(self, above: float = 0.0) -> Point:
        """The middle of its right edge, or a point above it."""
        return self.x + self.wide / 2, self.y + above


class Drawing:
    """A diagram while it is drawn.

    Args:
        tall: its height, in units.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, tall: float) -> None:
        size = (100 * UNIT, tall * UNIT)
        self.figure = Figure(figsize=size, dpi=DPI)
        self.figure.set_layout_engine("none")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, 100), ylim=(0, tall))
        self.axes.set_axis_off()
        self.count = 0

    def node(
        self,
        role: str,
        x: float,
        y: float,
        text: str = "",
        wide: float = 22.0,
        tall: float = 10.0,
        size: float = LETTERS,
    ) -> Node:
        """A thing or a part, with letters in its middle.

        Args:
            role: what it is, a key of ``language.ROLES``.
            x: its middle.
            y: its middle.
            text: what is written on it.
            wide: units from left to right.
            tall: units from bottom to top.
            size: of the letters, in points.
        """
        kind = ROLES[role]
        self.count += 1
        corners = OUTLINES[kind.shape](wide, tall)
        outline = Polygon(
            [(x + dx, y + dy) for dx, dy in corners],
            closed=True,
            facecolor=kind.fill,
            edgecolor=kind.edge,
            linewidth=1.4,
            zorder=3,
            gid=f"node {self.count}",
        )
        self.axes.add_patch(outline)
        for line in marks(kind.shape, wide, tall):
            xs, ys = zip(*line, strict=True)
            self.axes.plot(
                [x + dx for dx in xs],
                [y + dy for dy in ys],
                color=kind.ink,
                linewidth=0.8,
                zorder=4,
            )
        if text:
            self._letters(
                x,
                y,
                text,
                size=size,
                color=kind.ink,
                gid=f"node {self.count}",
            )
        return Node(x, y, wide, tall)

    def operation(
        self, x: float, y: float, text: str, wide: float = 7.0
    ) -> Node:
        """A circle: plus, times, or another thing without weights."""
        size = 15.0 if text in SIGNS else LETTERS
        return self.node("operation", x, y, text, wide, 7.0, size)

    def cells(
        self,
        role: str,
        x: float,
        y: float,
        count: int = 4,
        side: float = 3.4,
    ) -> Node:
        """A vector: a row of cells in the colour of what it is of."""
        kind = ROLES[role]
        left = x - count * side / 2
        for i in range(count):
            self.axes.add_patch(
                Rectangle(
                    (left + i * side, y - side / 2),
                    side,
                    side,
                    facecolor=kind.fill,
                    edgecolor=PAPER if kind.ink != INK else INK,
                    linewidth=1.0,
                    zorder=3,
                )
            )
        return Node(x, y, count * side, side)

    def arrow(
        self, *points: Point, dashed: bool = False, head: bool = True
    ) -> None:
        """A line through these points, to the last one."""
        self.axes.add_patch(
            FancyArrowPatch(
                path=rounded(points),
                arrowstyle="-|>" if head else "-",
                mutation_scale=10,
                linewidth=1.3,
                linestyle="--" if dashed else "-",
                color=INK,
                zorder=2,
            )
        )

    def line(self, *points: Point, dashed: bool = False) -> None:
        """A line without a head."""
        self.arrow(*points, dashed=dashed, head=False)

    def dot(self, x: float, y: float) -> None:
        """Where a line branches."""
        self.axes.add_patch(
            Circle((x, y), 0.8, facecolor=INK, edgecolor=INK, zorder=3)
        )

    def label(
        self,
        x: float,
        y: float,
        text: str,
        side: str = "center",
        size: float = LETTERS,
        **style: Any,
    ) -> None:
        """Letters on the paper; ``side`` is where x is of them."""
        self._letters(x, y, text, size=size, color=INK, ha=side, **style)

    def _letters(
        self, x: float, y: float, text: str, size: float, **style: Any
    ) -> None:
        how = {**MIDDLE, "math_fontfamily": "cm", "zorder": 5, **style}
        larger = 2.0 if text.startswith("$") else 0.0  # italics are thin
        self.axes.text(x, y, text, fontsize=size + larger, **how)

    def done(self, alt: str) -> Figure:
        """The figure, with words for those who cannot see it."""
        return described(self.figure, alt)


def rounded(points: tuple[Point, ...]) -> Path:
    """A path through points that turns its corners gently.

    Chapter: book/02_pictures_captions_books
    """
    corners, codes = [points[0]], [Path.MOVETO]
    for before, here, after in zip(
        points[:-2], points[1:-1], points[2:], strict=True
    ):
        corners += [_toward(here, before), here, _toward(here, after)]
        codes += [Path.LINETO, Path.CURVE3, Path.CURVE3]
    return Path([*corners, points[-1]], [*codes, Path.LINETO])


def _toward(start: Point, goal: Point) -> Point:
    """A point on the way from a corner, half of it or ``BEND``."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    away = max((dx * dx + dy * dy) ** 0.5, 1e-9)
    share = min(BEND, away / 2) / away
    return start[0] + share * dx, start[1] + share * dy
