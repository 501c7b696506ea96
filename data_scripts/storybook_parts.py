"""Where the storybook models are kept while they are trained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import nn

from storyteller_lib.checkpoints import load_weights, save_weights

RUNS = Path("runs/storybook")


def keep(name: str, module: nn.Module) -> None:
    """Write a trained part's weights."""
    path = RUNS / f"{name}.safetensors"
    save_weights(path, module, dtype="float32")


def fill(module: Any, name: str) -> Any:
    """Fill a part with the weights that its stage wrote."""
    load_weights(RUNS / f"{name}.safetensors", module)
    return module.eval()
