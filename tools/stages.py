"""The stages of ``make check`` and ``make test``, timed and summed up.

All stages run even if one fails, so that one run tells everything; the exit
status is that of the whole. The last line counts the tests. While a stage
runs, a line now and then says how far it is; all that its tests wrote down of
their progress stays in ``_build/reports``.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

from tools.paths import BUILD, ROOT, THREADS, steady_environment
from tools.pytest_progress import FILE, latest

REPORTS = BUILD / "reports"
PYTHON = [sys.executable, "-m"]
CHECKER = "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))"
"""Holds values against annotations; an int may stand for a float."""
PYTEST = [
    *(*PYTHON, "pytest", "-q"),
    *("-p", "no:cacheprovider", "-p", "tools.pytest_progress"),
]
PAUSE = 20.0
"""Seconds between two lines that say how far a stage is."""
PAGES = ["tests/book/test_pages.py", "tests/web/test_try_it.py", "-n", "2"]
SPECIAL = (
    "book/test_notebooks.py",
    "book/test_pages.py",
    "web/test_try_it.py",
)
NBVAL = (
    "book --nbval --nbval-current-env --nbval-cell-timeout 1200 "
    "--nbval-sanitize-with tests/nbval_sanitize.cfg -n 2 --dist loadscope"
)


@dataclass
class Stage:
    """A named command; those of pytest leave a report that is counted."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: {**os.environ})
    status: int = 0
    seconds: float = 0.0

    @property
    def report(self) -> Path:
        """Where pytest writes what it counted."""
        return REPORTS / f"{self.name.replace(' ', '_')}.xml"

    @property
    def log(self) -> Path:
        """Where pytest writes each test that begins or ends."""
        return self.report.with_suffix(".log")

    def run(self) -> None:
        """Run the command and remember how it went."""
        print(f"\n=== {self.name}", flush=True)
        command, environment = self.command, self.environment
        if "pytest" in command:
            self.report.unlink(missing_ok=True)
            self.log.unlink(missing_ok=True)
            command = [*command, f"--junitxml={self.report}"]
            environment = {**environment, FILE: str(self.log)}
        start = time.monotonic()
        with subprocess.Popen(command, cwd=ROOT, env=environment) as running:
            while running.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.wait(PAUSE)
                    break
                seconds = time.monotonic() - start
                facts = latest(self.log)
                print(f"\n  {self.name}, {seconds:.0f} s: {facts}", flush=True)
        self.seconds = time.monotonic() - start
        self.status = running.returncode

    def counts(self) -> tuple[int, int, int]:
        """Tests that passed, failed and were skipped."""
        if not self.report.exists():
            return 0, 0, 0
        suites = ET.parse(self.report).getroot().iter("testsuite")
        total = failed = skipped = 0
        for suite in suites:
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0))
            failed += int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
        return total - failed - skipped, failed, skipped


def code_stages(marks: list[str]) -> list[Stage]:
    """Lint, types, and the unit tests with shapes checked."""
    ignored = [f"--ignore=tests/{name}" for name in SPECIAL]
    shapes = f"--jaxtyping-packages=storyteller_lib,{CHECKER}"
    one_thread = {**os.environ, **dict.fromkeys(THREADS, "1")}
    workers = ["-n", "2", "--dist", "worksteal"]
    unit = [*PYTEST, "tests", *ignored, shapes, *workers, *marks]
    return [
        Stage("lint", [*PYTHON, "ruff", "check", "-q", "."]),
        Stage("format", [*PYTHON, "ruff", "format", "--check", "-q", "."]),
        Stage("types", [*PYTHON, "mypy", "storyteller_lib", "tools"]),
        Stage("unit tests", unit, one_thread),
    ]


def book_stages() -> list[Stage]:
    """The notebooks, then the site that is built from them."""
    return [
        Stage("notebook hygiene", [*PYTEST, "tests/book/test_notebooks.py"]),
        Stage("notebooks", [*PYTEST, *NBVAL.split()], steady_environment()),
        Stage("site", [*PYTHON, "tools.site"]),
        Stage("pages", [*PYTEST, *PAGES]),
    ]


def run(stages: list[Stage]) -> int:
    """Run the stages, print what each took, count; the exit status."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    for stage in stages:
        stage.run()
    print("\n=== summary")
    for stage in stages:
        failed = f"FAILED with status {stage.status}"  # -9: was killed
        verdict = failed if stage.status else "passed"
        print(f"  {stage.name:<18} {stage.seconds:6.1f} s  {verdict}")
    total = sum(stage.seconds for stage in stages)
    print(f"  {'in all':<18} {total:6.1f} s")
    counts = zip(*(stage.counts() for stage in stages), strict=True)
    passed, failed, skipped = (sum(column) for column in counts)
    print(f"\ntests: {passed} passed, {failed} failed, {skipped} skipped")
    return int(any(stage.status for stage in stages))


def main(words: list[str]) -> int:
    """``check`` for work in progress, ``test`` for everything."""
    if words == ["check"]:
        return run(code_stages(["-m", "not slow"]))
    return run(code_stages([]) + book_stages())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
