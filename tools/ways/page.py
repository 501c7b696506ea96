"""The section of the introduction that tells the ways through the book."""

from __future__ import annotations

import re

from tools.ways import times
from tools.ways.needs import Way, book, ways
from tools.ways.openings import minutes, spoken

BEGIN, END = "<!-- ways: written by tools.ways -->", "<!-- /ways -->"
BETWEEN = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
RULE = (
    f"(Counted alike in all chapters: {times.WORDS} words of prose or "
    f"{times.LINES} lines of code a\nminute, {times.EQUATION:g} minute for a "
    f"numbered equation, {times.FIGURE:g} for a figure, {times.EXERCISE:g} "
    "for an\nexercise with a check. You will be faster in one place and "
    "slower in another. What runs\nwhile you read is not added.)"
)


def line(way: Way) -> str:
    """A way: its chapters, and how long they take."""
    table = book()
    if len(way.numbers) == len(table):
        told = f"all {len(table)} chapters"
    else:
        links = [f"[{int(n)}]({table[n].path.name})" for n in way.numbers]
        told = f"chapters {', '.join(links)}"
    needed = sum(minutes(table[n], way.exercises) for n in way.numbers)
    hours = spoken(needed, step=30)
    without = "" if way.exercises else " without the exercises"
    return f"- **{way.name}** ({told}; {hours}{without}): {way.says}."


def with_ways(text: str) -> str:
    """The introduction with the ways as they are now.

    Raises:
        ValueError: if there is no place for them.
    """
    if not BETWEEN.search(text):
        raise ValueError(f"intro.md has no lines {BEGIN} and {END}")
    lines = [BEGIN, "", *map(line, ways()), "", RULE, "", END]
    return BETWEEN.sub(lambda _: "\n".join(lines), text)
