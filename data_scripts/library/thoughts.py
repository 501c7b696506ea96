"""An encoder whose thoughts keep scene and voice apart.

    STORYTELLER_DATA=... python -m data_scripts.library.thoughts

Trains the course's skip-thought encoder on with the train scenes of the story
library, where one scene is told in four voices, and with captions of
photographs; see ``storyteller_lib.style.arrival``. It reads the library's
words, too: their rows begin where vocabulary expansion puts them. Keeps its
work in ``runs/library/thoughts`` and resumes.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from data_scripts.course.text import caption_fives
from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.data.library.scenes import LibraryScene
from storyteller_lib.data.library.world import LibraryWorld
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.recipes.library import ParallelBatches
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.style.arrival import (
    Arrival,
    ParallelThoughts,
    arrival,
    shifted,
)
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.vocabulary_expansion import expand

READ = 5_520
"""Scenes from this number on were written after the encoder was trained."""
RUNS = Path("runs/library/thoughts")
COURSE = Path("storyteller_lib/weights/course")
ORDINARY = COURSE / "ordinary"
WORDS, LIBRARY_COUNT, CAPTION_COUNT = 10_000, 2, 15
SCENES, PHOTOGRAPHS = 48, 48
"""How many of each a batch has."""

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Of the shift, where arrival is measured."""


def vocabulary(
    scenes: Sequence[LibraryScene], photographs: Sequence[Sequence[str]]
) -> Vocabulary:
    """The library's words, the captions' commoner ones, then the novels'."""
    told: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for scene in scenes:
        for text in (*scene.captions, *scene.passages.values()):
            told.update(tokenise(text))
    for captions in photographs:
        for text in captions:
            seen.update(tokenise(text))
    kept = [
        word
        for word, _ in (told + seen).most_common()
        if told[word] >= LIBRARY_COUNT or seen[word] >= CAPTION_COUNT
    ]
    novels = Vocabulary.load(ORDINARY / "words.txt").words[2:]
    return Vocabulary(list(dict.fromkeys([*kept, *novels]))[: WORDS - 2])


def begin(words: Vocabulary, world: RealWorld) -> SkipThoughtEncoder:
    """The ordinary encoder with rows for these words.

    New words begin where vocabulary expansion puts them; those that have no
    word vector, where unknown words are.
    """
    known = Vocabulary.load(ORDINARY / "words.txt")
    sizes = SkipThoughtSettings(len(known), word_dim=160, dim=448)
    course = SkipThoughtEncoder(sizes)
    load_weights(ORDINARY / "skip_thoughts.safetensors", course)
    larger, all_words = expand(
        course, known, world.word_vectors(), only=set(words.words)
    )
    assert isinstance(larger, SkipThoughtEncoder)
    rows = larger.words.weight[torch.tensor(all_words.encode(words.words))]
    larger.words = nn.Embedding.from_pretrained(rows.detach(), freeze=False)
    larger.settings = replace(sizes, vocabulary=len(words))
    return larger


def _read(split: str) -> Sequence[LibraryScene]:
    """The scenes of a split that were there when the encoder was trained."""
    return [s for s in LibraryWorld().scenes(split) if s.number < READ]


def measure(
    encoder: SkipThoughtEncoder,
    words: Vocabulary,
    split: str,
    strengths: Sequence[float] = STRENGTHS,
) -> dict[float, Arrival]:
    """Where the shifted thoughts of a split's scenes arrive, by strength.

    c and b are means over the train scenes.
    """

    def captions(scenes: Sequence[LibraryScene]) -> Tensor:
        texts = [text for scene in scenes for text in scene.captions]
        return encoder.encode(texts, words)

    def told(scenes: Sequence[LibraryScene], genre: str) -> Tensor:
        return encoder.encode([s.passages[genre] for s in scenes], words)

    train, asked = _read("train"), _read(split)
    styles = torch.stack([told(train, g).mean(dim=0) for g in GENRES])
    c = captions(train).mean(dim=0)
    about = captions(asked).unflatten(0, (-1, 2)).mean(dim=1)
    passages = torch.stack([told(asked, g) for g in GENRES], dim=1)
    return {
        strength: arrival(shifted(about, c, styles, strength), passages)
        for strength in strengths
    }


def train(steps: int, folder: Path = RUNS) -> None:
    """Train, and write the encoder and its words."""
    world = RealWorld(vector_file="glove-840B-300d-q8-9910.npz")
    scenes = _read("train")
    photographs = [list(p.captions) for p in world.pictures("train")]
    photographs += caption_fives(world.folder)
    words = vocabulary(scenes, photographs)
    torch.manual_seed(0)
    model = ParallelThoughts(begin(words, world))
    training = TrainingSettings(
        steps=steps, learning_rate=1e-3, warmup=50, clip=1.0, bfloat16=True
    )
    batches = ParallelBatches(scenes, words, SCENES, photographs, PHOTOGRAPHS)
    trainer = Trainer(model, training, folder=folder, name="parallel thoughts")
    trainer.fit(batches.epoch)
    words.save(folder / "words.txt")
    save_weights(
        folder / "skip_thoughts.safetensors",
        model.encoder,
        settings=model.encoder.settings.to_dict(),
        dtype="float32",
    )
    for split in ("val", "test"):
        for strength, found in measure(model.encoder, words, split).items():
            print(split, strength, found, flush=True)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1_600)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    train(chosen.steps)


if __name__ == "__main__":
    main()
