"""What all tests share: the tools can be imported, slow tests are marked.

``SHUFFLE=7 make test`` runs the unit tests in an order drawn from 7: the
files, and the tests of each.
"""

from __future__ import annotations

import os
import random
import sys
from itertools import groupby
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "slow: over a few seconds; left out of make check"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that at the end no process works alone."""
    if seed := os.environ.get("SHUFFLE"):
        items[:] = shuffled(items, random.Random(seed))
    else:
        items.sort(key=lambda item: not item.get_closest_marker("slow"))


def shuffled(
    items: list[pytest.Item], chance: random.Random
) -> list[pytest.Item]:
    """File by file, or what a file's tests share were made many times."""
    files = [list(some) for _, some in groupby(items, lambda item: item.path)]
    chance.shuffle(files)
    for some in files:
        chance.shuffle(some)
    return [item for some in files for item in some]
