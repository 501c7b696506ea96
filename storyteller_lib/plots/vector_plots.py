"""Matrices and vectors as figures: heat maps and maps of the plane.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
from jaxtyping import Float
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.plots.figures import INK, PALETTE

Matrix = Float[np.ndarray, "rows columns"] | Float[Tensor, "rows columns"]
Vectors = Float[np.ndarray, "items dim"] | Float[Tensor, "items dim"]

MARKERS = "osD^vP"


def heatmap(
    matrix: Matrix,
    rows: Sequence[str],
    columns: Sequence[str],
    label: str,
) -> Figure:
    """A matrix as coloured cells, with the numbers where there is room.

    Args:
        matrix: the numbers; the colours diverge from 0 if some are below.
        rows: a name for each row.
        columns: a name for each column.
        label: what the numbers are, with their unit.

    Raises:
        StorytellerError: if there is not one name for each row and column.

    Chapter: book/03_captions_by_retrieval
    """
    numbers = np.asarray(matrix, dtype=float)
    if numbers.shape != (len(rows), len(columns)):
        raise StorytellerError(
            f"a matrix of shape {numbers.shape} needs as many names, "
            f"got {len(rows)} and {len(columns)}"
        )
    figure = Figure(figsize=_heatmap_size(numbers, rows, columns))
    axes = figure.subplots()
    high = float(np.abs(numbers).max())
    options: dict[str, Any] = {"cmap": "YlOrBr"}
    if numbers.min() < 0:
        options = {"cmap": "PuOr_r", "vmin": -high, "vmax": high}
    image = axes.imshow(numbers, aspect="auto", **options)
    names = [textwrap.fill(str(name), 40) for name in rows]
    axes.set_yticks(range(len(rows)), names)
    style: dict[str, Any] = {}
    if max(map(len, columns)) > 4:
        style = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    axes.set_xticks(range(len(columns)), columns, **style)
    axes.spines[:].set_visible(False)
    if len(columns) <= 10:
        _write_numbers(axes, numbers)
    figure.colorbar(image, ax=axes, label=label)
    return figure


def _heatmap_size(
    numbers: np.ndarray, rows: Sequence[str], columns: Sequence[str]
) -> tuple[float, float]:
    names = min(max(map(len, rows)), 40) * 0.08
    width = names + 1.1 + 0.55 * len(columns)
    height = 0.4 + 0.34 * len(rows) + 0.06 * max(map(len, columns))
    return float(np.clip(width, 5.5, 9)), float(np.clip(height, 2, 9))


def _write_numbers(axes: Axes, numbers: np.ndarray) -> None:
    """The number of each cell, light on dark cells and dark on light."""
    image = axes.images[0]
    for (row, column), number in np.ndenumerate(numbers):
        red, green, blue, _ = image.to_rgba(number)
        dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.5
        colour = "white" if dark else INK
        text = f"{number:.2f}" if number % 1 else f"{number:.0f}"
        axes.text(
            column,
            row,
            text,
            color=colour,
            ha="center",
            va="center",
            fontsize=8.5,
        )


def scatter2d(
    vectors: Vectors,
    groups: Sequence[str],
    names: Sequence[str] = (),
    method: str = "pca",
    seed: int = 0,
) -> Figure:
    """Vectors projected to the plane, one colour and marker a group.

    Args:
        vectors: one row an item; two columns are drawn as they are.
        groups: the group of each item, for the legend.
        names: written beside the items; none, or one for each.
        method: ``pca`` or ``tsne``.
        seed: of the projection.

    Raises:
        StorytellerError: for another method, or a group missing.

    Chapter: book/03_captions_by_retrieval
    """
    numbers = np.asarray(vectors, dtype=float)
    if len(groups) != len(numbers):
        raise StorytellerError(
            f"{len(numbers)} vectors need as many groups, got {len(groups)}"
        )
    points, labels = _project(numbers, method, seed)
    figure = Figure(figsize=(6, 4.4))
    axes = figure.subplots()
    for i, group in enumerate(dict.fromkeys(groups)):
        chosen = points[[g == group for g in groups]]
        colour = PALETTE[i % len(PALETTE)]
        marker = MARKERS[(i + i // len(PALETTE)) % len(MARKERS)]
        style: dict[str, Any] = {"color": colour, "marker": marker}
        axes.scatter(
            *chosen.T, label=textwrap.fill(group, 50), alpha=0.85, **style
        )
    for name, point in zip(names, points, strict=bool(names)):
        offset: dict[str, Any] = {
            "xytext": (4, 3),
            "textcoords": "offset points",
        }
        axes.annotate(textwrap.fill(name, 18), point, fontsize=8.5, **offset)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    if any(groups):
        longest = max(map(len, groups))
        columns = max(1, min(5, 55 // (longest + 5)))
        figure.legend(loc="outside upper center", ncols=columns)
    return figure


def _project(
    numbers: np.ndarray, method: str, seed: int
) -> tuple[np.ndarray, tuple[str, str]]:
    """Points in the plane, and what the two axes are."""
    if numbers.shape[1] == 2:
        return numbers, ("first dimension", "second dimension")
    if method == "pca":
        model = PCA(2, random_state=seed)
        points = model.fit_transform(numbers)
        shares = model.explained_variance_ratio_
        first, second = (f"({share:.0%} of the variance)" for share in shares)
        return points, (f"first component {first}", f"second {second}")
    if method == "tsne":
        near = min(30.0, (len(numbers) - 1) / 3)
        model = TSNE(2, perplexity=near, init="pca", random_state=seed)
        labels = ("t-SNE, first dimension", "t-SNE, second dimension")
        return model.fit_transform(numbers), labels
    raise StorytellerError(f"scatter2d knows pca and tsne, not {method!r}")
