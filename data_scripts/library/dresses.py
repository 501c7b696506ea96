"""The library's passages in the dresses of real photographs.

    STORYTELLER_DATA=... python -m data_scripts.library.dresses

A decoder that is to write from what captioners say of photographs should
learn from just that. The library has no photographs; but the exchange that
retelling uses can make its passages fit any. So each train photograph of
Flickr8k is told by a few passages of train scenes in each voice, made to fit
it: the passage is what the decoder learns to write, the captions of the very
captioners that will be used are what it is written from.

Writes one line of JSON a photograph to ``runs/library/dresses.jsonl``, and
goes on where it was cut off.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.pictures import PictureLike
from storyteller_lib.retelling.reteller import (
    Question,
    Reteller,
    RetellingSettings,
)
from storyteller_lib.storyteller import Storyteller

OUTPUT = Path("runs/library/dresses.jsonl")
PASSAGES, READ = 3, 8
"""Passages a voice that are kept, of those best ones that are looked at."""


class Dressmaker:
    """Tells photographs by passages of train scenes.

    Args:
        teller: with the recipe ``retold``.
    """

    def __init__(self, teller: Storyteller) -> None:
        self.teller = teller
        models = teller.models
        assert models.shelf is not None
        self.known = {scene.number for scene in library_scenes("train")}
        self.reteller = Reteller(
            models.shelf,
            models.decoder,
            models.written,
            RetellingSettings(read=READ),
        )

    def dress(self, picture: PictureLike) -> dict[str, Any]:
        """A photograph's captions, and the passages by genre."""
        teller, models = self.teller, self.teller.models
        eye = teller.look(picture)
        found, _ = teller.seen(
            picture, models.captions, models.captions_from, eye=eye
        )
        captions = [caption.text for caption in found]
        told = {g: self._told(captions, g, eye) for g in GENRES}
        return {"captions": captions, "told": told}

    def _told(
        self, captions: list[str], genre: str, eye: torch.Tensor
    ) -> list[str]:
        question = Question(captions, {genre: 1.0}, eye=eye)
        fitted = self.reteller.tell(question)
        return [one.text for one in fitted if one.scene in self.known][
            :PASSAGES
        ]


def main() -> None:
    """Dress the passages for all train photographs that have none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=int, default=6_000)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    chosen = parser.parse_args()
    done = 0
    if chosen.output.exists():
        done = len(chosen.output.read_text().splitlines())
    maker = Dressmaker(Storyteller.load("course", recipe="retold"))
    wanted = list(RealWorld().pictures("train", chosen.photographs))[done:]
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    with chosen.output.open("a") as file, torch.inference_mode():
        for picture in tqdm(wanted, "dresses"):
            line = {"picture": picture.name, **maker.dress(picture.open())}
            file.write(json.dumps(line) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
