"""The stages that read and write: thoughts, and the story decoder.

Sentences of books are neighbours as in skip-thoughts, and so are the
captions of one picture, so that the reader knows their words too. The
decoder learns from passages' own thoughts (as the originals did), and where
captions about a passage are known, from shifted ones too; see
``conditions``.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.checkpoints import save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.recipes.workshop import Workshop, captions_of, seeded
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
    triplet_batches,
    triplets,
)
from storyteller_lib.story_decoder import (
    StoryDecoder,
    StoryDecoderSettings,
    passage_batches,
)
from storyteller_lib.style.conditions import Conditions, ConditionSettings
from storyteller_lib.text import Vocabulary, tokenise

SAMPLE = 8_000
"""Thoughts that the decoder's equaliser is fitted to, at most."""

Passages = dict[str, Sequence[Passage]]


def train_thoughts(shop: Workshop) -> None:
    """Train and keep the skip-thought encoder and its vocabulary.

    Chapter: book/05_skip_thoughts
    """
    preset, stage = shop.preset, shop.preset.thoughts
    pages = [
        [tokenise(text) for text in page]
        for page in [*_books(_passages(shop)), *_captions(shop)]
    ]
    words = Vocabulary.build(
        (text for page in pages for text in page), preset.vocabulary
    )
    rows = triplets([[words.encode(t) for t in page] for page in pages])
    with seeded():
        settings = SkipThoughtSettings(len(words), stage.word_dim, stage.dim)
        model = SkipThoughts(settings, contrast=preset.contrast)
        shop.fit("thoughts", stage, model, triplet_batches(rows, stage.batch))
    shop.keep("skip_thoughts", model.encoder)
    shop.keep_words("words", words)


def _passages(shop: Workshop) -> Passages:
    limit = shop.preset.passages
    found = {g: shop.world.passages(g, "train", limit) for g in GENRES}
    if empty := [genre for genre, some in found.items() if not some]:
        raise StorytellerError(
            f"the world {shop.world.name} has no passages of {empty[0]}"
        )
    return found


def _books(passages: Passages) -> list[list[str]]:
    """The sentences of each book: triplets never cross its border."""
    return [
        [sentence for passage in book for sentence in passage.sentences]
        for some in passages.values()
        for _, book in groupby(some, lambda passage: passage.book)
    ]


def _captions(shop: Workshop) -> list[list[str]]:
    return captions_of(shop.world, shop.preset.pictures)


def train_decoder(shop: Workshop) -> None:
    """Train and keep the story decoder and the styles.

    Chapter: book/07_training_the_decoder
    """
    preset, stage = shop.preset, shop.preset.decoder
    encoder = shop.take(
        "skip_thoughts", SkipThoughtEncoder, SkipThoughtSettings, "thoughts"
    )
    words = Vocabulary.load(shop.words_file("words"))
    passages = _passages(shop)
    conditions = _conditions(shop, passages, encoder, words)
    ids = [
        words.encode(tokenise(passage.text))
        for some in passages.values()
        for passage in some
    ]
    with seeded():
        model = StoryDecoder(
            StoryDecoderSettings(
                vocabulary=len(words),
                thought_dim=conditions.styles.shape[1],
                word_dim=stage.word_dim,
                dim=stage.dim,
                condition_dim=preset.condition_dim,
                dropout=0.1,
                equalised=True,
            )
        )
        model.know_frequencies(ids)
        rows = random.Random(0).sample(range(len(ids)), min(SAMPLE, len(ids)))
        model.know_thoughts(conditions(rows, torch.Generator()))
        batches = passage_batches(conditions, ids, stage.batch, 0.1)
        shop.fit("decoder", stage, model, batches)
    shop.keep("story_decoder", model)
    styles = dict(zip(passages, conditions.styles, strict=True))
    save_weights(
        shop.part("styles"),
        {**styles, "captions": conditions.caption_mean},
        dtype="float32",
    )


def _conditions(
    shop: Workshop,
    passages: Passages,
    encoder: SkipThoughtEncoder,
    words: Vocabulary,
) -> Conditions:
    """Thoughts to write from, of all passages, genre by genre."""
    flat = [passage for some in passages.values() for passage in some]
    own = encoder.encode([passage.text for passage in flat], words).cpu()
    numbers = [[i] * len(some) for i, some in enumerate(passages.values())]
    genres = torch.tensor([i for some in numbers for i in some])
    about = _about(flat, encoder, words)
    if about is not None:
        settings = ConditionSettings(own_share=0.15, noise=0.003)
        return Conditions(own, about, genres, settings)
    texts = [text for some in _captions(shop) for text in some]
    others = encoder.encode(texts, words).cpu()
    lent = others[torch.arange(len(own)) % len(others)]  # (passages, dim)
    settings = ConditionSettings(own_share=1.0, noise=0.003)
    return Conditions(own, lent.unsqueeze(1), genres, settings)


def _about(
    passages: Sequence[Passage], encoder: SkipThoughtEncoder, words: Vocabulary
) -> Float[Tensor, "passages captions dim"] | None:
    """Thoughts of captions about each passage, where its scene is known."""
    rng = random.Random(0)
    texts = [
        caption.text
        for passage in passages
        if passage.truth is not None
        for caption in captions(passage.truth, rng)
    ]
    if len(texts) < len(passages):
        return None
    found = encoder.encode(texts, words).cpu()
    return found.view(len(passages), -1, found.shape[1])
