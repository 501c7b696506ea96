"""Say how far the chapters are: a bar in a terminal, lines elsewhere.

Somebody who reads along in a log of a build sees a line at least every
quarter of a minute, however long a cell takes. All lines are also in a file,
each with the time since the start.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from tools.paths import BUILD

if TYPE_CHECKING:
    from tools.chapters.run import Chapter

LOG = BUILD / "chapters.log"
SILENT_SECONDS = 12.0


class Progress:
    """What is said while some chapters run.

    Args:
        running: all of them, done or not.
        log: the file in which every line is kept.
    """

    def __init__(self, running: list[Chapter], log: Path | None = None):
        self.chapters, self.log = running, log or LOG
        self.done = 0
        self.begun = time.monotonic()
        self.said = self.begun - SILENT_SECONDS
        self.bar = tqdm(
            total=sum(chapter.cells for chapter in running),
            bar_format="{desc} |{bar:20}| {percentage:3.0f}% {elapsed}",
            disable=None,  # unless in a terminal
            dynamic_ncols=True,
        )
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_text("", encoding="utf-8")

    def show(self) -> None:
        """Bring the bar up to date; say where we are if it is time to."""
        total = len(self.chapters)
        now = f"chapter {min(self.done + 1, total)} of {total}"
        self.bar.n = sum(min(c.cell, c.cells) for c in self.chapters)
        self.bar.set_description_str(f"{now} ({self._active(short=True)})")
        if time.monotonic() - self.said >= SILENT_SECONDS:
            where = self._active(short=False)
            self._say(f"  {where}; {self.done} of {total} done", self._dumb)

    def finished(self, chapter: Chapter) -> None:
        """Say what a chapter cost, or that it failed."""
        self.done += 1
        cost = f"{chapter.seconds:4.0f} s {chapter.peak / 1e6:6.0f} MB"
        total = len(self.chapters)
        line = f"  [{self.done}/{total}] {chapter.name:<28} {cost}"
        self._say(line + ("  FAILED" if chapter.error else ""))

    def close(self) -> None:
        """Take the bar away."""
        self.bar.close()

    @property
    def _dumb(self) -> bool:
        """Whether nobody sees the bar."""
        return bool(self.bar.disable)

    def _active(self, short: bool) -> str:
        """Where the running chapters are: ``02 cell 7/55, ...``."""
        found = [
            f"{c.name[:2] if short else c.name} cell {c.cell}/{c.cells}"
            for c in self.chapters
            if c.running
        ]
        return ", ".join(found) or "ready"

    def _say(self, line: str, aloud: bool = True) -> None:
        """A line for the log and, unless the bar says it, for the reader."""
        self.said = time.monotonic()
        minutes, seconds = divmod(int(self.said - self.begun), 60)
        with self.log.open("a", encoding="utf-8") as file:
            file.write(f"{minutes:2}:{seconds:02}{line}\n")
        if aloud:
            tqdm.write(line)
            sys.stdout.flush()
