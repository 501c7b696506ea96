"""A storyteller from the story library alone: a school lesson's training.

The library is parallel text, so its reader learns where shifted thoughts
arrive (chapter 8) from nothing, and its writer learns each passage from the
captions of its scene, shifted. It has no pictures: the eyes, the embedding
and the caption bank are those of the course.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.data.library.scenes import LibraryScene
from storyteller_lib.data.world import GENRES
from storyteller_lib.recipes.workshop import Workshop, seeded
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.style.arrival import CAPTIONS, ParallelThoughts
from storyteller_lib.style.conditions import Conditions
from storyteller_lib.text import UNK, Padded, Vocabulary, pad, tokenise

EYES = "course"
HIDDEN = 0.1
"""Share of words that are hidden from the reader."""

CUT, LEAST = 0.5, 0.4
"""Share of passages that are cut, and what is left of those at least."""

BOTH = 0.7
"""Each caption's chance to have a say in a scene's mean."""

Rows = list[list[int]]
ParallelBatch = tuple[Padded, Float[Tensor, "scenes kinds"], Padded, Padded]
"""What ``ParallelThoughts`` takes."""


class ParallelBatches:
    """Scenes told in all voices, as batches for ``ParallelThoughts``.

    Args:
        scenes: two captions and a passage of each genre each.
        words: their vocabulary.
        size: scenes a batch.
        photographs: captions of photographs that are to find each other,
            three of one or more; there may be none.
        others: photographs a batch.

    Chapter: book/08_style_shifting
    """

    def __init__(
        self,
        scenes: Sequence[LibraryScene],
        words: Vocabulary,
        size: int = 48,
        photographs: Sequence[Sequence[str]] = (),
        others: int = 48,
    ) -> None:
        def ids(text: str) -> list[int]:
            return words.encode(tokenise(text))

        self.size, self.others = size, others if photographs else 0
        self.ends = frozenset(words.encode((".", "!", "?"))) - {UNK}
        self.captions = [[ids(c) for c in s.captions[:2]] for s in scenes]
        self.told = [[ids(s.passages[g]) for g in GENRES] for s in scenes]
        self.seen = [[ids(c) for c in few] for few in photographs]

    def epoch(self, chance: torch.Generator) -> Iterator[ParallelBatch]:
        """Each scene once, in whole batches."""
        order = torch.randperm(len(self.told), generator=chance).tolist()
        for start in range(0, len(order) - self.size + 1, self.size):
            yield self._batch(order[start : start + self.size], chance)

    def _batch(
        self, rows: list[int], chance: torch.Generator
    ) -> ParallelBatch:
        captions = [c for row in rows for c in self.captions[row]]
        told = [
            self._cut(passage, chance)
            for row in rows
            for passage in self.told[row]
        ]
        both = torch.rand(len(rows), 2, generator=chance) < BOTH
        both[:, 0] |= ~both.any(dim=1)
        shares = both / both.sum(dim=1, keepdim=True)
        return (
            _hidden(captions, chance),
            shares,
            _hidden(told, chance),
            _hidden(self._others(chance), chance),
        )

    def _others(self, chance: torch.Generator) -> Rows:
        """Three captions of each of some photographs."""
        if not self.others:
            return [[UNK]]  # nothing is asked of it
        found: Rows = []
        shape = (self.others,)
        drawn = torch.randint(len(self.seen), shape, generator=chance)
        for photograph in drawn.tolist():
            said = self.seen[photograph]
            few = torch.randperm(len(said), generator=chance)[:CAPTIONS]
            found += [said[i] for i in few.tolist()]
        return found

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


def _hidden(rows: Rows, chance: torch.Generator) -> Padded:
    ids, lengths = pad(rows)
    drawn = torch.rand(ids.shape, generator=chance) < HIDDEN
    return Padded(ids.masked_fill(drawn & (ids > UNK), UNK), lengths)


def train_parallel_thoughts(shop: Workshop) -> None:
    """Train and keep an encoder that keeps scene and voice apart.

    Chapter: book/08_style_shifting
    """
    preset, stage = shop.preset, shop.preset.thoughts
    scenes = scenes_of(shop)
    texts = [
        tokenise(text)
        for scene in scenes
        for text in (*scene.captions, *scene.passages.values())
    ]
    words = Vocabulary.build(texts, preset.vocabulary)
    sizes = SkipThoughtSettings(len(words), stage.word_dim, stage.dim)
    with seeded():
        model = ParallelThoughts(SkipThoughtEncoder(sizes), captions=0.0)
        batches = ParallelBatches(scenes, words, min(stage.batch, len(scenes)))
        shop.fit("thoughts", stage, model, batches.epoch)
    shop.keep("skip_thoughts", model.encoder)
    shop.keep_words("words", words)


def scenes_of(shop: Workshop) -> Sequence[LibraryScene]:
    """The train scenes of a training on the library.

    Chapter: book/12_measuring_stories
    """
    assert shop.library is not None
    return shop.library.scenes("train", shop.preset.passages)


def told_of_scenes(
    shop: Workshop, encoder: ThoughtEncoder, words: Vocabulary
) -> tuple[Rows, Conditions]:
    """Each passage, from the shifted captions of its scene.

    Chapter: book/12_measuring_stories
    """
    scenes = scenes_of(shop)
    texts = [s.passages[g] for s in scenes for g in GENRES]
    ids = [words.encode(tokenise(text)) for text in texts]
    own = encoder.encode_ids(ids).cpu()
    said = [text for scene in scenes for text in scene.captions[:2]]
    about = encoder.encode(said, words).cpu().unflatten(0, (-1, 2))
    about = about.repeat_interleave(len(GENRES), dim=0)  # (told, 2, dim)
    genres = torch.arange(len(GENRES)).repeat(len(scenes))
    return ids, Conditions(own, about, genres, shop.preset.conditions)


def borrowed_eyes() -> dict[str, Any]:
    """What of the course sees: the library has no pictures to learn from.

    Chapter: book/12_measuring_stories
    """
    course = load_models(EYES)
    return {
        "image_encoder": course.image_encoder,
        "embedding": course.embedding,
        "embedding_words": course.embedding_words,
        "bank": course.bank,
        "captioner": course.captioner,
        "caption_words": course.caption_words,
        "selection": course.selection,
    }
