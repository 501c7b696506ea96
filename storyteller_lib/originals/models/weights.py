"""From the originals' matrices to the parameters of our layers.

The originals multiply a row of numbers with a matrix from the right, so that
each matrix is the transpose of ours. Their GRU keeps the reset and update
gates in one matrix, ``U`` and ``W`` with the bias ``b``, and the candidate in
``Ux``, ``Wx`` and ``bx``:

    r, u = sigmoid(x W + h U + b)
    h' = u * h + (1 - u) * tanh(x Wx + bx + r * (h Ux))

which is ``torch.nn.GRU`` in the same order of gates, with its second bias
zero: there too the reset gate acts after the product, and the update gate
keeps the old state.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from storyteller_lib.config import StorytellerError


class Weights:
    """The arrays of one original file, which says what it lacks.

    Args:
        arrays: the arrays by name.
        name: what the file is called in an error.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], name: str) -> None:
        self.arrays, self.name = arrays, name

    def __contains__(self, key: str) -> bool:
        return key in self.arrays

    def tensor(self, key: str) -> Tensor:
        """An array as float32.

        Raises:
            StorytellerError: if there is none of that name.
        """
        if key not in self.arrays:
            raise StorytellerError(
                f"{self.name} has no array {key!r}: it is the file of "
                "another model or not whole"
            )
        array = np.ascontiguousarray(self.arrays[key], dtype=np.float32)
        return torch.from_numpy(array)

    def turned(self, key: str) -> Tensor:
        """An array as our layers have it: a matrix transposed."""
        found = self.tensor(key)
        return found.T if found.dim() == 2 else found

    def size(self, key: str, axis: int) -> int:
        """The length of an array along one axis.

        Raises:
            StorytellerError: if there is no such array or axis.
        """
        shape = self.tensor(key).shape
        if axis >= len(shape):
            raise StorytellerError(
                f"{key} in {self.name} is no matrix but of shape "
                f"{tuple(shape)}: the file is of another model"
            )
        return shape[axis]

    @torch.no_grad()
    def fill(self, parameter: Tensor, value: Tensor, key: str) -> None:
        """Set a parameter.

        Raises:
            StorytellerError: if the value has another shape.
        """
        if parameter.shape != value.shape:
            raise StorytellerError(
                f"{key} in {self.name} does not fit the other arrays: "
                f"{tuple(value.shape)} instead of {tuple(parameter.shape)}"
            )
        parameter.copy_(value)

    def fill_words(self, words: nn.Embedding, key: str = "Wemb") -> None:
        """Fill a word table."""
        self.fill(words.weight, self.tensor(key), key)

    def fill_linear(self, layer: nn.Linear, prefix: str) -> None:
        """Fill a linear layer from ``PREFIX_W`` and ``PREFIX_b``."""
        weight = self.turned(f"{prefix}_W")
        self.fill(layer.weight, weight, f"{prefix}_W")
        self.fill(layer.bias, self.tensor(f"{prefix}_b"), f"{prefix}_b")

    def fill_gru(self, layer: nn.GRU, prefix: str) -> None:
        """Fill a GRU from the six arrays that begin with ``PREFIX_``."""
        into = dict(layer.named_parameters())
        gates = 2 * layer.hidden_size
        for name, key in (
            ("weight_ih_l0", "W"),
            ("weight_hh_l0", "U"),
            ("bias_ih_l0", "b"),
        ):
            first, second = f"{prefix}_{key}", f"{prefix}_{key}x"
            self.fill(into[name][:gates], self.turned(first), first)
            self.fill(into[name][gates:], self.turned(second), second)
        nn.init.zeros_(into["bias_hh_l0"])
