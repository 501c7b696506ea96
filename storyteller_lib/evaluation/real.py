"""Everything that is measured on the real world, in one record.

Four sections: ranking pictures and captions, captions against what people
wrote, sentence vectors, stories. All rows about stories come from the same
stories of the same photographs, told by one setting; photographs are of
the split ``test``, which no training has seen.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from tqdm.auto import tqdm

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.data.real import book_parts
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.captions.retrieval import ranking_figures
from storyteller_lib.evaluation.captions.scores import caption_scores
from storyteller_lib.evaluation.sentences.rows import sentence_rows
from storyteller_lib.evaluation.sentences.vectors import (
    Encode,
    bag_of_words,
    mean_vectors,
    thoughts,
    together,
)
from storyteller_lib.evaluation.stories.jury import Jury
from storyteller_lib.evaluation.stories.tellers import Teller, tell_all
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.models.files import (
    SHIPPED,
    has_ordinary,
    ordinary_encoder,
)

Row = dict[str, Any]


@dataclass(frozen=True)
class RealSettings(Settings):
    """What to measure, and how much of it.

    Attributes:
        pictures: photographs to tell stories of, from the first of test.
        sentences: sentences or pairs of a set to learn from; 0 is all.
        seed: draws the nine other pictures, folds and sentences.
        sections: which of ``SECTIONS``.

    Raises:
        StorytellerError: for an unknown section or numbers out of range.

    Chapter: book/12_measuring_stories
    """

    pictures: int = 200
    sentences: int = 2_000
    seed: int = 0
    sections: tuple[str, ...] = (
        "pictures and captions",
        "captions",
        "sentence vectors",
        "stories",
    )

    def __post_init__(self) -> None:
        self.check_positive("pictures")
        if self.pictures < 2 or self.sentences < 0 or self.seed < 0:
            raise StorytellerError(
                "two pictures or more can be measured, and neither a number "
                "of sentences nor a seed is below 0"
            )
        for section in self.sections:
            if section not in SECTIONS:
                raise StorytellerError(
                    f"there is no section {section!r}: choose from "
                    f"{', '.join(SECTIONS)}"
                )


def evaluate(
    tellers: Sequence[Teller],
    world: RealWorld,
    settings: RealSettings | None = None,
    command: str = "",
    keep: Path | None = None,
) -> dict[str, Any]:
    """Measure storytellers, and say how it was done.

    Args:
        tellers: who tells the stories; the sections about models measure
            the storytellers among them, each once.
        world: photographs and novels.
        settings: what, and how much.
        command: what was typed, for the record.
        keep: a folder in which stories are kept from run to run.

    Returns:
        ``made`` (command, data, seed, time) and ``sections``: for each a
        list of rows, dictionaries of figures with a name in ``row``.

    Raises:
        StorytellerError: if data are missing.

    Chapter: book/12_measuring_stories
    """
    settings, begun = settings or RealSettings(), time.perf_counter()
    tellers = list(tellers)
    sections = {
        name: SECTIONS[name](tellers, world, settings, keep)
        for name in settings.sections
    }
    made = {
        "command": command,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - begun),
        "seed": settings.seed,
        "settings": settings.to_dict(),
        "data": _data(world, settings),
        "tellers": {t.name: dict(t.about) for t in tellers},
    }
    return {"made": made, "sections": sections}


def _ranking(
    tellers: list[Teller], world: RealWorld, settings: RealSettings, _: Any
) -> list[Row]:
    pictures = world.pictures("test")
    rows = []
    for name, storyteller in _storytellers(tellers).items():
        images, captions = vectors(storyteller, pictures)
        found = ranking_figures(images, captions)
        rows += [{"row": f"{name}: {way}", **f} for way, f in found.items()]
    return [*rows, *PUBLISHED_RANKING]


def vectors(
    storyteller: Storyteller, pictures: Sequence[PictureRecord]
) -> tuple[Tensor, Tensor]:
    """Unit vectors of pictures and of all their captions in one space.

    Chapter: book/12_measuring_stories
    """
    models = storyteller.models
    images = [
        storyteller.look(picture.open())
        for picture in tqdm(pictures, "looking at pictures", disable=None)
    ]
    texts = [caption for picture in pictures for caption in picture.captions]
    words = models.embedding_words
    return torch.stack(images), models.embedding.embed_texts(texts, words)


def _captions(
    tellers: list[Teller], world: RealWorld, settings: RealSettings, _: Any
) -> list[Row]:
    pictures = world.pictures("test", settings.pictures)
    people = [picture.captions for picture in pictures]
    rows = []
    for name, storyteller in _storytellers(tellers).items():
        found = [
            storyteller.captions(picture.open(), 1)[0].text
            for picture in tqdm(pictures, "captions", disable=None)
        ]
        rows.append({"row": name, **caption_scores(found, people)})
    first = [captions[0] for captions in people]
    rest = [captions[1:] for captions in people]
    human = {"row": "one person against the other four"}
    other = {"row": "captions of other pictures"}
    return [
        *rows,
        human | caption_scores(first, rest),
        other | caption_scores([*first[1:], first[0]], people),
    ]


def _sentences(
    tellers: list[Teller], world: RealWorld, settings: RealSettings, _: Any
) -> list[Row]:
    known = mean_vectors(world.word_vectors())
    encoders: dict[str, Encode] = {}
    for name, by in _storytellers(tellers).items():
        read = thoughts(by.models.thoughts, by.models.words)
        if name in SHIPPED and has_ordinary(name):
            before = thoughts(*ordinary_encoder(name))
            encoders[f"skip-thoughts, {name}, ordinary"] = before
        encoders[f"skip-thoughts, {name}"] = read
        encoders[f"skip-thoughts, {name}, and word vectors"] = together(
            read, known
        )
    encoders["mean of word vectors"] = known
    encoders["bag of words"] = bag_of_words()
    folder = world.folder / "sentence_eval"
    limit = settings.sentences or None
    return sentence_rows(folder, encoders, limit, settings.seed)


def _stories(
    tellers: list[Teller],
    world: RealWorld,
    settings: RealSettings,
    keep: Path | None,
) -> list[Row]:
    pictures = world.pictures("test", settings.pictures)
    told, seconds = {}, {}
    for by in tellers:
        found = tell_all(by, pictures, GENRES, keep)
        told[by.name] = {
            s: [t.text for t in some] for s, some in found.items()
        }
        every = [t for some in found.values() for t in some]
        seconds[by.name] = float(np.mean([t.seconds for t in every]))
    others = [c for p in world.pictures("train") for c in p.captions]
    novels = world.folder / "novels"
    jury = Jury.of_novels(pictures, others, novels, settings.seed)
    rows = jury.rows(told)
    for row in rows:
        if row["row"] in seconds:
            row["seconds a story"] = seconds[row["row"]]
    return rows


def _storytellers(tellers: list[Teller]) -> dict[str, Storyteller]:
    """A storyteller for each folder of models behind the tellers.

    Recipes of the same models share eyes, bank and encoder; they go by the
    name of the models, others by their own.
    """
    found: dict[str, Storyteller] = {}
    for by in tellers:
        if by.storyteller is not None:
            name = str(by.about.get("models", by.name))
            found.setdefault(name, by.storyteller)
    return found


def _data(world: RealWorld, settings: RealSettings) -> dict[str, Any]:
    novels = world.folder / "novels"
    books = {
        part: sum(
            1
            for genre in GENRES
            for _ in book_parts.books(novels, genre, part)
        )
        for part in book_parts.PARTS
    }
    return {
        "world": world.name,
        "pictures": f"{settings.pictures} of Flickr8k test, the first",
        "novels": books,
        "judges learn from": "the novels of the part judge",
        "real passages are from": "the novels of the part unseen",
    }


PUBLISHED_RANKING: list[Row] = [
    {
        "row": "published (VGG-19, 1,000 pictures): annotation",
        "recall at 1": 0.223,
        "recall at 5": 0.487,
        "recall at 10": 0.598,
        "median rank": 6,
        "gallery": 5_000,
    },
    {
        "row": "published (VGG-19, 1,000 pictures): search",
        "recall at 1": 0.149,
        "recall at 5": 0.383,
        "recall at 10": 0.516,
        "median rank": 10,
        "gallery": 1_000,
    },
]
"""What the readme of visual-semantic-embedding says of its Flickr8k model."""

Section = Callable[[list[Teller], RealWorld, RealSettings, Any], list[Row]]

SECTIONS: Mapping[str, Section] = {
    "pictures and captions": _ranking,
    "captions": _captions,
    "sentence vectors": _sentences,
    "stories": _stories,
}
