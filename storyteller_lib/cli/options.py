"""What several commands share: options, and how results are printed.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ModelsName = Annotated[
    str, typer.Option(help="course, storybook, or a folder of models.")
]
Picture = Annotated[str, typer.Argument(help="A photograph, JPEG or PNG.")]


def group(text: str) -> typer.Typer:
    """A group of commands.

    Chapter: book/01_a_story_from_a_picture
    """
    return typer.Typer(help=text, pretty_exceptions_enable=False)


def show(
    values: Any, as_json: bool, text: Callable[[], str] | None = None
) -> None:
    """Print a result for machines or for people.

    Args:
        values: the result as plain values.
        as_json: whether a machine reads it.
        text: makes of it what people read.

    Chapter: book/01_a_story_from_a_picture
    """
    if as_json or text is None:
        typer.echo(json.dumps(values))
    else:
        typer.echo(text())


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A clock that runs beside something long that has no bar of its own.

    Chapter: book/01_a_story_from_a_picture
    """
    from tqdm.auto import tqdm

    done = threading.Event()
    with tqdm(
        desc=what,
        bar_format="{desc} {elapsed}",
        disable=None,
        leave=False,
    ) as bar:

        def tick() -> None:
            while not done.wait(1):
                bar.refresh()

        clock = threading.Thread(target=tick, daemon=True)
        clock.start()
        try:
            yield
        finally:
            done.set()
            clock.join()


def two_numbers(text: str | None, what: str) -> tuple[int, int] | None:
    """Two whole numbers from ``40-80``; None stays None.

    Raises:
        StorytellerError: if the text is not like that.

    Chapter: book/01_a_story_from_a_picture
    """
    if text is None:
        return None
    low, _, high = text.partition("-")
    try:
        return int(low), int(high)
    except ValueError:
        from storyteller_lib.config import StorytellerError

        raise StorytellerError(
            f"cannot read the length {text!r} of {what}: write two numbers "
            "of words such as 40-80"
        ) from None
