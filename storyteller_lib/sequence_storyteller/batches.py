"""Stories as batches of sentences: each with what may be known before it.

Sentence j of a story is told from pictures j - k + 1 to j (the grouping
trick) and from sentence j - 1. In the original this is a sequence of five
slots of which all but k are zeros and skipped; here it is the k pictures.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.text import EOS, pad

START = -1
"""The token before the first word; it is read as a vector of zeros."""

Story = Sequence[Sequence[int]]
"""The ids of a story's sentences, without ends."""


class SentenceBatch(NamedTuple):
    """Sentences to tell, one a row, and what each is told from.

    ``pictures`` are in order, padded with zeros behind; ``seen`` says how
    many there are. ``previous`` begins with START, and ends with eos unless
    there is no sentence before; padding is eos too, ``heard`` says how much
    is real. ``ids`` end with eos and are padded with it.

    Chapter: book/11_stories_from_sequences
    """

    pictures: Float[Tensor, "rows group image"]
    seen: Int[Tensor, " rows"]
    previous: Int[Tensor, "rows words"]
    heard: Int[Tensor, " rows"]
    ids: Int[Tensor, "rows time"]
    lengths: Int[Tensor, " rows"]


def grouped(
    pictures: Float[Tensor, "stories length image"], group: int
) -> tuple[
    Float[Tensor, "stories length group image"],
    Int[Tensor, "stories length"],
]:
    """For each place j the pictures j - group + 1 to j, and their number.

    Chapter: book/11_stories_from_sequences
    """
    stories, length, dim = pictures.shape
    windows = pictures.new_zeros(stories, length, group, dim)
    for place in range(length):
        first = max(0, place + 1 - group)
        seen = pictures[:, first : place + 1]  # (stories, seen, image)
        windows[:, place, : seen.shape[1]] = seen
    counts = torch.arange(1, length + 1, device=pictures.device)
    return windows, counts.clamp(max=group).expand(stories, -1)


def previous_sentences(
    before: Sequence[Sequence[int] | None],
) -> tuple[Int[Tensor, "rows words"], Int[Tensor, " rows"]]:
    """Sentences as they are read back: START, the words, eos.

    Where there is no sentence before (None) it is START alone. Training and
    telling both come through here, so that they cannot differ.

    Chapter: book/11_stories_from_sequences
    """
    return pad([[START] if s is None else [START, *s, EOS] for s in before])


def story_batch(
    pictures: Float[Tensor, "stories length image"],
    stories: Sequence[Story],
    group: int,
) -> SentenceBatch:
    """All sentences of some stories, story after story.

    Chapter: book/11_stories_from_sequences
    """
    windows, seen = grouped(pictures, group)
    before: list[Sequence[int] | None] = []
    for story in stories:
        before += [None, *story[:-1]]
    previous, heard = previous_sentences(before)
    ids, lengths = pad([[*s, EOS] for story in stories for s in story])
    place = pictures.device
    return SentenceBatch(
        windows.flatten(0, 1),  # (rows, group, image)
        seen.flatten(),
        previous.to(place),
        heard.to(place),
        ids.to(place),
        lengths.to(place),
    )


def story_batches(
    pictures: Callable[[list[int], torch.Generator], Tensor],
    stories: Sequence[Story],
    group: int,
    batch_size: int = 32,
) -> Callable[[torch.Generator], Iterator[SentenceBatch]]:
    """Batches of whole stories, for a trainer.

    Args:
        pictures: gives the vectors (stories, length, image) of the stories
            with these numbers; it may draw them from the generator.
        stories: the ids of their sentences.
        group: how many pictures a sentence sees.
        batch_size: stories in a batch.

    Chapter: book/11_stories_from_sequences
    """

    def epoch(chance: torch.Generator) -> Iterator[SentenceBatch]:
        order = torch.randperm(len(stories), generator=chance)
        for rows in order.split(batch_size):
            chosen = rows.tolist()
            told = [stories[i] for i in chosen]
            yield story_batch(pictures(chosen, chance), told, group)

    return epoch
