"""Bring up to date what the book says of ways through it.

    python -m tools.ways

writes the cell below each chapter's opening (what it needs, how long it
takes), and the ways in the introduction.
"""

from __future__ import annotations

import sys

from tools.paths import BOOK, ROOT, chapters
from tools.ways import openings, page


def main() -> int:
    """Write all of it; the exit status."""
    changed = openings.update(chapters())
    intro = BOOK / "intro.md"
    before = intro.read_text(encoding="utf-8")
    after = page.with_ways(before)
    if after != before:
        intro.write_text(after, encoding="utf-8")
        changed.append(intro)
    for path in changed:
        print(f"{path.relative_to(ROOT)} says something else now.")
    print(f"{len(changed)} pages changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
