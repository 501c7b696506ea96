"""The one command of the classroom; it needs no network.

    python3 start.py                     opens the chapters in JupyterLab
    python3 start.py story photo.jpg --style thriller
    python3 start.py doctor              says what works, and what does not

The first time it installs everything from the folder "wheels" into ".venv",
both beside this file.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{SUFFIX}"
STAMP = VENV / "installed.txt"
LIST = HERE / "requirements.txt"


def this_machine() -> str:
    """The kind of machine that wheels are made for."""
    return f"{platform.system()} {platform.machine()}"


def suitable_python(wanted: str) -> str | None:
    """A Python of this version: the one that runs, or another one here."""
    if platform.python_version().startswith(f"{wanted}."):
        return sys.executable
    return shutil.which(f"python{wanted}")


def obstacle(needs: dict[str, str]) -> str:
    """Why nothing can be installed here; empty if it can."""
    if this_machine() != needs["machine"]:
        return (
            f"This folder was packed for {needs['machine']}, and this is "
            f"{this_machine()}: ask for the zip of this kind of machine."
        )
    if suitable_python(needs["python"]) is None:
        return (
            f"Python {needs['python']} is needed, and this is "
            f"{platform.python_version()}. Where it is installed under "
            "another name, start this file with that one."
        )
    return ""


def is_ready() -> bool:
    """Whether everything is installed already."""
    wanted = LIST.read_text(encoding="utf-8")
    return STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted


def install(needs: dict[str, str]) -> int:
    """Fill ``.venv`` from the wheels, each held against its checksum."""
    print("Installing from the folder wheels, once ...", flush=True)
    begun = time.monotonic()
    python = str(suitable_python(needs["python"]))
    pip = [str(PYTHON), "-m", "pip", "--isolated", "install", "-q"]
    options = ["--disable-pip-version-check", "--no-index", "--no-deps"]
    options += ["--no-compile", "--find-links", str(HERE / "wheels")]
    steps = (
        [python, "-m", "venv", "--clear", str(VENV)],
        [*pip, *options, "--require-hashes", "-r", str(LIST)],
    )
    for step in steps:
        if status := subprocess.run(step).returncode:
            print("It was not installed: see the lines above.")
            return status
    STAMP.write_text(LIST.read_text(encoding="utf-8"), encoding="utf-8")
    print(f"Installed in {time.monotonic() - begun:.0f} s.", flush=True)
    return 0


def main(words: list[str]) -> int:
    """Install what is missing, then do what is asked; the exit status."""
    needs = json.loads((HERE / "needs.json").read_text(encoding="utf-8"))
    if problem := obstacle(needs):
        print(problem)
        return 1
    if not is_ready() and (status := install(needs)):
        return status
    lab = ["-m", "jupyterlab", "--notebook-dir", str(HERE / "notebooks")]
    story = [str(BIN / f"storyteller{SUFFIX}"), *words]
    # Machines differ in the last digits: a class is warned, not stopped.
    return subprocess.run(
        story if words else [str(PYTHON), *lab],
        env={"STORYTELLER_BOUNDS": "warn", **os.environ},
    ).returncode


if __name__ == "__main__":
    if sys.version_info < (3, 8):  # noqa: UP036 - run by any Python
        sys.exit("A newer Python is needed: START_HERE says which.")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
