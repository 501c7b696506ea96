"""A pytest plugin: writes down how far the tests are, while they run.

Pytest's dots say neither how many there are nor which test takes so long.
``python -m pytest -p tools.pytest_progress`` adds a line to the file named in
``PROGRESS`` whenever a test begins or ends; ``tools.stages`` shows the last.
With xdist the process that hands out the tests writes it.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

FILE = "PROGRESS"
"""The environment variable that names the file."""


def latest(path: Path) -> str:
    """How far the tests were when one last began or ended."""
    lines = path.read_text("utf-8") if path.exists() else ""
    *_, last = ["running", *lines.splitlines()]
    return last.partition(" s  ")[2] or last


class Progress:
    """Counts the tests, and knows those that run now."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("w", encoding="utf-8", buffering=1)
        self.start = time.monotonic()
        self.total = self.done = 0
        self.failed: set[str] = set()
        self.running: dict[str, None] = {}  # in the order of their beginning

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without xdist: the tests are counted."""
        self.total = max(self.total, len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """With xdist: each worker finds all tests."""
        self.total = len(ids)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self.running[nodeid] = None
        self.write()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test is over."""
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """A test ends."""
        self.running.pop(nodeid, None)
        self.done += 1
        self.write()

    def write(self) -> None:
        """Add a line."""
        seconds = time.monotonic() - self.start
        facts = f"{self.done} of {self.total} tests"
        if self.failed:
            facts += f", {len(self.failed)} failed"
        now = ", ".join(self.running) or "none"
        self.file.write(f"{seconds:6.1f} s  {facts}; now {now}\n")


def pytest_configure(config: pytest.Config) -> None:
    """Watch, if a file is named and this process hands out the tests."""
    path = os.environ.get(FILE)
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(Path(path)))
