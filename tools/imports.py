"""Which modules of the library import which, read from the source."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tools.paths import LIBRARY, ROOT


@cache
def modules(library: Path = LIBRARY) -> dict[str, Path]:
    """The modules of the library by their dotted names."""
    found = {}
    for path in sorted(library.rglob("*.py")):
        parts = path.relative_to(library.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = path
    return found


def imported(source: str, known: dict[str, Path]) -> set[str]:
    """The known modules that a source imports, functions included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{a.name}" for a in node.names)
    return names & set(known)


def everything_imported(source: str, library: Path = LIBRARY) -> set[str]:
    """The modules that a source imports, and those that these import."""
    known = modules(library)
    found: set[str] = set()
    waiting = imported(source, known)
    while waiting:
        name = waiting.pop()
        found.add(name)
        package = name.rpartition(".")[0]  # importing a.b runs a as well
        text = known[name].read_text(encoding="utf-8")
        more = imported(text, known) | ({package} & set(known))
        waiting |= more - found
    return found


def relative(path: Path) -> str:
    """A path as people write it: from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()
