"""Captions by retrieval: the caption bank and its nearest captions.

A bank holds captions and their vectors in the visual-semantic space; the
captions of a picture are the ones nearest to it. The originals rank all
captions of a training set; ours are written by our own caption grammar.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral
from typing import NamedTuple

from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import StorytellerError, shown_rounded
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding import VisualSemanticEmbedding


def check_count(captions: int, most: int) -> None:
    """Raise StorytellerError unless there can be so many captions.

    Chapter: book/03_captions_by_retrieval
    """
    whole = isinstance(captions, Integral) and not isinstance(captions, bool)
    if not whole or not 1 <= captions <= most:
        raise StorytellerError(
            f"the number of captions must be from 1 to {most}, "
            f"got {captions!r}"
        )


@shown_rounded
class ScoredCaption(NamedTuple):
    """A caption and how well it fits.

    Found in a bank, a cosine from -1 to 1; written by the attention
    captioner, its log-probability by length (nats a word).

    Chapter: book/03_captions_by_retrieval
    """

    text: str
    score: float


class CaptionBank:
    """Captions with their vectors.

    Args:
        captions: the texts.
        vectors: one unit vector for each, (captions, dim).

    Raises:
        StorytellerError: if their numbers differ, or there are none.

    Chapter: book/03_captions_by_retrieval
    """

    def __init__(
        self,
        captions: Sequence[str],
        vectors: Float[Tensor, "captions dim"],
    ) -> None:
        if len(captions) != len(vectors) or len(captions) == 0:
            raise StorytellerError(
                f"a caption bank needs a vector for each caption, got "
                f"{len(captions)} captions and {len(vectors)} vectors"
            )
        self.captions = list(captions)
        self.vectors = vectors

    @classmethod
    def embed(
        cls,
        captions: Sequence[str],
        embedding: VisualSemanticEmbedding,
        vocabulary: Vocabulary,
    ) -> CaptionBank:
        """A bank of captions, embedded by the model's sentence tower."""
        return cls(captions, embedding.embed_texts(captions, vocabulary))

    def __len__(self) -> int:
        return len(self.captions)

    def nearest(
        self, picture: Float[Tensor, " dim"], k: int = 100
    ) -> list[ScoredCaption]:
        """The k captions that fit a picture's vector best, best first.

        Raises:
            StorytellerError: if k is no whole number between 1 and the
                bank's size.
        """
        check_count(k, len(self))
        scores, found = (self.vectors @ picture).topk(k)  # (k,), (k,)
        return [
            ScoredCaption(self.captions[i], score)
            for i, score in zip(found.tolist(), scores.tolist(), strict=True)
        ]
