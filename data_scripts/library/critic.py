"""The critic of what the library's decoder writes.

    STORYTELLER_DATA=... python -m data_scripts.library.critic

Half of what it reads are sentences as they stand in passages of the
library's train scenes, the other half what the decoder said in their place,
see ``rivals``. Keeps its work in ``runs/library/critic`` and resumes.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from data_scripts.course.text import IdRows
from data_scripts.library.decoder import NAME, RUNS, load_decoder
from data_scripts.library.material import Reader, scene_texts
from data_scripts.library.rivals import Place, rivals, sentence_places
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import device
from storyteller_lib.prose_critic import (
    CONTEXT,
    Continuation,
    ProseCritic,
    ProseCriticSettings,
)
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.text import Vocabulary, length_batches
from storyteller_lib.training import Trainer, TrainingSettings

PLACES, DRAWS, STEPS = 30_000, 1, 1_000
"""Sentences whose places are taken, how often, and steps of training."""

BATCH = 128
HELD_OUT = 20
"""One passage of so many is kept apart."""


class Judged(NamedTuple):
    """A batch of sentences, those of people and those that were drawn."""

    ids: Tensor
    lengths: Tensor
    starts: Tensor
    human: Tensor


class Pairs:
    """A person's sentence and the decoder's in its place, many times."""

    def __init__(self) -> None:
        self.found: list[tuple[Sequence[int], Place, list[int]]] = []

    def add(
        self,
        passages: Sequence[Sequence[int]],
        places: Sequence[Place],
        drawn: Sequence[list[int] | None],
    ) -> None:
        """Take what the decoder said once in each of these places.

        Args:
            passages: of novels, as ids.
            places: the sentences in them.
            drawn: what the decoder said there, if anything.
        """
        self.found += [
            (passages[place.passage], place, rival)
            for place, rival in zip(places, drawn, strict=True)
            if rival
        ]

    def batch(self, chosen: Sequence[int]) -> Judged:
        """These pairs, the people's sentences first."""
        some = [self.found[i] for i in chosen]
        texts = [
            *(row[: place.end] for row, place, _ in some),
            *([*row[: place.start], *rival] for row, place, rival in some),
        ]
        starts = [place.start for _, place, _ in some]
        human = torch.arange(2).repeat_interleave(len(some)) == 0
        return Judged(*Continuation.of(texts, starts * 2), human.float())

    def batches(self, held_out: bool) -> Callable[..., Iterator[Judged]]:
        """Batches of the passages kept apart, or of all the others."""
        own = [
            i
            for i, (_, place, _) in enumerate(self.found)
            if (place.passage % HELD_OUT == 0) == held_out
        ]
        ends = [min(self.found[i][1].start, CONTEXT) for i in own]

        def epoch(chance: torch.Generator) -> Iterator[Judged]:
            for rows in length_batches(ends, BATCH, chance):
                yield self.batch([own[i] for i in rows])

        return epoch


def load_critic(folder: Path) -> ProseCritic:
    """The critic that was trained there."""
    path = folder / "prose_critic.safetensors"
    critic = ProseCritic(ProseCriticSettings.from_dict(read_settings(path)))
    load_weights(path, critic)
    return critic.eval()


def train_critic(
    pairs: Pairs,
    table: nn.Embedding,
    folder: Path,
    steps: int,
) -> None:
    """Train a critic, and write its weights."""
    torch.manual_seed(0)
    critic = ProseCritic(ProseCriticSettings(table.embedding_dim))
    table = table.to(device()).requires_grad_(False)

    def loss(batch: Judged) -> Tensor:
        read = Continuation(batch.ids, batch.lengths, batch.starts)
        return critic.loss(table, read, batch.human)

    settings = TrainingSettings(
        steps=steps,
        learning_rate=2e-3,
        warmup=100,
        evaluate_every=200,
        bfloat16=True,
    )
    trainer = Trainer(
        critic,
        settings,
        loss,
        folder,
        "prose critic",
        held_out=pairs.batches(held_out=True),
    )
    trainer.fit(pairs.batches(held_out=False))
    save_weights(
        folder / "prose_critic.safetensors",
        critic,
        settings=critic.settings.to_dict(),
        dtype="float32",
    )


def some_places(passages: list[list[int]], words: Vocabulary) -> list[Place]:
    """Sentences of all passages, as many as are wanted."""
    places = sentence_places(passages, words)
    return sorted(random.Random(0).sample(places, min(PLACES, len(places))))


class Rivalry:
    """The decoder against the people of the library.

    Args:
        folder: of the decoder's weights.
        runs: for the work.
    """

    def __init__(self, folder: Path, runs: Path = RUNS) -> None:
        models = load_models("course")
        self.words = models.words
        self.decoder = load_decoder(folder / NAME)
        reader = Reader(models, runs / "encoded")
        _, self.told = scene_texts(reader, "train", models)
        self.places = some_places(self.told.ids, self.words)
        self.folder = runs / "critic"
        self.folder.mkdir(parents=True, exist_ok=True)

    def _thoughts(self, rows: list[int], chance: torch.Generator) -> Tensor:
        return self.told(rows, chance)

    def drawn(self, seed: int) -> list[list[int] | None]:
        """What the decoder says in each place, drawn once."""
        path = self.folder / f"passages{seed}.npz"
        if not path.is_file():
            found = rivals(
                self.decoder,
                self._thoughts,
                self.told.ids,
                self.places,
                self.words,
                seed,
            )
            IdRows.pack(row or [] for row in found).save(path)
        kept = IdRows.load(path)
        return [kept[i] or None for i in range(len(kept))]


def main() -> None:
    """Draw what is missing, and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decoder", type=Path, default=RUNS / "stories")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    rivalry, pairs = Rivalry(chosen.decoder), Pairs()
    for seed in range(DRAWS):
        drawn = rivalry.drawn(seed)
        pairs.add(rivalry.told.ids, rivalry.places, drawn)
    table = rivalry.decoder.words
    train_critic(pairs, table, rivalry.folder, chosen.steps)


if __name__ == "__main__":
    main()
