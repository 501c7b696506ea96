"""The image encoder: a picture becomes annotation vectors.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.image_encoder.cnn import (
    Annotations,
    ImageEncoder,
    ImageEncoderSettings,
    ResidualBlock,
)

__all__ = [
    "Annotations",
    "ImageEncoder",
    "ImageEncoderSettings",
    "ResidualBlock",
]
