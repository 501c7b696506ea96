"""The visual-semantic embeddings of 2015, read into ours.

``coco_embedding.npz`` holds the two towers, its ``.dictionary.pkl`` the
words. Captions come as tokens with spaces between; each ends with eos, which
is read too.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from jaxtyping import Int
from torch import Tensor

from storyteller_lib.originals.files.arrays import read_arrays
from storyteller_lib.originals.files.dictionaries import read_dictionary
from storyteller_lib.originals.models.weights import Weights
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import (
    EmbeddingSettings,
    VisualSemanticEmbedding,
)


def read_embedding(
    path: Path, dictionary: Path
) -> tuple[VisualSemanticEmbedding, Vocabulary]:
    """A released embedding and the words of its captions.

    Whether a GRU or a bag of words reads captions is seen from the arrays.

    Raises:
        StorytellerError: if a file is missing, broken or of another model.

    Chapter: book/03_captions_by_retrieval
    """
    weights = Weights(read_arrays(path), str(path))
    recurrent = "encoder_Ux" in weights
    settings = EmbeddingSettings(
        vocabulary=weights.size("Wemb", 0),
        image_dim=weights.size("ff_image_W", 0),
        word_dim=weights.size("Wemb", 1),
        dim=weights.size("ff_image_W", 1),
        loss="sum",
        tower="gru" if recurrent else "bag",
        unit_images=False,
        split_at_spaces=True,
    )
    embedding = VisualSemanticEmbedding(settings)
    weights.fill_words(embedding.words)
    weights.fill_linear(embedding.image_tower, "ff_image")
    if recurrent:
        weights.fill_gru(embedding.gru, "encoder")
    words = read_dictionary(dictionary, settings.vocabulary)
    return embedding.eval(), words


def median_rank(ranks: Int[Tensor, " queries"]) -> int:
    """The median of ranks (from 1) as the original rounds it: down.

    Chapter: book/03_captions_by_retrieval
    """
    return int(np.floor(np.median(ranks.cpu().numpy() - 1))) + 1
