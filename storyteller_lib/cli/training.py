"""``storyteller train``.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from storyteller_lib.cli.options import AsJson, group, show

app = group("Training.")


@app.command(
    help="Train a storyteller, one stage or all of them.\n\n"
    "Example: storyteller train all --world storybook --preset tiny --out "
    "my_models, and then storyteller story dog.jpg --models my_models\n\n"
    "Example: storyteller train thoughts --reader combine --conditioning "
    "every-step --out my_models (skip-thoughts as in the paper)\n\n"
    "Example: storyteller train all --world library --preset class --out mine "
    "(a lesson's training, which borrows the course's eyes)"
)
def train(
    stage: Annotated[
        str,
        typer.Argument(
            help="image-encoder (storybook world only), embedding, "
            "thoughts, decoder, captioner, or all of them in this order."
        ),
    ],
    out: Annotated[
        str, typer.Option(help="A folder for checkpoints and models.")
    ],
    world: Annotated[
        str,
        typer.Option(
            help="storybook, library, pocket, or real with your data."
        ),
    ] = "storybook",
    preset: Annotated[
        str,
        typer.Option(
            help="tiny: two minutes; class: twenty, for the library; "
            "course: as the shipped storybook "
            "models, hours; paper: days on a GPU."
        ),
    ] = "tiny",
    reader: Annotated[
        str | None,
        typer.Option(
            help="How thoughts are read: uni, bi or combine, instead of as "
            "the preset says."
        ),
    ] = None,
    conditioning: Annotated[
        str | None,
        typer.Option(
            help="How the decoders that train the reader see a thought: "
            "initial (once) or every-step."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a training.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Train a storyteller, one stage or all of them.

    Raises:
        StorytellerError: for unknown names, or a training that is there.

    Chapter: book/07_training_the_decoder
    """
    from storyteller_lib.config import StorytellerError
    from storyteller_lib.recipes.train import train as train_stage

    if not out:
        raise StorytellerError("name a folder for the training with --out")

    asked = {"reader": reader, "conditioning": conditioning}
    changes = {name: value for name, value in asked.items() if value}
    whole = train_stage(stage, world, preset, Path(out), resume, **changes)
    values = {"stage": stage, "folder": out, "models": whole}
    then = (
        f"Try: storyteller story PICTURE --models {out}"
        if whole
        else "Other stages are still to train."
    )
    show(values, as_json, lambda: f"Trained {stage} in {out}. {then}")
