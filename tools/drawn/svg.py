"""Things and arrows as SVG, with the outlines that the diagrams have.

Colours of things are written here; those of parts, lines and letters on the
page come from ``web_static/storybook.css``, which knows light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from storyteller_lib.plots.diagrams.language import ROLES, THINGS
from storyteller_lib.plots.diagrams.shapes import OUTLINES, Corners, marks

PIXELS = 3.6
"""Of a unit of the diagrams: 100 of them are as wide as a telephone."""
GAP = 3.0
"""Pixels between an arrow's tip and what it points at."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Something on the drawing: its middle and its size, in pixels.

    Attributes:
        x: from the left.
        y: from the top.
        wide: from left to right.
        tall: from top to bottom.
    """

    x: float
    y: float
    wide: float
    tall: float

    @property
    def top(self) -> Point:
        """Where an arrow from above ends."""
        return self.x, self.y - self.tall / 2

    @property
    def bottom(self) -> Point:
        """Where an arrow downward begins."""
        return self.x, self.y + self.tall / 2

    @property
    def left(self) -> Point:
        """The middle of its left edge."""
        return self.x - self.wide / 2, self.y

    @property
    def right(self) -> Point:
        """The middle of its right edge."""
        return self.x + self.wide / 2, self.y


def number(value: float) -> str:
    """A coordinate, with as many digits as can be seen."""
    return f"{value:.1f}".removesuffix(".0")


def points(place: Place, corners: Corners) -> str:
    """Corners in units, y upward, as points of a drawing."""
    return " ".join(
        f"{number(place.x + PIXELS * x)},{number(place.y - PIXELS * y)}"
        for x, y in corners
    )


def shape(role: str, place: Place, text: str = "") -> str:
    """A thing, a part or an operation, with letters in its middle."""
    kind = ROLES[role]
    size = place.wide / PIXELS, place.tall / PIXELS
    given = role in THINGS
    fill = f' fill="{kind.fill}" stroke="{kind.edge}"' if given else ""
    found = [
        f'<polygon class="shape {role}"{fill} '
        f'points="{points(place, OUTLINES[kind.shape](*size))}"/>'
    ]
    found += [
        f'<polyline class="mark" stroke="{kind.ink}" '
        f'points="{points(place, line)}"/>'
        for line in marks(kind.shape, *size)
    ]
    if text:
        ink = f' fill="{kind.ink}"' if given else ""
        found.append(
            f'<text x="{number(place.x)}" y="{number(place.y)}"{ink}>'
            f"{text}</text>"
        )
    return "".join(found)


def link(address: str, title: str, inner: str) -> str:
    """What leads to a page; the title is what a screen reader says."""
    return (
        f'<a href="{escape(address)}"><title>{escape(title)}</title>'
        f"{inner}</a>"
    )


def arrow(*way: Point) -> str:
    """A line through points, with a tip just before the last one."""
    (x0, y0), (x1, y1) = way[-2:]
    length = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 1e-9)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    tip = x1 - GAP * dx, y1 - GAP * dy
    neck = tip[0] - 7 * dx, tip[1] - 7 * dy
    path = " L".join(f"{number(x)} {number(y)}" for x, y in [*way[:-1], neck])
    sides = [
        tip,
        (neck[0] - 4 * dy, neck[1] + 4 * dx),
        (neck[0] + 4 * dy, neck[1] - 4 * dx),
    ]
    corners = " ".join(f"{number(x)},{number(y)}" for x, y in sides)
    return (
        f'<path class="line" d="M{path}"/>'
        f'<polygon class="tip" points="{corners}"/>'
    )


def drawing(
    name: str, title: str, wide: float, tall: float, inner: list[str]
) -> str:
    """A drawing with a name, as wide as the page lets it be."""
    content = "\n".join(inner)
    return (
        f'<svg class="drawn" id="{name}" role="group" '
        f'viewBox="0 0 {number(wide)} {number(tall)}" '
        f'aria-labelledby="{name}-title">\n'
        f'<title id="{name}-title">{escape(title)}</title>\n'
        f"{content}\n</svg>\n"
    )
