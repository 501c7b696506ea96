"""Where a picture's captions come from: a bank, or a writer that looks.

``retrieval`` finds the captions of the bank that lie nearest to the picture
(chapter 3). ``attention`` writes them: the k best that a beam finds, or the
k best of many that are drawn by chance, and no text twice. ``both`` takes
up to half of them from those that were written: the two look at the picture
with different weights, and seldom see the same ghost.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.config import (
    StorytellerError,
    check_known,
    check_seed,
    device,
)
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    beam_search,
)
from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.image_encoder import annotation_vectors
from storyteller_lib.pictures import PictureLike
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.text import Vocabulary, detokenise, tokenise
from storyteller_lib.visual_semantic_embedding.retrieval import (
    ScoredCaption,
    check_count,
)

CAPTIONERS = ("retrieval", "attention", "both")
BEAM = BeamSettings(width=3, max_length=30, no_repeat_ngram=3)
"""Wider beams write blander captions: on 400 photographs of Flickr8k's val
BLEU-4 falls from 18.5 at width 3 to 18.1 at 5 and 17.6 at 8."""

DRAWN = SamplingSettings(max_length=30, no_repeat_ngram=3, top_p=0.8)
MOST_WRITTEN = 200
"""More captions than that are not written of one picture."""

DRAWS = 4
"""How many captions are drawn for each one that is wanted."""


class Looked(NamedTuple):
    """A caption, word by word, and where its writer looked at each word.

    ``maps`` has one grid a word, and one more for the end.

    Chapter: book/04_captions_with_attention
    """

    words: list[str]
    maps: Float[Tensor, "words rows columns"]


def check_captioner(name: str) -> None:
    """Raise StorytellerError unless there is such a captioner.

    Chapter: book/04_captions_with_attention
    """
    check_known("captioner", name, CAPTIONERS)


def attention_parts(models: Models) -> tuple[AttentionCaptioner, Vocabulary]:
    """The attention captioner of some models, and its vocabulary.

    Raises:
        StorytellerError: if they have none.

    Chapter: book/04_captions_with_attention
    """
    if models.captioner is None or models.caption_words is None:
        raise StorytellerError(
            f"the models {models.name or 'given'} have no attention "
            'captioner: take captioner="retrieval", or train one with '
            "storyteller train captioner"
        )
    return models.captioner, models.caption_words


def attention_captions(
    models: Models,
    picture: PictureLike,
    k: int = 20,
    seed: int | None = None,
) -> list[ScoredCaption]:
    """The k best captions that the attention captioner writes, best first.

    Their scores are log-probabilities, divided by a power of the length.

    Args:
        models: with an attention captioner.
        picture: what to write about.
        k: how many captions; fewer come back if fewer differ.
        seed: draw captions by chance instead of searching with a beam.

    Raises:
        StorytellerError: if the models have no such captioner, k is not
            from 1 to 200, or the picture cannot be read.

    Chapter: book/04_captions_with_attention
    """
    captioner, words = attention_parts(models)
    check_count(k, MOST_WRITTEN)
    check_seed(seed)
    seen = look(models, picture)
    if seed is None:
        beam = replace(BEAM, width=max(k, BEAM.width), n_best=k)
        found: Iterable[Hypothesis] = write(captioner, seen, beam)[
            0
        ].hypotheses
    else:
        found = _drawn(captioner, seen, k * DRAWS, seed)
    return different(found, words, k)


@torch.no_grad()
def look(
    models: Models, picture: PictureLike
) -> Float[Tensor, "1 places channels"]:
    """A picture's annotation vectors, as the attention captioner wants them.

    Raises:
        StorytellerError: if the image encoder has none, or they are no
            numbers.

    Chapter: book/04_captions_with_attention
    """
    captioner, _ = attention_parts(models)
    pixels = models.prepare(picture).unsqueeze(0).to(device())
    layers = captioner.settings.layers
    seen = annotation_vectors(models.image_encoder, pixels, layers)
    return finite(seen, "image encoder")


@torch.no_grad()
def write(
    captioner: AttentionCaptioner,
    seen: Float[Tensor, "pictures places channels"],
    beam: BeamSettings = BEAM,
) -> list[BeamResult]:
    """What a beam finds for each picture; no unknown word is written.

    Chapter: book/04_captions_with_attention
    """
    state = captioner.start(seen)
    return beam_search(captioner.step, state, settings=beam)


@torch.no_grad()
def _drawn(
    captioner: AttentionCaptioner, seen: Tensor, count: int, seed: int
) -> list[Hypothesis]:
    """Captions drawn by chance, the most probable first."""
    chance = torch.Generator(seen.device).manual_seed(seed)
    state = captioner.start(seen.expand(count, -1, -1).contiguous())
    drawn = sample(captioner.step, state, settings=DRAWN, generator=chance)
    return sorted(drawn, key=lambda it: it.score, reverse=True)


def different(
    hypotheses: Iterable[Hypothesis], words: Vocabulary, k: int
) -> list[ScoredCaption]:
    """The first k captions that differ in their words, as text.

    A full stop more or less makes no other caption.

    Chapter: book/04_captions_with_attention
    """
    found: dict[str, ScoredCaption] = {}
    for hypothesis in hypotheses:
        text = detokenise(words.decode(hypothesis.tokens))
        key = text.lower().rstrip(" .!")
        if key:
            found.setdefault(key, ScoredCaption(text, hypothesis.score))
    return list(found.values())[:k]


def look_again(
    models: Models, picture: PictureLike, caption: str | None = None
) -> Looked:
    """Where the attention captioner looks while it writes a caption.

    Args:
        models: with an attention captioner.
        picture: what it is about.
        caption: read this one instead of the best of the beam.

    Raises:
        StorytellerError: if the models have no such captioner, or no word
            of the caption is known.

    Chapter: book/04_captions_with_attention
    """
    captioner, words = attention_parts(models)
    seen = look(models, picture)
    if caption is None:
        ids: Sequence[int] = write(captioner, seen)[0].best.tokens
    else:
        ids = words.encode(w for w in tokenise(caption) if w in words)
    if not ids:
        raise StorytellerError(
            "there is not one known word in the caption: write about "
            "everyday things"
        )
    maps = captioner.maps(seen, [ids])[0]  # (words, places)
    side = round(maps.shape[1] ** 0.5)
    return Looked(words.decode(ids), maps.unflatten(1, (side, side)))


def finite(vector: Float[Tensor, ...], part: str) -> Float[Tensor, ...]:
    """What a part of the models found, if it is numbers.

    Raises:
        StorytellerError: if it is not.

    Chapter: book/01_a_story_from_a_picture
    """
    if not vector.isfinite().all():
        raise StorytellerError(
            f"the {part} gives values that are no numbers: its weights are "
            "broken, get the models again"
        )
    return vector
