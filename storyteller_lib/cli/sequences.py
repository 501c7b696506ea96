"""``storyteller sequence``: five pictures, one story.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

import typer

from storyteller_lib.cli.options import (
    check_file,
    group,
    in_one_go,
    show_story,
)
from storyteller_lib.cli.telling import AlbumWords, Output, taking

app = group("Stories about several pictures.")


@app.command(
    help="Tell one story about five pictures, a sentence each.\n\n"
    "Example: storyteller sequence 1.jpg 2.jpg 3.jpg 4.jpg 5.jpg "
    "--style romance"
)
@in_one_go()
@taking(words=AlbumWords, out=Output)
def sequence(
    pictures: Annotated[
        list[str],
        typer.Argument(
            help="Five photographs (JPEG, PNG, HEIC, ...), in order."
        ),
    ],
    style: Annotated[
        str | None,
        typer.Option(
            help="A style, a blend (adventure=0.7,romance=0.3) or a style "
            "file; told plainly if left out."
        ),
    ] = None,
    *,
    words: AlbumWords,
    out: Output,
) -> None:
    """Tell one story about five pictures, a sentence each.

    Raises:
        StorytellerError: for bad input.

    Chapter: book/11_stories_from_sequences
    """
    how = asdict(words)
    from storyteller_lib.config import StorytellerError
    from storyteller_lib.storyteller.sequences.albums import (
        AlbumTeller,
        album_teller,
    )
    from storyteller_lib.storyteller.sequences.teller import LENGTH

    if len(pictures) != LENGTH:  # refuse before the slow loading of models
        raise StorytellerError(
            f"a story for a sequence needs {LENGTH} pictures, "
            f"got {len(pictures)}"
        )
    check_file(out.html)
    begun = time.perf_counter()
    teller = album_teller(out.models)
    if isinstance(teller, AlbumTeller):  # it has no beam
        width = how.pop("beam_width")
        if width != AlbumWords.beam_width:
            raise StorytellerError(
                "these models draw the words of an album by chance: leave out "
                "--beam-width, or name models with a sequence storyteller"
            )
    told = teller.story(pictures, style, **how)
    show_story(
        {"pictures": pictures},
        told,
        begun,
        out.models,
        out.as_json,
        out.html,
    )
