"""The stage that sees: image encoder and embedding, trained end to end.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import torch
from jaxtyping import UInt8
from torch import Tensor
from tqdm.auto import tqdm

from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import World
from storyteller_lib.image_encoder import ImageEncoder
from storyteller_lib.pictures import to_tensor
from storyteller_lib.recipes.workshop import Workshop, captions_of, seeded
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    PicturesAndCaptions,
    VisualSemanticEmbedding,
    pair_batches,
)


def train_embedding(shop: Workshop) -> None:
    """Train and keep the image encoder and the embedding.

    Chapter: book/03_captions_by_retrieval
    """
    preset = shop.preset
    pixels = pixels_of(shop.world, preset.pictures)
    texts = [
        [tokenise(caption) for caption in some]
        for some in captions_of(shop.world, preset.pictures)
    ]
    words = Vocabulary.build(
        (text for some in texts for text in some), preset.vocabulary
    )
    ids = [[words.encode(text) for text in some] for some in texts]
    with seeded():
        model = _model(shop, len(words))
        batches = pair_batches(pixels, ids, preset.embedding.batch)
        shop.fit("embedding", preset.embedding, model, batches)
    shop.keep("image_encoder", model.encoder)
    shop.keep("visual_semantic_embedding", model.embedding)
    shop.keep_words("embedding_words", words)


def _model(shop: Workshop, words: int) -> PicturesAndCaptions:
    stage, sizes = shop.preset.embedding, shop.preset.image_encoder
    settings = EmbeddingSettings(
        vocabulary=words,
        image_dim=sizes.channels,
        word_dim=stage.word_dim,
        dim=stage.dim,
        loss=shop.preset.loss,
    )
    return PicturesAndCaptions(
        ImageEncoder(sizes), VisualSemanticEmbedding(settings)
    )


def pixels_of(
    world: World, limit: int | None
) -> UInt8[Tensor, "pictures h w 3"]:
    """The training pictures as bytes, channels last.

    Chapter: book/02_pictures_captions_books
    """
    if isinstance(world, StorybookWorld):  # drawn on all cores, then kept
        return torch.from_numpy(world.pixels("train", limit).copy())
    records = world.pictures("train", limit)
    rows = [
        (to_tensor(record.open()) * 255).round().byte().permute(1, 2, 0)
        for record in tqdm(records, desc="pictures", disable=None, delay=2)
    ]
    return torch.stack(rows)  # (pictures, h, w, 3)
