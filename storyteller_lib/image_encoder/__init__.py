"""The image encoder: a picture becomes annotation vectors.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from typing import Any

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
