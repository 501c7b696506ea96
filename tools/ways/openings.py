"""The cell below a chapter's opening: what it needs, and how long it takes."""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from tools.chapters import stored
from tools.ways.needs import Chapter, book
from tools.ways.times import CELL, Section, sections

TEMPLATE = """\
{needs}

**Takes:** {reading} to read{solving}; {running}.

**First reading:** {skipped}.

<details>
<summary>Section by section</summary>

| section | minutes |{ran}
| :-- | --: |{line}
{rows}

</details>"""
END = ("Questions", "Summary", "Further reading")
"""Sections that are too short for a row."""


def spoken(minutes: float, step: int = 5) -> str:
    """Minutes as people say them, to the nearest five."""
    whole = max(step, step * round(minutes / step))
    hours, rest = divmod(whole, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest)
    return " ".join(parts)


def needs_line(chapter: Chapter) -> str:
    """What a chapter needs, each with a link."""
    if not chapter.needs:
        return "**Needs:** nothing but a little Python."
    others = book()
    told = [
        f"[chapter {int(n)}]({others[n].path.name}) ({what})"
        for n, what in chapter.needs.items()
    ]
    return f"**Needs:** {', '.join(told)}."


def skipped_line(chapter: Chapter, parts: list[Section]) -> str:
    """What a first reading leaves out, and what that saves."""
    if chapter.optional:
        return "skip the chapter; nothing later needs it"
    skipped = {n: m for part in parts for n, m in part.skipped.items()}
    if not skipped:
        return "skip nothing"
    names = [f"*{name}*" for name in skipped]
    *most, last = names
    told = f"{', '.join(most)} and {last}" if most else last
    return f"skip {told} ({round(sum(skipped.values()))} min)"


def running(notebook: NotebookNode) -> str:
    """How long the computer works, as was measured."""
    seconds = notebook.metadata.get("storyteller", {}).get("seconds", 0)
    if seconds < 45:
        return "the computer needs less than a minute"
    halves = round(seconds / 30)
    number = {2: "a minute", 3: "a minute and a half"}.get(halves)
    return f"the computer needs {number or f'{halves / 2:g} minutes'}"


def row(part: Section, with_seconds: bool) -> str:
    """A section's line in the table."""
    minutes = max(1, round(part.minutes + part.solving))
    name = part.name + " (may be skipped)" * (part.name in part.skipped)
    ran = f" {part.seconds or ''} |" if with_seconds else ""
    return f"| {name} | {minutes} |{ran}"


def text_of(chapter: Chapter, notebook: NotebookNode) -> str:
    """What the cell says."""
    parts = sections(notebook)
    reading = sum(part.minutes for part in parts)
    solving = sum(part.solving for part in parts)
    timed = any(part.seconds for part in parts)
    rows = [row(it, timed) for it in parts if it.name and it.name not in END]
    return TEMPLATE.format(
        needs=needs_line(chapter),
        reading=spoken(reading),
        solving=f", {spoken(solving)} for the exercises that are checked"
        if solving
        else "",
        running=running(notebook),
        skipped=skipped_line(chapter, parts),
        ran=" seconds it runs |" * timed,
        line=" --: |" * timed,
        rows="\n".join(rows),
    )


def minutes(chapter: Chapter, exercises: bool) -> float:
    """What a reader needs for a chapter, with its exercises or without."""
    parts = sections(stored.load(chapter.path))
    return sum(part.minutes + exercises * part.solving for part in parts)


def with_opening(chapter: Chapter, notebook: NotebookNode) -> NotebookNode:
    """The chapter with the cell as it should be now."""
    notebook.cells = [cell for cell in notebook.cells if cell.id != CELL]
    told = new_markdown_cell(text_of(chapter, notebook), id=CELL)
    notebook.cells.insert(1, told)
    return notebook


def update(paths: list[Path]) -> list[Path]:
    """Write the cells anew; the chapters in which something changed."""
    known = {it.path.resolve(): it for it in book().values()}
    changed = []
    for path in paths:
        chapter = known.get(path.resolve())
        if chapter is None:
            continue
        before = path.read_text(encoding="utf-8")
        stored.save(with_opening(chapter, stored.load(path)), path)
        if path.read_text(encoding="utf-8") != before:
            changed.append(path)
    return changed
