"""The command line: ``storyteller story`` and ``storyteller evaluate``.

Results go to standard output, one JSON object with ``--json``; what went
wrong goes to standard error in one sentence, with exit code 2.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import json
import sys
import textwrap
import time
from typing import Annotated

import typer

from storyteller_lib.config import StorytellerError

app = typer.Typer(
    help="Tell little stories about pictures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.callback()
def _commands() -> None:
    """Tell little stories about pictures."""


@app.command(
    help="Tell a story about a picture.\n\n"
    "Example: storyteller story dog.jpg --style thriller"
)
def story(
    picture: Annotated[str, typer.Argument(help="A photograph, JPEG or PNG.")],
    style: Annotated[
        str,
        typer.Option(help="A style, or a blend: adventure=0.7,romance=0.3"),
    ] = "adventure",
    captions: Annotated[
        int, typer.Option(help="How many captions to average.")
    ] = 100,
    beam_width: Annotated[
        int, typer.Option(help="Hypotheses kept at each word.")
    ] = 50,
    strength: Annotated[
        float, typer.Option(help="0: no style shift, 1: the whole shift.")
    ] = 1.0,
    seed: Annotated[
        int | None, typer.Option(help="Another seed, another story.")
    ] = None,
    models: Annotated[
        str, typer.Option(help="course, storybook, or a folder of models.")
    ] = "course",
    as_json: AsJson = False,
) -> None:
    """Tell a story about a picture.

    Raises:
        StorytellerError: for bad input; ``main`` turns it into exit code 2.

    Chapter: book/01_a_story_from_a_picture
    """
    from storyteller_lib.storyteller import Storyteller

    begun = time.perf_counter()
    teller = Storyteller.load(models)
    told = teller.story(picture, style, captions, beam_width, strength, seed)
    if not as_json:
        typer.echo(textwrap.fill(told.text, 79))
        return
    result = {
        "picture": picture,
        **told.to_dict(),
        "seconds": round(time.perf_counter() - begun, 3),
        "models": teller.models.name,
    }
    typer.echo(json.dumps(result))


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
    if world != "storybook":
        raise StorytellerError(
            f"cannot measure on the world {world!r}: choose storybook"
        )
    from storyteller_lib.evaluation import storybook

    figures = storybook.evaluate(models)
    text = json.dumps(figures) if as_json else storybook.table(figures)
    typer.echo(text)


def main() -> None:
    """Run the command line; bad input ends it with exit code 2.

    Chapter: book/01_a_story_from_a_picture
    """
    try:
        app()
    except StorytellerError as error:
        print(f"storyteller: {error}", file=sys.stderr)
        sys.exit(2)
