"""Figures that the chapters draw: labelled, legible, never cut off.

Every function returns a figure, shown when it is the last line of a cell.
What a figure shows is told in the cell's alt text.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import SupportsFloat

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.plots.figures import PALETTE
from storyteller_lib.training import History

Curve = History | Sequence[float]
Bars = Mapping[str, float | int] | Mapping[str, Sequence[float | int]]


def loss_curve(
    history: Curve | Mapping[str, Curve],
    label: str = "loss",
    window: int = 25,
) -> Figure:
    """The loss of every step, faint, and its mean over windows of steps.

    Args:
        history: one training run, or several by name.
        label: what the vertical axis shows, with its unit.
        window: how many steps a mean is taken over.

    Raises:
        StorytellerError: if there are no steps.

    Chapter: book/03_captions_by_retrieval
    """
    runs = history if isinstance(history, Mapping) else {"": history}
    figure = Figure()
    axes = figure.subplots()
    for (name, run), colour in zip(runs.items(), cycle(PALETTE), strict=False):
        losses = run.losses if isinstance(run, History) else list(run)
        if not losses:
            raise StorytellerError("there is no loss to draw: train first")
        size = max(1, min(window, len(losses) // 8))
        means = History(losses).smooth(size)
        steps = [
            min(i * size + size / 2, len(losses)) for i in range(len(means))
        ]
        axes.plot(range(1, len(losses) + 1), losses, color=colour, alpha=0.25)
        name = name or f"mean of {size} steps"
        axes.plot(steps, means, color=colour, label=name)
    axes.set(xlabel="training step", ylabel=label)
    axes.grid(axis="y")
    axes.legend()
    return figure


def picture_grid(
    pictures: Sequence[Image.Image],
    titles: Sequence[str] = (),
    columns: int = 4,
    size: float = 1.9,
) -> Figure:
    """Pictures side by side, each below its title.

    Args:
        pictures: what to show.
        titles: one for each picture, or none; long ones are wrapped.
        columns: pictures in a row.
        size: of a picture, in inches.

    Raises:
        StorytellerError: without pictures, or with titles missing.

    Chapter: book/02_pictures_captions_books
    """
    if not pictures or (titles and len(titles) != len(pictures)):
        raise StorytellerError(
            f"got {len(pictures)} pictures and {len(titles)} titles: give "
            "one title a picture, or none"
        )
    columns = min(columns, len(pictures))
    rows = math.ceil(len(pictures) / columns)
    wrapped = [textwrap.fill(title, int(size * 12)) for title in titles]
    lines = max((title.count("\n") + 1 for title in wrapped), default=0)
    height = rows * (size + 0.18 * lines + 0.05)
    figure = Figure(figsize=(columns * size, height))
    grid = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in grid:
        axes.set_axis_off()
    for axes, picture in zip(grid, pictures, strict=False):
        axes.imshow(np.asarray(picture.convert("RGB")))
    for axes, title in zip(grid, wrapped, strict=False):
        axes.set_title(title, fontsize=9)
    return figure


def _three_digits(value: SupportsFloat) -> str:
    """A bar's number: three digits, and no powers of ten for thousands."""
    number = float(value)
    return f"{number:,.0f}" if abs(number) >= 1_000 else f"{number:.3g}"


def bars(values: Bars, label: str, series: Sequence[str] = ()) -> Figure:
    """Horizontal bars with their values, the first on top.

    Args:
        values: a number for each name, or as many as there are series.
        label: what the numbers are, with their unit.
        series: names of the bars in a group, for the legend.

    Raises:
        StorytellerError: if a name has not one number for each series.

    Chapter: book/02_pictures_captions_books
    """
    count = max(len(series), 1)
    groups = [
        list(v) if isinstance(v, Sequence) else [v] for v in values.values()
    ]
    if not groups or any(len(group) != count for group in groups):
        raise StorytellerError(f"bars need {count} numbers for each name")
    figure = Figure(figsize=(6, 0.8 + len(groups) * (0.12 + 0.26 * count)))
    axes = figure.subplots()
    places = np.arange(len(groups))
    thick = 0.8 / count
    for i, colour in zip(range(count), cycle(PALETTE), strict=False):
        drawn = axes.barh(
            places + (i - (count - 1) / 2) * thick,
            [group[i] for group in groups],
            thick,
            color=colour,
            label=series[i] if series else None,
        )
        axes.bar_label(drawn, fmt=_three_digits, padding=3, fontsize=9)
    axes.set_yticks(places, [textwrap.fill(name, 28) for name in values])
    axes.set_xlabel(label)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    if series:
        figure.legend(loc="outside upper center", ncols=min(count, 4))
    return figure


def word_frequency(counts: Mapping[str, int], named: int = 5) -> Figure:
    """How often the words of a text occur, by rank, both on log scales.

    The dashed line is Zipf's law: the word of rank r occurs 1/r times as
    often as the first (Zipf, 1935).

    Args:
        counts: how often each word occurs.
        named: how many words to write beside the curve.

    Raises:
        StorytellerError: without words.

    Chapter: book/02_pictures_captions_books
    """
    if not counts:
        raise StorytellerError("there are no words to count")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    times = np.array([count for _, count in ranked])
    ranks = np.arange(1, len(times) + 1)
    figure = Figure()
    axes = figure.subplots()
    axes.loglog(ranks, times[0] / ranks, "--", color=PALETTE[4])
    axes.loglog(ranks, times, ".", color=PALETTE[0], markersize=4)
    line, dots = axes.lines
    line.set_label("Zipf's law: first count / rank")
    dots.set_label("words of the text")
    places = np.geomspace(1, len(times), min(named, len(times))).astype(int)
    for place in dict.fromkeys(places.tolist()):
        word, count = ranked[place - 1]
        axes.annotate(
            word,
            (place, count),
            xytext=(5, 6),
            textcoords="offset points",
            fontsize=9,
        )
    axes.set(xlabel="rank of the word", ylabel="how often it occurs")
    axes.margins(x=0.1, y=0.1)
    axes.legend()
    return figure
