"""What each colour and each shape means, in every diagram of the book.

A thing keeps its colour and its shape wherever it is drawn, and the shape
alone tells it: colour is never the only sign. Letters stand on their fills
with a contrast of at least 4.5 (WCAG 2.1, AA), and the five fills can be told
apart by colour-blind readers.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from dataclasses import dataclass

from storyteller_lib.plots.figures import INK, PALETTE, PAPER

BARK, SKY, NIGHT, AMBER = PALETTE[4], PALETTE[5], PALETTE[1], PALETTE[2]
TERRACOTTA, SAGE = "#b5452e", "#3d7567"
"""Darker than in charts, so that white letters can be read on them."""
CREAM, WHITE = "#f4ecdd", "#ffffff"


@dataclass(frozen=True)
class Role:
    """How one kind of thing is drawn.

    Attributes:
        shape: its outline, one of ``shapes.OUTLINES``.
        fill: the colour of its inside.
        ink: the colour of letters on it.
        edge: the colour of its outline.
        meaning: what is drawn so, for the legend.

    Chapter: book/02_pictures_captions_books
    """

    shape: str
    fill: str
    ink: str
    edge: str
    meaning: str


ROLES = {
    "picture": Role(
        "frame", SKY, INK, INK, "a picture, or what was seen in it"
    ),
    "caption": Role(
        "bubble", NIGHT, WHITE, NIGHT, "a caption, and the words of one"
    ),
    "thought": Role(
        "ball", TERRACOTTA, WHITE, TERRACOTTA, "a thought: a text as a vector"
    ),
    "style": Role("hexagon", AMBER, INK, INK, "a style: a mean of thoughts"),
    "story": Role(
        "page", SAGE, WHITE, SAGE, "a passage or a story, and its words"
    ),
    "part": Role("box", CREAM, INK, BARK, "a part with weights, which learns"),
    "operation": Role(
        "circle", PAPER, INK, INK, "an operation: it has nothing to learn"
    ),
}
"""Things first, then what is done to them."""

THINGS = ("picture", "caption", "thought", "style", "story")
COLOURS = frozenset(
    {PAPER, INK, BARK}
    | {role.fill for role in ROLES.values()}
    | {role.ink for role in ROLES.values()}
    | {role.edge for role in ROLES.values()}
)
"""All colours that a diagram may have."""
