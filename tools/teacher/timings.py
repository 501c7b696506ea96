"""How long a chapter takes, as a table for who has to plan a lesson.

Counted by the rule that the chapters' own openings follow
(:mod:`tools.ways.times`), so that both say the same; here each section has a
row, with the cells of code in it.
"""

from __future__ import annotations

from nbformat import NotebookNode

from tools.ways import times

OPENING = "Opening"
"""What stands before the first section."""

RULE = """\
Read at {words} words of prose or {lines} lines of code a minute; {exercise:g}
minutes for an exercise that has a check. Seconds of one processor core are
those of the last execution, rounded; sections that hardly take any have none.
The whole chapter takes {seconds}."""


def table(notebook: NotebookNode) -> str:
    """The times of a chapter as a table in Markdown."""
    found = times.sections(notebook)
    rows = [
        f"| {it.name or OPENING} | {it.minutes:.0f} | {it.solving:.0f} "
        f"| {it.seconds or ''} |"
        for it in found
    ]
    total = (
        f"| **in all** | {sum(it.minutes for it in found):.0f} "
        f"| {sum(it.solving for it in found):.0f} | |"
    )
    cost = notebook.metadata.get("storyteller", {})
    rule = RULE.format(
        words=times.WORDS,
        lines=times.LINES,
        exercise=times.EXERCISE,
        seconds=cost.get("seconds", "an unknown number"),
    )
    head = "| Section | minutes to read | for exercises | seconds of running |"
    return "\n".join([head, "|---|--:|--:|--:|", *rows, total, "", rule])
