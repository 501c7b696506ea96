"""All benchmarks in one run, in about three minutes on an idle machine.

Run ``python -m tests.benchmarks``. Only ratios within one run mean
something on another machine; so each line tells those, and beside them the
budget of each.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from tests.benchmarks import (
    beam_search,
    book,
    cold,
    page,
    reading,
    searches,
    story,
    training,
)


def main() -> None:
    """Print a line or two for each benchmark as soon as it is there."""
    torch.set_num_threads(1)
    print(training.report(), flush=True)
    print(searches.report(), flush=True)
    print(
        f"{beam_search.HEAD}\n{beam_search.row(beam_search.Decoder(), 50, 3)}"
    )
    print("(budget: orig/ours 10 or more, ours/prod 3 or less)")
    print("\n".join(reading.report()), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        print("\n".join(story.report(Path(scratch))), flush=True)
        for recipe in ("retold", "written"):
            print(cold.report(Path(scratch), recipe), flush=True)
    print("\n".join(page.report()), flush=True)
    print(book.report())


if __name__ == "__main__":
    main()
