"""The image encoder: a picture becomes annotation vectors.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from typing import Any

from jaxtyping import Float
from torch import Tensor

from storyteller_lib.image_encoder.bottlenecks import (
    BottleneckEncoder,
    BottleneckSettings,
)
from storyteller_lib.image_encoder.cnn import (
    Annotations,
    ImageEncoder,
    ImageEncoderSettings,
    ResidualBlock,
)

__all__ = [
    "Annotations",
    "BottleneckEncoder",
    "BottleneckSettings",
    "ImageEncoder",
    "ImageEncoderSettings",
    "OwnEncoder",
    "ResidualBlock",
    "annotation_vectors",
    "encoder_of",
]

OwnEncoder = ImageEncoder | BottleneckEncoder
"""The storybook world's encoder, or the course's."""


def encoder_of(settings: dict[str, Any]) -> OwnEncoder:
    """An encoder of these settings, not yet filled, whichever it is.

    Raises:
        StorytellerError: for settings that neither of them has.

    Chapter: book/02_pictures_captions_books
    """
    if "strides" in settings:
        return BottleneckEncoder(BottleneckSettings.from_dict(settings))
    return ImageEncoder(ImageEncoderSettings.from_dict(settings))


def annotation_vectors(
    encoder: Any, pictures: Float[Tensor, "batch 3 h w"], layers: int = 0
) -> Float[Tensor, "batch places channels"]:
    """The grid of any image encoder; see its ``annotate``.

    Args:
        encoder: gives ``Annotations``.
        pictures: with values in [0, 1].
        layers: take the grid after so many layers (of a
            ``BottleneckEncoder``, stages); 0 means its grid.

    Chapter: book/04_captions_with_attention
    """
    if layers:
        found: Tensor = encoder.annotate(pictures, layers)
        return found
    grid: Tensor = encoder(pictures).grid
    return grid
