"""The command line, ``storyteller``: each command in a module of its own.

Results go to standard output, one JSON object with ``--json``; what went
wrong goes to standard error in one sentence, with exit code 2. Nothing heavy
is imported before a command runs, so that help comes at once.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from storyteller_lib.cli import (
    checks,
    data,
    evaluation,
    exporting,
    sequences,
    stories,
    styles,
    training,
)

HELP = """Tell little stories about pictures.

Example: storyteller story dog.jpg --style thriller"""

STOPPED = 130
LONGEST = 250
"""Characters of a path, say, that are still repeated as a whole."""

# typer brings a click of its own, or takes the installed one
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    help=HELP, add_completion=False, pretty_exceptions_enable=False
)
app.add_typer(stories.app)
app.add_typer(sequences.app)
app.add_typer(styles.app, name="style")
app.add_typer(training.app)
app.add_typer(data.app, name="data")
app.add_typer(data.imports)
app.add_typer(evaluation.app)
app.add_typer(exporting.app)
app.add_typer(checks.app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; bad input ends it with exit code 2.

    Args:
        arguments: what follows the program's name; else ``sys.argv``'s.

    Chapter: book/01_a_story_from_a_picture
    """
    if isinstance(sys.stdout, io.TextIOWrapper):  # names that it cannot show
        sys.stdout.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        Path.cwd()
    except OSError:  # PyTorch would blame its own files
        _refuse("the folder you are in is gone: change to another one (cd)")
    try:
        code = app(
            words or ["--help"], prog_name="storyteller", standalone_mode=False
        )
    except UsageError as error:
        _refuse(_usage(error))
    except typer.Abort:  # Ctrl-C, as some versions tell it
        code = STOPPED
    except ValueError as error:
        from storyteller_lib.config import StorytellerError

        if not isinstance(error, StorytellerError):
            raise
        _refuse(str(error))
    if code == STOPPED:
        print("storyteller: stopped", file=sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: Exception) -> str:
    """What was wrong with the words of a command, as one sentence."""
    said: str = error.format_message()  # type: ignore[attr-defined]
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "storyteller"
    plain = " ".join(said.split()).rstrip(".")
    return f"{plain[:1].lower()}{plain[1:]} (see {path} --help)"


def _short(word: str) -> str:
    """A word that fits on a screen and cannot steer it."""
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in word)
    return plain if len(plain) <= LONGEST else f"{plain[:80]}...{plain[-40:]}"


def _refuse(sentence: str) -> None:
    line = " ".join(map(_short, sentence.split()))
    print(f"storyteller: {line}", file=sys.stderr)
    sys.exit(2)
