"""What each colour and each shape means, for the page of notation."""

from __future__ import annotations

from storyteller_lib.plots.diagrams.language import ROLES
from tools.drawn import svg
from tools.drawn.svg import Place

WIDE, ROW = 360.0, 46.0
SIGNS = {
    "picture": "",
    "caption": "",
    "thought": "<tspan>x</tspan>",
    "style": "<tspan>b</tspan>",
    "story": "",
    "part": "GRU",
    "operation": "+",
}
"""What is written on each, as an example."""
TITLE = "The colours and shapes of the book's diagrams, and what they mean"


def row(role: str, y: float) -> str:
    """A shape, and its meaning beside it."""
    wide = 34.0 if role in ("thought", "operation") else 58.0
    drawn = svg.shape(role, Place(38, y, wide, 32), SIGNS[role])
    words = ROLES[role].meaning
    return f'{drawn}<text class="beside" x="82" y="{y:.0f}">{words}</text>'


def page_html() -> str:
    """The legend, to be put on a page of the book."""
    rows = [row(role, 24 + ROW * i) for i, role in enumerate(ROLES)]
    tall = ROW * len(rows)
    return svg.drawing("legend", TITLE, WIDE, tall, rows)
