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

from data_scripts.course_decoder import language_conditions, load_conditions
from data_scripts.course_rivals import Place, rivals, sentence_places
from data_scripts.course_text import IdRows
from data_scripts.elsewhere import go_on_later
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


def make_critic(
    decoder: StoryDecoder, runs: Path, steps: int, minutes: float = 0
) -> None:
    """Let the decoder draw rivals, and train a critic on them.

    The passages that the decoder learnt last come first; of the language's
    only sentences that are not in them, so that what is held out stays so.

    Args:
        decoder: whose prose is to be told from people's.
        runs: where ``course_text`` and ``course_decoder`` wrote.
        steps: of training.
        minutes: of training after which to pause; 0 is never.

    Raises:
        Paused: if the minutes ended first.
    """
    text, encoded, folder = (
        runs / name for name in ("text", "encoded", "critic")
    )
    words = Vocabulary.load(text / "words.txt")
    folder.mkdir(parents=True, exist_ok=True)
    pairs, known = Pairs(), set[tuple[int, ...]]()
    for name, conditions, draws in (
        ("passages", load_conditions(text, encoded), 2),
        ("language", language_conditions(text, encoded), 1),
    ):
        rows = IdRows.load(text / f"{name}.npz")
        passages = [rows[i] for i in range(len(rows))]
        places = [
            place
            for place in sentence_places(passages, words)
            if _told(passages, place) not in known
        ]
        known |= {_told(passages, place) for place in places}
        for seed in range(draws):
            path = folder / f"{name}{seed}.npz"
            if not path.is_file():
                drawn = rivals(
                    decoder, conditions, passages, places, words, seed
                )
                IdRows.pack(row or [] for row in drawn).save(path)
            kept = IdRows.load(path)
            pairs.add(
                passages, places, [kept[i] or None for i in range(len(kept))]
            )
    train_critic(pairs, decoder.words, folder, steps, minutes)


def _told(passages: Sequence[Sequence[int]], place: Place) -> tuple[int, ...]:
    """The sentence that stands there."""
    return tuple(passages[place.passage][place.start : place.end])


def load_critic(folder: Path) -> ProseCritic:
    """The critic that was trained there."""
    path = folder / "prose_critic.safetensors"
    settings = ProseCriticSettings.from_dict(read_settings(path))
    critic = ProseCritic(settings)
    load_weights(path, critic)
    return critic.eval()


def train_critic(
    pairs: Pairs,
    table: nn.Embedding,
    folder: Path,
    steps: int,
    minutes: float = 0,
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
        minutes=minutes,
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
    go_on_later(trainer)
