"""Whether the storyteller recognises anything at all in a picture.

The bank has a nearest caption for whatever is shown: black, noise or a page
of text become a man like any other. But pictures of nothing lie together in
the visual-semantic space, far from those of something. So a few of them are
drawn and looked at; what lies about as near to them as to its best caption
was not recognised.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.pictures import SIZE

MARGIN = {"course": -0.15}
"""So far at least must a picture's cosine with nothing lie below that with
its best caption; for the models with which it was measured.

Chosen on 100 photographs of Flickr8k's val and 100 pictures of nothing; then,
by ``data_scripts/measure/recognition.py``, 98.5 % of 200 others of nothing
were noticed, and 0 of 200 photographs of Flickr8k's test and 2 of 159 of
COCO's val were not recognised."""

NOTE = (
    "nothing in this picture was recognised for certain, so the story may "
    "have little to do with it"
)


def meaningless() -> list[np.ndarray]:
    """Three pictures that show nothing: grey, stripes and a few boxes.

    Chapter: book/03_captions_by_retrieval
    """
    chance = np.random.default_rng(0)
    grey = np.full((SIZE, SIZE, 3), 128, np.uint8)
    wave = 127 + 120 * np.sin(np.arange(SIZE) / 5)
    stripes = np.tile(wave.astype(np.uint8), (SIZE, 1))
    boxes = np.full((SIZE, SIZE, 3), 255, np.uint8)
    for _ in range(6):
        y, x, height, width = chance.integers(10, 100, 4)
        boxes[y : y + height, x : x + width] = chance.integers(0, 256, 3)
    return [grey, stripes, boxes]


def is_recognised(
    eye: Float[Tensor, " space"],
    nothing: Float[Tensor, " space"],
    best: float,
    margin: float,
) -> bool:
    """Whether a picture lies nearer to a caption than to nothing.

    Args:
        eye: the picture's unit vector.
        nothing: that of pictures that show nothing.
        best: the picture's cosine with its best caption.
        margin: as in ``MARGIN``.

    Chapter: book/03_captions_by_retrieval
    """
    return float(eye @ nothing) < best + margin
