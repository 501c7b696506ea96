"""The parts of the zip, and how they get into it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tools.classroom import page, wheels
from tools.paths import HTML, ROOT
from tools.student.__main__ import FOLDER as STUDENT

TOP = "once-upon-a-picture"
"""The one folder in which the zip unpacks."""
PACKED = (".whl", ".png", ".jpg", ".jpeg", ".woff2", ".gz")
"""What is not made smaller by packing it again."""
START = Path(__file__).with_name("start.py")
PAPERS = ("LICENSE", "LICENSE-PROSE", "LICENSE-WEIGHTS", "CITATION.cff")


def parts(folder: Path) -> dict[str, Path]:
    """What goes where in the zip: files and whole folders."""
    made = ("wheels", "requirements.txt", "needs.json")
    pages = (f"{page.NAME}.md", f"{page.NAME}.html")
    return {
        **{name: folder / name for name in (*pages, *made)},
        START.name: START,
        "notebooks": STUDENT,
        "site": HTML,
        **{name: ROOT / name for name in PAPERS},
    }


def write_papers(folder: Path, size: int) -> page.Needs:
    """Beside the wheels: their list, what they need, and the page.

    Args:
        folder: where the wheels are.
        size: bytes of the other parts.
    """
    gathered = folder / "wheels"
    listed = wheels.requirements(gathered)
    packed = sum(wheel.stat().st_size for wheel in gathered.glob("*.whl"))
    unpacked = wheels.installed_size(gathered)
    needs = page.Needs.here((size + packed + unpacked) / 1e9)
    told = {"python": needs.python, "machine": needs.machine}
    papers = {
        "requirements.txt": listed,
        "needs.json": json.dumps(told),
        f"{page.NAME}.md": page.markdown(needs),
        f"{page.NAME}.html": page.html(needs),
    }
    for name, text in papers.items():
        (folder / name).write_text(text, encoding="utf-8")
    return needs


def files(contents: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Each file, and its place in the zip."""
    for name, path in contents.items():
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                inside = file.relative_to(path).as_posix()
                rest = "" if inside == "." else f"/{inside}"
                yield f"{TOP}/{name}{rest}", file


def write_zip(target: Path, contents: Mapping[str, Path]) -> None:
    """Write the zip as a whole: a killed run leaves no half of it."""
    part = target.with_suffix(".part")
    with ZipFile(part, "w") as archive:
        for name, path in files(contents):
            stored = path.suffix in PACKED
            how = ZIP_STORED if stored else ZIP_DEFLATED
            archive.write(path, name, compress_type=how)
    part.replace(target)
