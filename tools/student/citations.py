"""Citations as authors and a year, and the list of what was cited."""

from __future__ import annotations

from pybtex.database import BibliographyData, Entry
from pybtex.plugin import find_plugin


class Citations:
    """The entries of a bibliography, and which of them a text has cited."""

    def __init__(self, bibliography: BibliographyData) -> None:
        self.bibliography = bibliography
        self.cited: set[str] = set()

    def in_parentheses(self, keys: str) -> str:
        """What ``{cite}`` shows: (Kiros et al., 2015; Cho et al., 2014)."""
        told = [f"{authors(it)}, {year(it)}" for it in self._find(keys)]
        return f"({'; '.join(told)})"

    def in_text(self, keys: str) -> str:
        """What ``{cite:t}`` shows: Kiros et al. (2015)."""
        told = [f"{authors(it)} ({year(it)})" for it in self._find(keys)]
        return ", ".join(told)

    def _find(self, keys: str) -> list[Entry]:
        """The entries of these keys, noted as cited."""
        wanted = [key.strip() for key in keys.split(",")]
        self.cited.update(wanted)
        return [self.bibliography.entries[key] for key in wanted]

    def references(self) -> str:
        """A section that lists what was cited; empty if nothing was."""
        if not self.cited:
            return ""
        style = find_plugin("pybtex.style.formatting", "plain")()
        markdown = find_plugin("pybtex.backends", "markdown")()
        keys = sorted(self.cited)
        listed = style.format_bibliography(self.bibliography, keys)
        texts = [entry.text.render(markdown) for entry in listed]
        items = [f"- {' '.join(text.split())}" for text in texts]
        return "\n".join(["## References", "", *items])


def authors(entry: Entry) -> str:
    """Whom a text names: up to two, or the first of more."""
    names = [
        " ".join(map(str, (*it.rich_prelast_names, *it.rich_last_names)))
        for it in entry.persons["author"]
    ]
    return f"{names[0]} et al." if len(names) > 2 else " and ".join(names)


def year(entry: Entry) -> str:
    """When it came out."""
    return str(entry.fields["year"])
