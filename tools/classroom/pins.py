"""What a machine without a GPU installs: no CUDA, and only what is used.

``make.py`` reads this before anything is installed, so only Python's own
modules are imported here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
PIN = re.compile(r"^[a-z0-9][^\s;]*==[^\s;]+(?: ; [^\\\n]+)?", re.MULTILINE)
EXTRAS = "classroom,heic"
"""What chapters and stories need besides the library."""
NO_CPU_BUILD = """\
pip finds no build of PyTorch without CUDA. PyTorch's own index has it: give
its address, or a folder with the wheel, as INDEX=... (the README says how)."""


def pins(lock: str) -> list[str]:
    """The pinned packages of a lock file, with their conditions."""
    return [pin.strip() for pin in PIN.findall(lock)]


def constraints(lock: str) -> str:
    """The pins of a lock file, but for PyTorch's: its build is chosen."""
    kept = (pin for pin in pins(lock) if not pin.startswith("torch=="))
    return "".join(f"{pin}\n" for pin in kept)


def where(index: str) -> list[str]:
    """pip's options for an index, or a folder of wheels, to look at too."""
    if not index:
        return []
    option = "--find-links" if Path(index).is_dir() else "--extra-index-url"
    return [option, index]


def torch_attempts(
    lock: str, index: str = "", platform: str = sys.platform
) -> list[list[str]]:
    """What to ask pip for to get PyTorch without CUDA, the best first.

    On Linux the registry's own build needs gigabytes of CUDA, and does not
    even start without. The one without has another index, or lies in a
    folder that pip was told of, where it may be of another version.
    """
    found = re.search(r"^torch==([^\s;]+)", lock, re.MULTILINE)
    if found is None:
        raise ValueError("requirements.lock has no pin for torch")
    pin = f"torch=={found[1]}"
    if platform != "linux":
        return [[*where(index), pin]]
    folder = where(index) if Path(index or "-").is_dir() else []
    return [[*where(index), f"{pin}+cpu"], ["--no-index", *folder, "torch"]]


def first_that_works(
    pip: Callable[..., int], attempts: Sequence[Sequence[str]]
) -> int:
    """Try one after the other; the status of the last that was tried."""
    status = 1
    for arguments in attempts:
        if not (status := pip("--no-deps", *arguments)):
            break
    return status


def steps(
    pip: Callable[..., int], kept: Path, index: str
) -> dict[str, Callable[[], int]]:
    """How chapters and stories are installed without CUDA.

    Args:
        pip: installs what its arguments say; gives the exit status.
        kept: where the pins are written for pip.
        index: where to look for PyTorch besides; may be empty.
    """
    lock = LOCK.read_text(encoding="utf-8")

    def torch() -> int:
        status = first_that_works(pip, torch_attempts(lock, index))
        if status:
            print(NO_CPU_BUILD)
        return status

    def others() -> int:
        kept.write_text(constraints(lock), encoding="utf-8")
        options = ("--no-compile", "-c", kept, "-e")
        return pip(*options, f"{ROOT}[{EXTRAS}]")

    return {"PyTorch without CUDA": torch, "the other packages": others}
