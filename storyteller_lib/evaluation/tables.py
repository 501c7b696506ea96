"""Measurements as tables that people read.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "pictures and captions": {
        "": (
            "recall at 1",
            "recall at 5",
            "recall at 10",
            "median rank",
            "gallery",
        )
    },
    "captions": {
        "with brevity penalty": ("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4"),
        "without, and by words and runs": (
            "BLEU-4 without brevity penalty",
            "METEOR (exact and stem)",
            "CIDEr-D",
        ),
    },
    "sentence vectors": {
        "relatedness and paraphrases": (
            "SICK, Pearson",
            "SICK, Spearman",
            "SICK, MSE",
            "STS-B, Pearson",
            "MSRP, accuracy",
            "MSRP, F1",
        ),
        "classes (accuracy)": (
            "TREC, accuracy",
            "MR, accuracy",
            "CR, accuracy",
            "SUBJ, accuracy",
            "MPQA, accuracy",
        ),
    },
    "stories": {
        "picture, style, fluency, honesty": (
            "picture",
            "style",
            "style, nouns masked",
            "perplexity",
            "perplexity, of real",
            "copies 8 words",
        ),
        "length, repetition, variety": (
            "length",
            "words",
            "distinct-2",
            "repeats 4 words",
            "shared sentences",
            "unknown words",
        ),
    },
}
"""The tables of each section and their columns; a record may hold more."""

WHOLE = ("median rank", "gallery", "perplexity", "words", "stories")
SHORT = {
    "BLEU-4 without brevity penalty": "BLEU-4 bare",
    "METEOR (exact and stem)": "METEOR*",
    "style, nouns masked": "style masked",
    "perplexity, of real": "of real",
    "shared sentences": "shared",
    "repeats 4 words": "repeats",
    "unknown words": "unknown",
}


def record_table(record: Mapping[str, Any]) -> str:
    """A whole record of ``storyteller evaluate`` as text.

    Chapter: book/12_measuring_stories
    """
    parts = []
    for section, rows in record["sections"].items():
        for title, columns in COLUMNS[section].items():
            head = f"{section}: {title}" if title else section
            parts.append(f"{head.upper()}\n{table(rows, columns)}")
        parts += [
            f"  {row['row']}: "
            + "; ".join(f"{k}: {v}" for k, v in row.items() if k != "row")
            for row in rows
            if row["row"] == "measured on"
        ]
    notes = [f"{name}: {value}" for name, value in record["made"].items()]
    return "\n\n".join([*parts, "\n".join(notes)])


def table(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Rows of figures in columns; a row without any of them is left out.

    Chapter: book/12_measuring_stories
    """
    shown = [
        [str(row["row"]), *(cell(name, row.get(name)) for name in columns)]
        for row in rows
        if any(isinstance(row.get(name), int | float) for name in columns)
    ]
    lines = [["", *(SHORT.get(name, name) for name in columns)], *shown]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def cell(name: str, value: Any) -> str:
    """A figure as it is printed; a dash where there is none.

    Chapter: book/12_measuring_stories
    """
    if not isinstance(value, int | float):
        return "-"
    return f"{value:.0f}" if name in WHOLE else f"{value:.3f}"
