"""``storyteller export``.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from storyteller_lib.cli.options import AsJson, ModelsName, group, show

app = group("Export.")


@app.command(
    help="Write the storyteller for a browser: its networks as ONNX, its "
    "words, texts and vectors as files that JavaScript reads.\n\n"
    "Example: storyteller export --onnx parts"
)
def export(
    onnx: Annotated[
        Path, typer.Option(help="The folder to write; made if need be.")
    ],
    models: ModelsName = "course",
    as_json: AsJson = False,
) -> None:
    """Write the storyteller for a browser.

    Raises:
        StorytellerError: if the extra ``web`` is not installed, the models
            cannot be exported, or the folder cannot be written.

    Chapter: book/10_the_storyteller
    """
    from storyteller_lib.web import export_storyteller

    def say(what: str) -> None:
        print(what, file=sys.stderr, flush=True)

    manifest = export_storyteller(onnx, models, None if as_json else say)
    sizes = [file["bytes"] for file in manifest["files"].values()]
    values = {
        "folder": str(onnx),
        "hash": manifest["hash"],
        "files": len(sizes) + 1,
        "bytes": sum(sizes),
    }
    show(
        values,
        as_json,
        lambda: f"{len(sizes) + 1} files, {sum(sizes):,} bytes in {onnx}",
    )
