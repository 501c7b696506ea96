"""Pictures load when the reader comes near them, into a place kept for them.

A browser waits with a picture only if the page says that it may, and keeps
its place free only if the page says how large it is; else what stands below
would jump. A Sphinx extension.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image

PICTURE = re.compile(r'<img (?P<rest>[^>]*\bsrc="(?P<src>[^":]+)"[^>]*)>')


def late(body: str, folder: Path) -> str:
    """The HTML of a page with sizes at its pictures, to be loaded late.

    Args:
        body: the HTML.
        folder: where the page lies, to which its pictures' paths refer.
    """

    def told(picture: re.Match[str]) -> str:
        path = folder / picture["src"]
        if path.suffix == ".svg" or not path.is_file():
            return picture[0]
        with Image.open(path) as image:
            width, height = image.size
        size = f'width="{width}" height="{height}"'
        return f'<img loading="lazy" {size} {picture["rest"]}>'

    return PICTURE.sub(told, body)


def put_off(app: Any, error: Exception | None) -> None:
    """Rewrite the pages once their pictures lie beside them."""
    if error is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        head, mark, body = page.partition("<article")
        path.write_text(
            head + mark + late(body, path.parent), encoding="utf-8"
        )


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("build-finished", put_off)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
