"""The course's skip-thought encoder: it reads captions and novels alike.

Three kinds of neighbours teach it: the sentences of novels (the original
task), captions that five people wrote of one photograph, and passages with
their pseudo-captions. The decoders write the neighbours of a part of each
batch; the rest learns by contrast alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch

from data_scripts.course_text import PSEUDO_CAPTIONS, IdRows
from storyteller_lib.checkpoints import save_weights
from storyteller_lib.skip_thoughts import (
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batches,
)
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Trainer, TrainingSettings

Row = tuple[list[int], list[int], list[int]]

BATCH = 192
NOVEL_SENTENCES, PHOTOGRAPHS, PASSAGES = 60_000, 27_000, 60_000
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
    """Passages between two of their pseudo-captions."""
    drawn = torch.randint(len(passages), (PASSAGES,), generator=chance)
    found = []
    for i in drawn.tolist():
        order = torch.randperm(PSEUDO_CAPTIONS, generator=chance)[:2].tolist()
        a, b = (pseudo[PSEUDO_CAPTIONS * i + j] for j in order)
        found.append((a, passages[i], b))
    return found


def train_thoughts(text: Path, folder: Path, steps: int) -> None:
    """Train on the prepared text and write the encoder's weights."""
    passages = IdRows.load(text / "passages.npz")
    pseudo = IdRows.load(text / "pseudo_captions.npz")
    captions = IdRows.load(text / "captions.npz")
    novels = IdRows.load(text / "novels.npz")

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        rows = novel_triplets(novels, chance)
        rows += caption_triplets(captions, chance)
        rows += passage_triplets(passages, pseudo, chance)
        yield from triplet_batches(rows, BATCH)(chance)

    words = Vocabulary.load(text / "words.txt")
    settings = SkipThoughtSettings(len(words), word_dim=160, dim=448)
    torch.manual_seed(0)
    model = SkipThoughts(settings, contrast=1.0, decoded=0.2)
    training = TrainingSettings(
        steps=steps, learning_rate=2e-3, warmup=200, bfloat16=True
    )
    trainer = Trainer(model, training, folder=folder, name="skip-thoughts")
    trainer.fit(epoch)
    save_weights(
        folder / "skip_thoughts.safetensors",
        model.encoder,
        settings=settings.to_dict(),
        dtype="float32",
    )
