"""Of the theme's two thousand icons, those that the pages show.

Each page loads all of them, 1.5 megabytes; about fifteen are seen.
"""

from __future__ import annotations

import re
from pathlib import Path

NAMING = (".html", ".js", ".css")
SCRIPT = Path("_static", "scripts", "fontawesome.js")
ICON = re.compile(
    r'"?(?P<name>[\w-]+)"?:\[\d+,\d+,\[(?P<others>[^\]]*)\],'
    r'"[0-9a-f]*",(?:"[^"]*"|\["[^"]*"(?:,"[^"]*")*\])\],?'
)
USED = re.compile(r"fa-([a-z0-9-]+)")


def used_icons(site: Path) -> set[str]:
    """The icons that pages, styles and scripts of a site name."""
    folders = (site, site / "book", site / "_static", (site / SCRIPT).parent)
    texts = (
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in folder.glob("*.*")
        if path.suffix in NAMING and path != site / SCRIPT
    )
    return {name for text in texts for name in USED.findall(text)}


def only(script: str, used: set[str]) -> str:
    """The script of the icons without those that nobody uses."""

    def kept(icon: re.Match[str]) -> str:
        names = {icon["name"], *re.findall(r'"([^"]+)"', icon["others"])}
        return icon[0] if names & used else ""

    return ICON.sub(kept, script)


def slim(site: Path) -> None:
    """Take the icons that no page shows out of a built site."""
    script = site / SCRIPT
    text = script.read_text(encoding="utf-8")
    script.write_text(only(text, used_icons(site)), encoding="utf-8")
