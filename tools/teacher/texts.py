"""The texts for teachers, which people wrote: ``book/teacher``.

A chapter's text has sections with fixed headings, and a rubric for each open
exercise. The edition is made of all of them, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tools.paths import BOOK, ROOT
from tools.teacher.exercises import TeacherError

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
    """

    opening: str = ""
    sections: dict[str, str] = field(default_factory=dict)

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


def written(path: Path) -> str:
    """What a file holds.

    Raises:
        TeacherError: if it is not there.
    """
    if not path.is_file():
        raise TeacherError(f"{told(path)} is missing: please write it.")
    return path.read_text(encoding="utf-8")


def chapter_text(name: str, folder: Path = FOLDER) -> ChapterText:
    """The text about a chapter, which is named as its file is.

    Raises:
        TeacherError: if it, or a section of it, is missing.
    """
    path = folder / "chapters" / f"{name}.md"
    text = written(path)
    title_and_opening, *_ = SECTION.split(text, maxsplit=1)
    _, _, opening = title_and_opening.partition("\n")
    found = cut(text, SECTION)
    for heading in HEADINGS:
        if heading not in found:
            raise TeacherError(
                f'{told(path)} has no section "## {heading}": please write it.'
            )
    return ChapterText(opening.strip(), {it: found[it] for it in HEADINGS})


def course_texts(folder: Path = FOLDER) -> dict[str, str]:
    """The texts that belong to no chapter.

    Raises:
        TeacherError: if one of ``COURSE`` is missing.
    """
    others = sorted({it.stem for it in folder.glob("*.md")} - set(COURSE))
    names = [*COURSE, *others]
    return {name: written(folder / f"{name}.md") for name in names}
