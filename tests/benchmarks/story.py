"""What a story costs with everything: seconds, memory, and the imports.

Run ``python -m tests.benchmarks.story``. Each figure is of programs of their
own, since memory and imports cannot be given back.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
Figures = list[float]

MEASURE = """
import os, sys, time
start = time.perf_counter()
{work}
taken = time.perf_counter() - start
most = 0
try:  # Linux; what getrusage says there was inherited from the parent
    with open("/proc/self/status") as file:
        lines = dict(line.split(":", 1) for line in file)
    most = int(lines["VmHWM"].split()[0]) * 1024
except OSError:
    if sys.platform == "darwin":
        import resource
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(taken, most)
"""
TORCH = "import torch"
LIBRARY = "import storyteller_lib.storyteller"
COMMANDS = "import storyteller_lib.cli"
STORY = """
from storyteller_lib.storyteller import Storyteller
Storyteller.load().story({picture!r}, beam_width=10)
"""


def measure(work: str) -> tuple[float, float]:
    """Seconds and largest memory (in MB) of some lines of Python."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.pop("STORYTELLER_DATA", None)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(work=work)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
    )
    taken, most = map(float, done.stdout.split()[-2:])
    return taken, most / 1e6


def take_turns(works: list[str], rounds: int) -> tuple[Figures, Figures]:
    """Median seconds and largest memory of each; the first round, which
    reads from disk what the others find in memory, is not counted."""
    found = [[measure(work) for work in works] for _ in range(rounds + 1)]
    columns = list(zip(*found[1:], strict=True))
    seconds = [statistics.median(t for t, _ in column) for column in columns]
    return seconds, [max(m for _, m in column) for column in columns]


def report(folder: Path, rounds: int = 3) -> list[str]:
    """Two lines: imports, and a story from nothing."""
    picture = folder / "picture.png"
    Image.linear_gradient("L").convert("RGB").save(picture)
    works = [TORCH, LIBRARY, COMMANDS, STORY.format(picture=str(picture))]
    seconds, memory = take_turns(works, rounds)
    torch, library, commands, story = seconds
    return [
        f"imports: the library takes {library / torch:.2f} times as long as "
        f"torch alone, the command line {commands / torch:.2f} times",
        f"a story at width 10, with imports and loading: {story:.1f} s, "
        f"{story / torch:.1f} times importing torch (budget: 3 s on two "
        f"cores); at most {memory[3]:,.0f} MB (budget: 1,000 MB), of which "
        f"torch alone {memory[0]:,.0f} MB",
    ]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        print("\n".join(report(Path(scratch))))
