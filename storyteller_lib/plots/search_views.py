"""A recorded beam search made visible: as a tree, and as tables.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_trace import Candidate, Trace
from storyteller_lib.plots.figures import INK, PALETTE, PAPER
from storyteller_lib.text import EOS

FATES = ("kept", "finished", "dropped")
COLOURS = {"kept": PALETTE[2], "finished": PALETTE[3], "dropped": "#d8d0c4"}
TINTS = {
    "kept": "rgba(234,162,33,.22)",
    "finished": "rgba(79,145,132,.28)",
    "dropped": "transparent",
}
END = "end"
CELL = "padding:0 0.7em;text-align:left"


class Fate(NamedTuple):
    """What became of one candidate of a step: an entry of ``FATES``.

    Chapter: book/09_beam_search
    """

    name: str
    candidate: Candidate


def fates(trace: Trace, step: int, dropped: int) -> list[Fate]:
    """The candidates of a step: kept, finished, and the best few dropped.

    Raises:
        StorytellerError: if the trace has no such step.

    Chapter: book/09_beam_search
    """
    if not 0 <= step < len(trace.steps):
        raise StorytellerError(
            f"the search took {len(trace.steps)} steps; there is no step "
            f"{step} (they count from 0)"
        )
    here = trace.steps[step]
    groups = (here.kept, here.finished, here.dropped[:dropped])
    return [
        Fate(name, candidate)
        for name, group in zip(FATES, groups, strict=True)
        for candidate in group
    ]


def _word(words: Sequence[str], candidate: Candidate) -> str:
    return END if candidate.token == EOS else words[candidate.token]


def beam_tree(
    trace: Trace, words: Sequence[str], steps: int = 5, dropped: int = 2
) -> Figure:
    """The search as a tree that grows from left to right.

    A box is a word with the log-probability (nats) of all words up to it; a
    line leads to the hypothesis that it continues. The thick line is the
    sentence that the search returned.

    Args:
        trace: what the search recorded.
        words: the words by their ids.
        steps: how many steps to draw.
        dropped: how many dropped candidates of each step to draw.

    Raises:
        StorytellerError: if nothing was recorded.

    Chapter: book/09_beam_search
    """
    steps = min(steps, len(trace.steps))
    levels = [fates(trace, step, dropped) for step in range(max(steps, 1))]
    longest = max(
        len(_word(words, fate.candidate)) for nodes in levels for fate in nodes
    )
    rows = max(map(len, levels))
    wide = 0.35 + 0.075 * max(longest, 5)
    size = (max(wide * (steps + 1), 5.5), max(0.46 * rows + 1.1, 2.2))
    figure = Figure(figsize=size)
    axes = figure.subplots()
    axes.text(0, 1, "start", **_box(PALETTE[4], PAPER))
    for step, nodes in enumerate(levels):
        for row, fate in enumerate(nodes, 1):
            _draw(axes, trace, step, row, fate, words)
    axes.set(xlim=(-0.5, steps + 0.5), ylim=(rows + 0.6, 0.4))
    axes.set_xticks(range(1, steps + 1))
    axes.set_yticks(range(1, rows + 1))
    axes.set(xlabel="step", ylabel="place")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    figure.legend(handles=_legend(), loc="outside upper center", ncols=4)
    return figure


def _draw(
    axes: Axes,
    trace: Trace,
    step: int,
    row: int,
    fate: Fate,
    words: Sequence[str],
) -> None:
    """One box, and the line from its parent's."""
    candidate = fate.candidate
    best = _is_best(trace, step, fate)
    parent = candidate.parent + 1 if step else 1
    colour = PALETTE[0] if best else COLOURS[fate.name]
    width = 2.6 if best else 1.1
    axes.plot([step, step + 1], [parent, row], color=colour, lw=width)
    ground = {"finished": "#d5e8e3", "kept": "#fbe9c6"}.get(fate.name, PAPER)
    text = f"{_word(words, candidate)}\n{candidate.log_prob:.2f}"
    axes.text(step + 1, row, text, **_box(colour, ground, 1 + 0.8 * best))


def _box(edge: str, ground: str, width: float = 1.0) -> dict[str, Any]:
    """How words in a box are drawn."""
    box = {"boxstyle": "round,pad=0.25", "facecolor": ground}
    frame = {"edgecolor": edge, "linewidth": width}
    style = {"ha": "center", "va": "center", "fontsize": 9, "color": INK}
    return {**style, "bbox": {**box, **frame}}


def _is_best(trace: Trace, step: int, fate: Fate) -> bool:
    """Whether a candidate is a step towards the sentence returned."""
    if not trace.hypotheses or fate.name == "dropped":
        return False
    best = trace.hypotheses[0].tokens
    here = trace.tokens(step, fate.candidate)
    if fate.name == "finished":
        return here == best
    return here == best[: len(here)]


def _legend() -> list[Line2D]:
    lines = [Line2D([], [], color=PALETTE[0], lw=2.6, label="returned")]
    lines += [
        Line2D([], [], color=COLOURS[name], lw=2.6, label=name)
        for name in FATES
    ]
    return lines


def beam_table(
    trace: Trace, words: Sequence[str], step: int, dropped: int = 5
) -> str:
    """One step of the search as an HTML table.

    Chapter: book/09_beam_search
    """
    found = fates(trace, step, dropped)
    rows = [
        (fate.name, _sentence(trace, words, step, fate), fate)
        for fate in found
    ]
    here = trace.steps[step]
    left_out = len(here.dropped) - sum(f.name == "dropped" for f in found)
    more = f", the best {dropped} of them below" if left_out > 0 else ""
    title = (
        f"Step {step + 1} of {len(trace.steps)}: {len(here.kept)} kept, "
        f"{len(here.finished)} finished, {len(here.dropped)} dropped{more}"
    )
    cells = [
        _row(name, [name, sentence, f"{fate.candidate.log_prob:.2f}"])
        for name, sentence, fate in rows
    ]
    return html_table(title, ("fate", "words", "log-probability"), cells)


def result_table(trace: Trace, words: Sequence[str]) -> str:
    """What the search returned, as an HTML table, the best first.

    Chapter: book/09_beam_search
    """
    cells = [
        _row(
            "finished" if it.finished else "kept",
            [
                "finished" if it.finished else "cut off",
                html.escape(" ".join(words[i] for i in it.tokens)),
                f"{it.log_prob:.2f}",
                f"{it.score:.2f}",
            ],
        )
        for it in trace.hypotheses
    ]
    head = ("fate", "words", "log-probability", "score")
    return html_table("What the search returned, the best first", head, cells)


def _sentence(
    trace: Trace, words: Sequence[str], step: int, fate: Fate
) -> str:
    """The words of a candidate, its last one in bold."""
    tokens = trace.tokens(step, fate.candidate)
    before = tokens if fate.candidate.token == EOS else tokens[:-1]
    told = [html.escape(words[token]) for token in before]
    last = html.escape(_word(words, fate.candidate))
    return " ".join([*told, f"<strong>{last}</strong>"])


def _row(fate: str, cells: Sequence[str]) -> str:
    """A row of a table, in the colour of a fate."""
    inner = "".join(f'<td style="{CELL}">{cell}</td>' for cell in cells)
    return f'<tr style="background:{TINTS[fate]}">{inner}</tr>'


def html_table(title: str, head: Sequence[str], rows: Sequence[str]) -> str:
    """A table with a caption, scrolling in itself where it is too wide.

    Chapter: book/09_beam_search
    """
    columns = "".join(
        f'<th scope="col" style="{CELL}">{name}</th>' for name in head
    )
    return (
        '<div style="overflow-x:auto;max-width:100%"><table style="'
        'border-collapse:collapse;margin:0;line-height:1.7">'
        '<caption style="caption-side:top;text-align:left;color:inherit">'
        f"{html.escape(title)}</caption><thead><tr>{columns}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
