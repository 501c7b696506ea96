"""Where figures and things stand in a picture, and how large they are.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from storyteller_lib.data.storybook.drawing.figures.actions import ACTIONS
from storyteller_lib.data.storybook.drawing.figures.subjects import SUBJECTS
from storyteller_lib.data.storybook.scene import Scene

REACHES: dict[str, tuple[float, float]] = {
    "running": (54, 48),
    "jumping": (42, 44),
    "sleeping": (56, 60),
    "dancing": (46, 50),
    "fishing": (34, 84),
    "kite": (36, 44),
    "umbrella": (46, 56),
    "balloon": (36, 52),
    "lantern": (36, 60),
}
"""How far a figure and its props reach backwards and forwards (units of the
figure); others reach (38, 40)."""

WIDE = {"elephant": 50, "dragon": 56, "turtle": 44, "fox": 50}
"""Species that reach further to both sides than their arms do."""

HEIGHTS = {1: (47, 59), 2: (40, 48), 3: (33, 39)}
"""Heights of figures (hundredths of the picture) by how many there are."""

ONE_WAY = ("running", "fishing", "sleeping")
"""Actions that all figures of a picture do facing the same way."""


@dataclass(frozen=True)
class Spot:
    """One place to stand.

    Attributes:
        x: where, from left to right, 0 to 100.
        y: the ground there, 0 (top) to 100.
        scale: size of a unit, in hundredths of the picture.
        flip: whether it looks to the left.
        name: "figure" or "thing".

    Chapter: book/02_pictures_captions_books
    """

    x: float
    y: float
    scale: float
    flip: bool
    name: str = "figure"


def _figure_scale(scene: Scene, rng: random.Random) -> float:
    """Hundredths of the picture for a unit: fits the height and width."""
    species, action = SUBJECTS[scene.subject], ACTIONS[scene.action]
    wanted = rng.uniform(*HEIGHTS[scene.count]) / 100 * species.scale
    return min(wanted, 84 / (species.top + action.tall))


def arrange(scene: Scene, rng: random.Random) -> list[Spot]:
    """The spots of all figures and the thing, from far to near.

    Chapter: book/02_pictures_captions_books
    """
    scale, size = _figure_scale(scene, rng), rng.uniform(0.27, 0.33)
    flips = _facing(scene, rng)
    row = [_figure_box(scene, scale, flip) for flip in flips]
    if scene.relation == "beside":
        box = _Box("thing", 46 * size, 46 * size, rng.random() < 0.5)
        row.insert(rng.choice((0, scene.count)), box)
    squeeze = min(1.0, 97 / sum(box.width for box in row))
    edges = _spread([box.width * squeeze for box in row], rng)
    base, spots = rng.uniform(84, 91), []
    scale *= max(squeeze, 0.8)
    for k, (left, box) in enumerate(zip(edges, row, strict=True)):
        x = left + box.left * squeeze
        if box.name == "thing":
            y = base + rng.uniform(0, 4)
            spots.append(Spot(x, y, size, box.flip, "thing"))
            continue
        drop = rng.uniform(-3, 3)
        if scene.count > 1:
            drop += 2.5 if k % 2 else -1
        spots.append(Spot(x, min(94, base + drop), scale, box.flip))
    if scene.relation == "behind":
        spots = _hide(scene, spots, rng)
    return sorted(spots, key=lambda spot: spot.y)


@dataclass(frozen=True)
class _Box:
    """Room on the ground, to the left and right of where something stands."""

    name: str
    left: float
    right: float
    flip: bool

    @property
    def width(self) -> float:
        """Left and right together, in hundredths of the picture."""
        return self.left + self.right


def _facing(scene: Scene, rng: random.Random) -> list[bool]:
    """Which figures look to the left."""
    together = rng.random() < 0.5
    if scene.action in ONE_WAY:
        return [together] * scene.count
    return [rng.random() < 0.5 for _ in range(scene.count)]


def _figure_box(scene: Scene, scale: float, flip: bool) -> _Box:
    """The room that a figure needs with its props."""
    wide = WIDE.get(scene.subject, 0)
    reach = REACHES.get(scene.action, (38, 40))
    back, front = (scale * max(wide, r) for r in reach)
    return _Box("figure", *((front, back) if flip else (back, front)), flip)


def _spread(widths: list[float], rng: random.Random) -> list[float]:
    """Left edges of boxes of these widths, with room shared by chance."""
    room = max(0.0, 96 - sum(widths))
    shares = [rng.uniform(0.25, 1) for _ in range(len(widths) + 1)]
    inner = [
        share * (0.5 if 0 < k < len(widths) else 1)
        for k, share in enumerate(shares)
    ]
    cursor, edges = 50 - (sum(widths) + room) / 2, []
    for width, gap in zip(widths, inner, strict=False):
        cursor += room * gap / sum(inner)
        edges.append(cursor)
        cursor += width
    return edges


def _hide(scene: Scene, spots: list[Spot], rng: random.Random) -> list[Spot]:
    """Move the figures back and put the thing before one of them."""
    back = [Spot(s.x, min(s.y, 87) - 4, s.scale, s.flip) for s in spots]
    hidden = back[len(back) // 2]
    side = -1 if not hidden.flip else 1
    away = rng.uniform(10, 17) * side
    if scene.action == "sleeping":
        away = -side * rng.uniform(16, 26)
    size = max(0.23, hidden.scale * rng.uniform(0.56, 0.64))
    if scene.action == "jumping":
        size *= 1.3
    if scene.action == "sleeping":
        size *= 0.84
    x = min(86, max(14, hidden.x + hidden.scale * away))
    y = max(s.y for s in back) + rng.uniform(4, 6)
    return [*back, Spot(x, y, size, rng.random() < 0.5, "thing")]
