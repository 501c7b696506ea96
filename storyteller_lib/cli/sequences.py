"""``storyteller sequence``: five pictures, one story.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import time
from typing import Annotated

import typer

from storyteller_lib.cli.options import (
    AsJson,
    BeamWidth,
    Html,
    ModelsName,
    Seed,
    Strength,
    Temperature,
    TopK,
    TopP,
    check_file,
    group,
    in_one_go,
    show_story,
    written,
)

app = group("Stories about several pictures.")
WIDTH = 10
"""Of the beam, where a beam chooses the words."""


@app.command(
    help="Tell one story about five pictures, a sentence each.\n\n"
    "Example: storyteller sequence 1.jpg 2.jpg 3.jpg 4.jpg 5.jpg "
    "--style romance"
)
@in_one_go()
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
    beam_width: BeamWidth = WIDTH,
    strength: Strength = 1.0,
    seed: Seed = None,
    temperature: Temperature = None,
    top_k: TopK = None,
    top_p: TopP = None,
    html: Html = None,
    models: ModelsName = "course",
    as_json: AsJson = False,
) -> None:
    """Tell one story about five pictures, a sentence each.

    Raises:
        StorytellerError: for bad input.

    Chapter: book/11_stories_from_sequences
    """
    how = written(locals())
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
    check_file(html)
    begun = time.perf_counter()
    teller = album_teller(models)
    if isinstance(teller, AlbumTeller):  # it has no beam
        del how["beam_width"]
        if beam_width != WIDTH:
            raise StorytellerError(
                "these models draw the words of an album by chance: leave out "
                "--beam-width, or name models with a sequence storyteller"
            )
    told = teller.story(pictures, style, **how)
    show_story({"pictures": pictures}, told, begun, models, as_json, html)
