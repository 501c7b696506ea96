"""Plots: five pictures of one little story, with a sentence each.

Chapter: book/11_stories_from_sequences
"""

from storyteller_lib.data.storybook.plots.plot import (
    KINDS,
    LENGTH,
    NAMES,
    Plot,
    plot_split,
    plots,
    sample_plot,
)
from storyteller_lib.data.storybook.plots.reading import Reading, read_sentence

__all__ = [
    "KINDS",
    "LENGTH",
    "NAMES",
    "Plot",
    "Reading",
    "plot_split",
    "plots",
    "read_sentence",
    "sample_plot",
]
