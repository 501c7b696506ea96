"""The course's skip-thought encoder: it reads captions and novels alike.

Three kinds of neighbours teach it: the sentences of novels (the original
task), captions that five people wrote of one photograph, and passages with
their pseudo-captions. The decoders write the neighbours of a part of each
batch; all of it learns by contrast and by naming words. A batch is of one
kind: among mixed ones the kind alone would tell neighbours apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from data_scripts.course.runs import TrainingRun
from data_scripts.course.text import PSEUDO_CAPTIONS, IdRows
from storyteller_lib.checkpoints import load_weights
from storyteller_lib.skip_thoughts import (
    SkipThoughtSettings,
    Triplet,
    triplet_batches,
)
from storyteller_lib.skip_thoughts.naming import NamingSkipThoughts
from storyteller_lib.text import Vocabulary

Row = tuple[list[int], list[int], list[int]]

BATCH = 160
NOVEL_SENTENCES, PHOTOGRAPHS, PASSAGES = 24_000, 40_000, 60_000
"""How many of each kind of neighbours one epoch sees."""


def novel_triplets(rows: IdRows, chance: torch.Generator) -> list[Row]:
    """Random inner sentences of novels with both neighbours."""
    drawn = torch.randint(
        1, len(rows) - 1, (NOVEL_SENTENCES,), generator=chance
    )
    found = [(rows[i - 1], rows[i], rows[i + 1]) for i in drawn.tolist()]
    return [three for three in found if all(map(len, three))]


def caption_triplets(rows: IdRows, chance: torch.Generator) -> list[Row]:
    """Three of the five captions of random photographs."""
    photographs = len(rows) // 5
    drawn = torch.randint(photographs, (PHOTOGRAPHS,), generator=chance)
    found = []
    for photograph in drawn.tolist():
        order = torch.randperm(5, generator=chance)[:3].tolist()
        a, b, c = (rows[5 * photograph + i] for i in order)
        found.append((a, b, c))
    return found


def passage_triplets(
    passages: IdRows, pseudo: IdRows, chance: torch.Generator
) -> list[Row]:
    """Passages between two of their pseudo-captions, either way round."""
    drawn = torch.randint(len(passages), (PASSAGES,), generator=chance)
    found = []
    for number, i in enumerate(drawn.tolist()):
        order = torch.randperm(PSEUDO_CAPTIONS, generator=chance)[:2].tolist()
        a, b = (pseudo[PSEUDO_CAPTIONS * i + j] for j in order)
        passage = passages[i]
        found.append((a, passage, b) if number % 2 else (b, a, passage))
    return found


def in_turn(
    kinds: Sequence[list[Row]], chance: torch.Generator
) -> Iterator[Triplet]:
    """Batches of one kind each, the kinds in random order."""
    streams = [triplet_batches(rows, BATCH)(chance) for rows in kinds]
    turns = [
        kind
        for kind, rows in enumerate(kinds)
        for _ in range(-(-len(rows) // BATCH))
    ]
    for turn in torch.randperm(len(turns), generator=chance).tolist():
        yield next(streams[turns[turn]])


def train_thoughts(run: TrainingRun) -> None:
    """Train on the prepared text and write the encoder's weights.

    Raises:
        Paused: if the minutes ended first.
    """
    passages = IdRows.load(run.text / "passages.npz")
    pseudo = IdRows.load(run.text / "pseudo_captions.npz")
    captions = IdRows.load(run.text / "captions.npz")
    novels = IdRows.load(run.text / "novels.npz")

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        kinds = [
            novel_triplets(novels, chance),
            caption_triplets(captions, chance),
            passage_triplets(passages, pseudo, chance),
        ]
        yield from in_turn(kinds, chance)

    words = Vocabulary.load(run.text / "words.txt")
    settings = SkipThoughtSettings(len(words), word_dim=160, dim=448)
    torch.manual_seed(0)
    model = NamingSkipThoughts(settings, decoded=0.1)
    if run.start:
        load_weights(run.start, model.encoder)
    rate = {"learning_rate": 2e-3, "warmup": 200}
    run.fit(model, epoch, model.encoder, "skip_thoughts.safetensors", **rate)
