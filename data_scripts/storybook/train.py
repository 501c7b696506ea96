"""Train the storyteller of the storybook world, and ship it.

    python -m data_scripts.storybook.train [STAGE ...]

Stages, in order: image-encoder, embedding, thoughts, decoder, pack. The
first four are ``storyteller train STAGE --world storybook --preset course
--out runs/storybook --resume``: each goes on where it was cut off. ``pack``
writes what they trained into the package, with its card.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from storyteller_lib.recipes.presets import STAGES
from storyteller_lib.recipes.train import gather, train
from storyteller_lib.recipes.workshop import Workshop

RUNS = Path("runs/storybook")
WEIGHTS = Path("storyteller_lib/weights/storybook")


def pack() -> None:
    """Gather the parts, embed the caption bank, write what is shipped."""
    models = gather(Workshop(RUNS, "storybook", "course"))
    card = json.loads((Path(__file__).parent / "card.json").read_text())
    replace(models, name="storybook").save(WEIGHTS, card)


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    stages = (*STAGES, "pack")
    parser.add_argument("stages", nargs="*", choices=[*stages, []])
    for stage in parser.parse_args().stages or stages:
        if stage == "pack":
            pack()
        else:
            train(stage, "storybook", "course", RUNS, resume=True)


if __name__ == "__main__":
    main()
