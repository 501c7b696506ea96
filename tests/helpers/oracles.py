"""What the original programs computed, for tests that compare with it.

The folder is named by ``STORYTELLER_ORACLES``; without the variable a folder
beside the repository is tried, and tests skip where there is none.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "data" / "oracles"
ABSENT = "no oracles here: no agreement with the originals is claimed"


def root() -> Path:
    """Where the oracles are, or would be."""
    named = os.environ.get("STORYTELLER_ORACLES")
    return Path(named) if named else BESIDE


def oracles(pattern: str) -> list[Path]:
    """The files or folders that match, to run a test on each.

    Where none does, the pattern itself stands in: ``needed`` then ends the
    test, so that it is seen and not silently left out.
    """
    return sorted(root().glob(pattern)) or [root() / pattern]


def needed(path: Path) -> Path:
    """A file or a folder with something in it, or the end of the test."""
    full = path.is_file() or (path.is_dir() and any(path.iterdir()))
    if not full and os.environ.get("STORYTELLER_ORACLES"):
        pytest.fail(f"STORYTELLER_ORACLES is set, but there is no {path}")
    if not full:
        pytest.skip(ABSENT)
    return path


def folder(*parts: str) -> Path:
    """A folder of oracles, or the end of the test."""
    return needed(root().joinpath(*parts))


def told(path: Path) -> Any:
    """What a JSON file says."""
    return json.loads(path.read_text(encoding="utf-8"))


def tensors(path: Path) -> dict[str, torch.Tensor]:
    """The arrays of an npz file."""
    with np.load(path) as file:
        return {name: torch.from_numpy(file[name]) for name in file.files}


def close(
    ours: torch.Tensor,
    theirs: torch.Tensor,
    rtol: float = 1e-5,
    atol: float = 1e-6,
) -> None:
    """Fail unless two tensors agree."""
    torch.testing.assert_close(
        ours.detach(), theirs, rtol=rtol, atol=atol, check_dtype=False
    )


def columns(
    file: dict[str, torch.Tensor], ids: str, mask: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and lengths, a sequence a row, from a matrix with time first."""
    lengths = file[mask].sum(dim=0).long()
    return file[ids].T.contiguous(), lengths
