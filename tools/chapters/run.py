"""Execute chapters: two at a time, with progress, measured.

``book`` executes copies of all chapters under ``_build/chapters`` and builds
the site from them. ``notebooks`` executes the tracked chapters whose code or
library changed (or the one that is named) and is the only way they change.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from nbclient import NotebookClient
from nbclient.exceptions import (
    CellExecutionError,
    CellTimeoutError,
    DeadKernelError,
)
from nbformat import NotebookNode

from tools import site
from tools.chapters import stored
from tools.chapters.progress import LOG, Progress
from tools.paths import BOOK, BUILD, ROOT, chapters, steady_environment
from tools.ways import openings
from tools.ways.times import section_seconds

CELL_SECONDS = 1200
FAULTS = (CellExecutionError, CellTimeoutError, DeadKernelError)
WORLD = "from storyteller_lib.data.storybook.world import StorybookWorld as W"
SHARED = ("pixels('train', 2500)", "word_vectors()")
"""What several chapters want of the storybook world; kept in the cache."""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Chapter:
    """One chapter while it runs."""

    path: Path
    notebook: NotebookNode
    cell: int = 0
    peak: int = 0  # bytes
    work: float = 0.0  # seconds of processor time
    begun: list[float] = field(default_factory=list)  # work before each cell
    seconds: float = 0.0  # on the clock
    error: str = ""
    running: bool = False
    cells: int = field(init=False)

    def __post_init__(self) -> None:
        self.cells = len(stored.code_cells(self.notebook))

    @property
    def name(self) -> str:
        """The chapter as its file is called."""
        return self.path.stem

    def record(self) -> NotebookNode:
        """The executed notebook, normalised, with what it cost."""
        notebook = stored.normalise(self.notebook)
        notebook.metadata["storyteller"] = {
            "code": stored.code_key(notebook),
            "library": stored.library_key(notebook),
            # not those on the clock: other work slows it down, not this
            "seconds": round(self.work),
            "peak_mb": round(self.peak / 1e6),
            "sections": section_seconds(notebook, self.work_of_cells()),
        }
        return notebook

    def work_of_cells(self) -> list[float]:
        """Seconds of processor time that each cell took."""
        ends = [*self.begun, self.work][1:]
        return [b - a for a, b in zip(self.begun, ends, strict=True)]


def cost_of(client: NotebookClient) -> tuple[int, float]:
    """Bytes held, and seconds worked, by a kernel and what it started."""
    provisioner = client.km.provisioner if client.km else None
    pid = getattr(provisioner, "pid", None)
    if pid is None:
        return 0, 0.0
    held, worked = 0, 0.0
    try:
        kernel = psutil.Process(pid)
        for process in (kernel, *kernel.children(recursive=True)):
            held += process.memory_info().rss
            worked += sum(process.cpu_times()[:4])  # its ended children's too
    except psutil.Error:  # it has just ended
        pass
    return held, worked


async def watch(client: NotebookClient, chapter: Chapter, p: Progress) -> None:
    """Follow a kernel, and say where it is, until cancelled."""
    while True:
        held, worked = cost_of(client)
        chapter.peak = max(chapter.peak, held)
        chapter.work = max(chapter.work, worked)
        p.show()
        await asyncio.sleep(0.25)


async def run_one(chapter: Chapter, progress: Progress) -> None:
    """Execute a chapter in a kernel of its own, in its own folder."""

    def started(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code" and cell.source.strip():
            chapter.cell += 1
            chapter.begun.append(cost_of(client)[1])

    client = NotebookClient(
        chapter.notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(chapter.path.parent)}},
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        coalesce_streams=True,
        on_cell_execute=started,
    )
    start = time.monotonic()
    chapter.running = True
    watcher = asyncio.create_task(watch(client, chapter, progress))
    try:
        await client.async_execute(env=steady_environment())
    except FAULTS as error:
        chapter.error = COLOURS.sub("", str(error))
    finally:
        watcher.cancel()
        chapter.running = False
        chapter.seconds = time.monotonic() - start
    progress.finished(chapter)


async def run_all(running: list[Chapter], workers: int) -> None:
    """Execute chapters, those first that took longest the last time."""
    gate = asyncio.Semaphore(workers)
    progress = Progress(running)

    async def one(chapter: Chapter) -> None:
        async with gate:
            await run_one(chapter, progress)

    def last_time(chapter: Chapter) -> float:
        return chapter.notebook.metadata.get("storyteller", {}).get(
            "seconds", float("inf")
        )

    order = sorted(running, key=last_time, reverse=True)
    await asyncio.gather(*(one(chapter) for chapter in order))
    progress.close()


def execute(paths: list[Path]) -> list[Chapter]:
    """Execute these notebooks; each good one is written back to its file."""
    running = [Chapter(path, stored.load(path)) for path in paths]
    workers = min(2, os.cpu_count() or 1)
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(run_all(running, workers))
    for chapter in running:
        if chapter.error:
            print(f"\n{chapter.name} stopped:\n{chapter.error}")
        else:
            stored.save(chapter.record(), chapter.path)
    openings.update([it.path for it in running if not it.error])
    return running


def tidy(paths: list[Path]) -> None:
    """Lay out the code of notebooks as `make check` wants it."""
    ruff = [sys.executable, "-m", "ruff", "format", "--quiet"]
    subprocess.run([*ruff, *map(str, paths)], cwd=ROOT, check=True)


def tracked(chosen: str | None) -> int:
    """Bring the tracked notebooks up to date; the exit status."""
    paths = chapters()
    if chosen:
        paths = [path for path in paths if path.stem.startswith(chosen)]
        if not paths:
            names = ", ".join(path.stem for path in chapters())
            print(f"No chapter begins with {chosen!r}; there are: {names}")
            return 2
    if paths:
        tidy(paths)
    if not chosen:
        paths = [p for p in paths if not stored.is_current(stored.load(p))]
    if not paths:
        print("All notebooks are up to date.")
        return 0
    return int(any(chapter.error for chapter in execute(paths)))


def prepare() -> None:
    """Make once what chapters that begin together would all wait for."""
    print("Drawing what several chapters show, if it is new ...", flush=True)
    environment = steady_environment()
    running = [
        subprocess.Popen(
            [sys.executable, "-c", f"{WORLD}; W().{wanted}"],
            cwd=ROOT,
            env=environment,
        )
        for wanted in SHARED
    ]
    for process in running:  # if one fails, a chapter will say why
        process.wait()


def whole_book() -> int:
    """Execute copies of all chapters, then build the site from them."""
    copies = BUILD / "chapters" / "book"
    shutil.rmtree(copies.parent, ignore_errors=True)
    skip = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(BOOK, copies, ignore=skip)
    shutil.copy(BOOK.parent / "_toc.yml", copies.parent)
    start = time.monotonic()
    paths = chapters(copies)
    where = LOG.relative_to(ROOT)
    print(f"Running {len(paths)} chapters here (log: {where}) ...", flush=True)
    prepare()
    finished = execute(paths)
    if any(chapter.error for chapter in finished):
        return 1
    most = max((chapter.peak for chapter in finished), default=0)
    minutes = (time.monotonic() - start) / 60
    print(f"All in {minutes:.1f} min, at most {most / 1e9:.1f} GB a chapter.")
    return site.build(copies)


def main() -> int:
    """Read the command line; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["book", "notebooks"])
    parser.add_argument("chapter", nargs="?", help="how its name begins")
    arguments = parser.parse_args()
    if arguments.what == "book":
        return whole_book()
    return tracked(arguments.chapter)


if __name__ == "__main__":
    sys.exit(main())
