"""A chapter of a few cells, with exercises of which some have a check."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)
from PIL import Image

from tools.student.notebook import names_of
from tools.teacher.chapter import Chapter
from tools.teacher.texts import ChapterText

PATH = Path("03_pigs.ipynb")
RUBRIC = ChapterText(sections={"Rubrics": "### 3.4\n\nIt must be pink."})


def picture(width: int = 40, height: int = 20) -> bytes:
    """A green picture."""
    stored = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(stored, "PNG")
    return stored.getvalue()


def exercise(label: str, text: str) -> str:
    """An exercise in MyST."""
    return f"```{{exercise}}\n:label: {label}\n{text}\n```"


def solution(label: str, text: str) -> str:
    """What a solution says, in MyST."""
    return f"```{{solution}} {label}\n:class: dropdown\n{text}\n```"


def tiny_chapter(text: ChapterText | None = None) -> Chapter:
    """A third chapter: 3.1 to 3.3 have the book's checks, 3.4 is open."""
    printed = [new_output("stream", text="two pigs\n")]
    shown = [
        new_output(
            "display_data",
            {"image/png": base64.b64encode(picture()).decode()},
        )
    ]
    alt = {"mystnb": {"image": {"alt": "A green field."}}}
    asks, solves = {"tags": ["exercise"]}, {"tags": ["solution", "hide-cell"]}
    prose, code = new_markdown_cell, new_code_cell
    cells = [
        prose("# Pigs\n\nThey fly. Some do.\n\nYou will\n\n- see", id="a"),
        code("import math\n\nSHARE = 0.2", id="given"),
        prose("## Of sties\n\nA sty is small. It smells.", id="b"),
        code("def oink(pigs):\n    return 'oink ' * pigs", id="key"),
        code("print('two pigs')", id="prints", outputs=printed),
        code("draw()", id="draws", outputs=shown, metadata=alt),
        prose("Weigh them:\n\n$$\nw = m\n$$ (eq-pig)\n\nSo.", id="c"),
        prose("## Exercises", id="d"),
        prose(exercise("pig-gates", "*Which?* (a) this (b) that"), id="q1"),
        code(
            "from storyteller_lib.teaching import check\n\n"
            'answer = None  # letters\n\ncheck("3.1", answer)',
            id="e1",
            metadata=asks,
        ),
        prose(solution("pig-gates", "Secretly *a* and *c*."), id="s1"),
        code('check("3.1", "ac")', id="w1", metadata=solves),
        prose(exercise("pig-ranks", "Say two numbers."), id="q2"),
        code(
            'recall, median = None, None\n\ncheck("3.2", (recall, median))',
            id="e2",
            metadata=asks,
        ),
        prose(solution("pig-ranks", "Count the herd."), id="s2"),
        code(
            'middle = 3\ncheck("3.2", (3 / 5, middle))',
            id="w2",
            metadata=solves,
        ),
        prose(exercise("pig-margin", "Write `hinge`."), id="q3"),
        code(
            "def hinge():\n    return None  # yours\n\n\n"
            'check("3.3", hinge())',
            id="e3",
            metadata=asks,
        ),
        prose(solution("pig-margin", "It is given."), id="s3"),
        code('check("3.3", SHARE)', id="w3", metadata=solves),
        prose(exercise("pig-own", "Keep a pig of your own."), id="q4"),
        code("pig = 'yours'", id="e4", metadata=asks),
        prose("## Summary\n\nPigs are good.", id="f"),
    ]
    made = new_notebook(cells=cells, metadata={"storyteller": {"seconds": 7}})
    names = names_of({PATH: made})
    return Chapter(PATH, made, names, text or RUBRIC)
