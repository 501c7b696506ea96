"""Finding captions for pictures and pictures for captions: recalls.

The protocol of image-sentence ranking (Hodosh et al., 2013): every picture
has five captions; a picture asks for the best placed of its own among all
captions, a caption asks for its picture among all pictures. A recall is
worth little without the size of the gallery: among 800 pictures it is
easier to be first than among 5,000.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.visual_semantic_embedding.ranking import ranks, recalls


def ranking_figures(
    images: Float[Tensor, "images dim"],
    captions: Float[Tensor, "captions dim"],
) -> dict[str, dict[str, float]]:
    """Recall at 1, 5 and 10 and median rank, both ways.

    Args:
        images: a unit vector a picture.
        captions: unit vectors, those of the first picture first; as many
            for each.

    Returns:
        The figures of ``annotation`` (captions for pictures) and ``search``
        (pictures for captions), each with the gallery's size.

    Raises:
        StorytellerError: if captions cannot be dealt evenly to pictures.

    Chapter: book/12_measuring_stories
    """
    return score_figures(images @ captions.T)


def score_figures(
    scores: Float[Tensor, "images captions"],
) -> dict[str, dict[str, float]]:
    """The same from any scores of pictures and captions.

    Raises:
        StorytellerError: if captions cannot be dealt evenly to pictures.

    Chapter: book/12_measuring_stories
    """
    images, captions = scores.shape
    each, rest = divmod(captions, images) if images else (0, 1)
    if rest or not each:
        raise StorytellerError(
            f"{captions} captions cannot be dealt evenly to {images} pictures"
        )
    own = [range(i * each, (i + 1) * each) for i in range(images)]
    owner = [[i // each] for i in range(captions)]
    annotation = recalls(ranks(scores, own))
    search = recalls(ranks(scores.T, owner))
    return {
        "annotation": {**annotation, "gallery": captions},
        "search": {**search, "gallery": images},
    }
