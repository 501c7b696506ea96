"""A chapter as a student notebook.

It has no outputs and no solutions, shows no raw MyST, brings along the files
that its cells read, and installs the library where it is missing in Colab.
"""

from __future__ import annotations

import ast
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pybtex.database import BibliographyData, parse_file

from tools.chapters import stored
from tools.paths import BOOK, ROOT
from tools.publishing import addresses
from tools.student.citations import Citations
from tools.student.myst import labels
from tools.student.plain import Translator

SOLUTION = "solution"
"""The tag of the cells that are an exercise's solution."""

FOR_COLAB = ("ipywidgets", "onnx", "scikit-image")
"""What a chapter needs besides the library, to be installed in Colab."""

INSTALL = """\
# Installs the book's library in Google Colab; does nothing elsewhere.
import sys

if "google.colab" in sys.modules:
    {steps}"""
FROM_ADDRESS = '%pip install -q "storyteller-lib @ git+{address}" {others}'
FROM_UPLOAD = """\
from google.colab import files

    # Choose the book's repository, packed as one zip file.
    (archive,) = files.upload()
    %pip install -q "./$archive" {others}"""
ABOUT = """\
*Chapter {number} of {book}, as a notebook for students. Run it from the top;
the exercises are left for you to solve.*"""
NEEDED = "# Read by the next cell: measured once, for the book.\n"


@cache
def settings(name: str) -> dict[str, Any]:
    """What a settings file of the project holds."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parse = tomllib.loads if name.endswith(".toml") else yaml.safe_load
    return dict(parse(text))


@cache
def bibliography() -> BibliographyData:
    """The book's own."""
    return parse_file(str(BOOK / "references.bib"), bib_format="bibtex")


def number_of(path: Path) -> int:
    """The number of a chapter, with which its name begins."""
    return int(path.stem.partition("_")[0])


def prose(notebook: NotebookNode) -> list[str]:
    """The texts between the code."""
    return [c.source for c in notebook.cells if c.cell_type == "markdown"]


def names_of(notebooks: dict[Path, NotebookNode]) -> dict[str, str]:
    """What references show: titles of chapters, names of what is labelled."""
    names = {}
    for path, notebook in notebooks.items():
        texts = prose(notebook)
        names[path.stem] = texts[0].partition("\n")[0].removeprefix("# ")
        names |= labels(texts, number_of(path))
    return names


def install_cell(address: str) -> NotebookNode:
    """The first cell; without an address, Colab asks for the repository."""
    extra = settings("pyproject.toml")["project"]["optional-dependencies"]
    others = [
        f'"{it}"' for it in extra["classroom"] if it.startswith(FOR_COLAB)
    ]
    steps = FROM_ADDRESS if address else FROM_UPLOAD
    steps = steps.format(address=address, others=" ".join(others))
    return new_code_cell(INSTALL.format(steps=steps), id="install")


def with_title(text: str, number: int, page: str) -> str:
    """The first text of a chapter, saying below its title what this is."""
    title, _, rest = text.partition("\n")
    book = settings("_config.yml")["title"]
    book = f"[{book}]({page})" if page else book
    about = ABOUT.format(number=number, book=book)
    return f"{title}\n\n{about}\n\n{rest.strip()}"


def files_read(source: str, folder: Path = BOOK) -> list[str]:
    """The files beside the chapters that a cell names."""
    tree = ast.parse(stored.plain_python(source))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    names = [x for x in texts if x.startswith("measured/")]
    return sorted(x for x in set(names) if (folder / x).is_file())


def needed_cell(name: str, place: int, folder: Path = BOOK) -> NotebookNode:
    """A cell that writes a file which the next one reads."""
    content = json.loads((folder / name).read_text(encoding="utf-8"))
    text = json.dumps(content, separators=(",", ":"))
    lines = [
        "from pathlib import Path\n",
        f'Path("{Path(name).parent.as_posix()}").mkdir(exist_ok=True)',
        f'Path("{name}").write_text({text!r});',
    ]
    hidden = {"jupyter": {"source_hidden": True}}
    source = NEEDED + "\n".join(lines)
    return new_code_cell(source, id=f"file-{place}", metadata=hidden)


def student_cells(notebook: NotebookNode, said: Translator) -> list[Any]:
    """The cells of a chapter that students get."""
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if SOLUTION in tags:
            continue
        if cell.cell_type == "markdown":
            if text := said.plain(cell.source):
                cells.append(new_markdown_cell(text, id=cell.id))
            continue
        for name in files_read(cell.source):
            cells.append(needed_cell(name, len(cells)))
        kept = {"tags": ["exercise"]} if "exercise" in tags else {}
        cells.append(new_code_cell(cell.source, id=cell.id, metadata=kept))
    return cells


def student_notebook(
    path: Path, notebook: NotebookNode, names: dict[str, str]
) -> NotebookNode:
    """A chapter as students get it; its file's name gives its number."""
    site = addresses.site()
    site = f"{site}/book" if site else ""
    said = Translator(Citations(bibliography()), names, site=site)
    first, *others = student_cells(notebook, said)
    page = f"{site}/{path.stem}.html" if site else ""
    first.source = with_title(first.source, number_of(path), page)
    cells = [install_cell(addresses.repository()), first, *others]
    if listed := said.citations.references():
        cells.append(new_markdown_cell(listed, id="references"))
    metadata = {
        "kernelspec": stored.KERNEL,
        "language_info": {"name": "python"},
    }
    return new_notebook(cells=cells, metadata=metadata)
