"""Vectors for a browser: tensors of one file, and a list of where each lies.

Rows that are only asked for cosines (the bank's captions, the library's
passages and sights) stay on their principal axes in whole numbers of 8 bits.
Their scales stay behind: a cosine does not change with a vector's length. The
length that a row of whole numbers has along its axes goes along instead.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from storyteller_lib.checkpoints.tensor_file import read_tensors
from storyteller_lib.checkpoints.weights import SCALE, dequantise
from storyteller_lib.config import StorytellerError

ALIGNED = 8
"""Bytes at whose multiples a tensor begins: any array can be laid there."""

LEAST = 1e-6
"""The length of a row that has none, so that it may be divided by."""


@dataclass
class Tables:
    """Tensors that are laid one after the other.

    Attributes:
        places: name -> type, shape and offset of a tensor.
        content: the bytes so far.

    Chapter: book/10_the_storyteller
    """

    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    def add(self, name: str, tensor: Tensor) -> None:
        """Lay a tensor of floats, or of whole numbers, at the end."""
        values = tensor.detach().cpu().numpy()
        self.content += bytes(-len(self.content) % ALIGNED)
        self.places[name] = {
            "type": values.dtype.name,
            "shape": list(values.shape),
            "offset": len(self.content),
        }
        self.content += np.ascontiguousarray(values).tobytes()

    def add_rows(self, name: str, path: Path, codes: str, axes: str) -> None:
        """Lay rows as whole numbers, their axes, and each row's length.

        Args:
            name: what the rows are called.
            path: the safetensors file in which they are stored.
            codes: their name there.
            axes: the name of their axes.

        Raises:
            StorytellerError: if they are not stored on axes in 8 bits.
        """
        stored, _ = read_tensors(path)
        whole = stored.get(codes)
        if whole is None or whole.dtype != torch.int8 or axes not in stored:
            raise StorytellerError(
                f"the vectors of {path} are not kept on principal axes in 8 "
                "bits: make the models again, with axes"
            )
        directions = dequantise(stored[axes], stored[axes + SCALE])
        lengths = (whole.double() @ directions.double()).norm(dim=1)
        self.add(f"{name}.codes", whole)
        self.add(f"{name}.axes", directions)
        self.add(f"{name}.lengths", lengths.clamp(min=LEAST).float())
