"""Map and legend, laid out beside the pages that show them."""

from __future__ import annotations

from pathlib import Path

from tools.drawn import book_map, legend


def lay_out(source: Path) -> None:
    """Put both where the pages' sources are."""
    drawn = {
        "book_map.html": book_map.page_html(),
        "legend.html": legend.page_html(),
    }
    for name, page in drawn.items():
        (source / "book" / name).write_text(page, encoding="utf-8")
