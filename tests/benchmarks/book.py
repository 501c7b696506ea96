"""What the chapters cost when they were last run, as they note themselves.

Run ``python -m tests.benchmarks.book``: it runs nothing.
"""

from __future__ import annotations

from tools.chapters import stored
from tools.paths import chapters

MOST_SECONDS, MOST_MINUTES, MOST_MEGABYTES = 100, 12, 2_000


def report() -> str:
    """A line: the longest chapter, all of them, the most memory."""
    found = {path.stem: stored.load(path).metadata for path in chapters()}
    notes = {
        name: metadata["storyteller"]
        for name, metadata in found.items()
        if "storyteller" in metadata  # it was run
    }
    longest = max(notes, key=lambda name: notes[name]["seconds"])
    greatest = max(note["peak_mb"] for note in notes.values())
    seconds = [note["seconds"] for note in notes.values()]
    return (
        f"book: {len(notes)} chapters, the longest ({longest[:2]}) takes "
        f"{max(seconds) / MOST_SECONDS:.2f} of its {MOST_SECONDS} s, all one "
        f"after another {sum(seconds) / 60 / MOST_MINUTES:.2f} of "
        f"{MOST_MINUTES} min, the most memory is "
        f"{greatest / MOST_MEGABYTES:.2f} of {MOST_MEGABYTES:,} MB "
        "(budget: 1.00 or less of each)"
    )


if __name__ == "__main__":
    print(report())
