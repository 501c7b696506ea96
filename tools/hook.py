"""Run a tool of ``.venv``: ``python -m tools.hook ruff check``.

pre-commit runs its hooks with a Python of its own, which has no packages.
"""

from __future__ import annotations

import sys

import make


def main(words: list[str]) -> int:
    """Run a module of the installed Python; its exit status."""
    if not make.PYTHON.exists():
        print("Nothing is installed yet: run make check once.")
        return 1
    return make.run(make.PYTHON, "-m", *words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
