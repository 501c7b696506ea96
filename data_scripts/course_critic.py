"""The course's prose critic: sentences of novels against drawn ones.

Half of what it reads are sentences as they stand in passages of novels, the
other half what the decoder said in their place, see ``course_rivals``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from data_scripts.course_decoder import load_conditions
from data_scripts.course_rivals import Place, rivals, sentence_places
from data_scripts.course_text import IdRows
from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.prose_critic import (
    CONTEXT,
    Continuation,
    ProseCritic,
    ProseCriticSettings,
)
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.text import Vocabulary, length_batches
from storyteller_lib.training import Trainer, TrainingSettings

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
    """A person's sentence and the decoder's in its place, many times.

    Args:
        passages: of novels, as ids.
        places: the sentences in them.
        drawn: for each place what the decoder said there, as often as it
            was asked.
    """

    def __init__(
        self,
        passages: Sequence[Sequence[int]],
        places: Sequence[Place],
        drawn: Sequence[Sequence[list[int] | None]],
    ) -> None:
        self.passages = passages
        self.found = [
            (place, rival)
            for rivals in drawn
            for place, rival in zip(places, rivals, strict=True)
            if rival
        ]

    def batch(self, chosen: Sequence[int]) -> Judged:
        """These pairs, the people's sentences first."""
        some = [self.found[i] for i in chosen]
        rows = [self.passages[place.passage] for place, _ in some]
        texts = [
            *(row[: p.end] for row, (p, _) in zip(rows, some, strict=True)),
            *(
                [*row[: p.start], *rival]
                for row, (p, rival) in zip(rows, some, strict=True)
            ),
        ]
        starts = [place.start for place, _ in some]
        human = torch.arange(2).repeat_interleave(len(some)) == 0
        return Judged(*Continuation.of(texts, starts * 2), human.float())

    def batches(self, held_out: bool) -> Callable[..., Iterator[Judged]]:
        """Batches of the passages kept apart, or of all the others."""
        own = [
            i
            for i, (place, _) in enumerate(self.found)
            if (place.passage % HELD_OUT == 0) == held_out
        ]
        ends = [min(self.found[i][0].start, CONTEXT) for i in own]

        def epoch(chance: torch.Generator) -> Iterator[Judged]:
            for rows in length_batches(ends, BATCH, chance):
                yield self.batch([own[i] for i in rows])

        return epoch


def make_critic(
    decoder: StoryDecoder, runs: Path, steps: int, draws: int = 2
) -> None:
    """Let the decoder draw rivals, and train a critic on them.

    Args:
        decoder: whose prose is to be told from people's.
        runs: where ``course_text`` and ``course_decoder`` wrote.
        steps: of training.
        draws: how often each sentence gets a rival.
    """
    text, folder = runs / "text", runs / "critic"
    words = Vocabulary.load(text / "words.txt")
    rows = IdRows.load(text / "passages.npz")
    passages = [rows[i] for i in range(len(rows))]
    places = sentence_places(passages, words)
    conditions = load_conditions(text, runs / "encoded")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for seed in range(draws):
        path = folder / f"drawn{seed}.npz"
        if not path.is_file():
            found = rivals(decoder, conditions, passages, places, words, seed)
            IdRows.pack(row or [] for row in found).save(path)
        known = IdRows.load(path)
        drawn.append([known[i] or None for i in range(len(known))])
    train_critic(Pairs(passages, places, drawn), decoder.words, folder, steps)


def load_critic(folder: Path) -> ProseCritic:
    """The critic that was trained there."""
    path = folder / "prose_critic.safetensors"
    settings = ProseCriticSettings.from_dict(read_settings(path))
    critic = ProseCritic(settings)
    load_weights(path, critic)
    return critic.eval()


def train_critic(
    pairs: Pairs, table: nn.Embedding, folder: Path, steps: int
) -> None:
    """Train a critic, and write its weights."""
    torch.manual_seed(0)
    critic = ProseCritic(ProseCriticSettings(table.embedding_dim))
    table = table.requires_grad_(False)

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
    Trainer(
        critic,
        settings,
        loss,
        folder,
        "prose critic",
        held_out=pairs.batches(held_out=True),
    ).fit(pairs.batches(held_out=False))
    save_weights(
        folder / "prose_critic.safetensors",
        critic,
        settings=critic.settings.to_dict(),
        dtype="float32",
    )
