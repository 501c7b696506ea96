"""The weights of a component on disk, never as a pickle.

A pickle runs code when it is opened; a safetensors file holds numbers and
nothing else. A component is one such file: its settings and its model card
are JSON in the file's header, so that they cannot get lost.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from jaxtyping import Float, Float16, Int8
from torch import Tensor, nn

from storyteller_lib.checkpoints.tensor_file import read_tensors, write_tensors
from storyteller_lib.config import StorytellerError

Precision = Literal["float32", "float16", "int8"]
"""How numbers are stored; they are float32 again when loaded."""

SCALE = ".scale"


def save_weights(
    path: Path,
    weights: nn.Module | Mapping[str, Tensor],
    *,
    settings: Mapping[str, Any] | None = None,
    card: Mapping[str, Any] | None = None,
    dtype: Precision = "float16",
) -> None:
    """Write a component: its weights, its settings and its model card.

    With int8, tensors of two dimensions or more are stored as whole numbers
    and one float16 scale for each row, the others as float16.

    Args:
        path: the file, by custom ``NAME.safetensors``.
        weights: a module, or tensors by name.
        settings: what builds the module again, as JSON values.
        card: where the weights come from, as JSON values.
        dtype: how numbers are stored.

    Raises:
        StorytellerError: if a weight is not a finite number in that
            precision, or the disk refuses the file.

    Chapter: book/07_training_the_decoder
    """
    if isinstance(weights, nn.Module):
        weights = weights.state_dict()
    stored: dict[str, Tensor] = {}
    quantised = []
    for name, tensor in weights.items():
        parts = _stored(name, tensor.detach().cpu(), dtype)
        if clash := sorted(parts.keys() & stored.keys()):
            raise StorytellerError(
                f"{path}: two tensors would be called {clash[0]!r}; "
                "rename one of them"
            )
        stored.update(parts)
        quantised += [name] * (len(parts) > 1)
    _refuse_infinite(path, stored)
    header = {
        "settings": dict(settings or {}),
        "card": dict(card or {}),
        "quantised": sorted(quantised),
    }
    write_tensors(Path(path), stored, header)


def load_weights(
    path: Path, module: nn.Module | None = None, assign: bool = False
) -> dict[str, Tensor]:
    """Read weights, all real numbers as float32, and fill a module with them.

    Args:
        path: the file.
        module: is given the weights, if there is one.
        assign: let it have these very tensors instead of copies; not for a
            module whose parameters somebody else holds already.

    Raises:
        StorytellerError: if the file is missing or broken, or its tensors
            do not fit the module.

    Chapter: book/07_training_the_decoder
    """
    stored, header = read_tensors(Path(path))
    try:
        for name in header.get("quantised", ()):
            matrix, scale = stored[name], stored.pop(name + SCALE)
            if not matrix.dim() or scale.shape != matrix.shape[:1]:
                raise LookupError(f"{name!r} has not a scale for each row")
            stored[name] = dequantise(matrix, scale)
    except (LookupError, RuntimeError, TypeError) as error:
        raise StorytellerError(
            f"{path} is broken: {error}; get the file again"
        ) from error
    tensors = {
        name: tensor.float() if tensor.is_floating_point() else tensor
        for name, tensor in stored.items()
    }
    if module is not None:
        _fill(module, tensors, path, assign)
    return tensors


def read_settings(path: Path) -> dict[str, Any]:
    """The settings that a component was saved with.

    Raises:
        StorytellerError: if the file is missing or broken or has none.

    Chapter: book/07_training_the_decoder
    """
    return _header(Path(path), "settings")


def read_card(path: Path) -> dict[str, Any]:
    """The model card that a component was saved with.

    Raises:
        StorytellerError: if the file is missing or broken or has none.

    Chapter: book/07_training_the_decoder
    """
    return _header(Path(path), "card")


def quantise(
    matrix: Float[Tensor, "rows ..."],
) -> tuple[Int8[Tensor, "rows ..."], Float16[Tensor, " rows"]]:
    """A matrix as int8 and a scale a row: ``matrix ~ int8 * scale``.

    No value is off by more than half its row's scale, which is about a
    254th of the row's largest value: scales are rounded up.

    Chapter: book/07_training_the_decoder
    """
    rows = matrix.float().flatten(1)  # (rows, values)
    largest = rows.abs().amax(dim=1)  # (rows)
    scale = (largest / 127 * (1 + 2**-10) + 2**-24).half()
    whole = (rows / scale.float().unsqueeze(1)).round()
    return whole.to(torch.int8).view_as(matrix), scale


def dequantise(
    matrix: Int8[Tensor, "rows ..."], scale: Float16[Tensor, " rows"]
) -> Float[Tensor, "rows ..."]:
    """The float32 matrix that ``quantise`` approximated.

    Chapter: book/07_training_the_decoder
    """
    rows = matrix.float().flatten(1) * scale.float().unsqueeze(1)
    return rows.view_as(matrix)


def _stored(name: str, tensor: Tensor, dtype: Precision) -> dict[str, Tensor]:
    """What is written for a tensor: itself, or itself smaller and a scale."""
    if not tensor.is_floating_point():
        return {name: tensor}
    if dtype == "int8" and tensor.dim() > 1 and tensor.numel():
        whole, scale = quantise(tensor)
        return {name: whole, name + SCALE: scale}
    return {name: tensor.float() if dtype == "float32" else tensor.half()}


def _refuse_infinite(path: Path, stored: Mapping[str, Tensor]) -> None:
    for name, tensor in stored.items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise StorytellerError(
                f"{path}: {name.removesuffix(SCALE)} has values that are not "
                f"finite numbers as {tensor.dtype}; the model is broken or "
                "needs float32"
            )


def _fill(
    module: nn.Module, tensors: dict[str, Tensor], path: Path, assign: bool
) -> None:
    try:
        module.load_state_dict(tensors, assign=assign)
    except RuntimeError as error:
        reason = " ".join(str(error).split())
        raise StorytellerError(
            f"{path} does not fit the model: {reason}; load it with the "
            "settings it was saved with"
        ) from error


def _header(path: Path, key: str) -> dict[str, Any]:
    _, header = read_tensors(path, tensors=False)
    if not isinstance(header.get(key), dict):
        raise StorytellerError(
            f"{path} has no {key} in its header; it was not written by "
            "save_weights"
        )
    return header[key]
