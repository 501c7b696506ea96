"""What the course's decoder says where a person said something else.

It is given the same words before a sentence and goes on, in all the ways in
which stories are drawn: at several temperatures, from most of the vocabulary
and from little of it, with and without a bonus for the words that the
passage's captions name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from tqdm import tqdm

from storyteller_lib.data.photo_captions.concepts import (
    CONCEPTS,
    content_words,
)
from storyteller_lib.decoding.rules import map_state
from storyteller_lib.decoding.sampling import SamplingSettings, draw_tokens
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.storyteller.story_length import SENTENCE_ENDS
from storyteller_lib.text import EOS, UNK, Vocabulary, length_batches, pad

LONGEST, SHORTEST = 40, 4
"""Words of a sentence that is judged."""

WAYS = (
    SamplingSettings(temperature=1.0),
    SamplingSettings(temperature=0.85, top_p=0.95, top_k=1024),
    SamplingSettings(temperature=0.7, top_p=0.9, top_k=256),
)
BONUS = 1.0
"""Nats in favour of a word that the captions name."""

DRAWN_AT_ONCE = 384


class Place(NamedTuple):
    """A sentence of a passage: the passage's number, and where it stands."""

    passage: int
    start: int
    end: int


def sentence_places(
    passages: Sequence[Sequence[int]], words: Vocabulary
) -> list[Place]:
    """All sentences without an unknown word."""
    ends = {i for i in words.encode(sorted(SENTENCE_ENDS)) if i > UNK}
    found = []
    for number, row in enumerate(passages):
        start = 0
        for i, word in enumerate(row):
            if word in ends:
                told = row[start : i + 1]
                if SHORTEST <= len(told) <= LONGEST and UNK not in told:
                    found.append(Place(number, start, i + 1))
                start = i + 1
    return found


class Wishes:
    """A bonus for each row's own words, until they are said."""

    def __init__(
        self, rows: Sequence[Sequence[Sequence[int]]], vocabulary: int
    ) -> None:
        self.groups = rows
        self.bonus = torch.zeros(len(rows), vocabulary)
        for row, groups in enumerate(rows):
            for group in groups:
                self.bonus[row, list(group)] = BONUS

    def said(self, rows: Tensor, tokens: Tensor) -> None:
        """Take back the bonus of what these rows said."""
        chosen = self.bonus[rows, tokens] > 0
        for row, token in zip(
            rows[chosen].tolist(), tokens[chosen].tolist(), strict=True
        ):
            for group in self.groups[row]:
                if token in group:
                    self.bonus[row, list(group)] = 0.0


@torch.no_grad()
def go_on(
    decoder: StoryDecoder,
    thoughts: Tensor,
    before: Sequence[Sequence[int]],
    way: SamplingSettings,
    wishes: Wishes | None,
    ends: Tensor,
    chance: torch.Generator,
) -> list[list[int] | None]:
    """A sentence drawn after each row's words; None if it did not end."""
    state = decoder.start(thoughts)
    given = torch.tensor([len(row) for row in before])
    known = pad(before)[0]  # (rows, words), perhaps of no words at all
    drawn: list[list[int]] = [[] for _ in before]
    finished: list[list[int] | None] = [None] * len(before)
    going, last = torch.arange(len(before)), torch.full((len(before),), -1)
    for step in range(int(given.max()) + LONGEST):
        with torch.autocast(thoughts.device.type, torch.bfloat16):
            log_probs, state = decoder.step(last, state)
        log_probs[:, [UNK, EOS]] = -torch.inf
        if wishes is not None:
            log_probs = log_probs + wishes.bonus[going]
        last = draw_tokens(log_probs.float(), way, chance)
        begun = step >= given[going]
        if not begun.all():
            last = last.where(begun, known[going, step])
        if wishes is not None:
            wishes.said(going, last)
        over = begun & ends[last]
        for row, word, own in zip(
            going.tolist(), last.tolist(), begun.tolist(), strict=True
        ):
            if own:
                drawn[row].append(word)
        for row in going[over].tolist():
            finished[row] = drawn[row]
        left = ~over
        going, last = going[left], last[left]
        state = map_state(lambda t, rows=left: t[rows], state)
        if not len(going):
            break
    return [
        row if row and SHORTEST <= len(row) <= LONGEST else None
        for row in finished
    ]


def rivals(
    decoder: StoryDecoder,
    conditions: Callable[[list[int], torch.Generator], Tensor],
    passages: Sequence[Sequence[int]],
    places: Sequence[Place],
    words: Vocabulary,
    seed: int,
) -> list[list[int] | None]:
    """What the decoder says in place of each sentence."""
    chance = torch.Generator().manual_seed(seed)
    ends = torch.tensor([word in SENTENCE_ENDS for word in words.words])
    found: list[list[int] | None] = [None] * len(places)
    starts = [place.start for place in places]
    batches = list(length_batches(starts, DRAWN_AT_ONCE, chance))
    for number, batch in enumerate(tqdm(batches, desc="drawn sentences")):
        rows = [places[i].passage for i in batch]
        wishes = None
        if number % 2:
            named = [_named(passages[row], words) for row in rows]
            wishes = Wishes(named, len(words))
        drawn = go_on(
            decoder,
            conditions(rows, chance),
            [passages[places[i].passage][: places[i].start] for i in batch],
            WAYS[number // 2 % len(WAYS)],
            wishes,
            ends,
            chance,
        )
        for i, row in zip(batch, drawn, strict=True):
            found[i] = row
    return found


def _named(row: Sequence[int], words: Vocabulary) -> list[list[int]]:
    """The ids of each concept that a passage names."""
    named = dict.fromkeys(content_words(" ".join(words.decode(row))))
    groups = [words.encode(sorted(CONCEPTS[concept])) for concept in named]
    return [[i for i in group if i > UNK] for group in groups]
