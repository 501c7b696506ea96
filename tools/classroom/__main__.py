"""Write the classroom zip to ``_build/classroom``: the book, offline.

Site, student notebooks and library with its models and worlds, and all
packages they need as wheels for machines like this one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import site
from tools.classroom import pack, page, wheels
from tools.paths import BUILD, HTML, ROOT
from tools.student import __main__ as student

FOLDER = BUILD / "classroom"


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    begun = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - begun:.0f} s", flush=True)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    found = path.rglob("*") if path.is_dir() else [path]
    return sum(it.stat().st_size for it in found if it.is_file())


def zip_name(needs: page.Needs) -> str:
    """Its name tells for which machines it is."""
    machine = needs.machine.lower().replace(" ", "-")
    return f"{pack.TOP}-{machine}-python{needs.python}.zip"


def assemble(folder: Path, index: str) -> Path:
    """Make all parts, and the zip of them."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "wheels").mkdir(parents=True)
    with timed("packages"), tempfile.TemporaryDirectory() as scratch:
        wheels.gather(folder / "wheels", Path(scratch), index)
    with timed("student notebooks"):
        student.main()
    with timed("site"):
        if site.build():
            raise wheels.WheelError("the site was not built")
    size = size_of(student.FOLDER) + size_of(HTML)
    needs = pack.write_papers(folder, size)
    contents = pack.parts(folder)
    target = folder / zip_name(needs)
    with timed("zip"):
        pack.write_zip(target, contents)
    for name, path in contents.items():
        print(f"  {name:<18} {size_of(path) / 1e6:8.1f} MB")
    print(f"  {'unpacked, installed':<18} {needs.disk:6.2f} GB")
    return target


def main(words: list[str]) -> int:
    """Make the zip; the exit status."""
    try:
        target = assemble(FOLDER, *words or [""])
    except wheels.WheelError as error:
        print(f"There is no zip: {error}")
        return 1
    where = target.relative_to(ROOT)
    print(f"{where}, {size_of(target) / 1e6:.0f} MB: unpack and start there.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
