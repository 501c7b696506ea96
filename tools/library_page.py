"""The story library for a browser: scripts of scenes, and a reader for them.

A page that was opened as a file may not fetch anything, but it may load a
script: so each file of the library becomes a script that hands its scenes to
``web_static/library.js``, loaded when one of them is wanted. The captions
come once more in a script of their own, for those who search.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

from storyteller_lib.data.library.scenes import (
    A_FILE,
    LibraryScene,
    file_of,
    library_scenes,
)
from tools.paths import ROOT

TEMPLATE = ROOT / "tools" / "the_library.html"
SAMPLES = (4242, 2003, 1960)
"""Scenes that stand in the page itself; it opens at the first."""


def write_scripts(scenes: Sequence[LibraryScene], folder: Path) -> None:
    """A script for each file of the library, and one with all captions."""
    folder.mkdir(parents=True)
    files = defaultdict(list)
    for scene in scenes:
        told = {**asdict(scene), "split": scene.split}
        files[Path(file_of(scene.number)).stem].append(told)
    for name, content in files.items():
        _write(folder, name, content)
    _write(folder, "captions", [[s.number, *s.captions] for s in scenes])


def _write(folder: Path, name: str, content: list) -> None:
    """A script that hands over what it holds, an item a line."""
    lines = ",\n".join(json.dumps(item) for item in content)
    script = f'storyLibrary.take("{name}", [\n{lines}\n]);\n'
    (folder / f"{name}.js").write_text(script, encoding="utf-8")


def ranges(numbers: Sequence[int]) -> list[list[int]]:
    """First and last of each unbroken row of increasing numbers."""
    rows: list[list[int]] = []
    for number in numbers:
        if rows and number == rows[-1][1] + 1:
            rows[-1][1] = number
        else:
            rows.append([number, number])
    return rows


def scene_html(scene: LibraryScene) -> str:
    """A scene as ``library.js`` would show it."""
    first, *others = (
        f"<span>{escape(caption)}</span>" for caption in scene.captions
    )
    passages = "\n".join(
        f"<section><h3>{escape(genre.replace('-', ' ').capitalize())}</h3>"
        f"<p>{escape(passage)}</p></section>"
        for genre, passage in scene.passages.items()
    )
    number = f"{scene.number:04d}"
    return (
        f'<article class="scene" id="{number}">\n<header>'
        f'<p><a href="#{number}">Scene {number}</a> · {scene.split}</p>'
        f"<h2>{first} {' '.join(others)}</h2></header>\n"
        f"{passages}\n</article>"
    )


def reader_html(scenes: Sequence[LibraryScene]) -> str:
    """The reader of the page: its controls, its scenes without a script."""
    by_number = {scene.number: scene for scene in scenes}
    splits = Counter(scene.split for scene in scenes)
    shown = [scene_html(by_number[number]) for number in SAMPLES]
    values = {
        "COUNT": f"{len(scenes):,}",
        "SPLITS": ", ".join(f"{n:,} {name}" for name, n in splits.items()),
        "RANGES": json.dumps(ranges(list(by_number))),
        "A_FILE": str(A_FILE),
        "FIRST": str(min(by_number)),
        "LAST": str(max(by_number)),
        "SAMPLES": "\n".join(shown),
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"{{{name}}}", value)
    return page


def lay_out(source: Path) -> None:
    """Put reader and scripts where the pages' sources are."""
    scenes = library_scenes()
    write_scripts(scenes, source / "web_static" / "library")
    page = source / "book" / TEMPLATE.name
    page.write_text(reader_html(scenes), encoding="utf-8")
