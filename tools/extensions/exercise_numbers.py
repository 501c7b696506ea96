"""Exercises on the site are numbered by chapter: 8.2 is chapter 8's second.

That is the number by which ``check`` knows an exercise, and by which the
student notebooks name it; Sphinx would count them through the whole book. A
Sphinx extension, loaded by ``_config.yml``.
"""

from __future__ import annotations

import re
from typing import Any

CHAPTER = re.compile(r"(?:.*/)?(\d\d)_\w+")
AFTER_SPHINX = 900
"""The priority of what comes after Sphinx's own counting."""


def number_by_chapter(app: Any, environment: Any) -> list[str]:
    """Give each exercise its chapter's number and its place in it."""
    for page, figures in environment.toc_fignumbers.items():
        chapter = CHAPTER.fullmatch(page)
        if chapter and "exercise" in figures:
            figures["exercise"] = {
                name: (int(chapter[1]), place)
                for place, name in enumerate(figures["exercise"], 1)
            }
    return []


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("env-get-updated", number_by_chapter, priority=AFTER_SPHINX)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
