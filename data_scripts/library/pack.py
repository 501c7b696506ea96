"""What the recipe ``retold`` needs, written beside the course models.

    STORYTELLER_DATA=... python -m data_scripts.library.pack

The captions of all scenes join the course's caption bank. Then the whole
library is read with the encoder that ``thoughts`` trained, its scenes are
placed in the visual-semantic space by their captions, and c, the mean thought
of captions, is taken from what the course's own captioners say of
photographs: it must be of the kind of captions that stories are told from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor
from tqdm import tqdm

from data_scripts.course_pack import AXES, bank_captions
from data_scripts.library.thoughts import COURSE, RUNS
from storyteller_lib.checkpoints import load_weights, read_settings
from storyteller_lib.data.library.scenes import library_scenes
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.retelling.shelf import make_shelf, save_shelf
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.bank_files import save_bank
from storyteller_lib.storyteller.model_files import SHELF
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

PHOTOGRAPHS = 150


def fill_bank(teller: Storyteller) -> None:
    """A new caption bank, and the mean thought of what it says, written."""
    models, captions = teller.models, bank_captions()
    models.bank = CaptionBank.embed(
        captions, models.embedding, models.embedding_words
    )
    every = models.thoughts.encode(captions, models.words)
    models.caption_mean = every.mean(dim=0)
    save_bank(COURSE, models.bank, AXES)
    models.save_styles(COURSE)


def photographs_captions(teller: Storyteller, count: int) -> list[str]:
    """What the captioners say of the first train photographs."""
    models = teller.models
    return [
        caption.text
        for picture in tqdm(RealWorld().pictures("train", count), "captions")
        for caption in teller.captions(
            picture.open(), models.captions, models.captions_from
        )
    ]


def sights(teller: Storyteller) -> Tensor:
    """The mean place of each scene's captions among the pictures'."""
    models = teller.models
    texts = [text for scene in library_scenes() for text in scene.captions]
    found = models.embedding.embed_texts(texts, models.embedding_words)
    return found.unflatten(0, (-1, 2)).mean(dim=1)


def main() -> None:
    """Make the shelf and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS)
    chosen = parser.parse_args()
    path = chosen.runs / "skip_thoughts.safetensors"
    encoder = SkipThoughtEncoder(
        SkipThoughtSettings.from_dict(read_settings(path))
    )
    load_weights(path, encoder)
    words = Vocabulary.load(chosen.runs / "words.txt")
    teller = Storyteller.load("course")
    with torch.inference_mode():
        fill_bank(teller)
        shelf = make_shelf(
            library_scenes(), encoder.eval(), words, sights(teller)
        )
        said = photographs_captions(teller, chosen.photographs)
        shelf.caption_mean = shelf.encoder.encode(said, words).mean(dim=0)
    save_shelf(COURSE / SHELF, shelf)


if __name__ == "__main__":
    main()
