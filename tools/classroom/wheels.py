"""The packages of the zip as wheels: pinned, checked, without CUDA."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from packaging.utils import parse_wheel_filename

from tools.classroom import pins
from tools.paths import LIBRARY, ROOT

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
SOURCES = ("pyproject.toml", "README.md", "LICENSE*")
OURS = "storyteller-lib"


class WheelError(RuntimeError):
    """A package cannot be had, or is not the one that was pinned."""


def pip(command: str, *arguments: str | Path, loud: bool = True) -> int:
    """Run pip; its exit status."""
    words = [*PIP, command, "-q", *map(str, arguments)]
    sink = None if loud else subprocess.DEVNULL
    return subprocess.run(words, stderr=sink).returncode


def digest(path: Path) -> str:
    """A file's checksum, as lock files write it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def name_of(wheel: Path) -> str:
    """The package that a wheel holds, as lock files call it."""
    return str(parse_wheel_filename(wheel.name)[0])


def requirements(folder: Path) -> str:
    """The wheels of a folder as lines for pip, each with its checksum."""
    lines = []
    for wheel in sorted(folder.glob("*.whl")):
        name, version, *_ = parse_wheel_filename(wheel.name)
        lines.append(f"{name}=={version} --hash=sha256:{digest(wheel)}\n")
    return "".join(lines)


def strangers(folder: Path, lock: str) -> list[str]:
    """The wheels that the lock file does not know, but for our own and
    PyTorch's build without CUDA, whose checksums it cannot hold.
    """
    return [
        wheel.name
        for wheel in sorted(folder.glob("*.whl"))
        if f"sha256:{digest(wheel)}" not in lock
        and not (name_of(wheel) == OURS or is_cpu_torch(wheel))
    ]


def is_cpu_torch(wheel: Path) -> bool:
    """Whether a wheel is PyTorch's build without CUDA."""
    return name_of(wheel) == "torch" and "+cpu" in wheel.name


def installed_size(folder: Path) -> int:
    """Bytes of all that the wheels of a folder hold, unpacked."""
    total = 0
    for wheel in folder.glob("*.whl"):
        with ZipFile(wheel) as archive:
            total += sum(item.file_size for item in archive.infolist())
    return total


def library_wheel(folder: Path, scratch: Path) -> Path:
    """The library with its models, built from a copy: no trace is left."""
    for pattern in SOURCES:
        for path in ROOT.glob(pattern):
            shutil.copy(path, scratch)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(LIBRARY, scratch / LIBRARY.name, ignore=ignored)
    options = ("--no-deps", "--no-build-isolation", "-w", folder)
    if pip("wheel", *options, scratch):
        raise WheelError("the library could not be packed")
    (wheel,) = folder.glob("storyteller_lib-*.whl")
    return wheel


def torch_wheel(folder: Path, lock: str, index: str) -> Path:
    """PyTorch without CUDA."""

    def download(*arguments: str) -> int:
        options = ("--only-binary", ":all:", "-d", folder)
        return pip("download", *options, *arguments, loud=False)

    pins.first_that_works(download, pins.torch_attempts(lock, index))
    found = list(folder.glob("torch-*.whl"))
    if not found or (sys.platform == "linux" and not is_cpu_torch(found[0])):
        raise WheelError(pins.NO_CPU_BUILD)
    return found[0]


def gather(folder: Path, scratch: Path, index: str = "") -> None:
    """Fill a folder with all wheels that a class needs.

    Raises:
        WheelError: if one cannot be had, or is not the pinned one.
    """
    lock = pins.LOCK.read_text(encoding="utf-8")
    library = library_wheel(folder, scratch)
    torch = torch_wheel(folder, lock, index)
    kept = scratch / "constraints.txt"
    kept.write_text(pins.constraints(lock), encoding="utf-8")
    wanted = (torch, f"{library}[{pins.EXTRAS}]")
    options = ("--only-binary", ":all:", "-c", kept, "-d", folder)
    if pip("download", *options, *wanted):
        raise WheelError("a package could not be had: see the lines above")
    if unknown := strangers(folder, lock):
        raise WheelError(f"not what was pinned: {', '.join(unknown)}")
