"""The slides of a chapter as a page of reveal.js, made by nbconvert."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from nbconvert import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from tools import vendor
from tools.teacher.chapter import Chapter
from tools.teacher.slides.choice import Slide, chosen

HERE = Path(__file__).parent
SCRIPTS = "scripts"
"""The folder beside the slides in which their scripts are."""


def slide_cells(slide: Slide, number: int, chapter: int) -> list[NotebookNode]:
    """A slide as the cells from which nbconvert makes it."""
    heading = f"### {slide.title}"
    if number == 0:
        heading = f"# {slide.title}\n\n*Chapter {chapter}*"
    elif slide.opens:
        heading = f"## {slide.title}"
    kind = "slide" if slide.opens else "subslide"
    parts = {kind: f"{heading}\n\n{slide.body}".strip()}
    if slide.notes:
        parts["notes"] = "\n\n".join(slide.notes)
    return [
        new_markdown_cell(
            text,
            id=f"{kind}-{number}",
            metadata={"slideshow": {"slide_type": kind}},
        )
        for kind, text in parts.items()
    ]


def slide_notebook(
    slides: Sequence[Slide], chapter: int, title: str
) -> NotebookNode:
    """The slides as the notebook that nbconvert reads."""
    cells = [
        cell
        for number, slide in enumerate(slides)
        for cell in slide_cells(slide, number, chapter)
    ]
    return new_notebook(cells=cells, metadata={"title": f"{chapter}. {title}"})


def page(notebook: NotebookNode) -> str:
    """The slides as HTML."""
    exporter = SlidesExporter(
        template_name="template",
        extra_template_basedirs=[str(HERE)],
        exclude_input_prompt=True,
    )
    return str(exporter.from_notebook_node(notebook)[0])


def write_scripts(folder: Path) -> None:
    """Lay what the slides load beside them."""
    shutil.copytree(vendor.slides(), folder / SCRIPTS, dirs_exist_ok=True)


def write_slides(folder: Path, chapters: Iterable[Chapter]) -> int:
    """Write the slides of all chapters; how many there are in all."""
    folder.mkdir(parents=True, exist_ok=True)
    write_scripts(folder)
    total = 0
    for chapter in chapters:
        slides = chosen(chapter)
        notebook = slide_notebook(slides, chapter.number, chapter.title)
        path = folder / f"{chapter.name}.slides.html"
        path.write_text(page(notebook), encoding="utf-8")
        total += len(slides)
    return total
