"""Pages of the storybook world: a passage with captions of its scene.

Since every scene is known, triplets can be drawn together that are about one
subject; see ``alike``.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import torch

from storyteller_lib.data.storybook.captions import (
    Caption,
    brief_caption,
    captions,
)
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.world import GENRES, World
from storyteller_lib.skip_thoughts import Triplet, triplet_batch
from storyteller_lib.text import Vocabulary, tokenise

MIXED = 0.2
"""Share of the triplets that meet those about other subjects."""
WHOLE = 0.15
"""How often a whole passage stands between two captions of its scene."""

Row = tuple[list[int], list[int], list[int]]
"""Three neighbours: what comes before, the source, what comes after."""
About = Callable[[Scene, random.Random], Sequence[Caption]]
"""Writes the captions that a page has beside its passage."""


@dataclass
class Page:
    """A passage with captions of its scene, as ids.

    Attributes:
        genre: its number.
        subject: what the scene is about.
        sentences: of the passage.
        about: the captions.
        whole: the passage as one sequence.

    Chapter: book/05_skip_thoughts
    """

    genre: int
    subject: str
    sentences: list[list[int]]
    about: list[list[int]]
    whole: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.whole = [i for sentence in self.sentences for i in sentence]

    def triplets(self, rng: random.Random) -> Iterator[tuple[str, Row]]:
        """A few neighbours, each with its kind; none leaves the page."""
        a, b, c = rng.sample(self.about, 3)
        yield "captions", (a, b, c)
        if len(self.sentences) > 2:
            i = rng.randrange(1, len(self.sentences) - 1)
            before, source, after = self.sentences[i - 1 : i + 2]
            yield "sentences", (before, source, after)
        if rng.random() < WHOLE:
            a, b = rng.sample(self.about, 2)
            yield "passage", (a, self.whole, b)


def of_all_kinds(scene: Scene, rng: random.Random) -> Sequence[Caption]:
    """Captions that together name all of a scene: the reader knows them.

    Chapter: book/05_skip_thoughts
    """
    return captions(scene, rng)


def like_the_bank(scene: Scene, rng: random.Random) -> Sequence[Caption]:
    """Captions of three parts or fewer: the decoder will be told of these.

    Chapter: book/07_training_the_decoder
    """
    return [brief_caption(scene, rng) for _ in range(8)]


Draft = tuple[int, str, list[list[str]], list[list[str]]]
"""A page before its words have numbers."""


def drafts(world: World, passages: int, about: About) -> list[Draft]:
    """The pages of a world that knows its scenes, in words.

    Chapter: book/05_skip_thoughts
    """
    rng = random.Random(0)
    found = []
    for number, genre in enumerate(GENRES):
        for passage in world.passages(genre, "train", passages):
            assert isinstance(passage.truth, Scene)
            told = [c.text for c in about(passage.truth, rng)]
            found.append(
                (
                    number,
                    passage.truth.subject,
                    [tokenise(text) for text in passage.sentences],
                    [tokenise(text) for text in told],
                )
            )
    return found


def numbered(found: list[Draft], words: Vocabulary) -> list[Page]:
    """Drafts as pages of ids.

    Chapter: book/05_skip_thoughts
    """
    return [
        Page(
            number,
            subject,
            [words.encode(tokens) for tokens in sentences],
            [words.encode(tokens) for tokens in about],
        )
        for number, subject, sentences, about in found
    ]


def alike(
    pages: Sequence[Page], size: int
) -> Callable[[torch.Generator], Iterator[Triplet]]:
    """Batches of triplets of one kind about one subject, for a trainer.

    In a mixed batch the subject alone tells neighbours from strangers, and
    contrast would teach nothing else: no place, no weather, no voice.
    Subjects with too few triplets for half a batch join the mixed ones.

    Chapter: book/05_skip_thoughts
    """

    def epoch(chance: torch.Generator) -> Iterator[Triplet]:
        rng = random.Random(torch.randint(2**31, (), generator=chance).item())
        groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for page in pages:
            for kind, row in page.triplets(rng):
                mixed = rng.random() < MIXED
                groups[kind, "" if mixed else page.subject].append(row)
        batches = []
        for rows in _large(groups, size):
            rng.shuffle(rows)
            starts = range(0, len(rows) - size // 2, size)
            batches += [rows[start : start + size] for start in starts]
        rng.shuffle(batches)
        yield from map(triplet_batch, batches)

    return epoch


def _large(
    groups: dict[tuple[str, str], list[Row]], size: int
) -> list[list[Row]]:
    """The groups of which half a batch can be made, and the mixed ones."""
    rest: dict[str, list[Row]] = defaultdict(list)
    kept = {}
    for (kind, subject), rows in groups.items():
        if subject and len(rows) <= size // 2:
            rest[kind] += rows
        else:
            kept[kind, subject] = rows
    for kind, rows in rest.items():
        kept[kind, ""] = kept.get((kind, ""), []) + rows
    return list(kept.values())
