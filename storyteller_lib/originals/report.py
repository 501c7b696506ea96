"""What an import found, what it lacks, and what that costs.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Found:
    """A part that was imported.

    Attributes:
        part: what it is.
        file: where it came from.
        detail: its sizes, or what was done with it.

    Chapter: book/08_style_shifting
    """

    part: str
    file: str
    detail: str


@dataclass(frozen=True)
class Missing:
    """A part that was not there.

    Attributes:
        part: what it is.
        wanted: the files it would be in.
        cost: what cannot be done without it, or is done otherwise.

    Chapter: book/08_style_shifting
    """

    part: str
    wanted: str
    cost: str


@dataclass
class Report:
    """The outcome of an import.

    Attributes:
        folder: where the original files are.
        out: where our models were written.
        found: the parts that were imported.
        missing: the parts that were not there.
        notes: what else one should know.

    Chapter: book/08_style_shifting
    """

    folder: Path
    out: Path
    found: list[Found] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    loadable: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, for JSON."""
        return {
            "folder": str(self.folder),
            "out": str(self.out),
            "loadable": self.loadable,
            "found": [asdict(part) for part in self.found],
            "missing": [asdict(part) for part in self.missing],
            "notes": list(self.notes),
        }

    def __str__(self) -> str:
        """The report as lines to be read."""
        lines = [f"Original models of {self.folder}"]
        for part in self.found:
            lines.append(
                f"  found    {part.part}: {part.detail} ({part.file})"
            )
        for gap in self.missing:
            lines.append(f"  missing  {gap.part} ({gap.wanted}): {gap.cost}")
        lines += [f"  note     {note}" for note in self.notes]
        if self.loadable:
            lines.append(f"Written to {self.out}, ready to tell stories.")
        else:
            lines.append(
                f"Written to {self.out}, as far as it goes: these parts "
                "alone tell no story."
            )
        return "\n".join(lines)
