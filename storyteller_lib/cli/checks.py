"""``storyteller evaluate`` and ``storyteller doctor``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from typing import Annotated

import typer

from storyteller_lib.cli.options import AsJson, group, show, waiting

app = group("Checks.")


@app.command(
    help="Measure captions and stories where the truth is known.\n\n"
    "Example: storyteller evaluate --world storybook --json"
)
def evaluate(
    world: Annotated[
        str, typer.Option(help="The world to measure on: storybook.")
    ] = "storybook",
    models: Annotated[
        str, typer.Option(help="storybook, or a folder of models.")
    ] = "storybook",
    as_json: AsJson = False,
) -> None:
    """Measure captions and stories where the truth is known.

    Raises:
        StorytellerError: for an unknown world or models.

    Chapter: book/08_style_shifting
    """
    from storyteller_lib.config import StorytellerError

    if world != "storybook":
        raise StorytellerError(
            f"cannot measure on the world {world!r}: choose storybook"
        )
    from storyteller_lib.storyteller.model_files import models_folder

    models_folder(models)  # refuse at once, before the slow imports
    from storyteller_lib.evaluation import storybook

    with waiting("measuring captions and stories"):
        figures = storybook.evaluate(models)
    show(figures, as_json, lambda: storybook.table(figures))


@app.command(
    help="Say what is installed, what works, and what to do next.\n\n"
    "Example: storyteller doctor --json"
)
def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, what works, and what to do next.

    Chapter: book/02_pictures_captions_books
    """
    from storyteller_lib.cli.doctor import examine, report

    found = examine()
    show(found, as_json, lambda: report(found))
