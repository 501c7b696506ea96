"""The stage that writes captions: the attention captioner.

The image encoder looks at every picture once; then the captioner learns from
its annotation vectors, in batches of captions of like length. Now and then
it writes captions of held-out pictures, and training stops when their BLEU-4
no longer rises.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.attention_captioner.annotations import annotations_of
from storyteller_lib.attention_captioner.batches import (
    CaptionBatch,
    caption_batch,
)
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.evaluation.captions.captioning import BleuJudge
from storyteller_lib.image_encoder import encoder_of
from storyteller_lib.recipes.workshop import Workshop, seeded
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.text import Vocabulary, length_batches, tokenise
from storyteller_lib.training import Batches

HELD_OUT = 200
"""Pictures that early stopping writes captions of."""


class Captioned(NamedTuple):
    """Pictures and their captions, ready to be learnt from.

    ``views`` holds their annotation vectors, (pictures, places, channels),
    once or also mirrored; ``ids`` the captions' words, and ``owners`` the
    picture of each caption.

    Chapter: book/04_captions_with_attention
    """

    views: Sequence[np.ndarray]
    ids: list[list[int]]
    owners: np.ndarray


def captioned(
    views: Sequence[np.ndarray],
    captions: Sequence[Sequence[str]],
    words: Vocabulary,
) -> Captioned:
    """Pictures with the captions of each.

    Chapter: book/04_captions_with_attention
    """
    ids = [words.encode(tokenise(text)) for some in captions for text in some]
    counts = [len(some) for some in captions]
    return Captioned(views, ids, np.repeat(np.arange(len(counts)), counts))


def words_of(
    captions: Sequence[Sequence[str]], size: int | None, min_count: int = 1
) -> Vocabulary:
    """The words of captions as a vocabulary.

    Chapter: book/04_captions_with_attention
    """
    tokens = (tokenise(text) for some in captions for text in some)
    return Vocabulary.build(tokens, size, min_count)


def batches_of(data: Captioned, size: int) -> Batches:
    """Batches of captions of like length, each from one of the views.

    Chapter: book/04_captions_with_attention
    """
    lengths = [len(row) for row in data.ids]

    def epoch(chance: torch.Generator) -> Iterator[CaptionBatch]:
        for rows in length_batches(lengths, size, chance):
            drawn = int(torch.randint(len(data.views), (), generator=chance))
            seen = torch.from_numpy(data.views[drawn][data.owners[rows]])
            yield caption_batch(seen, [data.ids[i] for i in rows])

    return epoch


def train_captioner(shop: Workshop) -> None:
    """Train and keep the attention captioner and its vocabulary.

    It sees through the folder's own image encoder; if there is none yet,
    through the shipped one of this kind of world, which becomes the
    folder's.

    Chapter: book/04_captions_with_attention
    """
    preset, stage = shop.preset, shop.preset.captioner
    train = shop.world.pictures("train", preset.pictures)
    held_out = shop.world.pictures("val", HELD_OUT)
    encoder = _encoder(shop)  # is kept, and so comes after what can fail
    seen, unseen = (
        annotations_of(encoder, some, f"{shop.world.name}-{split}")
        for split, some in (("train", train), ("val", held_out))
    )
    texts = _texts(train)
    words = words_of(texts, preset.vocabulary)
    data = captioned([seen], texts, words)
    with seeded():
        model = AttentionCaptioner(
            AttentionCaptionerSettings(
                vocabulary=len(words),
                channels=seen.shape[2],
                word_dim=stage.word_dim,
                dim=stage.dim,
                attention_dim=max(stage.dim // 4, 8),
                dropout=0.1,
                normalised=True,
            )
        )
        model.know_frequencies(data.ids)
        batches = batches_of(data, stage.batch)
        judge = BleuJudge(unseen, _texts(held_out), words)
        shop.fit("captioner", stage, model, batches, judge)
    shop.keep("attention_captioner", model)
    shop.keep_words("caption_words", words)


def _texts(records: Sequence[PictureRecord]) -> list[list[str]]:
    return [list(record.captions) for record in records]


def _encoder(shop: Workshop) -> Any:
    """The folder's image encoder, or the shipped one."""
    if not shop.part("image_encoder").is_file():
        kind = "course" if shop.world.name == "real" else "storybook"
        shop.keep("image_encoder", load_image_encoder(kind))
    return shop.take("image_encoder", encoder_of, "embedding")
