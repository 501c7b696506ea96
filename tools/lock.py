"""Pin every package: requirements.lock for pip, environment.yml for conda.

conda hands its pip section over as one file, and pip refuses an editable
install in a file that has hashes; so environment.yml repeats the pins without
them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.classroom.pins import pins
from tools.paths import ROOT

LOCK = ROOT / "requirements.lock"
CONDA = ROOT / "environment.yml"
HEAD = """\
# For conda and Binder: the pins of requirements.lock. Written by `make lock`.
name: once-upon-a-picture
channels:
  - conda-forge
dependencies:
  - python=3.11
  - pip
  - pip:
"""


def conda_environment(lock: str) -> str:
    """environment.yml with the pins of a lock file."""
    lines = [f'      - "{pin}"\n' for pin in pins(lock)]
    return HEAD + "".join(lines) + '      - "-e ."\n'


def compile_lock() -> int:
    """Let uv find versions that fit together, for all platforms."""
    options = "--all-extras --universal --generate-hashes --no-header"
    quiet = "--no-annotate --no-emit-index-url --no-emit-find-links -q"
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--upgrade"]
    command = [*uv, *options.split(), *quiet.split(), "-o", str(LOCK)]
    return subprocess.run([*command, "pyproject.toml"], cwd=ROOT).returncode


def write_conda(path: Path = CONDA) -> None:
    """Write environment.yml anew."""
    text = conda_environment(LOCK.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def main() -> int:
    """Pin everything anew; the exit status."""
    if status := compile_lock():
        return status
    write_conda()
    print("Wrote requirements.lock and environment.yml; now: make test")
    return 0


if __name__ == "__main__":
    sys.exit(main())
