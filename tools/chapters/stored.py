"""What a committed notebook holds: nothing that differs from run to run.

Model ids of widgets, kernel names, Python versions and times are random or
belong to one machine; here they are made equal, so that a notebook changes in
git only where what it shows has changed. Two keys stored in its metadata say
which code and which library its outputs come from.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict, read, write

from tools.imports import everything_imported, modules
from tools.paths import LIBRARY

NOT_COMPARED = re.compile(r"^# not compared: (?P<reason>.+)$", re.MULTILINE)
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
STATE = "application/vnd.jupyter.widget-state+json"
VOLATILE = ("execution", "ExecuteTime", "collapsed", "scrolled", "trusted")
MODEL_ID = re.compile(r"[0-9a-f]{32}")


def load(path: Path) -> NotebookNode:
    """A notebook from its file."""
    return read(path, as_version=4)


def save(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as a whole: a killed run leaves no half of it."""
    part = path.with_suffix(".part")
    write(notebook, part)
    part.replace(path)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells with code, in order; empty ones do not count."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.strip()
    ]


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def code_key(notebook: NotebookNode) -> str:
    """A number for the code of a notebook; prose does not change it."""
    return _digest(*(cell.source.encode() for cell in code_cells(notebook)))


def library_key(notebook: NotebookNode, library: Path = LIBRARY) -> str:
    """A number for all of the library that a notebook's code imports."""
    code = [plain_python(cell.source) for cell in code_cells(notebook)]
    names = everything_imported("\n".join(code), library)
    files = [modules(library)[name] for name in sorted(names)]
    weights = (library / "weights").rglob("*")
    files += sorted(path for path in weights if path.is_file())
    return _digest(*(path.read_bytes() for path in files))


def plain_python(source: str) -> str:
    """A cell's code without the lines that only IPython understands."""
    lines = source.splitlines()
    return "\n".join(x for x in lines if not x.lstrip().startswith(("%", "!")))


def is_current(notebook: NotebookNode) -> bool:
    """Whether the stored outputs come from this code and this library."""
    stored = notebook.metadata.get("storyteller", {})
    wanted = (code_key(notebook), library_key(notebook))
    return (stored.get("code"), stored.get("library")) == wanted


def normalise(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what is random or belongs to one machine."""
    notebook = from_dict(json.loads(json.dumps(notebook)))
    notebook.metadata["kernelspec"] = from_dict(KERNEL)
    notebook.metadata["language_info"] = from_dict({"name": "python"})
    for name in ("vscode", "signature", "toc", "papermill"):
        notebook.metadata.pop(name, None)
    for cell in notebook.cells:
        for name in VOLATILE:
            cell.metadata.pop(name, None)
        _describe(cell)
    return _number_widgets(notebook)


def computed_alt(cell: NotebookNode) -> str:
    """What a cell's own code says of the picture that it shows."""
    alts = [
        about["alt"]
        for output in cell.get("outputs", [])
        for kind, about in output.get("metadata", {}).items()
        if kind.startswith("image/") and "alt" in about
    ]
    return alts[0] if alts else ""


def _describe(cell: NotebookNode) -> None:
    """Give the page the alt text that the code of a cell has filled in."""
    if alt := computed_alt(cell):
        shown = cell.metadata.setdefault("mystnb", {})
        shown.setdefault("image", {})["alt"] = alt


def _number_widgets(notebook: NotebookNode) -> NotebookNode:
    """Widget models numbered in the order of their making; unused ones go."""
    widgets = notebook.metadata.get("widgets", {}).get(STATE)
    if not widgets:
        notebook.metadata.pop("widgets", None)
        return notebook
    state = widgets["state"]
    shown = set(MODEL_ID.findall(json.dumps(notebook.cells)))
    used = _reachable(state, shown & set(state))
    kept = [model for model in state if model in used]
    names = {model: f"{i:032x}" for i, model in enumerate(kept)}
    widgets["state"] = {model: state[model] for model in kept}
    text = MODEL_ID.sub(lambda m: names.get(m[0], m[0]), json.dumps(notebook))
    return from_dict(json.loads(text))


def _reachable(state: dict[str, Any], shown: set[str]) -> set[str]:
    """The models that the shown ones need, and the links between them."""
    needs = {
        model: set(MODEL_ID.findall(json.dumps(value["state"]))) & set(state)
        for model, value in state.items()
    }
    links = {m for m in state if state[m]["model_name"].endswith("LinkModel")}
    used, waiting = set[str](), set(shown)
    while waiting:
        used |= waiting
        found = set().union(*(needs[model] for model in waiting))
        found |= {link for link in links if needs[link] & used}
        waiting = found - used
    return used


def not_compared(notebook: NotebookNode) -> list[tuple[int, str]]:
    """The cells whose outputs the tests ignore: number and reason."""
    ignored = []
    for number, cell in enumerate(code_cells(notebook), 1):
        tags = cell.metadata.get("tags", [])
        if {"nbval-ignore-output", "nbval-skip"} & set(tags):
            reason = NOT_COMPARED.search(cell.source)
            ignored.append((number, reason["reason"] if reason else ""))
    return ignored
