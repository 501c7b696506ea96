"""The storybook models that see: image encoder and embedding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor, nn

from data_scripts.storybook_parts import RUNS, fill, keep
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.image_encoder import ImageEncoder, ImageEncoderSettings
from storyteller_lib.text import Vocabulary, tokenise
from storyteller_lib.training import Trainer, TrainingSettings
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
    pair_batches,
)

IMAGE_ENCODER = ImageEncoderSettings(
    stem=16, widths=(32, 64, 128), depths=(1, 2, 2), channels=128, pooling=384
)
SCENES = 80_000
"""Training scenes: a small network tells cats from pigs only from many."""
BATCH = 512
CAPTIONED = 60_000
"""How many of them the embedding sees, with their captions."""


class SceneReader(nn.Module):
    """An image encoder with one question for each part of a scene."""

    def __init__(self, encoder: ImageEncoder, answers: list[int]) -> None:
        super().__init__()
        self.encoder = encoder.to(memory_format=torch.channels_last)
        features = encoder.settings.channels
        self.heads = nn.ModuleList(nn.Linear(features, n) for n in answers)

    def forward(self, pixels: Tensor, truth: Tensor) -> Tensor:
        """Cross-entropy of the right answers, summed over the parts."""
        pictures = pixels.permute(0, 3, 1, 2).float() / 255
        pooled = self.encoder(pictures).pooled  # (batch, channels)
        losses = [
            nn.functional.cross_entropy(head(pooled).float(), right)
            for head, right in zip(self.heads, truth.T, strict=True)
        ]
        return torch.stack(losses).sum()


def train_image_encoder(steps: int) -> None:
    """Learn to see: tell all parts of a scene from its picture."""
    world = StorybookWorld()
    facts = [scene.facts for scene in world.scenes("train", SCENES)]
    values = {part: sorted({str(f[part]) for f in facts}) for part in facts[0]}
    truth = torch.tensor(
        [[v.index(str(f[part])) for part, v in values.items()] for f in facts]
    )  # (scenes, parts)
    pictures = torch.from_numpy(world.pixels("train", SCENES))
    torch.manual_seed(0)
    model = SceneReader(
        ImageEncoder(IMAGE_ENCODER), [len(v) for v in values.values()]
    )

    def epoch(chance: torch.Generator) -> Iterator[tuple[Tensor, Tensor]]:
        order = torch.randperm(len(truth), generator=chance)
        for rows in order.split(64):
            pixels = pictures[rows]
            if torch.rand((), generator=chance) < 0.5:
                pixels = pixels.flip(2)  # mirrored: no part is lost
            yield pixels, truth[rows]

    training = TrainingSettings(steps, learning_rate=3e-3, bfloat16=True)
    Trainer(
        model, training, folder=RUNS / "image_encoder", name="image encoder"
    ).fit(epoch)
    keep("image_encoder", model.encoder)


@torch.inference_mode()
def _pooled(encoder: ImageEncoder, pictures: np.ndarray) -> Tensor:
    """Pooled vectors of pictures as bytes, (pictures, channels)."""
    found = []
    for start in range(0, len(pictures), 100):
        some = torch.from_numpy(pictures[start : start + 100].copy())
        found.append(encoder(some.permute(0, 3, 1, 2).float() / 255).pooled)
    return torch.cat(found)


def train_embedding(steps: int) -> None:
    """The visual-semantic embedding, on the image encoder's vectors."""
    world = StorybookWorld()
    texts = [
        [tokenise(caption.text) for caption in five]
        for five in world.captions("train", CAPTIONED)
    ]
    words = Vocabulary.build(text for five in texts for text in five)
    words.save(RUNS / "embedding_words.txt")
    ids = [[words.encode(text) for text in five] for five in texts]
    torch.manual_seed(0)
    encoder, model = towers(len(words))
    fill(encoder, "image_encoder")
    pooled = _pooled(encoder, world.pixels("train", SCENES)[:CAPTIONED])
    training = TrainingSettings(steps, learning_rate=3e-3, bfloat16=True)
    Trainer(model, training, folder=RUNS / "embedding", name="embedding").fit(
        pair_batches(pooled.clone(), ids, BATCH, _alike(world))
    )
    keep("visual_semantic_embedding", model)


def _alike(world: StorybookWorld) -> Callable[..., Tensor]:
    """Orders in which pictures that share a part stand side by side.

    In a mixed batch a caption finds its picture by one or two words; among
    pictures of one subject, or one place, it must be read to the end.
    """
    facts = [s.facts for s in world.scenes("train", CAPTIONED)]
    values = {
        part: torch.from_numpy(
            np.unique([str(f[part]) for f in facts], return_inverse=True)[1]
        )
        for part in ("subject", "place", "action", "weather")
    }

    def order(generator: torch.Generator) -> Tensor:
        shuffled = torch.randperm(len(facts), generator=generator)
        drawn = int(torch.randint(len(values) + 1, (), generator=generator))
        if drawn == len(values):
            return shuffled
        sorting = [*values.values()][drawn][shuffled].argsort(stable=True)
        batches = shuffled[sorting].split(BATCH)
        mixed = torch.randperm(len(batches), generator=generator)
        return torch.cat([batches[i] for i in mixed.tolist()])

    return order


def towers(words: int) -> tuple[ImageEncoder, VisualSemanticEmbedding]:
    """Both models, not trained yet."""
    encoder = ImageEncoder(IMAGE_ENCODER)
    settings = EmbeddingSettings(
        vocabulary=words,
        image_dim=encoder.settings.channels,
        word_dim=64,
        dim=128,
    )
    return encoder, VisualSemanticEmbedding(settings)
