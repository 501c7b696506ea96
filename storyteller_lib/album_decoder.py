"""A story decoder that learns to turn from photograph to photograph.

A story of an album is one text, and each of its words is told of one of five
photographs. So the GRU reads on from word to word as ever, and what it sees
of the thought beside each word is exchanged where a sentence ends: in training
as in telling (``storyteller.albums``). The words' vectors stay as the story
decoder knows them, since there are far too few albums to learn words from.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.checkpoints import load_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.recurrent import real_steps, shifted
from storyteller_lib.story_decoder import StoryDecoder, passage_batch

ALBUM_DECODER = "album_decoder.safetensors"
"""The file of what a story decoder learnt of albums, among the models."""

KEPT = ("words.", "bias", "centre", "equaliser", "output.")
"""How those parts' names begin that are the story decoder's."""


class AlbumBatch(NamedTuple):
    """Stories of albums, ids padded with eos.

    Attributes:
        thoughts: of each photograph.
        ids: the words, ended by eos.
        lengths: of the stories, eos counted.
        inputs: the words as they are read.
        places: of which photograph each word is told.

    Chapter: book/11_stories_from_sequences
    """

    thoughts: Float[Tensor, "batch photographs thought"]
    ids: Int[Tensor, "batch time"]
    lengths: Int[Tensor, " batch"]
    inputs: Int[Tensor, "batch time"]
    places: Int[Tensor, "batch time"]


class AlbumDecoder(StoryDecoder):
    """A story decoder whose thought is exchanged from sentence to sentence.

    Chapter: book/11_stories_from_sequences
    """

    def freeze_words(self) -> None:
        """Leave what a story decoder knows of words as it is."""
        for name, weight in self.named_parameters():
            if name.startswith(KEPT):
                weight.requires_grad_(False)

    def learnt(self) -> dict[str, Tensor]:
        """The weights in which it differs from the story decoder."""
        return {
            name: weight
            for name, weight in self.state_dict().items()
            if not name.startswith(KEPT)
        }

    def forward(self, *album: Tensor) -> Float[Tensor, ""]:
        """Mean cross-entropy of a word of an ``AlbumBatch``, in nats."""
        return self.loss(*self._told(AlbumBatch(*album)))

    def _told(
        self, album: AlbumBatch
    ) -> tuple[Float[Tensor, "words features"], Int[Tensor, " words"]]:
        count = album.thoughts.shape[1]
        state = {
            name: part.unflatten(0, (-1, count))  # (batch, photographs, size)
            for name, part in self.start(album.thoughts.flatten(0, 1)).items()
        }
        hidden = state["hidden"][:, 0].unsqueeze(0).contiguous()
        at = album.places.unsqueeze(2)  # (batch, time, 1)
        told = {
            name: part.gather(1, at.expand(-1, -1, part.shape[2]))
            for name, part in state.items()
            if name != "hidden"
        }
        words = shifted(self.words(album.inputs))
        if "condition" in told:
            words = torch.cat([words, told["condition"]], dim=2)
        states, _ = self.gru(words, hidden)  # (batch, time, dim)
        real = real_steps(album.ids, album.lengths)
        topic = told["topic"][real] if "topic" in told else None
        return self.features(states[real], topic), album.ids[real]


def album_batch(
    thoughts: Float[Tensor, "batch photographs thought"],
    stories: Sequence[Sequence[Sequence[int]]],
    word_dropout: float = 0.0,
    generator: torch.Generator | None = None,
) -> AlbumBatch:
    """Stories, each sentence the words of one photograph, as a batch.

    The eos after the last sentence is told of the last photograph.

    Args:
        thoughts: of each story's photographs.
        stories: for each photograph its sentence, as ids.
        word_dropout: see ``story_decoder.passage_batch``.
        generator: the source of chance.

    Chapter: book/11_stories_from_sequences
    """
    whole = [[word for part in story for word in part] for story in stories]
    _, ids, lengths, inputs = passage_batch(
        thoughts[:, 0], whole, word_dropout, generator
    )
    places = torch.full(ids.shape, thoughts.shape[1] - 1)
    for row, story in enumerate(stories):
        at = [n for n, part in enumerate(story) for _ in part]
        places[row, : len(at)] = torch.tensor(at, dtype=torch.long)
    return AlbumBatch(thoughts, ids, lengths, inputs, places)


def taught_albums(decoder: StoryDecoder, path: Path) -> StoryDecoder:
    """A story decoder with what it learnt of albums in a file.

    Raises:
        StorytellerError: if the file is broken or of another decoder.

    Chapter: book/11_stories_from_sequences
    """
    learnt, told = load_weights(path), copy.deepcopy(decoder)
    try:
        strange = told.load_state_dict(learnt, strict=False).unexpected_keys
        if strange:
            raise RuntimeError(f"it has {strange[0]}")
    except RuntimeError as error:
        reason = str(error).splitlines()[-1].strip()
        raise StorytellerError(
            f"{path} does not fit the story decoder beside it ({reason}): "
            "make or copy the models again"
        ) from None
    return told.eval()
