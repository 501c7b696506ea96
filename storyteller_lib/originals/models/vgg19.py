"""``vgg19.pkl``: the eyes of neural-storyteller, from Lasagne's model zoo.

A pickled dictionary whose ``param values`` are the weights and biases of the
layers in their order.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder.fc7 import Fc7Encoder, fc7_from_parameters
from storyteller_lib.originals.files.pickles import load_pickle

VALUES = "param values"


def read_vgg19(path: Path) -> Fc7Encoder:
    """VGG-19 up to fc7.

    Raises:
        StorytellerError: if the file is missing, broken or another net.

    Chapter: book/02_pictures_captions_books
    """
    stored = load_pickle(path)
    values = stored.get(VALUES) if isinstance(stored, dict) else None
    if not isinstance(values, list) or not all(
        isinstance(value, np.ndarray) for value in values
    ):
        raise StorytellerError(
            f"{path} has no list of arrays called {VALUES!r}: it is not "
            "Lasagne's VGG-19"
        )
    return fc7_from_parameters(
        [torch.from_numpy(np.asarray(v, dtype=np.float32)) for v in values]
    )
