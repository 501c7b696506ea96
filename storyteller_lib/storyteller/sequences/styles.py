"""The sentences of a picture sequence in another voice.

A plain sentence and the captions of its picture are read into a thought,
which is shifted towards a style and written anew: five pictures, one story,
any voice. None of the systems that this book revives could.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.storyteller.choosing.candidates import SelectionSettings
from storyteller_lib.storyteller.choosing.selection import Selection
from storyteller_lib.storyteller.storyteller import Storyteller
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.text import split_sentences
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption

CAPTIONS = 4
"""So many of a picture's captions stand beside its plain sentence."""

WORDS, TOKENS = (6, 30), 30
"""Words of a drawn sentence; most tokens of one that a beam finds."""


def styled_sentences(
    teller: Storyteller,
    plain: Sequence[str],
    captions: Sequence[Sequence[ScoredCaption]],
    style: Mapping[str, float],
    beam_width: int = 10,
    strength: float = 1.0,
    seed: int | None = None,
) -> tuple[str, ...]:
    """Each sentence in another voice, none twice.

    Where the decoder only repeats itself, the plain sentence stays. Models
    that choose among candidates choose here, too.

    Args:
        teller: writes.
        plain: a sentence for each picture.
        captions: of each picture, the best first.
        style: names of styles and their weights.
        beam_width: of models that choose by the beam.
        strength: how far thoughts are shifted.
        seed: of the drawing, where words are drawn.

    Raises:
        StorytellerError: for an unknown style.

    Chapter: book/11_stories_from_sequences
    """
    about = [
        [sentence, *(caption.text for caption in found[:CAPTIONS])]
        for sentence, found in zip(plain, captions, strict=True)
    ]
    x = torch.stack([teller.think(texts) for texts in about])
    thoughts = teller.shift(x, style, strength)
    chooser = SelectionSettings.from_dict(teller.models.selection)
    if chooser.candidates > 1:
        selection = Selection(teller.models, teller.beam, chooser)
        writing = Writing(length=WORDS)
        versions = [
            [d.text for d in selection.draw(t, texts, style, writing, seed)]
            for t, texts in zip(thoughts, about, strict=True)
        ]
    else:
        versions = _by_beam(teller, thoughts, beam_width)
    told: list[str] = []
    for texts, rest in zip(versions, plain, strict=True):
        firsts = [split_sentences(text)[0] for text in texts if text]
        firsts.sort(key=lambda text: text[-1] not in ".!?\"'")
        told.append(next((s for s in firsts if s not in told), rest))
    return tuple(told)


def _by_beam(
    teller: Storyteller,
    thoughts: Float[Tensor, "pictures dim"],
    beam_width: int,
) -> list[list[str]]:
    """What a beam finds for each thought, the best first."""
    beam = replace(
        teller.beam,
        n_best=beam_width,
        max_length=TOKENS,
        prefer_finished=True,
        min_length=min(teller.beam.min_length, 6),
    )
    writer = Storyteller(teller.models, beam)
    return [
        [writer.write(one) for one in result.hypotheses]
        for result in writer.tell(thoughts, beam_width)
    ]
