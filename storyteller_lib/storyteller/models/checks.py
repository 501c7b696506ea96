"""Whether the parts of a folder of models were made for each other.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.image_encoder import annotation_vectors
from storyteller_lib.storyteller.models.parts import Models


def check_parts(models: Models, folder: Path) -> None:
    """Raise StorytellerError unless the parts were made for each other.

    Args:
        models: as they were read.
        folder: where from, for the message.

    Chapter: book/01_a_story_from_a_picture
    """
    look, read = models.embedding.settings, models.thoughts.settings
    write, eyes = models.decoder.settings, models.image_encoder.settings
    for name, size, wanted in [
        ("image_encoder.safetensors", eyes.channels, look.image_dim),
        ("embedding_words.txt", len(models.embedding_words), look.vocabulary),
        ("caption_bank.safetensors", models.bank.vectors.shape[1], look.dim),
        ("words.txt", len(models.words), read.vocabulary),
        ("story_decoder.safetensors", write.vocabulary, len(models.written)),
        ("story_decoder.safetensors", write.thought_dim, read.dim),
        *(
            ("styles.safetensors", len(vector), read.dim)
            for vector in _vectors(models)
        ),
        *_captioner_sizes(models),
        *_critic_sizes(models),
    ]:
        if size != wanted:
            raise StorytellerError(
                f"{folder / name} does not fit the other models ({size} "
                f"instead of {wanted}): make or copy them again"
            )


def _vectors(models: Models) -> list[Tensor]:
    """All that lies in the space of thoughts."""
    means = [models.caption_mean, models.written_mean]
    return [m for m in (*means, *models.styles.values()) if m is not None]


def _captioner_sizes(models: Models) -> list[tuple[str, int, int]]:
    """What must agree if there is an attention captioner."""
    if models.captioner is None:
        return []
    name, made = "attention_captioner.safetensors", models.captioner.settings
    words = len(models.caption_words or ())
    with torch.inference_mode():
        seen = annotation_vectors(
            models.image_encoder, torch.zeros(1, 3, 64, 64), made.layers
        )
    return [
        (name, made.channels, seen.shape[2]),
        ("caption_words.txt", words, made.vocabulary),
    ]


def _critic_sizes(models: Models) -> list[tuple[str, int, int]]:
    """What must agree if there is a critic."""
    if models.critic is None:
        return []
    read, written = models.critic.settings.word_dim, models.decoder.settings
    return [("prose_critic.safetensors", read, written.word_dim)]
