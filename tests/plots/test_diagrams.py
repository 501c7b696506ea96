"""Diagrams: nothing cut, nothing on top of another, one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Patch, Polygon
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from storyteller_lib.plots import diagrams, figures
from storyteller_lib.plots.diagrams.drawing import Drawing
from storyteller_lib.plots.diagrams.language import COLOURS, ROLES, THINGS
from storyteller_lib.plots.diagrams.shapes import OUTLINES
from tests.helpers.colours import SEEN_BY, contrast, least_apart

NAMES = [name for name in diagrams.__all__ if name != "ROLES"]
PHONE = 350
"""Pixels that a figure has on a telephone of 390."""


@pytest.fixture(autouse=True)
def style() -> Iterator[None]:
    with mpl.rc_context(figures.STYLE):
        yield


def draw(name: str) -> Figure:
    """A diagram, drawn so that sizes of letters are known."""
    return drawn(getattr(diagrams, name)())


def drawn(figure: Figure) -> Figure:
    """The figure after its letters were measured."""
    FigureCanvasAgg(figure).draw()
    return figure


def letters(figure: Figure) -> list[Text]:
    """All that is written."""
    return [text for text in figure.axes[0].texts if text.get_text()]


def room(text: Text) -> Bbox:
    """The box of a text, in pixels; a hair smaller, since it has air."""
    box = text.get_window_extent()
    return box.padded(-1.0)


def nodes(figure: Figure) -> dict[str, Polygon]:
    """The things and parts by the names that their letters share."""
    found = [p for p in figure.axes[0].patches if isinstance(p, Polygon)]
    return {str(node.get_gid()): node for node in found}


def within(box: Bbox, node: Polygon) -> bool:
    """Whether all corners of a box lie in an outline."""
    path = node.get_path().transformed(node.get_transform())
    return bool(path.contains_points(box.corners()).all())


def cut_off(figure: Figure) -> list[str]:
    """What is written beyond the sheet, or beyond the edge of its node."""
    sheet, known = figure.bbox, nodes(figure)
    return [
        text.get_text()
        for text in letters(figure)
        if not all(sheet.contains(*point) for point in room(text).corners())
        or (text.get_gid() and not within(room(text), known[text.get_gid()]))
    ]


def covered(figure: Figure) -> list[str]:
    """What is written over another text, or over what it does not name."""
    texts = letters(figure)
    pairs = combinations(texts, 2)
    found = [
        f"{a.get_text()} / {b.get_text()}"
        for a, b in pairs
        if room(a).overlaps(room(b))
    ]
    for text in texts:
        others = (
            patch.get_window_extent()
            for patch in figure.axes[0].patches
            if not isinstance(patch, FancyArrowPatch)
            if patch.get_facecolor() != mpl.colors.to_rgba(figures.PAPER)
            if not text.get_gid() or text.get_gid() != patch.get_gid()
        )
        if any(room(text).overlaps(box) for box in others):
            found.append(text.get_text())
    return found


def crossed(figure: Figure) -> list[str]:
    """What a line or an arrow runs through."""
    found = []
    for arrow in figure.axes[0].patches:
        if not isinstance(arrow, FancyArrowPatch):
            continue
        path = arrow.get_path().interpolated(200)
        points = arrow.get_transform().transform(path.vertices)
        for text in letters(figure):
            (left, low), (right, high) = room(text).get_points()
            x, y = points.T
            inside = (left < x) & (x < right) & (low < y) & (y < high)
            if inside.any():
                found.append(text.get_text())
    return found


def colours(figure: Figure) -> set[str]:
    """All colours that a figure has."""
    axes = figure.axes[0]
    used = [to_hex(text.get_color()) for text in letters(figure)]
    used += [to_hex(line.get_color()) for line in axes.lines]
    for patch in axes.patches:
        assert isinstance(patch, Patch)
        used += [to_hex(patch.get_facecolor()), to_hex(patch.get_edgecolor())]
    return set(used)


@pytest.mark.parametrize("faults", [cut_off, covered, crossed])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_covered_or_crossed(name: str, faults) -> None:
    assert faults(draw(name)) == []


def test_faults_are_found() -> None:
    d = Drawing(40)
    d.label(50, 20, "over another")
    d.label(54, 21, "over one")
    d.node("part", 20, 30, "much too long for this", 12, 8)
    d.node("story", 70, 30, "a story", 40, 8)
    d.label(92, 31, "beside")
    d.label(98, 5, "cut off here")
    d.arrow((5, 5), (50, 5))
    d.label(30, 5, "run over")
    figure = drawn(d.figure)
    assert cut_off(figure) == ["much too long for this", "cut off here"]
    assert covered(figure) == ["over another / over one", "beside"]
    assert crossed(figure) == ["run over"]


@pytest.mark.parametrize("name", NAMES)
def test_colours_are_those_of_the_language(name: str) -> None:
    assert colours(draw(name)) <= {colour.lower() for colour in COLOURS}


@pytest.mark.parametrize("name", NAMES)
def test_letters_can_be_read_on_a_telephone(name: str) -> None:
    figure = draw(name)
    wide = figure.bbox.width
    for text in letters(figure):
        pixels = text.get_fontsize() / 72 * figure.dpi * PHONE / wide
        assert pixels > 10.5, text.get_text()


@pytest.mark.parametrize("name", NAMES)
def test_diagrams_are_told_and_small(name: str) -> None:
    stored = figures.png_unless_pictures(draw(name))
    assert stored is not None
    data, about = stored
    assert len(data) < 100_000
    assert len(re.findall(r"\w+", about["alt"])) > 40


@pytest.mark.parametrize("people", SEEN_BY)
def test_things_are_told_apart_by_colour(people: str) -> None:
    assert least_apart([ROLES[name].fill for name in THINGS], people) > 20


def test_things_are_told_apart_by_shape_alone() -> None:
    shapes = [role.shape for role in ROLES.values()]
    assert len(set(shapes)) == len(shapes)
    outlines = [OUTLINES[shape](30, 12) for shape in shapes]
    for one, other in combinations(outlines[:-1], 2):
        assert one != other


@pytest.mark.parametrize("name", ROLES)
def test_letters_stand_out_and_so_do_edges(name: str) -> None:
    role = ROLES[name]
    assert contrast(role.ink, role.fill) >= 4.5
    assert contrast(role.edge, figures.PAPER) >= 3


@pytest.mark.parametrize("shape", OUTLINES)
def test_outlines_have_the_size_asked_for(shape: str) -> None:
    corners = np.array(OUTLINES[shape](30, 12))
    low, high = corners.min(axis=0), corners.max(axis=0)
    tail = 2.6 if shape == "bubble" else 0
    assert high - low == pytest.approx([30, 12 + tail], abs=0.1)
