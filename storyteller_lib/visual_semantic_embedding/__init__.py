"""Visual-semantic embedding: pictures and sentences in one space.

Chapter: book/03_captions_by_retrieval
"""

from storyteller_lib.visual_semantic_embedding.embedding import (
    LOSSES,
    MEASURES,
    TOWERS,
    EmbeddingSettings,
    PicturesAndCaptions,
    VisualSemanticEmbedding,
    pair_batches,
)

__all__ = [
    "LOSSES",
    "MEASURES",
    "TOWERS",
    "EmbeddingSettings",
    "PicturesAndCaptions",
    "VisualSemanticEmbedding",
    "pair_batches",
]
