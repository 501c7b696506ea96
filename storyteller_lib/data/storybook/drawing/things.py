"""The eight things that may stand beside or before the figures.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Callable

from storyteller_lib.data.storybook.drawing.canvas import Pen
from storyteller_lib.data.storybook.drawing.palette import (
    CREAM,
    INK,
    WOOD,
    deeper,
    lighter,
    vary,
)


def _mushroom(pen: Pen, rng: random.Random) -> None:
    """A toadstool with a red or ochre dotted cap."""
    cap = vary(rng.choice(((208, 60, 54), (196, 110, 60))), rng)
    stem = [-13 + 0j, -11 - 26j, -9 - 44j, 9 - 44j, 11 - 26j, 13 + 0j]
    pen.using(line=deeper(CREAM)).blob(stem, CREAM)
    pen = pen.using(line=deeper(cap))
    dome = [-42 - 38j, -36 - 66j, -14 - 84j, 14 - 84j, 36 - 66j, 42 - 38j]
    pen.blob([*dome, -32j], cap)
    bare = pen.using(line=None)
    for x, y, r in ((-20, -60, 7), (6, -70, 8.5), (24, -52, 6), (-2, -47, 5)):
        bare.oval(complex(x, y), r, r * 0.85, CREAM)


def _basket(pen: Pen, rng: random.Random) -> None:
    """A woven picnic basket with a cloth under its handle."""
    straw = vary((214, 160, 92), rng)
    pen = pen.using(line=deeper(straw))
    arch = [-32 - 46j, -30 - 92j, 30 - 92j, 32 - 46j]
    ring = [*arch, 25 - 46j, 23 - 82j, -23 - 82j, -25 - 46j]
    pen.polygon(ring, deeper(straw, 0.2))
    pen.blob([-30 - 42j, -24 - 60j, 0 - 54j, 22 - 62j, 30 - 42j], CREAM)
    bare = pen.using(line=None)
    for check in (-16, 0, 15):
        bare.box(complex(check, -54), 5 + 8j, (226, 108, 104))
    pen.polygon([-42 - 46j, -33 + 0j, 33 + 0j, 42 - 46j], straw)
    weave = deeper(straw, 0.2)
    for row in range(4):
        for k in range(5):
            x = -32 + k * 14.5 + 7 * (row % 2)
            if abs(x) < 33 + row * -1.5:
                bare.oval(complex(x, -36 + row * 10.5), 5, 2.6, weave)
    pen.box(-44 - 49j, 88 + 8j, lighter(straw, 0.2))


def _gift(pen: Pen, rng: random.Random) -> None:
    """A wrapped box with a large bow."""
    papers = (
        (94, 160, 214),
        (236, 132, 160),
        (120, 190, 140),
        (168, 128, 206),
    )
    paper, ribbon = vary(rng.choice(papers), rng), (250, 212, 92)
    pen = pen.using(line=deeper(paper))
    pen.box(-34 - 48j, 68 + 48j, paper)
    pen.box(-38 - 62j, 76 + 17j, lighter(paper, 0.25))
    bare = pen.using(line=None)
    bare.box(-8 - 62j, 16 + 62j, ribbon)
    for x, y in ((-24, -34), (-20, -14), (22, -30), (26, -10)):
        bare.dot(complex(x, y), 3.2, lighter(paper, 0.55))
    bow = pen.using(line=deeper(ribbon))
    bow.blob([-62j, -12 - 66j, -30 - 70j, -26 - 88j, -10 - 80j], ribbon)
    bow.blob([-62j, 12 - 66j, 30 - 70j, 26 - 88j, 10 - 80j], ribbon)
    bow.oval(-66j, 7, 7, deeper(ribbon, 0.12))


def _wagon(pen: Pen, rng: random.Random) -> None:
    """A cart on two spoked wheels with a load of hay."""
    wood = vary((190, 100, 72), rng)
    pen = pen.using(line=deeper(wood))
    hay = (236, 202, 110)
    straw = pen.using(line=deeper(hay))
    straw.blob([-46 - 48j, -34 - 70j, -8 - 78j, 22 - 72j, 44 - 48j], hay)
    for x in (-22, 2, 22):
        straw.stroke([x - 54j, x + 5 - 66j], 1.8, deeper(hay, 0.25))
    pen.limb((46 - 28j, 62 - 30j, 70 - 44j), 2.6, 2.2, WOOD)
    pen.polygon([-56 - 52j, -50 - 20j, 48 - 20j, 54 - 52j], wood)
    bare = pen.using(line=None)
    for y in (-42, -32):
        bare.box(complex(-52, y), 102 + 1.8j, deeper(wood, 0.25))
    for x in (-28, 26):
        hub = complex(x, -16)
        pen.dot(hub, 17, (92, 70, 66))
        bare.dot(hub, 12.4, lighter(WOOD, 0.5))
        for spoke in (12, 12j, 8.6 + 8.6j, 8.6 - 8.6j):
            bare.stroke([hub - spoke, hub + spoke], 2.4, (92, 70, 66))
        bare.dot(hub, 4, (92, 70, 66))


def _teapot(pen: Pen, rng: random.Random) -> None:
    """A round teapot with spout, handle and steam."""
    glaze = vary(
        rng.choice(((92, 148, 196), (108, 180, 160), (232, 130, 120))), rng
    )
    pen = pen.using(line=deeper(glaze))
    for x in (52, 60):
        steam = [complex(x, -70), complex(x + 7, -80), complex(x - 1, -92)]
        pen.stroke(steam, 2.6, (255, 255, 255, 170))
    pen.dot(-40 - 36j, 20, glaze)
    pen.using(label=None).dot(-41 - 36j, 11, deeper(glaze, 0.45))
    pen.limb((28 - 22j, 50 - 26j, 52 - 62j), 10, 5, glaze)
    pen.oval(-34j, 38, 33, glaze)
    bare = pen.using(line=None)
    for x, y in ((-14, -30), (6, -24), (20, -38)):
        for petal in (-5, 5, -5j, 5j):
            bare.dot(complex(x, y) + petal, 3.2, CREAM)
        bare.dot(complex(x, y), 2.6, (250, 206, 92))
    pen.oval(-64j, 22, 7, deeper(glaze, 0.12))
    pen.dot(-74j, 6, glaze)
    pen.box(-18 - 5j, 36 + 5j, deeper(glaze, 0.2))


def _barrel(pen: Pen, rng: random.Random) -> None:
    """A barrel of staves and iron hoops."""
    wood = vary((176, 122, 74), rng)
    pen = pen.using(line=deeper(wood))
    left = [-26 + 0j, -33 - 22j, -34 - 44j, -32 - 66j, -25 - 88j]
    right = [complex(-p.real, p.imag) for p in reversed(left)]
    pen.polygon([*left, *right], wood)
    bare = pen.using(line=None)
    for x in (-20, -7, 7, 20):
        ends = [complex(x * 0.8, -2), complex(x * 1.25, -44), x * 0.8 - 84j]
        bare.stroke(ends, 1.8, deeper(wood, 0.3))
    for y, wide in ((-70, 31.5), (-20, 32)):
        bare.box(complex(-wide, y), 2 * wide + 7j, (104, 108, 122))
        bare.box(complex(-wide, y), 2 * wide + 2j, (158, 162, 174))
    pen.oval(-88j, 25, 6.5, lighter(wood, 0.25))


def _pumpkin(pen: Pen, rng: random.Random) -> None:
    """A ribbed pumpkin with a curled stalk."""
    rind = vary((240, 138, 44), rng)
    pen = pen.using(line=deeper(rind))
    for x, rx in ((-26, 20), (26, 20), (-13, 21), (13, 21), (0, 17)):
        shade = deeper(rind, 0.1) if abs(x) > 20 else rind
        pen.oval(complex(x, -32 - (20 - abs(x)) * 0.1), rx, 31, shade)
    pen.using(line=None).oval(-9 - 44j, 3.4, 10, lighter(rind, 0.4), 12)
    stalk = (104, 140, 70)
    green = pen.using(line=deeper(stalk))
    green.limb((-61j, -72j, 12 - 78j), 6, 4, stalk)
    green.blob([4 - 60j, 16 - 70j, 34 - 66j, 26 - 56j], (122, 172, 82))


def _suitcase(pen: Pen, rng: random.Random) -> None:
    """A leather suitcase with corners, straps and a label."""
    hide = vary(
        rng.choice(((160, 96, 66), (96, 120, 132), (150, 74, 78))), rng
    )
    pen = pen.using(line=deeper(hide))
    pen.polygon([-15 - 58j, -12 - 74j, 12 - 74j, 15 - 58j], deeper(hide, 0.3))
    pen.using(label=None).box(-8 - 68j, 16 + 9j, deeper(hide, 0.62))
    pen.polygon(
        [-46 - 56j, -42 - 60j, 42 - 60j, 46 - 56j, 46 + 0j, -46 + 0j], hide
    )
    bare = pen.using(line=None)
    strap, brass = deeper(hide, 0.35), (236, 198, 104)
    for x in (-28, 20):
        bare.box(complex(x, -60), 8 + 60j, strap)
        bare.box(complex(x - 1, -38), 10 + 8j, brass)
    for x, y in ((-46, -60), (38, -60), (-46, -9), (38, -9)):
        bare.box(complex(x, y), 8 + 9j, brass)
    bare.box(-14 - 30j, 26 + 17j, CREAM)
    bare.dot(-6 - 21j, 4.4, (226, 96, 88))
    bare.stroke([2 - 24j, 9 - 24j], 2, INK)
    bare.stroke([2 - 19j, 9 - 19j], 2, INK)


THINGS: dict[str, Callable[[Pen, random.Random], None]] = {
    "mushroom": _mushroom,
    "basket": _basket,
    "gift": _gift,
    "wagon": _wagon,
    "teapot": _teapot,
    "barrel": _barrel,
    "pumpkin": _pumpkin,
    "suitcase": _suitcase,
}
"""Each draws itself about 90 units high on the ground at (0, 0)."""
