"""Widgets load when the reader comes near them, not with the page.

The script that draws them has 4.4 megabytes, and what a page's widgets hold,
above all pictures, up to 1.3 more. The page therefore says only where both
are, and ``web_static/widgets.js`` fetches them. What the widgets hold becomes
a script of its own, not a JSON file: a page that is opened from a folder may
load scripts, and nothing else. A Sphinx extension.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

STATE = "application/vnd.jupyter.widget-state+json"  # as ipywidgets has it
FOLDER = "_static/widgets"
AFTER_MYST_NB = 900
"""The priority of what comes after MyST-NB has put the scripts on a page."""

SCRIPT = """\
(function () {
  const state = document.createElement("script");
  state.type = TYPE;
  state.textContent = HELD;
  document.body.append(state);
})();
"""


def state_script(held: str) -> str:
    """A script that lays down what widgets hold, where they look for it."""
    named = SCRIPT.replace("TYPE", json.dumps(STATE))
    return named.replace("HELD", json.dumps(held))


def put_off(
    app: Any, pagename: str, template: str, context: dict[str, Any], tree: Any
) -> None:
    """Take what a page's widgets hold out of the page, and say where it is."""
    scripts = context.get("script_files", [])
    held = [it for it in scripts if _attribute(it, "type") == STATE]
    if not held:
        return
    path = f"{FOLDER}/{pagename.replace('/', '_')}.js"
    target = Path(app.outdir, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        state_script(_attribute(held[0], "body")), encoding="utf-8"
    )
    scripts.remove(held[0])  # Sphinx adds to this very list
    app.add_js_file(
        "widgets.js",
        defer="defer",
        **{"data-state": context["pathto"](path, resource=True)},
    )


def _attribute(script: Any, name: str) -> str:
    return str(getattr(script, "attributes", {}).get(name, ""))


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("html-page-context", put_off, priority=AFTER_MYST_NB)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
