"""Half-finished trainings on disk: one safetensors file a checkpoint.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor

from storyteller_lib.checkpoints.tensor_file import read_tensors, write_tensors
from storyteller_lib.config import StorytellerError

KEPT = 2
"""How many checkpoints of a training stay on disk."""

_STEP = re.compile(r"step-(\d+)\.safetensors")


def save_state(
    folder: Path,
    step: int,
    tensors: Mapping[str, Any],
    values: dict[str, Any],
) -> None:
    """Write a checkpoint of a training; older ones but one are removed.

    Args:
        folder: where the training keeps its files.
        step: how many updates were made.
        tensors: tensors in nested dictionaries: weights, the optimizer's
            moments, states of generators.
        values: everything else, as JSON values.

    Raises:
        StorytellerError: if the disk refuses the file.

    Chapter: book/07_training_the_decoder
    """
    folder = Path(folder)
    flat = dict(_flatten(tensors))
    empty = [name for name, part in flat.items() if part is None]
    header = {"values": values, "empty": empty}
    full = {name: part for name, part in flat.items() if part is not None}
    path = folder / f"step-{step:09d}.safetensors"
    write_tensors(path, full, header)
    others = [old for old in _checkpoints(folder) if old != path]
    for old in others[KEPT - 1 :]:
        old.unlink(missing_ok=True)
    for leftover in folder.glob(".step-*.part"):
        leftover.unlink(missing_ok=True)


def load_state(
    folder: Path,
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The tensors and values of the newest whole checkpoint, if any.

    Raises:
        StorytellerError: if there are checkpoints, but all are broken.

    Chapter: book/07_training_the_decoder
    """
    found = _checkpoints(Path(folder))
    for path in found:
        try:
            flat, header = read_tensors(path)
            values, empty = header["values"], header["empty"]
        except (StorytellerError, KeyError) as error:
            warnings.warn(
                f"skipped a broken checkpoint: {error}", stacklevel=2
            )
            continue
        return _nest({**flat, **dict.fromkeys(empty)}), values
    if found:
        raise StorytellerError(
            f"every checkpoint in {folder} is broken; remove them to train "
            "from the start"
        )
    return None


def _checkpoints(folder: Path) -> list[Path]:
    """The checkpoints in a folder, the newest first."""
    found = [p for p in folder.glob("*") if _STEP.fullmatch(p.name)]
    return sorted(found, reverse=True)


def _flatten(
    tensors: Mapping[str, Any], before: str = ""
) -> Iterator[tuple[str, Tensor | None]]:
    """Paths as in JSON pointers, with tensors; None for an empty part."""
    for key, part in tensors.items():
        path = before + "/" + key.replace("~", "~0").replace("/", "~1")
        if isinstance(part, Tensor):
            yield path, part
        elif part:
            yield from _flatten(part, path)
        else:
            yield path, None


def _nest(flat: Mapping[str, Tensor | None]) -> dict[str, Any]:
    """The nested dictionaries that ``_flatten`` took apart."""
    nested: dict[str, Any] = {}
    for path, part in flat.items():
        *folders, name = (
            key.replace("~1", "/").replace("~0", "~")
            for key in path[1:].split("/")
        )
        place = nested
        for key in folders:
            place = place.setdefault(key, {})
        place[name] = {} if part is None else part
    return nested
