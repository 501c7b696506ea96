"""The stages that see: image encoder and visual-semantic embedding.

Where the truth of every scene is known, the image encoder learns first, by
naming the parts of a scene, and the embedding then on its vectors, in
batches of pictures that share a part. Elsewhere both learn together, from
captions alone.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from jaxtyping import Float, Int, UInt8
from torch import Tensor, nn
from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import World
from storyteller_lib.image_encoder import (
    ImageEncoder,
    OwnEncoder,
    encoder_of,
)
from storyteller_lib.pictures import to_tensor
from storyteller_lib.recipes.workshop import Workshop, captions_of, seeded
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    PicturesAndCaptions,
    VisualSemanticEmbedding,
    pair_batches,
)

SHARED = ("subject", "place", "action", "weather")
"""Parts of a scene; the pictures of a batch share one of them."""


class SceneReader(nn.Module):
    """An image encoder with one question for each part of a scene.

    Args:
        encoder: learns to see by answering.
        answers: how many there are to each question.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, encoder: ImageEncoder, answers: list[int]) -> None:
        super().__init__()
        self.encoder = encoder.to(memory_format=torch.channels_last)
        features = encoder.settings.channels
        self.heads = nn.ModuleList(nn.Linear(features, n) for n in answers)

    def forward(
        self,
        pixels: UInt8[Tensor, "batch h w 3"],
        truth: Int[Tensor, "batch parts"],
    ) -> Float[Tensor, ""]:
        """Cross-entropy of the right answers, summed over the parts."""
        pictures = pixels.permute(0, 3, 1, 2).float() / 255
        pooled = self.encoder(pictures).pooled  # (batch, channels)
        losses = [
            nn.functional.cross_entropy(head(pooled).float(), right)
            for head, right in zip(self.heads, truth.T, strict=True)
        ]
        return torch.stack(losses).sum()


def train_image_encoder(shop: Workshop) -> None:
    """Learn to see: tell all parts of a scene from its picture.

    Raises:
        StorytellerError: in a world that does not know the truth, or with a
            preset that does without it.

    Chapter: book/02_pictures_captions_books
    """
    world, preset = shop.storybook, shop.preset
    if world is None or preset.eyes is None:
        raise StorytellerError(
            "the image encoder has a stage of its own only in the storybook "
            "world, with the presets tiny and course: train the stage "
            "embedding, in which it learns too"
        )
    truth = _answers(world.scenes("train", preset.scenes))
    pictures = world.pixels("train", preset.scenes)
    with seeded():
        encoder = ImageEncoder(preset.image_encoder)
        counts = (truth.amax(dim=0) + 1).tolist()
        model = SceneReader(encoder, counts)
        batches = _mirrored(pictures, truth, preset.eyes.batch)
        shop.fit("image-encoder", preset.eyes, model, batches)
    shop.keep("image_encoder", model.encoder)


def _answers(scenes: list[Scene]) -> Int[Tensor, "scenes parts"]:
    """The number of each part's value among all values that it has."""
    facts = [scene.facts for scene in scenes]
    columns = [_numbered([str(f[part]) for f in facts]) for part in facts[0]]
    return torch.stack(columns, dim=1)


def _numbered(values: list[str]) -> Int[Tensor, " values"]:
    return torch.from_numpy(np.unique(values, return_inverse=True)[1])


def _mirrored(
    pictures: np.ndarray, truth: Tensor, batch: int
) -> Callable[[torch.Generator], Iterator[tuple[Tensor, Tensor]]]:
    """Batches of which half are mirrored: no part of a scene is lost."""

    def epoch(chance: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(truth), generator=chance)
        for rows in order.split(batch):
            pixels = torch.from_numpy(pictures[rows.numpy()])
            if torch.rand((), generator=chance) < 0.5:
                pixels = pixels.flip(2)  # (batch, h, w, 3)
            yield pixels, truth[rows]

    return epoch


def train_embedding(shop: Workshop) -> None:
    """Train and keep the embedding, and with it the image encoder if that
    had no stage of its own.

    Chapter: book/03_captions_by_retrieval
    """
    preset = shop.preset
    texts = [
        [tokenise(caption) for caption in some]
        for some in captions_of(shop.world, preset.pictures)
    ]
    words = Vocabulary.build(
        (text for some in texts for text in some), preset.vocabulary
    )
    ids = [[words.encode(text) for text in some] for some in texts]
    if shop.storybook and preset.eyes:
        embedding = _on_trained_eyes(shop, words, ids)
    else:
        embedding = _end_to_end(shop, words, ids)
    shop.keep("visual_semantic_embedding", embedding)
    shop.keep_words("embedding_words", words)


def _on_trained_eyes(
    shop: Workshop, words: Vocabulary, ids: list[list[list[int]]]
) -> VisualSemanticEmbedding:
    preset, world = shop.preset, shop.storybook
    assert world is not None
    with seeded():
        ImageEncoder(preset.image_encoder)  # keeps the order of chance
        model = _embedding(shop, len(words))
        encoder = shop.take("image_encoder", encoder_of, "image-encoder")
        drawn = max(preset.scenes, len(ids))
        pixels = world.pixels("train", drawn)[: len(ids)]
        order = None
        if preset.alike:
            order = _alike(
                world.scenes("train", len(ids)), preset.embedding.batch
            )
        batches = pair_batches(
            _pooled(encoder, pixels), ids, preset.embedding.batch, order
        )
        shop.fit("embedding", preset.embedding, model, batches)
    return model


def _end_to_end(
    shop: Workshop, words: Vocabulary, ids: list[list[list[int]]]
) -> VisualSemanticEmbedding:
    preset = shop.preset
    pixels = pixels_of(shop.world, preset.pictures)
    with seeded():
        encoder = ImageEncoder(preset.image_encoder)
        model = PicturesAndCaptions(encoder, _embedding(shop, len(words)))
        batches = pair_batches(pixels, ids, preset.embedding.batch)
        shop.fit("embedding", preset.embedding, model, batches)
    shop.keep("image_encoder", model.encoder)
    return model.embedding


def _embedding(shop: Workshop, words: int) -> VisualSemanticEmbedding:
    stage = shop.preset.embedding
    return VisualSemanticEmbedding(
        EmbeddingSettings(
            vocabulary=words,
            image_dim=shop.preset.image_encoder.channels,
            word_dim=stage.word_dim,
            dim=stage.dim,
            loss=shop.preset.loss,
        )
    )


@torch.no_grad()
def _pooled(
    encoder: OwnEncoder, pictures: np.ndarray
) -> Float[Tensor, "pictures channels"]:
    """Pooled vectors of pictures as bytes, on whatever device there is."""
    found = []
    for start in range(0, len(pictures), 100):
        some = torch.from_numpy(pictures[start : start + 100].copy())
        found.append(encoder(some.permute(0, 3, 1, 2).float() / 255).pooled)
    return torch.cat(found)


def _alike(scenes: list[Scene], batch: int) -> Callable[..., Tensor]:
    """Orders in which pictures that share a part stand side by side.

    In a mixed batch a caption finds its picture by one or two words; among
    pictures of one subject, or one place, it must be read to the end.
    """
    facts = [scene.facts for scene in scenes]
    values = [_numbered([str(f[part]) for f in facts]) for part in SHARED]

    def order(generator: torch.Generator) -> Tensor:
        shuffled = torch.randperm(len(facts), generator=generator)
        drawn = int(torch.randint(len(values) + 1, (), generator=generator))
        if drawn == len(values):
            return shuffled
        sorting = values[drawn][shuffled].argsort(stable=True)
        batches = shuffled[sorting].split(batch)
        mixed = torch.randperm(len(batches), generator=generator)
        return torch.cat([batches[i] for i in mixed.tolist()])

    return order


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
