"""Where a captioner looked, laid over the picture, word by word.

Attention shines on the picture like a lamp: the place that weighs most is
fully lit, and what was not looked at lies in the dark.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float
from matplotlib.figure import Figure
from PIL import Image
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import PictureLike, load_picture

DARK = 0.2
"""How much light is left where nobody looked."""
SIDE = 320
COLUMNS = 5


def lit(
    picture: PictureLike,
    weights: Float[Tensor, "rows columns"],
    side: int = SIDE,
) -> Image.Image:
    """A picture in the light of attention weights, in its own proportions.

    Args:
        picture: what was looked at.
        weights: one a place; the map is made smooth.
        side: pixels of the picture's longer side.

    Raises:
        StorytellerError: if the weights are all zero.

    Chapter: book/04_captions_with_attention
    """
    most = float(weights.max())
    if not 0 < most < math.inf:
        raise StorytellerError("attention weights must not be all zero")
    image = load_picture(picture)
    scale = side / max(image.size)
    width, height = (max(1, round(scale * n)) for n in image.size)
    image = image.resize((width, height), Image.Resampling.LANCZOS)
    table = Image.fromarray(weights.cpu().float().numpy() / most)
    smooth = table.resize((width, height), Image.Resampling.BICUBIC)
    light = DARK + (1 - DARK) * np.asarray(smooth).clip(0, 1)
    pixels = np.asarray(image, dtype=np.float32) * light[:, :, None]
    return Image.fromarray(pixels.round().astype(np.uint8))


def attention_maps(
    picture: PictureLike,
    words: Sequence[str],
    maps: Float[Tensor, "steps rows columns"],
    columns: int = COLUMNS,
) -> Figure:
    """The picture, and once more for each word as the writer saw it.

    Args:
        picture: what was looked at.
        words: of the caption.
        maps: a grid of weights for each word; the end's may follow.
        columns: pictures in a row.

    Raises:
        StorytellerError: if there is not a map for each word.

    Chapter: book/04_captions_with_attention
    """
    check_maps(words, maps)
    whole = load_picture(picture)
    panels = [("", np.asarray(whole))]
    panels += [
        (word, np.asarray(lit(whole, one, 200)))
        for word, one in zip(words, maps, strict=False)
    ]
    rows = math.ceil(len(panels) / columns)
    tall = whole.height / whole.width
    figure = Figure(figsize=(1.45 * columns, rows * (1.45 * tall + 0.28)))
    grid = figure.subplots(rows, columns, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, (word, pixels) in zip(grid.flat, panels, strict=False):
        axes.imshow(pixels)
        axes.set_title(word, fontsize=11)
    return figure


def check_maps(words: Sequence[str], maps: Tensor) -> None:
    """Raise StorytellerError unless each word has a map.

    Chapter: book/04_captions_with_attention
    """
    if not words or len(maps) not in (len(words), len(words) + 1):
        raise StorytellerError(
            f"{len(words)} words need as many attention maps (and one for "
            f"the end, if you like), got {len(maps)}"
        )
