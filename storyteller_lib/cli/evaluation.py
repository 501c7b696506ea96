"""``storyteller evaluate``: measure captions and stories.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from storyteller_lib.cli.options import (
    AsJson,
    check_file,
    group,
    show,
    waiting,
    write_text,
)

app = group("Measuring.")

SHORT = {
    "ranking": "pictures and captions",
    "captions": "captions",
    "sentences": "sentence vectors",
    "stories": "stories",
}
EVERY = ",".join(SHORT)
USUAL = {"storybook": "storybook", "real": "course"}

WorldName = Annotated[
    str, typer.Option(help="storybook or real; pocket to try it out.")
]
Models = Annotated[
    str | None,
    typer.Option(
        help="course, storybook or a folder of models; on the real world "
        "several, parted by commas."
    ),
]
Rows = Annotated[
    list[str] | None,
    typer.Option(
        "--row",
        help="Real world: a way to tell stories, as 'NAME: option=value "
        "option=value' with any option of load and story; may be repeated.",
    ),
]
Sections = Annotated[
    str,
    typer.Option(help="Real world: ranking, captions, sentences, stories."),
]
Pictures = Annotated[
    int, typer.Option(help="Real world: test photographs for stories.")
]
Sentences = Annotated[
    int,
    typer.Option(help="Real world: sentences of a set to use; 0 is all."),
]
Out = Annotated[
    Path | None, typer.Option(help="Write the record to this JSON file.")
]
Keep = Annotated[
    Path | None,
    typer.Option(help="Real world: keep stories here, to go on from."),
]


@app.command(
    help="Measure captions and stories, in the storybook world (where the "
    "truth is known) or on real photographs and novels.\n\n"
    "Example: storyteller evaluate --world real --pictures 50 --out m.json"
)
def evaluate(
    world: WorldName = "storybook",
    models: Models = None,
    row: Rows = None,
    sections: Sections = EVERY,
    pictures: Pictures = 200,
    sentences: Sentences = 2_000,
    seed: Annotated[int, typer.Option(help="Draws what is drawn.")] = 0,
    keep: Keep = None,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Measure captions and stories.

    Raises:
        StorytellerError: for an unknown world, models or sections.

    Chapter: book/12_measuring_stories
    """
    from storyteller_lib.config import StorytellerError

    _try_places(out, keep)
    chosen = models or USUAL.get(world, "course")
    if world == "storybook":
        record, text = _storybook(chosen)
    elif world in ("real", "pocket"):
        asked = {
            "pictures": pictures,
            "sentences": sentences,
            "seed": seed,
            "sections": tuple(SHORT.get(s, s) for s in sections.split(",")),
        }
        record, text = _real(world, chosen.split(","), row or [], asked, keep)
    else:
        raise StorytellerError(
            f"cannot measure on the world {world!r}: choose storybook or real"
        )
    if out is not None:
        write_text(out, json.dumps(record, indent=1) + "\n")
    show(record, as_json, lambda: text)


def _storybook(models: str) -> tuple[dict[str, Any], str]:
    from storyteller_lib.storyteller.models.files import models_folder

    models_folder(models)  # refuse at once, before the slow imports
    from storyteller_lib.evaluation import storybook

    with waiting("measuring captions and stories"):
        figures = storybook.evaluate(models)
    return figures, storybook.table(figures)


def _real(
    world: str,
    models: list[str],
    rows: list[str],
    asked: dict[str, Any],
    keep: Path | None,
) -> tuple[dict[str, Any], str]:
    from storyteller_lib.storyteller.models.files import models_folder

    for name in models:
        models_folder(name)  # refuse at once, before the slow imports
    from storyteller_lib.data.pocket.world import PocketWorld
    from storyteller_lib.data.real.world import RealWorld
    from storyteller_lib.evaluation import real
    from storyteller_lib.evaluation.stories.tellers import load_tellers
    from storyteller_lib.evaluation.tables import record_table

    settings = real.RealSettings(**asked)
    where = PocketWorld() if world == "pocket" else RealWorld()
    tellers = load_tellers(models, rows)
    record = real.evaluate(tellers, where, settings, _command(), keep)
    return record, record_table(record)


def _command() -> str:
    """What was typed, with no folder of this machine's in front."""
    return shlex.join(["storyteller", *sys.argv[1:]])


def _try_places(out: Path | None, keep: Path | None) -> None:
    """Refuse a file or folder before the measuring, and not after it."""
    from storyteller_lib.config import StorytellerError

    check_file(out)
    try:
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorytellerError(
            f"cannot keep stories in {keep}: {error.strerror}"
        ) from None
