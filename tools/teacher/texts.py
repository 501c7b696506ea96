"""The texts for teachers, which people wrote: ``book/teacher``.

A chapter's text has sections with fixed headings. Where one is missing, the
edition is made without it and says so; nothing else depends on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tools.paths import BOOK, ROOT

FOLDER = BOOK / "teacher"
HEADINGS = (
    "Lesson plan (90 minutes)",
    "Common mistakes",
    "What fails live",
    "Rubrics",
    "Discussion",
    "Exam questions",
)
COURSE = ("README", "course_plans", "projects", "what_needs_what")
"""The texts that belong to no chapter; there may be others."""

SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
RUBRIC = re.compile(r"^### (\d+\.\d+)\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class ChapterText:
    """What a teacher is told about a chapter.

    Args:
        opening: what stands before the first section.
        sections: texts by heading, in the order of ``HEADINGS``.
        missing: a sentence for each text that is not there.
    """

    opening: str = ""
    sections: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def rubrics(self) -> dict[str, str]:
        """How open exercises are graded, by their numbers."""
        return cut(self.sections.get("Rubrics", ""), RUBRIC)


def cut(text: str, heading: re.Pattern[str]) -> dict[str, str]:
    """The parts of a text by what its headings name."""
    _, *parts = heading.split(text)
    return {
        name: body.strip()
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def told(path: Path) -> str:
    """A path as the sentences name it."""
    return str(path.relative_to(ROOT) if ROOT in path.parents else path)


def chapter_text(name: str, folder: Path = FOLDER) -> ChapterText:
    """The text about a chapter, which is named as its file is."""
    path = folder / "chapters" / f"{name}.md"
    if not path.is_file():
        return ChapterText(missing=(f"{told(path)} is not written yet.",))
    text = path.read_text(encoding="utf-8")
    title_and_opening, *_ = SECTION.split(text, maxsplit=1)
    _, _, opening = title_and_opening.partition("\n")
    found = cut(text, SECTION)
    missing = [
        f'{told(path)} has no section "## {heading}".'
        for heading in HEADINGS
        if heading not in found
    ]
    kept = {it: found[it] for it in HEADINGS if it in found}
    return ChapterText(opening.strip(), kept, tuple(missing))


def course_texts(folder: Path = FOLDER) -> tuple[dict[str, str], list[str]]:
    """The texts that belong to no chapter, and what is missing of them."""
    others = sorted({it.stem for it in folder.glob("*.md")} - set(COURSE))
    found, missing = {}, []
    for name in (*COURSE, *others):
        path = folder / f"{name}.md"
        if path.is_file():
            found[name] = path.read_text(encoding="utf-8")
        else:
            missing.append(f"{told(path)} is not written yet.")
    return found, missing
