"""Where things are, and which chapters the book has."""

from __future__ import annotations

import os
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
BUILD = ROOT / "_build"
HTML = BUILD / "html"
LIBRARY = ROOT / "storyteller_lib"

THREADS = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def chapters(book: Path = BOOK) -> list[Path]:
    """The notebooks of the table of contents, in its order."""
    toc = yaml.safe_load((book.parent / "_toc.yml").read_text("utf-8"))
    pages = list(toc.get("chapters", []))
    for part in toc.get("parts", []):
        pages += part["chapters"]
    names = [f"{page['file']}.ipynb" for page in pages if "file" in page]
    paths = [book.parent / name for name in names]
    return [path for path in paths if path.exists()]


def steady_environment() -> dict[str, str]:
    """The environment in which every notebook runs, so that runs repeat.

    One thread (sums come in one order), no real data, no progress bars in
    the outputs (they hold times), one hash seed.
    """
    environment = {
        **os.environ,
        **dict.fromkeys(THREADS, "1"),
        "PYTHONHASHSEED": "0",
        "TQDM_DISABLE": "1",
        # tqdm.auto would draw a widget, which does not obey the line above;
        # where it sees this prefix, it uses its plain bar, which does.
        "SPYDER_ABSENT": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    environment.pop("STORYTELLER_DATA", None)
    return environment
