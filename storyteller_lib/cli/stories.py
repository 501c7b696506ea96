"""``storyteller story`` and ``storyteller caption``.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated, Any

import typer

from storyteller_lib.cli.options import (
    AsJson,
    ModelsName,
    Picture,
    check_file,
    group,
    in_one_go,
    show,
    show_story,
    two_numbers,
)
from storyteller_lib.cli.telling import Output, StoryWords, Voice, taking

app = group("Stories and captions.")


WRITING = ("no_repeat", "temperature", "top_k", "top_p", "candidates")
"""What is asked of a story that is written word by word."""

Captioner = Annotated[
    str,
    typer.Option(
        help="retrieval: captions of the bank; attention: written by a "
        "network that looks; both: up to half of it written."
    ),
]


@app.command(
    help="Tell a story about a picture.\n\n"
    "Example: storyteller story dog.jpg --style adventure=0.7,romance=0.3 "
    "--length 40-80\n\n"
    "Example: storyteller story dog.jpg --candidates 8 --html dog.html"
)
@in_one_go()
@taking(voice=Voice, words=StoryWords, out=Output)
def story(
    picture: Picture,
    captions: Annotated[
        int | None,
        typer.Option(
            help="How many captions to average; unless told, as many as suit "
            "the models."
        ),
    ] = None,
    captioner: Annotated[
        str | None,
        typer.Option(
            help="retrieval, attention or both, see storyteller caption; as "
            "suits the models if left out."
        ),
    ] = None,
    *,
    voice: Voice,
    words: StoryWords,
    out: Output,
) -> None:
    """Tell a story about a picture.

    Raises:
        StorytellerError: for bad input; ``main`` turns it into exit code 2.

    Chapter: book/01_a_story_from_a_picture
    """
    source = {"picture": picture}
    how = {"captions": captions, "captioner": captioner}
    _tell("story", source, how, voice, words, out)


@app.command(
    help="Tell a story from your own words instead of a picture.\n\n"
    'Example: storyteller retell "A dog runs on a beach." --style romance'
)
@in_one_go()
@taking(voice=Voice, words=StoryWords, out=Output)
def retell(
    texts: Annotated[
        list[str], typer.Argument(help="Sentences that say what it is about.")
    ],
    *,
    voice: Voice,
    words: StoryWords,
    out: Output,
) -> None:
    """Tell a story from your own words instead of a picture.

    Raises:
        StorytellerError: for bad input.

    Chapter: book/08_style_shifting
    """
    _tell("retell", {"texts": texts}, {}, voice, words, out)


def _tell(
    way: str,
    source: dict[str, Any],
    how: dict[str, Any],
    voice: Voice,
    words: StoryWords,
    out: Output,
) -> None:
    """Load models with a recipe, tell a story and print it."""
    recipe = _recipe(voice, words, out.models)
    how = {
        **source,
        **how,
        **asdict(words),
        "style": _style(voice.style, voice.style_file),
        "length": two_numbers(voice.length, "a story"),
    }
    check_file(out.html)
    from storyteller_lib.storyteller import Storyteller

    begun = time.perf_counter()
    teller = Storyteller.load(out.models, recipe)
    told = getattr(teller, way)(**how, progress=True)
    name = teller.models.name
    show_story(source, told, begun, name, out.as_json, out.html)


def _recipe(voice: Voice, words: StoryWords, models: str) -> str | None:
    """The recipe that was asked for, or the one that fits what was.

    Raises:
        StorytellerError: if a retold story is to be written word by word.
    """
    from storyteller_lib.config import StorytellerError
    from storyteller_lib.data.library.scenes import LONGEST, SHORTEST
    from storyteller_lib.storyteller.models.files import (
        RETOLD,
        has_shelf,
        models_folder,
    )

    asked = [name for name in WRITING if getattr(words, name) is not None]
    if words.beam_width != StoryWords.beam_width:
        asked.append("beam_width")
    recipe = voice.recipe
    if recipe == RETOLD and asked:
        option = "--" + asked[0].replace("_", "-")
        raise StorytellerError(
            f"a retold story is not written word by word: leave out {option}, "
            "or take --recipe written"
        )
    if recipe is not None or asked:
        return recipe
    length = two_numbers(voice.length, "a story") or (SHORTEST, LONGEST)
    fits = length[0] <= LONGEST and length[1] >= SHORTEST
    there = has_shelf(models_folder(models))
    return RETOLD if fits and there else None


def _style(style: str | None, file: str | None) -> str:
    """The one style that was asked for, by name or as a file."""
    from storyteller_lib.config import StorytellerError

    if file is None:
        return "adventure" if style is None else style
    if style is not None:
        raise StorytellerError(
            "a story has one style: give --style or --style-file, or name "
            "the file in a blend (--style my.safetensors=0.5,romance=0.5)"
        )
    from storyteller_lib.storyteller.styles.files import SUFFIX

    if not file.endswith(SUFFIX):
        raise StorytellerError(
            f"{file} is not a style file: its name must end with {SUFFIX}"
        )
    return file


@app.command(
    help="Find the captions that fit a picture best.\n\n"
    "Example: storyteller caption dog.jpg --captions 3"
)
@in_one_go()
def caption(
    picture: Picture,
    captions: Annotated[int, typer.Option(help="How many captions.")] = 5,
    captioner: Captioner = "retrieval",
    seed: Annotated[
        int | None,
        typer.Option(help="With attention: captions drawn by chance."),
    ] = None,
    models: ModelsName = "course",
    as_json: AsJson = False,
) -> None:
    """Find, or write, the captions that fit a picture best.

    Raises:
        StorytellerError: for bad input.

    Chapter: book/03_captions_by_retrieval
    """
    from storyteller_lib.storyteller import Storyteller

    teller = Storyteller.load(models)
    found = teller.captions(picture, captions, captioner, seed)
    values = {
        "picture": picture,
        "captioner": captioner,
        "captions": [
            {"text": text, "score": round(score, 4)} for text, score in found
        ],
        "models": models,
    }
    show(
        values,
        as_json,
        lambda: "\n".join(f"{score:.2f}  {text}" for text, score in found),
    )
