"""Write the student notebooks of all chapters to ``_build/student``."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.chapters import stored
from tools.paths import BUILD, ROOT, chapters
from tools.student.notebook import names_of, student_notebook

FOLDER = BUILD / "student"


def main(folder: Path = FOLDER) -> int:
    """Write one notebook for each chapter; the exit status."""
    notebooks = {path: stored.load(path) for path in chapters()}
    names = names_of(notebooks)
    folder.mkdir(parents=True, exist_ok=True)
    for path, notebook in notebooks.items():
        made = student_notebook(path, notebook, names)
        stored.save(made, folder / path.name)
    where = folder.relative_to(ROOT) if folder == FOLDER else folder
    print(f"{len(notebooks)} student notebooks are in {where}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
