"""Where the book lies on the web: ``_config.yml`` says it, and nothing else.

A workflow that publishes a copy says it in the environment instead, as
``BOOK_REPOSITORY`` and ``BOOK_SITE``. While nobody knows an address, no page
and no notebook names one, and there are no buttons that would need it.
"""

from __future__ import annotations

import os
from typing import Any

import yaml

from tools.paths import ROOT

LAUNCHERS = {
    "notebook_interface": "jupyterlab",
    "binderhub_url": "https://mybinder.org",
    "colab_url": "https://colab.research.google.com",
}


def config() -> dict[str, Any]:
    """The settings of the site, with the addresses that are known."""
    text = (ROOT / "_config.yml").read_text(encoding="utf-8")
    settings = yaml.safe_load(text)
    for part, name, variable in (
        ("repository", "url", "BOOK_REPOSITORY"),
        ("html", "baseurl", "BOOK_SITE"),
    ):
        known = os.environ.get(variable) or settings[part][name]
        settings[part][name] = known.rstrip("/")
    if settings["repository"]["url"]:
        settings["launch_buttons"] = LAUNCHERS
    return settings


def repository() -> str:
    """The repository's address; empty if nobody knows it."""
    return str(config()["repository"]["url"])


def site() -> str:
    """The site's address; empty if nobody knows it."""
    return str(config()["html"]["baseurl"])
