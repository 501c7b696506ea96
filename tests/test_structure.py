"""The shape of the library: layers, sizes, and the way back to the book."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tools.imports import imported, modules, relative
from tools.paths import BOOK, LIBRARY, ROOT, chapters

# Imports run downward only; a package stands for all that is in it.
LAYERS = [
    "config text pictures files",
    "data",
    "training checkpoints",
    "recurrent sampled_softmax conditional_writer "
    "image_encoder visual_semantic_embedding "
    "attention_captioner skip_thoughts vocabulary_expansion story_decoder "
    "album_decoder transformer_decoder prose_critic sequence_storyteller",
    "style decoding retelling",
    "storyteller evaluation recipes originals",
    "cli widgets plots notebook teaching web",
]
LAYER_OF = {
    name: layer for layer, names in enumerate(LAYERS) for name in names.split()
}
MOST_LINES, MOST_COLUMNS, MOST_MODULES = 300, 79, 12
TREES = ["storyteller_lib", "data_scripts", "tools", "tests"]
LINK = re.compile(r"^Chapter: (book/(?P<chapter>\d\d_[a-z0-9_]+))$")
SOURCES = modules()
CODE = [
    *sorted(LIBRARY.rglob("*.py")),
    *sorted((ROOT / "tools").rglob("*.py")),
    *sorted((ROOT / "data_scripts").rglob("*.py")),
    ROOT / "make.py",
]

Documented = ast.FunctionDef | ast.ClassDef


def top(module: str) -> str:
    """The name by which a module is found in the table of layers."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def dependencies(module: str) -> set[str]:
    """The library's modules that a module imports."""
    source = SOURCES[module].read_text(encoding="utf-8")
    return imported(source, SOURCES) - {module}


@pytest.mark.parametrize("module", sorted(set(SOURCES) - {"storyteller_lib"}))
def test_imports_run_downward(module: str) -> None:
    assert top(module) in LAYER_OF, f"{module} has no layer yet"
    upward = [
        other
        for other in dependencies(module)
        if LAYER_OF.get(top(other), -1) > LAYER_OF[top(module)]
    ]
    assert upward == []


def test_there_is_no_circle_of_imports() -> None:
    graph = {name: dependencies(name) for name in SOURCES}
    for name, others in graph.items():
        # A package's own __init__ may gather what its modules define.
        others -= {o for o in others if o.startswith(f"{name}.")}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) == set(SOURCES)


def test_nobody_imports_the_widgets() -> None:
    others = [name for name in SOURCES if top(name) != "widgets"]
    users = [
        name
        for name in others
        if any(top(used) == "widgets" for used in dependencies(name))
    ]
    assert len(others) < len(SOURCES)
    assert users == []


@pytest.mark.parametrize("path", CODE, ids=relative)
def test_modules_are_short_and_narrow(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_LINES
    wide = [i for i, x in enumerate(lines, 1) if len(x) > MOST_COLUMNS]
    assert wide == [], f"lines of more than {MOST_COLUMNS} columns"


@pytest.mark.parametrize(
    "top", ["storyteller_lib", "data_scripts", "tools", "tests"]
)
def test_folders_are_small(top: str) -> None:
    """A folder is grasped at a glance; its ``__init__`` does not count."""
    modules = (ROOT / top).rglob("*.py")
    folders = Counter(p.parent for p in modules if p.stem != "__init__")
    assert folders, "no module at all"
    full = {relative(f): n for f, n in folders.items() if n > MOST_MODULES}
    assert full == {}, f"folders of more than {MOST_MODULES} modules"


@cache
def public(path: Path) -> list[Documented]:
    """The public functions and classes that a module defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in tree.body
        if isinstance(node, Documented) and not node.name.startswith("_")
    ]


def link(node: ast.Module | Documented) -> str | None:
    """The chapter that a docstring's last line names."""
    lines = (ast.get_docstring(node) or "").strip().splitlines()
    found = LINK.match(lines[-1].strip()) if lines else None
    return found["chapter"] if found else None


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_public_names_lead_to_their_chapter(module: str) -> None:
    known = {path.stem for path in chapters()}
    lost = [
        f"{node.name}: {link(node)}"
        for node in public(SOURCES[module])
        if link(node) not in known
    ]
    assert lost == [], "the docstring ends with no chapter of the book"


@pytest.mark.parametrize("chapter", chapters(), ids=lambda path: path.stem)
def test_every_chapter_is_led_to(chapter: Path) -> None:
    links = {link(node) for path in SOURCES.values() for node in public(path)}
    assert chapter.stem in links


def test_chapters_import_only_what_the_library_has() -> None:
    name = re.compile(r"\bstoryteller_lib(?:\.[a-z_]+)+")
    for path in chapters():
        for found in set(name.findall(path.read_text(encoding="utf-8"))):
            parent = found.rpartition(".")[0]
            assert found in SOURCES or parent in SOURCES, f"{path}: {found}"


def test_the_book_names_only_chapters_it_has() -> None:
    known = {path.stem for path in chapters()}
    pages = [*BOOK.glob("*.md"), *BOOK.glob("*.ipynb")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        targets = re.findall(r"\]\((?:\./)?(\d\d_\w+)(?:\.ipynb|\.md)?", text)
        assert set(targets) <= known, page.name
