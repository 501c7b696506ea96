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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor, nn

from data_scripts.course_text import caption_fives
from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.data.library.scenes import LibraryScene
from storyteller_lib.data.library.world import LibraryWorld
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.style.arrival import (
    CAPTIONS,
    Arrival,
    ParallelThoughts,
    arrival,
    shifted,
)
from storyteller_lib.text import UNK, Vocabulary, pad, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.vocabulary_expansion import expand

READ = 5_520
"""Scenes from this number on were written after the encoder was trained."""
RUNS = Path("runs/library/thoughts")
COURSE = Path("storyteller_lib/weights/course")
WORDS, LIBRARY_COUNT, CAPTION_COUNT = 10_000, 2, 15
SCENES, PHOTOGRAPHS = 48, 48
"""How many of each a batch has."""

HIDDEN = 0.1
"""Share of words that are hidden."""

CUT, LEAST = 0.5, 0.4
"""Share of passages that are cut, and what is left of those at least."""

STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Of the shift, where arrival is measured."""

Rows = list[list[int]]


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
    novels = Vocabulary.load(COURSE / "words.txt").words[2:]
    return Vocabulary(list(dict.fromkeys([*kept, *novels]))[: WORDS - 2])


def begin(words: Vocabulary, world: RealWorld) -> SkipThoughtEncoder:
    """The course's encoder with rows for these words.

    New words begin where vocabulary expansion puts them; those that have no
    word vector, where unknown words are.
    """
    known = Vocabulary.load(COURSE / "words.txt")
    sizes = SkipThoughtSettings(len(known), word_dim=160, dim=448)
    course = SkipThoughtEncoder(sizes)
    load_weights(COURSE / "skip_thoughts.safetensors", course)
    larger, all_words = expand(
        course, known, world.word_vectors(), only=set(words.words)
    )
    assert isinstance(larger, SkipThoughtEncoder)
    rows = larger.words.weight[torch.tensor(all_words.encode(words.words))]
    larger.words = nn.Embedding.from_pretrained(rows.detach(), freeze=False)
    larger.settings = replace(sizes, vocabulary=len(words))
    return larger


class Material:
    """The library's train scenes and people's captions, as ids.

    Args:
        scenes: told in all voices.
        photographs: some captions of each.
        words: their vocabulary.
    """

    def __init__(
        self,
        scenes: Sequence[LibraryScene],
        photographs: Sequence[Sequence[str]],
        words: Vocabulary,
    ) -> None:
        def ids(text: str) -> list[int]:
            return words.encode(tokenise(text))

        self.ends = frozenset(words.encode((".", "!", "?"))) - {UNK}
        self.captions = [[ids(c) for c in s.captions[:2]] for s in scenes]
        self.told = [[ids(s.passages[g]) for g in GENRES] for s in scenes]
        self.seen = [[ids(c) for c in five] for five in photographs]

    def epoch(self, chance: torch.Generator) -> Iterator[tuple[Tensor, ...]]:
        """Batches for ``ParallelThoughts``: each scene once."""
        order = torch.randperm(len(self.told), generator=chance).tolist()
        for start in range(0, len(order) - SCENES + 1, SCENES):
            yield self._batch(order[start : start + SCENES], chance)

    def _batch(
        self, rows: list[int], chance: torch.Generator
    ) -> tuple[Tensor, ...]:
        captions = [c for row in rows for c in self.captions[row]]
        told = [
            self._cut(passage, chance)
            for row in rows
            for passage in self.told[row]
        ]
        both = torch.rand(len(rows), 2, generator=chance) < 0.7
        both[:, 0] |= ~both.any(dim=1)
        shares = both / both.sum(dim=1, keepdim=True)
        drawn = torch.randint(len(self.seen), (PHOTOGRAPHS,), generator=chance)
        others: Rows = []
        for photograph in drawn.tolist():
            five = self.seen[photograph]
            few = torch.randperm(len(five), generator=chance)[:CAPTIONS]
            others += [five[i] for i in few.tolist()]
        return (
            *_hidden(captions, chance),
            shares,
            *_hidden(told, chance),
            *_hidden(others, chance),
        )

    def _cut(self, passage: list[int], chance: torch.Generator) -> list[int]:
        """The passage, or some consecutive sentences of it."""
        at, much, share = torch.rand(3, generator=chance).tolist()
        if share > CUT:
            return passage
        ends = [i + 1 for i, word in enumerate(passage) if word in self.ends]
        starts = [0, *ends]
        count = max(1, round(len(ends) * (LEAST + (1 - LEAST) * much)))
        first = int(at * (len(ends) - count + 1))
        return passage[starts[first] : starts[first + count]] or passage


def _hidden(rows: Rows, chance: torch.Generator) -> tuple[Tensor, Tensor]:
    ids, lengths = pad(rows)
    drawn = torch.rand(ids.shape, generator=chance) < HIDDEN
    return ids.masked_fill(drawn & (ids > UNK), UNK), lengths


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
    material = Material(scenes, photographs, words)
    trainer = Trainer(model, training, folder=folder, name="parallel thoughts")
    trainer.fit(material.epoch)
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
