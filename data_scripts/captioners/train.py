"""Train the shipped attention captioners.

    python -m data_scripts.captioners.train storybook [STAGE ...]
    STORYTELLER_DATA=... python -m data_scripts.captioners.train course ...

Stages, in order:

    features   annotation vectors of all pictures, once (float16)
    train      the captioner, with early stopping on BLEU-4
    pack       quantised weights with their card, and the vocabulary
    measure    figures of unseen pictures, from the packed weights

Everything is kept under ``runs`` and resumes where it was cut off. With new
weights of an image encoder the features are made again, and

    python -m data_scripts.captioners.train course --again 600

trains the packed captioner on for 600 steps with them, packs and measures.
Elsewhere, with the photographs that ``data_scripts.elsewhere.travel`` carried,

    STORYTELLER_DATA=runs/course/carried \\
        python -m data_scripts.captioners.train course train --minutes 10
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch

from data_scripts.captioners.figures import course_figures, storybook_figures
from data_scripts.elsewhere.pausing import Paused, fit_and_keep
from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.attention_captioner.annotations import (
    annotations_of,
    fingerprint,
)
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.checkpoints.tensor_file import (
    read_tensors,
    write_tensors,
)
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.evaluation.captions.captioning import BleuJudge
from storyteller_lib.recipes.captioning import batches_of, captioned, words_of
from storyteller_lib.recipes.workshop import world_named
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Trainer, TrainingSettings

WEIGHTS = Path("storyteller_lib/weights")
RUNS = Path("runs/captioners")
HELD_OUT, TESTED = 250, 1_000
SEED = 0


@dataclass(frozen=True)
class Recipe:
    """How a captioner is trained; sizes as in its settings."""

    world: str
    pictures: int
    steps: int
    sizes: dict[str, Any]
    learning_rate: float
    mirrored: bool = False
    min_count: int = 1
    look: int = 400
    patience: int = 4


RECIPES = {
    "storybook": Recipe(
        world="storybook",
        pictures=20_000,
        steps=1_500,
        sizes={"word_dim": 96, "dim": 256, "attention_dim": 64},
        learning_rate=4e-3,
    ),
    "course": Recipe(
        world="real",
        pictures=6_000,
        steps=2_800,
        sizes={
            "word_dim": 192,
            "dim": 384,
            "attention_dim": 96,
            "dropout": 0.4,
        },
        learning_rate=2e-3,
        mirrored=True,
        min_count=4,
        look=400,
    ),
}


class Bench:
    """One captioner's data, files and stages."""

    def __init__(
        self, name: str, steps: int | None, again: bool, minutes: float = 0
    ) -> None:
        self.name, self.recipe, self.again = name, RECIPES[name], again
        self.steps, self.minutes = steps or self.recipe.steps, minutes
        self.encoder = load_image_encoder(name)
        self.world = world_named(self.recipe.world)
        self.train_set = self.world.pictures("train", self.recipe.pictures)
        self.held_out = self.world.pictures("val", HELD_OUT)
        self.part = WEIGHTS / name / "attention_captioner.safetensors"
        self.words_file = WEIGHTS / name / "caption_words.txt"
        kind = fingerprint(self.encoder) if again else "first"
        self.folder = RUNS / name / kind

    @cached_property
    def test_set(self) -> Sequence[PictureRecord]:
        """Pictures to measure on; for training they may be absent."""
        return self.world.pictures("test", TESTED)

    def look(self, split: str, mirrored: bool = False) -> np.ndarray:
        """The annotation vectors of a split."""
        if split == "test":
            some = self.test_set
        else:
            some = self.train_set if split == "train" else self.held_out
        name = f"{self.name}-{split}"
        return annotations_of(self.encoder, some, name, mirrored=mirrored)

    def features(self) -> None:
        """Annotation vectors of everything."""
        for split in ("val", "test", "train"):
            self.look(split)
        if self.recipe.mirrored:
            self.look("train", mirrored=True)

    def words(self) -> Vocabulary:
        """The vocabulary: that of the packed captioner, or a new one."""
        if self.again:
            return Vocabulary.load(self.words_file)
        texts = [record.captions for record in self.train_set]
        return words_of(texts, None, self.recipe.min_count)

    def model(self, words: Vocabulary, channels: int) -> AttentionCaptioner:
        """The packed captioner, or a new one."""
        if self.again:
            return load_captioner(self.part)
        return AttentionCaptioner(
            AttentionCaptionerSettings(
                len(words), channels, normalised=True, **self.recipe.sizes
            )
        )

    def train(self) -> None:
        """Train, and keep the best weights in full precision."""
        views = [self.look("train")]
        if self.recipe.mirrored:
            views.append(self.look("train", mirrored=True))
        words, texts = self.words(), [r.captions for r in self.train_set]
        data = captioned(views, texts, words)
        torch.manual_seed(SEED)
        model = self.model(words, views[0].shape[2])
        if not self.again:
            model.know_frequencies(data.ids)
        references = [record.captions for record in self.held_out]
        rate = self.recipe.learning_rate
        settings = TrainingSettings(
            self.steps,
            learning_rate=rate / 2 if self.again else rate,
            bfloat16=True,
            seed=SEED,
            evaluate_every=min(self.recipe.look, max(1, self.steps // 4)),
            patience=self.recipe.patience,
            minutes=self.minutes,
        )
        trainer = Trainer(
            model,
            settings,
            folder=self.folder,
            name=f"{self.name} captioner",
            judge=BleuJudge(self.look("val"), references, words),
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        words.save(self.folder / "caption_words.txt")
        path = self.folder / "attention_captioner.safetensors"
        fit_and_keep(trainer, batches_of(data, 64), model, path)

    def pack(self) -> None:
        """Write what is shipped: 8 bits a weight, with its card."""
        model = load_captioner(self.folder / self.part.name)
        cards = json.loads((Path(__file__).parent / "cards.json").read_text())
        card = {**cards[self.name], "encoder": fingerprint(self.encoder)}
        save_weights(
            self.part,
            model,
            settings=model.settings.to_dict(),
            card=card,
            dtype="int8",
        )
        shutil.copy(self.folder / self.words_file.name, self.words_file)

    def measure(self) -> None:
        """Figures of unseen pictures, printed and put into the card."""
        model = load_captioner(self.part)
        words = Vocabulary.load(self.words_file)
        find = (
            storybook_figures if self.name == "storybook" else course_figures
        )
        figures, captions = find(
            model, self.look("test"), words, self.test_set
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(captions, indent=1)
        (self.folder / "captions.json").write_text(text, encoding="utf-8")
        stored, header = read_tensors(self.part)
        header["card"]["measured"] = figures
        write_tensors(self.part, stored, header)
        print(json.dumps(figures, indent=2))


def load_captioner(path: Path) -> AttentionCaptioner:
    """A captioner from its file."""
    settings = AttentionCaptionerSettings.from_dict(read_settings(path))
    model = AttentionCaptioner(settings)
    load_weights(path, model)
    return model.eval()


STAGES = ("features", "train", "pack", "measure")


def main() -> None:
    """Run the stages named on the command line, or all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("which", choices=RECIPES)
    parser.add_argument("stages", nargs="*", metavar="STAGE")
    parser.add_argument("--steps", type=int, help="instead of the default")
    parser.add_argument("--minutes", type=float, default=0, help="then pause")
    parser.add_argument(
        "--again",
        type=int,
        metavar="STEPS",
        help="train the packed captioner on, for new encoder weights",
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.stages) - set(STAGES):
        parser.error(f"no stage {unknown.pop()}: {', '.join(STAGES)}")
    os.environ.setdefault("STORYTELLER_CACHE", str(RUNS / "features"))
    steps = chosen.again or chosen.steps
    again = chosen.again is not None
    bench = Bench(chosen.which, steps, again, chosen.minutes)
    try:
        for stage in chosen.stages or STAGES:
            getattr(bench, stage)()
    except Paused as pause:
        sys.exit(str(pause))


if __name__ == "__main__":
    main()
