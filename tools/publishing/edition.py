"""The page about this edition: how to cite it, and what has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from tools.paths import ROOT
from tools.publishing import addresses

TEMPLATE = Path(__file__).with_name("edition.md")


def citation() -> dict[str, Any]:
    """What CITATION.cff says."""
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def reference(cff: dict[str, Any], url: str = "") -> str:
    """The book as an entry of a list of references."""
    authors = " and ".join(author["name"] for author in cff["authors"])
    year = cff["date-released"][:4]
    end = f" {url}" if url else ""
    return (
        f"{authors} ({year}). *{cff['title']}* (edition {cff['version']}) "
        f"[Jupyter book and software].{end}"
    )


def bibtex(cff: dict[str, Any], url: str = "") -> str:
    """The book as an entry for BibTeX."""
    authors = " and ".join(f"{{{a['name']}}}" for a in cff["authors"])
    fields = {
        "title": cff["title"],
        "author": authors,
        "year": cff["date-released"][:4],
        "edition": cff["version"],
        **({"url": url} if url else {}),
    }
    lines = "".join(f"  {k:<7} = {{{v}}},\n" for k, v in fields.items())
    return f"@book{{onceuponapicture,\n{lines}}}"


def changes(log: str) -> str:
    """The change log as a part of a page: its headings a level deeper."""
    _, _, rest = log.partition("\n## ")
    lines = f"## {rest}".splitlines()
    return "\n".join(f"#{x}" if x.startswith("#") else x for x in lines)


def page() -> str:
    """The page, from CITATION.cff and CHANGELOG.md."""
    cff = citation()
    url = addresses.site() or addresses.repository()
    log = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    values = {
        "VERSION": cff["version"],
        "REFERENCE": reference(cff, url),
        "BIBTEX": bibtex(cff, url),
        "CHANGES": changes(log),
    }
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
