"""What several commands share: options, and how results are printed.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
ModelsName = Annotated[
    str, typer.Option(help="course, storybook, or a folder of models.")
]
Picture = Annotated[
    str, typer.Argument(help="A photograph: JPEG, PNG, HEIC, ...")
]
WIDTH = 79


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

    Raises:
        StorytellerError: if it cannot be written, as on a full disk.

    Chapter: book/01_a_story_from_a_picture
    """
    from storyteller_lib.config import StorytellerError

    shown = json.dumps(values) if as_json or text is None else text()
    try:
        typer.echo(shown)
    except BrokenPipeError:  # who reads has read enough
        raise
    except OSError as error:
        raise StorytellerError(
            f"the result cannot be written: {error.strerror}"
        ) from None


def show_story(
    source: Mapping[str, Any],
    told: Any,
    begun: float,
    models: str,
    as_json: bool,
    page: Path | None = None,
) -> None:
    """Print a story, for machines with what it was made from.

    Args:
        source: what it is about.
        told: the story.
        begun: when work on it began, by ``time.perf_counter``.
        models: which models told it.
        as_json: whether a machine reads it.
        page: a file to which it is written as HTML, if any.

    Raises:
        StorytellerError: if the file cannot be written.

    Chapter: book/01_a_story_from_a_picture
    """
    if page is not None:
        write_text(page, told.to_html())
    values = {
        **source,
        **told.to_dict(),
        "seconds": round(time.perf_counter() - begun, 3),
        "models": models,
    }
    show(values, as_json, lambda: wrapped(str(told)))
    note = getattr(told, "note", "")
    if note and not as_json:
        print(f"storyteller: note: {note}", file=sys.stderr)


def check_file(path: Path | None) -> None:
    """Refuse a file that cannot be written, before the work and not after.

    Raises:
        StorytellerError: for a folder, or a file in no folder.

    Chapter: book/01_a_story_from_a_picture
    """
    from storyteller_lib.config import StorytellerError

    try:
        bad = path and (path.is_dir() or not os.access(path.parent, os.W_OK))
    except (OSError, ValueError):  # a name that no file can have
        bad = True
    if bad:
        raise StorytellerError(
            f"cannot write {path}: name a file in a folder that is there"
        )


def write_text(path: Path, text: str) -> None:
    """Write a file of text.

    Raises:
        StorytellerError: if the disk refuses it.

    Chapter: book/01_a_story_from_a_picture
    """
    from storyteller_lib.config import StorytellerError

    try:
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StorytellerError(f"cannot write {path}: {reason}") from None


def wrapped(text: str) -> str:
    """A text in lines of 79 columns; lines of a song stay lines.

    Chapter: book/01_a_story_from_a_picture
    """
    return "\n".join(textwrap.fill(line, WIDTH) for line in text.split("\n"))


@contextmanager
def in_one_go() -> Iterator[None]:
    """A piece of work that is over soon, and PyTorch's import with it.

    It leaves no garbage that goes in circles; but Python would search for
    some again and again among all the objects of PyTorch, for a quarter of
    the time that PyTorch's import takes. And its products are small: threads
    that wait for one another shall sleep, for where other programs run, too,
    those that spin take ten times the time.

    Chapter: book/01_a_story_from_a_picture
    """
    # in small letters: in a Turkish locale libgomp does not know PASSIVE
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    atexit.register(_spare_the_last_search)
    searched = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searched:
            gc.enable()


def _spare_the_last_search() -> None:
    """What is left when a program ends needs no search for garbage.

    PyTorch's compiler, if somebody called it, wants its objects found.
    """
    if "triton" not in sys.modules:
        gc.freeze()


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
