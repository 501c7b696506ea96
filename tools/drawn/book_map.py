"""The whole way from a picture to a story, each part a link to its chapter.

It stands on the landing page. A part is named by what it does, with the
number of its chapter; the chapter's title is said to who points at it.
"""

from __future__ import annotations

import re

from tools.drawn import svg
from tools.drawn.svg import Place, Point
from tools.ways import needs

TAG = re.compile(r"<[^>]+>")
WIDE, TALL = 360.0, 664.0
LEFT, MIDDLE, RIGHT = 92.0, 180.0, 268.0
HALF, PART = 160.0, 34.0
"""Pixels of a part that has another beside it: wide and tall."""
SHIFT = "x \N{MINUS SIGN} c + b"
TITLE = (
    "The way from a picture to a story: captions are found or written, read "
    "into a thought x, and shifted to a style; from the shifted thought y a "
    "story is written or retold. Each part leads to its chapter."
)


class Map:
    """The map while it is drawn: parts, things and arrows.

    Args:
        known: the chapters by number.
    """

    def __init__(self, known: dict[str, needs.Chapter]) -> None:
        self.known = known
        self.drawn: list[str] = []

    def part(
        self, chapter: int, words: str, place: Place, role: str = "part"
    ) -> Place:
        """Something that leads to its chapter."""
        it = self.known[f"{chapter:02}"]
        shown = f"{chapter} \N{MIDDLE DOT} {words}"
        inner = svg.shape(role, place, shown)
        told = TAG.sub("", f"{shown} ({it.title})")
        self.drawn.append(svg.link(f"{it.path.stem}.html", told, inner))
        return place

    def thing(self, role: str, words: str, place: Place) -> Place:
        """Something that passes by, and leads nowhere."""
        self.drawn.append(svg.shape(role, place, words))
        return place

    def arrows(self, *ways: tuple[Point, ...]) -> None:
        """Arrows, each through its points."""
        self.drawn += [svg.arrow(*way) for way in ways]


def fork(
    upper: Place, left: Place, right: Place
) -> tuple[tuple[Point, ...], ...]:
    """The ways from one place to two below it."""
    x, y = upper.bottom
    half = (y + left.top[1]) / 2 - 2
    return tuple(
        ((x, y), (x, half), (below.x, half), below.top)
        for below in (left, right)
    )


def pair(y: float) -> tuple[Place, Place]:
    """Two places beside each other."""
    return Place(LEFT, y, HALF, PART), Place(RIGHT, y, HALF, PART)


def beginning(m: Map) -> Place:
    """From the picture to the thought of its captions."""
    m.part(1, "in short", Place(56, 26, 96, PART))
    picture = m.part(
        2, "a picture", Place(MIDDLE, 26, 116, 42), role="picture"
    )
    find, write = pair(86)
    m.part(3, "find captions", find)
    m.part(4, "write captions", write)
    captions = m.thing("caption", "captions", Place(MIDDLE, 140, 112, 34))
    read = m.part(5, "read them", Place(MIDDLE, 196, 112, PART))
    more = m.part(6, "new words", Place(305, 196, 106, PART))
    x = m.thing("thought", "<tspan>x</tspan>", Place(MIDDLE, 246, 38, 38))
    m.arrows(
        *fork(picture, find, write),
        (find.bottom, (LEFT, captions.y), captions.left),
        (write.bottom, (RIGHT, captions.y), captions.right),
        (captions.bottom, read.top),
        (more.left, read.right),
        (read.bottom, x.top),
    )
    return x


def ending(m: Map, x: Place) -> None:
    """From the thought to a story in a style."""
    shifted = m.part(
        8, f"<tspan>{SHIFT}</tspan>", Place(MIDDLE, 302, 118, 38), "operation"
    )
    style = m.thing("style", "a style", Place(308, 302, 98, 36))
    y = m.thing("thought", "<tspan>y</tspan>", Place(MIDDLE, 356, 38, 38))
    write, retell = pair(412)
    m.part(7, "write a story", write)
    m.part(10, "retell a story", retell)
    words = m.part(
        9, "choose words", Place(LEFT, 462, HALF, PART + 4), "operation"
    )
    story = m.thing("story", "a story", Place(RIGHT, 462, 116, 38))
    m.arrows(
        (x.bottom, shifted.top),
        (style.left, shifted.right),
        (shifted.bottom, y.top),
        *fork(y, write, retell),
        (write.bottom, words.top),
        (retell.bottom, story.top),
        (words.right, story.left),
    )


def around(m: Map) -> None:
    """What is asked when it works."""
    upper, lower = pair(534), pair(580)
    m.part(11, "many pictures", upper[0])
    m.part(12, "how good is it?", upper[1])
    m.part(13, "larger, faster", lower[0])
    m.part(14, "how it is now", lower[1])
    further = [it for it in m.known.values() if it.optional]
    share = WIDE / len(further)
    for i, it in enumerate(further):
        place = Place(share * (i + 0.5), 632, share - 8, PART)
        m.part(int(it.number), it.short, place)


def page_html() -> str:
    """The map, to be put on a page of the book."""
    m = Map(needs.book())
    ending(m, beginning(m))
    around(m)
    m.drawn.append(f'<path class="rule" d="M12 503 L{WIDE - 12:.0f} 503"/>')
    return svg.drawing("book-map", TITLE, WIDE, TALL, m.drawn)
