"""Everything this project can do, on any system: ``python make.py TARGET``.

``make TARGET`` is the same in fewer letters. Only Python 3.11 or later is
needed: whatever a target uses is installed into ``.venv`` first, in the
versions of ``requirements.lock``, when it is missing or out of date. With
SMALL=yes that is less, for ``lab`` and ``story`` alone, and without CUDA.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
PYTHON = BIN / f"python{SUFFIX}"
STAMP = VENV / "installed.sha256"

Options = dict[str, str]
NAMES = ("CHAPTER", "PICTURE", "STYLE", "INDEX", "SMALL")
SMALL_WILL_DO = ("lab", "story")
"""Targets that need neither CUDA nor what builds and tests the book."""


def book(options: Options) -> int:
    """Run every chapter on this machine, then build the site from them."""
    return tool("chapters.run", "book")


def test(options: Options) -> int:
    """All checks: code, notebooks, site and pages."""
    return tool("stages", "test")


def check(options: Options) -> int:
    """The quick checks: lint, types and unit tests."""
    return tool("stages", "check")


def site(options: Options) -> int:
    """Build the site from the outputs stored in the notebooks."""
    return tool("site")


def lab(options: Options) -> int:
    """Open the chapters in JupyterLab."""
    return run(PYTHON, "-m", "jupyterlab", "--notebook-dir", ROOT / "book")


def student(options: Options) -> int:
    """Write notebooks without solutions to _build/student."""
    return tool("student")


def teacher(options: Options) -> int:
    """Write solutions, slides and assignments to _build/teacher."""
    return tool("teacher")


def classroom(options: Options) -> int:
    """Pack the book for a class without a network: [INDEX=...]."""
    return tool("classroom", options.get("INDEX", ""))


def story(options: Options) -> int:
    """Tell a story: PICTURE=photo.jpg [STYLE=thriller]."""
    if "PICTURE" not in options:
        print("Which picture? Try: make story PICTURE=photo.jpg")
        return 2
    style = ["--style", options["STYLE"]] if "STYLE" in options else []
    picture = options["PICTURE"]
    return run(BIN / f"storyteller{SUFFIX}", "story", picture, *style)


def notebooks(options: Options) -> int:
    """Re-execute the chapters that changed, or one: CHAPTER=05."""
    chapter = [options["CHAPTER"]] if "CHAPTER" in options else []
    return tool("chapters.run", "notebooks", *chapter)


def models(options: Options) -> int:
    """Train the course models from the real data in STORYTELLER_DATA."""
    return run(PYTHON, "-m", "data_scripts.course.train")


def lock(options: Options) -> int:
    """Find new versions of all packages and pin them."""
    return tool("lock")


TARGETS: dict[str, Callable[[Options], int]] = {
    target.__name__: target
    for target in (
        book,
        test,
        check,
        site,
        lab,
        student,
        teacher,
        classroom,
        story,
        notebooks,
        models,
        lock,
    )
}


def usage() -> str:
    """The targets, one a line."""
    lines = [
        "Once Upon a Picture: make TARGET (Windows: python make.py TARGET)"
    ]
    lines += [f"  {name:<10} {f.__doc__}" for name, f in TARGETS.items()]
    lines += [f"  {'help':<10} Show these lines."]
    return "\n".join(lines)


def run(*command: str | Path) -> int:
    """Run a command from the root of the project; its exit status."""
    return subprocess.run([str(part) for part in command], cwd=ROOT).returncode


def tool(name: str, *arguments: str) -> int:
    """Run a module of ``tools`` with the installed Python."""
    return run(PYTHON, "-m", f"tools.{name}", *arguments)


def wanted_stamp(small: bool = False) -> str:
    """What the installation depends on, as one number."""
    files = (ROOT / "requirements.lock", ROOT / "pyproject.toml")
    number = hashlib.sha256(b"".join(f.read_bytes() for f in files))
    return number.hexdigest() + (" small" if small else "")


def is_ready(small_will_do: bool = False) -> bool:
    """Whether ``.venv`` works and holds what the lock file says."""
    try:
        stamp = STAMP.read_text(encoding="ascii")
    except OSError:
        return False
    wanted = [wanted_stamp()] + [wanted_stamp(small=True)] * small_will_do
    return PYTHON.exists() and stamp in wanted


def works(python: Path) -> bool:
    """Whether this Python starts, and is new enough."""
    if not python.exists():
        return False
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    command = [str(python), "-c", probe]
    return subprocess.run(command, capture_output=True).returncode == 0


def pip(*arguments: str | Path) -> int:
    """Install something with pip, which says only what goes wrong."""
    quiet = ("-m", "pip", "--disable-pip-version-check", "install", "-qq")
    return run(PYTHON, *quiet, *arguments)


def steps(index: str | None) -> dict[str, Callable[[], int]]:
    """What is installed, and how; without CUDA if an index is named."""
    if index is not None:
        from tools.classroom import pins  # not before it is wanted

        return pins.steps(pip, VENV / "constraints.txt", index)
    lock_file = ROOT / "requirements.lock"
    editable = ("--no-deps", "--no-build-isolation", "-e", ROOT)
    return {
        "the packages (a few minutes, once)": lambda: pip(
            "--require-hashes", "-r", lock_file
        ),
        "storyteller_lib itself": lambda: pip(*editable),
        "the scripts of the pages": lambda: tool("vendor"),
    }


def install(index: str | None = None) -> int:
    """Make ``.venv`` fit ``requirements.lock`` and ``pyproject.toml``.

    Args:
        index: asks for the small installation, without CUDA: where to look
            for PyTorch besides; may be empty.
    """
    start = time.monotonic()
    stamp = wanted_stamp(small=index is not None)
    wanted = steps(index)
    if not works(PYTHON):
        create = (sys.executable, "-m", "venv", "--clear", VENV)
        own = {"a Python of its own, in .venv": lambda: run(*create)}
        wanted = {**own, **wanted}
    for what, step in wanted.items():
        print(f"Installing {what} ...", flush=True)
        if status := step():
            print(f"Could not install {what}: see the lines above.")
            return status
    STAMP.write_text(stamp, encoding="ascii")
    print(f"Installed in {time.monotonic() - start:.0f} s.", flush=True)
    return 0


def read_options(words: list[str]) -> Options:
    """The options, from ``NAME=value`` or the environment."""
    options = {n: os.environ[n] for n in NAMES if os.environ.get(n)}
    for word in words:
        name, _, value = word.partition("=")
        if name not in NAMES or not value:
            sys.exit(
                f"Cannot read {word!r}: expected {'=..., '.join(NAMES)}=..."
            )
        options[name] = value
    return options


def main(words: list[str]) -> int:
    """Do what the command line says; the exit status."""
    name = words[0] if words else "help"
    if name in ("help", "-h", "--help"):
        print(usage())
        return 0
    if name not in TARGETS:
        print(f"There is no target {name!r}.\n\n{usage()}")
        return 2
    options = read_options(words[1:])
    will_do = name in SMALL_WILL_DO
    small = will_do and "SMALL" in options
    index = options.get("INDEX", "") if small else None
    if not is_ready(will_do) and (status := install(index)):
        return status
    return TARGETS[name](options)


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - run by any Python
        sys.exit("Python 3.11 or later is needed: python.org has it.")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
