"""The first story of a program, against what importing PyTorch takes.

Run ``python -m tests.benchmarks.cold``. What the command ``storyteller``
does between its name and its story is done once in a program's life:
importing, reading the models, telling. PyTorch's import alone is the part
that we cannot make shorter, so it is the measure. Programs of both kinds
take turns, so that a busy machine is as unkind to one as to the other.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from PIL import Image
from sklearn.datasets import load_sample_image

ROOT = Path(__file__).resolve().parent.parent.parent
TORCH = ["-c", "import torch"]
STORY = ["-m", "storyteller_lib.cli", "story", "--style", "romance"]


class Cost(NamedTuple):
    """Seconds of a clock, and seconds of work on all cores."""

    clock: float
    work: float


def run(words: Sequence[str]) -> Cost:
    """What a program of Python costs, from its start to its end.

    Like an installed package it finds its modules compiled.
    """
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.pop("STORYTELLER_DATA", None)
    before, begun = _work(), perf_counter()
    subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        check=True,
    )
    return Cost(perf_counter() - begun, _work() - before)


def _work() -> float:
    used = os.times()  # of children, Windows says nothing
    return used.children_user + used.children_system


def compare(ours: Sequence[str], rounds: int = 5) -> tuple[Cost, Cost]:
    """Medians of importing PyTorch and of another program, in turns.

    The first round, which reads from disk what the others find in memory,
    is not counted.
    """
    turns = [(run(TORCH), run(ours)) for _ in range(rounds + 1)][1:]
    torch, other = zip(*turns, strict=True)
    return _median(torch), _median(other)


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def report(folder: Path, recipe: str, rounds: int = 5) -> str:
    """A line with a recipe's ratio, for a photograph of scikit-learn."""
    picture = folder / "picture.png"
    Image.fromarray(load_sample_image("china.jpg")).save(picture)
    ours = [*STORY, "--recipe", recipe, str(picture)]
    torch, story = compare(ours, rounds)
    line = (
        f"a cold story, {recipe}: {story.clock:.2f} s, "
        f"{story.clock / torch.clock:.2f} times importing torch (budget: "
        "1.5 times)"
    )
    if torch.work:
        line += f"; {story.work / torch.work:.2f} times its work"
    return line


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        for recipe in ("retold", "written"):
            print(report(Path(scratch), recipe), flush=True)
