"""Train a sequence storyteller on the stories of VIST, for comparison.

    STORYTELLER_DATA=... python -m data_scripts.course.sequences [--steps N]

There are no photographs of VIST here, and its descriptions cannot be brought
together with its stories well enough (``measure.vist_alignment`` measures it).
So each sentence stands in for its own picture: it is sent through the text
tower of the course's visual-semantic embedding and looks up the bank captions
that lie nearest, as a photograph does in use; their mean is what the
storyteller sees. Stories of the val split are learnt from, those of test
measured on.

It does not ship: the course's own albums are told by its story decoder (see
``storyteller.albums``). Starts from the weights of an earlier run, if there
are any (``--fresh`` does not); checkpoints lie in ``runs/course/sequences``
until it is done. Then ``data_scripts.measure.vist`` measures it.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.checkpoints import (
    load_weights,
    read_settings,
    save_weights,
)
from storyteller_lib.config import StorytellerError, data_folder
from storyteller_lib.data.real import vist
from storyteller_lib.data.real.vectors import read_vectors
from storyteller_lib.data.world import PictureSequence
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    SequenceStorytellerSettings,
    story_batch,
    story_batches,
)
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.sequences.teller import (
    CAPTIONS,
    WEIGHTS,
    WORDS,
    stand_in,
)
from storyteller_lib.text import Vocabulary
from storyteller_lib.training import Trainer, TrainingSettings

FOLDER = Path("runs/course/vist")
RUNS = Path("runs/course/sequences")
VECTORS = "glove-840B-300d-q8-9910.npz"
LONGEST, MIN_COUNT, HELD_OUT, BATCH = 25, 4, 200, 32
NOISE, OWN_SHARE = 0.02, 0.5
SIZES: dict[str, Any] = {
    "dim": 224,
    "word_dim": 128,
    "condition_dim": 96,
    "group": 3,
    "attention": "general",
    "dropout": 0.25,
}
BEAM = {
    "width": 10,
    "max_length": 24,
    "min_length": 5,
    "no_repeat_ngram": 3,
    "length_normalisation": 0.8,
}
CARD: dict[str, Any] = {
    "sees": "captions",
    "beam": BEAM,
    "names": {"[male]": "Tom", "[female]": "Anna"},
    "never": ["<unk>", "[location]", "[organization]", "``", "''", "|", "-"],
    "made_by": "python -m data_scripts.course.sequences",
    "seed": 0,
    "data": (
        "stories of VIST's val split (Huang et al., 2016), sentences of 25 "
        "words at most; no photographs: each sentence stands in for its "
        "picture through the visual-semantic embedding and the caption bank"
    ),
    "licence": "LICENSE-WEIGHTS: research and education, not commercial",
    "known_harms": (
        "The stories are holidays, weddings and birthdays of American "
        "albums, and what they take for granted the storyteller does too. "
        "It has never seen a photograph in training, and often tells of "
        "people who are not there."
    ),
}


def folder() -> Path:
    """VIST among the gathered data."""
    data = data_folder()
    if data is None:
        raise StorytellerError("set STORYTELLER_DATA to your data")
    return data / "vist"


def short_stories(split: str) -> list[PictureSequence]:
    """Stories without very long sentences."""
    return [
        story
        for story in vist.stories(folder(), split)
        if all(len(s.split()) <= LONGEST for s in story.sentences)
    ]


def embedded(models: Models, texts: Sequence[str]) -> Tensor:
    """Texts in the visual-semantic space; names say nothing there."""
    plain = [
        t.replace("[male]", "a man").replace("[female]", "a woman")
        for t in texts
    ]
    return models.embedding.embed_texts(plain, models.embedding_words)


class StandIns:
    """What the storyteller sees of stories that it only has the words of.

    In training, a share of each sentence's own vector is mixed in, and a
    little noise, both drawn anew each time; in use there is neither.
    """

    def __init__(
        self, models: Models, stories: Sequence[Sequence[str]]
    ) -> None:
        own = embedded(models, [s for story in stories for s in story])
        near = stand_in(own, models.bank, CAPTIONS)
        self.own = own.view(len(stories), vist.LENGTH, -1)
        self.near = near.view(len(stories), vist.LENGTH, -1)

    def __call__(self, rows: list[int], chance: torch.Generator) -> Tensor:
        """Vectors of these stories (stories, 5, dim)."""
        shape = (len(rows), vist.LENGTH, 1)
        share = OWN_SHARE * torch.rand(shape, generator=chance)
        mixed = share * self.own[rows] + (1 - share) * self.near[rows]
        noise = torch.randn(mixed.shape, generator=chance)
        return F.normalize(mixed + NOISE * noise, dim=2)


def known_words(model: SequenceStoryteller, words: Vocabulary) -> None:
    """Start from GloVe's directions, brought to the size of our vectors."""
    data = data_folder()
    assert data is not None
    found = read_vectors(data / "vectors" / VECTORS)
    rows = {word: i for i, word in enumerate(found.words)}
    table = np.asarray(found.vectors, np.float32)
    torch.manual_seed(0)
    _, _, axes = torch.pca_lowrank(
        torch.from_numpy(table), model.settings.word_dim
    )
    short = torch.from_numpy(table - table.mean(0)) @ axes
    short = 0.06 * short / short.std()
    with torch.no_grad():
        for i, word in enumerate(words.words):
            if word in rows:
                model.words.weight[i] = short[rows[word]]


def prepared(fresh: bool, models: Models) -> tuple[Any, Vocabulary, Any]:
    """The model to train, its words, and the stories of the val split."""
    stories = short_stories("val")
    tokens = [[s.split() for s in story.sentences] for story in stories]
    torch.manual_seed(0)
    if (FOLDER / WEIGHTS).is_file() and not fresh:
        words = Vocabulary.load(FOLDER / WORDS)
        model = load(words)
    else:
        every = (s for story in tokens for s in story)
        words = Vocabulary.build(every, min_count=MIN_COUNT)
        dim = models.embedding.settings.dim
        model = SequenceStoryteller(
            SequenceStorytellerSettings(len(words), dim, **SIZES)
        )
        known_words(model, words)
    ids = [[words.encode(s) for s in story] for story in tokens]
    return model, words, (stories, ids)


def load(words: Vocabulary) -> SequenceStoryteller:
    """The weights of an earlier run."""
    settings = read_settings(FOLDER / WEIGHTS)
    model = SequenceStoryteller(
        SequenceStorytellerSettings.from_dict(settings)
    )
    load_weights(FOLDER / WEIGHTS, model)
    assert len(words) == model.settings.vocabulary
    return model


def train(steps: int, fresh: bool) -> None:
    """Train, and write weights and vocabulary."""
    models = load_models("course")
    model, words, (stories, ids) = prepared(fresh, models)
    seen = StandIns(models, [story.sentences for story in stories])
    if fresh or not (FOLDER / WEIGHTS).is_file():
        model.know_frequencies(s for story in ids[HELD_OUT:] for s in story)
    model.know_pictures(seen.near.flatten(0, 1))

    def pictures(rows: list[int], chance: torch.Generator) -> Tensor:
        return seen([row + HELD_OUT for row in rows], chance)

    group = model.settings.group
    quiet = story_batch(seen.near[:HELD_OUT], ids[:HELD_OUT], group)
    parts = zip(*(part.split(5 * BATCH) for part in quiet), strict=True)
    held_out = [type(quiet)(*part) for part in parts]
    training = TrainingSettings(
        steps, learning_rate=3e-3, warmup=30, evaluate_every=100, patience=3
    )
    trainer = Trainer(
        model,
        training,
        folder=RUNS,
        name="sequences",
        held_out=lambda chance: iter(held_out),
    )
    history = trainer.fit(
        story_batches(pictures, ids[HELD_OUT:], group, BATCH)
    )
    save(model, words, history.held_out)
    shutil.rmtree(RUNS)  # done: the next training starts from these weights


def save(
    model: SequenceStoryteller, words: Vocabulary, losses: dict[int, float]
) -> None:
    """Write weights and vocabulary."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    best = min(losses.values())
    save_weights(
        FOLDER / WEIGHTS,
        model,
        settings=model.settings.to_dict(),
        card={**CARD, "held_out_nats_a_word": round(best, 3)},
        dtype="int8",
    )
    words.save(FOLDER / WORDS)


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--fresh", action="store_true")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    train(chosen.steps, chosen.fresh)


if __name__ == "__main__":
    main()
