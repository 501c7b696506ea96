"""The edition as a book in HTML: a page for each chapter, and the course."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from tools import site, vendor
from tools.chapters import stored
from tools.paths import ROOT
from tools.publishing import addresses
from tools.teacher import solutions, timings
from tools.teacher.chapter import Chapter
from tools.teacher.exercises import TeacherError
from tools.teacher.texts import ChapterText

TITLE = "Once Upon a Picture: the teacher's edition"
BEFORE = ("Lesson plan (90 minutes)",)
"""What stands before the times; the rubrics stand with their exercises."""
AFTER = ("Common mistakes", "What fails live", "Discussion", "Exam questions")
NOT_HERE = ("tools.extensions.exercise_numbers",)
"""Extensions of the site that this book has no use for."""


def notebook(cells: Sequence[NotebookNode]) -> NotebookNode:
    """A page as a notebook."""
    metadata = {
        "kernelspec": stored.KERNEL,
        "language_info": {"name": "python"},
    }
    return new_notebook(cells=list(cells), metadata=metadata)


def told(chapter: Chapter, headings: Sequence[str]) -> Iterator[NotebookNode]:
    """Sections of what people wrote about a chapter."""
    for heading in headings:
        if text := chapter.text.sections.get(heading):
            name = heading.partition(" (")[0].lower().replace(" ", "-")
            whole = f"## {heading}\n\n{chapter.plain(text)}"
            yield solutions.text_cell(whole, name)


def chapter_page(chapter: Chapter) -> NotebookNode:
    """A chapter's page: lesson, times, mistakes, exam, solutions."""
    cell = solutions.text_cell
    opening = chapter.plain(chapter.text.opening)
    title = f"# {chapter.number}. {chapter.title}\n\n{opening}"
    times = f"## Times\n\n{timings.table(chapter.notebook)}"
    cells = [cell(title, "title"), *told(chapter, BEFORE)]
    cells += [cell(times, "times"), *told(chapter, AFTER)]
    cells.append(cell("## Solutions", "solutions"))
    for exercise in chapter.exercises:
        cells.append(solutions.asked(chapter, exercise))
        cells += solutions.answered(chapter, exercise)
    cells.append(cell(solutions.quiz_answers(chapter), "quiz"))
    return notebook(cells)


def course_pages(
    chapters: Sequence[Chapter], texts: Mapping[str, str]
) -> dict[str, NotebookNode]:
    """The pages that belong to no chapter."""
    titles = {
        name: text.partition("\n")[0].strip("# ")
        for name, text in texts.items()
    }
    names = chapters[0].names | titles if chapters else titles
    found = {}
    for name, text in texts.items():
        reader = replace(
            chapters[0],
            path=Path(f"00_{name}"),
            names=names,
            text=ChapterText(),
        )
        found[name] = notebook([solutions.text_cell(reader.plain(text), name)])
    return found


def contents(chapters: Sequence[Chapter], courses: Sequence[str]) -> str:
    """The table of contents, as Jupyter Book reads it."""
    parts: list[dict[str, Any]] = [
        {"caption": "The course", "chapters": _files(courses)},
        {
            "caption": "Chapter by chapter",
            "chapters": _files([chapter.name for chapter in chapters]),
        },
    ]
    parts = [part for part in parts if part["chapters"]]
    toc = {"format": "jb-book", "root": "index", "parts": parts}
    return str(yaml.safe_dump(toc, sort_keys=False))


def _files(names: Sequence[str]) -> list[dict[str, str]]:
    return [{"file": name} for name in names]


def settings() -> str:
    """The site's settings, for this book."""
    found = addresses.config()
    found["title"] = TITLE
    found["repository"]["url"] = found["html"]["baseurl"] = ""
    found.pop("launch_buttons", None)  # nobody opens this one elsewhere
    found.pop("bibtex_bibfiles", None)
    config = found["sphinx"]["config"]
    config["extensions"] = [
        it
        for it in config["extensions"]
        if it not in NOT_HERE and "bibtex" not in it
    ]
    config.pop("bibtex_reference_style", None)
    return str(yaml.safe_dump(found, sort_keys=False))


def write_sources(
    folder: Path,
    chapters: Sequence[Chapter],
    texts: Mapping[str, str],
    index: str,
) -> None:
    """Lay out what Jupyter Book builds the book from."""
    shutil.rmtree(folder, ignore_errors=True)
    static = folder / "web_static"
    hidden = shutil.ignore_patterns(".*", "storyteller", "__pycache__")
    shutil.copytree(ROOT / "web_static", static, ignore=hidden)
    shutil.copytree(vendor.ensure(), static / "vendor")
    pages = course_pages(chapters, texts)
    for name, page in pages.items():
        stored.save(page, folder / f"{name}.ipynb")
    for chapter in chapters:
        stored.save(chapter_page(chapter), folder / f"{chapter.name}.ipynb")
    (folder / "index.md").write_text(index, encoding="utf-8")
    (folder / "_toc.yml").write_text(contents(chapters, list(pages)), "utf-8")
    (folder / "_config.yml").write_text(settings(), "utf-8")


def build(source: Path, target: Path) -> None:
    """Let Jupyter Book build the pages.

    Raises:
        TeacherError: if it could not.
    """
    scratch = source.with_name("built")
    if site.jupyter_book(source, scratch):
        raise TeacherError("the pages were not built: see the lines above")
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(scratch / "_build" / "html", target)
    shutil.rmtree(scratch)
