"""Writing a story sentence by sentence, each handed to the next.

What was written is read back exactly as true sentences are in training:
START, its words, eos (see ``previous_sentences``); the original left START
and END out when it told stories, and had them when it learnt. No sentence
comes twice in a story: where the best one was said before, the next best
serves.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.decoding.rules import State, map_state
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.sequence_storyteller import (
    SequenceStoryteller,
    grouped,
    previous_sentences,
)

Sentence = tuple[int, ...]
Choosing = BeamSettings | SamplingSettings

DRAWS, WIDEST = 4, 64


@torch.no_grad()
def write_sequences(
    model: SequenceStoryteller,
    pictures: Float[Tensor, "stories length image"],
    choosing: Choosing | None = None,
    generator: torch.Generator | None = None,
    banned: Collection[int] = (),
) -> list[list[Sentence]]:
    """One story for each row of pictures, a sentence a picture.

    Args:
        model: the sequence storyteller.
        pictures: vectors of the pictures, in order.
        choosing: beam search or sampling, and how; a beam of 5 if left out.
        generator: the source of chance for sampling.
        banned: ids never chosen.

    Returns:
        Each story's sentences as ids, without ends.

    Raises:
        StorytellerError: if the model knows too few sentences.

    Chapter: book/11_stories_from_sequences
    """
    choosing = choosing or BeamSettings(max_length=30)
    windows, seen = grouped(pictures, model.settings.group)
    stories: list[list[Sentence]] = [[] for _ in pictures]
    for place in range(pictures.shape[1]):
        before = [story[-1] if story else None for story in stories]
        previous, heard = previous_sentences(before)
        state = model.start(
            windows[:, place],
            seen[:, place].contiguous(),
            previous.to(pictures.device),
            heard.to(pictures.device),
        )
        told = _tell(model, state, stories, choosing, generator, banned)
        for story, sentence in zip(stories, told, strict=True):
            story.append(sentence)
    return stories


def _tell(
    model: SequenceStoryteller,
    state: State,
    stories: list[list[Sentence]],
    choosing: Choosing,
    generator: torch.Generator | None,
    banned: Collection[int],
) -> list[Sentence]:
    """The next sentence of each story, new in it."""
    found: dict[int, Sentence] = {}
    for attempt in _attempts(choosing, len(stories[0])):
        rows = [i for i in range(len(stories)) if i not in found]
        if not rows:
            break
        part = _rows_of(state, rows)
        for row, sentences in zip(
            rows, _write(model, part, attempt, generator, banned), strict=True
        ):
            new = [s for s in sentences if s not in stories[row]]
            found |= {row: new[0]} if new else {}
    if len(found) < len(stories):
        raise StorytellerError(
            "the sequence storyteller has nothing new to say: a vocabulary "
            "of so few words cannot tell a story"
        )
    return [found[row] for row in range(len(stories))]


def _attempts(choosing: Choosing, said: int) -> Iterable[Choosing]:
    """As asked for, and then in ways that are bound to find a new one."""
    if isinstance(choosing, BeamSettings):
        yield replace(choosing, n_best=min(said + 1, choosing.width))
        wide = choosing
    else:
        yield from [choosing] * DRAWS
        wide = BeamSettings(
            max_length=choosing.max_length,
            min_length=choosing.min_length,
            no_repeat_ngram=choosing.no_repeat_ngram,
            forbid_unknown=choosing.forbid_unknown,
        )
    width = max(wide.width, said + 1)
    yield replace(wide, width=width, n_best=said + 1)
    yield replace(wide, width=max(width, WIDEST), n_best=WIDEST)


def _rows_of(state: State, rows: list[int]) -> State:
    """The rows of a state that belong to these stories."""
    return map_state(lambda tensor: tensor[rows], state)


def _write(
    model: SequenceStoryteller,
    state: State,
    choosing: Choosing,
    generator: torch.Generator | None,
    banned: Collection[int],
) -> list[list[Sentence]]:
    """For each row the sentences that were found, the best first."""
    if isinstance(choosing, SamplingSettings):
        drawn = sample(
            model.step,
            state,
            settings=choosing,
            generator=generator,
            banned=banned,
        )
        return [[hypothesis.tokens] for hypothesis in drawn]
    results = beam_search(model.step, state, settings=choosing, banned=banned)
    return [[h.tokens for h in result.hypotheses] for result in results]
