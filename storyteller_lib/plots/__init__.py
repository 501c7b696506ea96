"""Figures that the chapters draw: labelled, legible, never cut off.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.plots.charts import (
    bars,
    loss_curve,
    picture_grid,
    word_frequency,
)
from storyteller_lib.plots.figures import described
from storyteller_lib.plots.search_views import beam_tree
from storyteller_lib.plots.vector_plots import heatmap, scatter2d

__all__ = [
    "bars",
    "beam_tree",
    "described",
    "heatmap",
    "loss_curve",
    "picture_grid",
    "scatter2d",
    "word_frequency",
]
