"""The map of what needs what, as a drawing whose circles are links."""

from __future__ import annotations

import html
from dataclasses import dataclass
from itertools import pairwise

from tools.ways.needs import Chapter, arrows, level

WIDTH, ROW, RADIUS = 360, 84, 17
GAP = 0.3
"""The room of a passing arrow, beside a circle's."""

STYLE = """\
.chapter-map { display: block; margin: 1rem auto; max-width: 36rem;
  width: 100%; height: auto; }
.chapter-map path { fill: none; stroke: currentColor; stroke-width: 1.2;
  opacity: .55; }
.chapter-map marker path { fill: currentColor; stroke: none; opacity: 1; }
.chapter-map circle { fill: #fbe9c6; stroke: #8d7f73; stroke-width: 1.5; }
.chapter-map .optional circle { stroke-dasharray: 3 2; }
.chapter-map text { fill: currentColor; font-size: 11px;
  paint-order: stroke; stroke: var(--pst-color-background, #fff);
  stroke-width: 4; text-anchor: middle; }
.chapter-map .digits { fill: #27335c; font-weight: 600; stroke: none; }
.chapter-map a { text-decoration: none; }
.chapter-map a:hover circle, .chapter-map a:focus-visible circle {
  stroke: #c8553d; stroke-width: 3; }
"""
HEAD = """\
<marker id="chapter-map-tip" viewBox="0 0 8 8" refX="7" refY="4"
 markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/>
</marker>"""


@dataclass(frozen=True)
class Spot:
    """Where a chapter's circle is."""

    x: float
    y: float


Passing = tuple[str, str, int]
"""An arrow, from and to, and a row that it passes through."""


def passing(table: dict[str, Chapter]) -> list[Passing]:
    """Where arrows pass between the circles of other chapters."""
    return [
        (start, end, row)
        for start, end in arrows(table)
        for row in range(level(start, table) + 1, level(end, table))
    ]


def spots(table: dict[str, Chapter]) -> dict[str | Passing, Spot]:
    """A place for each chapter, below all that it needs, and each passing."""
    rows: dict[int, list[str | Passing]] = {}
    for number in table:
        rows.setdefault(level(number, table), []).append(number)
    for through in passing(table):
        rows[through[2]].append(through)
    found: dict[str | Passing, Spot] = {}

    def wanted(it: str | Passing) -> float:
        if isinstance(it, tuple):
            start, end, row = it
            return found.get((start, end, row - 1), found[start]).x
        above = [found[n].x for n in table[it].needs]
        return sum(above) / len(above) if above else WIDTH / 2

    for row in sorted(rows):
        order = sorted(rows[row], key=wanted)
        widths = [GAP if isinstance(it, tuple) else 1.0 for it in order]
        for place, it in enumerate(order):
            before = sum(widths[:place]) + widths[place] / 2
            x = WIDTH * before / sum(widths)
            found[it] = Spot(x, RADIUS + 6 + ROW * row)
    return found


def arrow(route: list[Spot]) -> str:
    """A curve from below one circle's words to the top of another."""
    first, *_, last = route
    points = [
        (first.x, first.y + RADIUS + 16),
        *((spot.x, spot.y) for spot in route[1:-1]),
        (last.x, last.y - RADIUS - 2),
    ]
    told = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (y + to_y) / 2
        told += f"C{x:.0f} {middle:.0f} {to_x:.0f} {middle:.0f} "
        told += f"{to_x:.0f} {to_y:.0f}"
    return f'<path d="{told}" marker-end="url(#chapter-map-tip)"/>'


def circle(chapter: Chapter, spot: Spot) -> str:
    """A chapter's circle, with a link to it."""
    number, short = int(chapter.number), html.escape(chapter.short)
    said = f"{number} {short}: {html.escape(chapter.title)}"
    kind = ' class="optional"' if chapter.optional else ""
    x, y = f"{spot.x:.0f}", spot.y
    return (
        f'<a href="{chapter.path.stem}.html" aria-label="{said}"{kind}>'
        f'<circle cx="{x}" cy="{y:.0f}" r="{RADIUS}"/>'
        f'<text class="digits" x="{x}" y="{y + 4:.0f}">{number}</text>\n'
        f'<text x="{x}" y="{y + RADIUS + 12:.0f}">{short}</text></a>'
    )


def drawing(table: dict[str, Chapter]) -> str:
    """The map as HTML, to be put into a page."""
    where = spots(table)
    height = max(spot.y for spot in where.values()) + RADIUS + 20
    drawn = []
    for start, end in arrows(table):
        between = [
            where[it] for it in passing(table) if it[:2] == (start, end)
        ]
        drawn.append(arrow([where[start], *between, where[end]]))
    drawn += [circle(table[number], where[number]) for number in table]
    return (
        f"<style>\n{STYLE}</style>\n"
        '<nav aria-label="What each chapter builds on">\n'
        f'<svg class="chapter-map" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg">\n<defs>{HEAD}</defs>\n'
        + "\n".join(drawn)
        + "\n</svg>\n</nav>\n"
    )
