"""Build the site with Jupyter Book, from outputs that are already there.

The sources are laid out under ``_build/source``: the pages of the book, with
other notebooks in place of the tracked ones if wanted, the styles, the
vendored scripts, the story library, the storyteller for a browser, drawings
for two pages and the map of the chapters, and two pages that are written here:
on the status of the book, from the notebooks' own metadata, and its edition.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

from tools import library_page, try_it_page, vendor, web_storyteller
from tools.chapters import stored
from tools.drawn import pages as drawn_pages
from tools.paths import BOOK, BUILD, HTML, ROOT, chapters
from tools.publishing import addresses, edition, icons
from tools.ways import chapter_map, needs

SOURCE = BUILD / "source"
HIDDEN = shutil.ignore_patterns(".*", "__pycache__")
FOR_READERS = shutil.ignore_patterns(".*", "__pycache__", "teacher")
"""What is for teachers does not even lie beside the pages."""


def status_page(paths: list[Path]) -> str:
    """What was run, what it cost, and which outputs are not compared."""
    rows, ignored = [], []
    for path in paths:
        notebook = stored.load(path)
        cost = notebook.metadata.get("storyteller", {})
        cells = len(stored.code_cells(notebook))
        left_out = stored.not_compared(notebook)
        rows.append(
            f"| [](./{path.name}) | {cells} | {len(left_out)} "
            f"| {cost.get('seconds', '')} | {cost.get('peak_mb', '')} |"
        )
        ignored += [
            f"| [](./{path.name}) | {number} | {reason} |"
            for number, reason in left_out
        ]
    template = (ROOT / "tools" / "status.md").read_text(encoding="utf-8")
    nothing = "| | | every output is compared |"
    return template.replace("ROWS", "\n".join(rows)).replace(
        "IGNORED", "\n".join(ignored or [nothing])
    )


def lay_out(notebooks: Path | None = None) -> Path:
    """Put the sources of the site together; the folder they are in."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(BOOK, SOURCE / "book", ignore=FOR_READERS)
    shutil.copy(ROOT / "_toc.yml", SOURCE)
    settings = yaml.safe_dump(addresses.config(), sort_keys=False)
    (SOURCE / "_config.yml").write_text(settings, encoding="utf-8")
    static = SOURCE / "web_static"
    shutil.copytree(ROOT / "web_static", static, ignore=HIDDEN)
    shutil.copytree(vendor.ensure(), static / "vendor")
    shutil.rmtree(static / "storyteller")  # one script is made of them
    web_storyteller.lay_out(static / "storyteller")
    for path in chapters(notebooks) if notebooks else []:
        shutil.copy(path, SOURCE / "book")
    library_page.lay_out(SOURCE)
    drawn_pages.lay_out(SOURCE)
    try_it_page.lay_out(SOURCE, web_storyteller.total())
    pages = {
        "status.md": status_page(chapters(SOURCE / "book")),
        "edition.md": edition.page(),
        "chapter_map.html": chapter_map.drawing(needs.book()),
    }
    for name, page in pages.items():
        (SOURCE / "book" / name).write_text(page, encoding="utf-8")
    return SOURCE


def jupyter_book(source: Path, target: Path = ROOT) -> int:
    """Build the pages from scratch, warnings being errors.

    Args:
        source: where the sources of a book are.
        target: the folder in whose ``_build`` the pages are put.
    """
    build = target / "_build"
    for old in (build / "html", build / ".doctrees"):
        shutil.rmtree(old, ignore_errors=True)
    build.mkdir(parents=True, exist_ok=True)
    program = Path(sys.executable).with_name("jupyter-book").name
    command = [str(Path(sys.executable).parent / program), "build"]
    options = ["--path-output", str(target), "-W", "--keep-going", "-q"]
    log = build / "site.log"
    with log.open("w", encoding="utf-8") as sink:
        status = subprocess.run(
            [*command, *options, str(source)],
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONWARNINGS": "ignore",
                "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
            },
        ).returncode
    if status:
        print(log.read_text(encoding="utf-8")[-8000:])
    return status


def build(notebooks: Path | None = None) -> int:
    """Build the site, from these notebooks or the tracked; exit status."""
    start = time.monotonic()
    print("Building the site ...", flush=True)
    try:
        source = lay_out(notebooks)
    except (vendor.VendorError, web_storyteller.BundleError) as error:
        print(error)
        return 1
    if status := jupyter_book(source):
        print("The site was not built: see the lines above.")
        return status
    icons.slim(HTML)
    seconds = time.monotonic() - start
    size = sum(f.stat().st_size for f in HTML.rglob("*") if f.is_file())
    index = HTML / "index.html"
    print(f"Built in {seconds:.0f} s, {size / 1e6:.0f} MB. Open it with")
    print(f"  {sys.executable} -m webbrowser {index.as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(build())
