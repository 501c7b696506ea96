"""How long a chapter takes: its reading by section, and its running.

Read at 200 words a minute, as prose is; the code of a cell counts as words,
too. What the cells cost, the notebook knows from its last execution, as
seconds of processor time for the whole chapter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat import NotebookNode

WORDS_A_MINUTE = 200
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
WORD = re.compile(r"\w+(?:['’.-]\w+)*")


@dataclass
class Section:
    """A section: its title, the words that are read, its cells of code."""

    title: str
    words: int = 0
    cells: int = 0

    @property
    def minutes(self) -> float:
        """How long it takes to read."""
        return self.words / WORDS_A_MINUTE


def sections(notebook: NotebookNode) -> list[Section]:
    """The sections of a chapter; the first is what stands before them."""
    found = [Section("Opening")]
    for cell in notebook.cells:
        if "solution" in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "code":
            found[-1].cells += 1
            found[-1].words += len(WORD.findall(cell.source))
        elif not cell.source.startswith("```{solution}"):
            before, *parts = HEADING.split(cell.source)
            found[-1].words += len(WORD.findall(before))
            for title, text in zip(parts[::2], parts[1::2], strict=True):
                words = len(WORD.findall(f"{title} {text}"))
                found.append(Section(title, words))
    return found


def table(notebook: NotebookNode) -> str:
    """The times of a chapter as a table in Markdown."""
    found = sections(notebook)
    rows = [
        f"| {it.title} | {it.words:,} | {it.minutes:.0f} | {it.cells} |"
        for it in found
    ]
    words = sum(it.words for it in found)
    minutes = words / WORDS_A_MINUTE
    cells = sum(it.cells for it in found)
    cost = notebook.metadata.get("storyteller", {})
    seconds = cost.get("seconds", "an unknown number of")
    head = "| Section | words and code | minutes to read | cells of code |"
    rule = f"""\
Reading is reckoned at {WORDS_A_MINUTE} words a minute, without the solutions.
Running all cells once takes {seconds} seconds of one processor core."""
    total = f"| **in all** | {words:,} | {minutes:.0f} | {cells} |"
    return "\n".join([head, "|---|--:|--:|--:|", *rows, total, "", rule])
