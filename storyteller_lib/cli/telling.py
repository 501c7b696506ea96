"""The options of all commands that tell a story, in one place.

A command takes one parameter for them, ``how``; what typer is shown are the
options in it.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from storyteller_lib.cli.options import AsJson, ModelsName

BeamWidth = Annotated[int, typer.Option(help="Hypotheses kept at each word.")]


@dataclass(kw_only=True)
class Output:
    """Which models tell, and where what they told goes.

    Chapter: book/01_a_story_from_a_picture
    """

    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            help="Write the story with its picture to this file, too: a page "
            "for any browser that needs no other file.",
        ),
    ] = None
    models: ModelsName = "course"
    as_json: AsJson = False


@dataclass(kw_only=True)
class Words:
    """How the words of a story are chosen.

    Chapter: book/09_beam_search
    """

    beam_width: BeamWidth = 50
    strength: Annotated[
        float, typer.Option(help="0: no style shift, 1: the whole shift.")
    ] = 1.0
    seed: Annotated[
        int | None, typer.Option(help="Another seed, another story.")
    ] = None
    temperature: Annotated[
        float | None,
        typer.Option(help="Let chance choose: below 1 safer, above wilder."),
    ] = None
    top_k: Annotated[
        int | None, typer.Option(help="Chance among the k best words.")
    ] = None
    top_p: Annotated[
        float | None,
        typer.Option(help="Chance among words with this much probability."),
    ] = None


@dataclass(kw_only=True)
class AlbumWords(Words):
    """The same for an album; the beam of a sequence storyteller is narrow.

    Chapter: book/11_stories_from_sequences
    """

    beam_width: BeamWidth = 10


@dataclass(kw_only=True)
class StoryWords(Words):
    """What may be asked of the words of a whole story.

    Chapter: book/10_the_storyteller
    """

    lyric: Annotated[
        bool, typer.Option("--lyric", help="Break lines at commas.")
    ] = False
    no_repeat: Annotated[
        int | None,
        typer.Option(help="No run of so many words twice; 0 allows all."),
    ] = None
    candidates: Annotated[
        int | None,
        typer.Option(
            help="Tell so many stories and keep the best; 1 leaves it to the "
            "beam; as suits the models if left out."
        ),
    ] = None


@dataclass(kw_only=True)
class Voice:
    """In which style, how long, and after which recipe.

    Chapter: book/10_the_storyteller
    """

    style: Annotated[
        str | None,
        typer.Option(
            help="A style, a blend (adventure=0.7,romance=0.3) or a style "
            "file; adventure if left out."
        ),
    ] = None
    style_file: Annotated[
        str | None,
        typer.Option(help="A file that storyteller style build wrote."),
    ] = None
    length: Annotated[
        str | None, typer.Option(help="Fewest and most words: 40-80.")
    ] = None
    recipe: Annotated[
        str | None,
        typer.Option(
            help="retold: after a passage of the story library, made to fit; "
            "written: word by word; plain: as the originals did. Retold if "
            "left out, unless something is asked for that only writing has."
        ),
    ] = None


def taking(**kinds: type[Any]) -> Callable[[Callable[..., Any]], Any]:
    """A command's parameters are unfolded into the options they hold.

    Args:
        kinds: of each such parameter its dataclass of options.

    Chapter: book/01_a_story_from_a_picture
    """

    def unfold(command: Callable[..., Any]) -> Callable[..., Any]:
        shown = inspect.signature(command, eval_str=True)
        plain = [p for p in shown.parameters.values() if p.name not in kinds]
        options = [p for kind in kinds.values() for p in _parameters(kind)]

        @wraps(command)
        def folded(**given: Any) -> Any:
            made = {
                name: kind(**{f.name: given.pop(f.name) for f in fields(kind)})
                for name, kind in kinds.items()
            }
            return command(**given, **made)

        parameters = [
            p.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for p in (*plain, *options)
        ]
        folded.__signature__ = shown.replace(  # type: ignore[attr-defined]
            parameters=parameters
        )
        folded.__annotations__ = {p.name: p.annotation for p in parameters}
        return folded

    return unfold


def _parameters(kind: type[Any]) -> list[inspect.Parameter]:
    """The fields of a dataclass as a function's parameters."""
    hints = get_type_hints(kind, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default,
            annotation=hints[field.name],
        )
        for field in fields(kind)
    ]
