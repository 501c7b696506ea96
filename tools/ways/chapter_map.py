"""The map of what needs what, as a drawing whose circles are links."""

from __future__ import annotations

import html
from dataclasses import dataclass

from tools.ways.needs import Chapter, arrows, level

WIDTH, ROW, RADIUS = 360, 84, 17
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


def spots(table: dict[str, Chapter]) -> dict[str, Spot]:
    """A place for each chapter: below all that it needs."""
    rows: dict[int, list[str]] = {}
    for number in table:
        rows.setdefault(level(number, table), []).append(number)
    found: dict[str, Spot] = {}
    for row in sorted(rows):

        def wanted(number: str) -> float:
            above = [found[n].x for n in table[number].needs]
            return sum(above) / len(above) if above else WIDTH / 2

        order = sorted(rows[row], key=wanted)
        for place, number in enumerate(order):
            x = WIDTH * (place + 0.5) / len(order)
            found[number] = Spot(x, RADIUS + 6 + ROW * row)
    return found


def arrow(start: Spot, end: Spot) -> str:
    """A curve from below the words of one circle to the top of another."""
    from_y, to_y = start.y + RADIUS + 16, end.y - RADIUS - 2
    bend = (to_y - from_y) * 0.5
    return (
        f'<path d="M{start.x:.0f} {from_y:.0f}C{start.x:.0f} '
        f"{from_y + bend:.0f} {end.x:.0f} {to_y - bend:.0f} {end.x:.0f} "
        f'{to_y:.0f}" marker-end="url(#chapter-map-tip)"/>'
    )


def circle(chapter: Chapter, spot: Spot) -> str:
    """A chapter's circle, with a link to it."""
    number = int(chapter.number)
    said = html.escape(f"Chapter {number}: {chapter.title}")
    kind = ' class="optional"' if chapter.optional else ""
    return (
        f'<a href="{chapter.path.stem}.html" aria-label="{said}"{kind}>'
        f"<title>{said}</title>"
        f'<circle cx="{spot.x:.0f}" cy="{spot.y:.0f}" r="{RADIUS}"/>'
        f'<text class="digits" x="{spot.x:.0f}" y="{spot.y + 4:.0f}">'
        f"{number}</text>"
        f'<text x="{spot.x:.0f}" y="{spot.y + RADIUS + 12:.0f}">'
        f"{html.escape(chapter.short)}</text></a>"
    )


def drawing(table: dict[str, Chapter]) -> str:
    """The map as HTML, to be put into a page."""
    where = spots(table)
    height = max(spot.y for spot in where.values()) + RADIUS + 20
    drawn = [arrow(where[a], where[b]) for a, b in arrows(table)]
    drawn += [circle(table[number], where[number]) for number in table]
    return (
        f"<style>\n{STYLE}</style>\n"
        '<nav aria-label="What each chapter builds on">\n'
        f'<svg class="chapter-map" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg">\n<defs>{HEAD}</defs>\n'
        + "\n".join(drawn)
        + "\n</svg>\n</nav>\n"
    )
