"""The recipe ``retold``: a passage of the library as a picture's story.

Here the storyteller's stages meet the library's shelf, see ``retelling``.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from collections.abc import Mapping

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES
from storyteller_lib.retelling.reteller import Question, Reteller, Retold
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.styles.files import find_vectors
from storyteller_lib.storyteller.telling import Idea, Telling

Vector = Float[Tensor, " dim"]


def retold(models: Models, idea: Idea, how: Telling) -> list[Retold]:
    """Passages of the library for a picture's captions, the best first.

    Args:
        models: with a shelf.
        idea: its thought is what the decoder is given to judge by.
        how: strength, length and seed are looked at.

    Raises:
        StorytellerError: if a beam's trace is asked for, which retelling
            has not, or no passage has the length asked for.

    Chapter: book/10_the_storyteller
    """
    if how.trace:
        raise StorytellerError(
            "a retold story comes from no beam and has no trace: load the "
            'models with recipe="written"'
        )
    assert models.shelf is not None, "only the recipe retold comes here"
    length = None
    if how.writing.length is not None:
        limits = how.writing.story_length()
        length = limits.shortest, limits.longest
    question = Question(
        captions=idea.captions,
        voices=voices_of(idea.style, models),
        strength=how.strength,
        eye=idea.eye,
        thought=idea.thought,
        length=length,
        seed=how.seed,
    )
    reteller = Reteller(models.shelf, models.decoder, models.written)
    return reteller.tell(question)


def voices_of(style: Mapping[str, float], models: Models) -> dict[str, float]:
    """The weights of the library's four voices in a style or a blend.

    A style that is none of the four, of form or built from somebody's own
    texts, is told in the voice whose style vector points most nearly where
    its own does, seen from the captions' mean.

    Chapter: book/10_the_storyteller
    """
    found: dict[str, float] = {}
    vectors = find_vectors(style, models)
    for name, weight in style.items():
        voice = name if name in GENRES else nearest(vectors[name], models)
        found[voice] = found.get(voice, 0.0) + weight
    return {voice: weight for voice, weight in found.items() if weight > 0}


def nearest(vector: Vector, models: Models) -> str:
    """The genre whose style vector points most nearly where this one does.

    Chapter: book/10_the_storyteller
    """
    c = models.caption_mean
    return max(
        (genre for genre in GENRES if genre in models.styles),
        key=lambda genre: float(
            F.cosine_similarity(vector - c, models.styles[genre] - c, dim=0)
        ),
    )
