"""The trained parts in their folder: read, checked against each other, kept.

Chapter: book/01_a_story_from_a_picture
"""

from storyteller_lib.storyteller.models.files import (
    has_ordinary,
    load_image_encoder,
    load_models,
    models_folder,
    ordinary_encoder,
)
from storyteller_lib.storyteller.models.parts import Models

__all__ = [
    "Models",
    "has_ordinary",
    "load_image_encoder",
    "load_models",
    "models_folder",
    "ordinary_encoder",
]
