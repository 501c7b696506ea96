"""What a decoder is given in training: thoughts as it will meet them.

In use the decoder writes from ``x - c + b``, the mean of captions' thoughts
with their voice out and a genre's in. Trained on passages' own thoughts
alone (as the originals were), it has never seen such a vector. So some of
its training passages come with just that, made from captions about the same
thing; the rest with their own thought, and all with a little noise.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.style import mean_thought

SAMPLE = 20_000
"""So many captions are enough for their mean."""


@dataclass(frozen=True)
class ConditionSettings(Settings):
    """How the conditions of training are mixed.

    Attributes:
        own_share: share of passages given their own thought; 1 is the
            original recipe.
        caption_share: each caption's chance to enter the mean x.
        noise: standard deviation added to every number of a thought.
        bare_share: share of passages given their genre's style b alone, as
            if nothing were known of a picture: what guidance departs from.

    Chapter: book/08_style_shifting
    """

    own_share: float = 0.25
    caption_share: float = 0.6
    noise: float = 0.01
    bare_share: float = 0.0

    def __post_init__(self) -> None:
        for name, value in self.to_dict().items():
            if not 0 <= value <= 1:
                raise StorytellerError(
                    f"ConditionSettings.{name} must be from 0 to 1, "
                    f"got {value!r}"
                )


class Conditions:
    """Gives the thoughts to write passages from, drawn anew each time.

    Args:
        own: the passages' own thoughts.
        captions: thoughts of captions about each passage.
        genres: the number of each passage's genre.
        settings: how they are mixed.
        voices: the number of the kind of captions that each passage comes
            with, say 0 for those of a grammar and 1 for people's: each kind
            has a mean c of its own. By default all are of one kind.

    Chapter: book/08_style_shifting
    """

    def __init__(
        self,
        own: Float[Tensor, "passages dim"],
        captions: Float[Tensor, "passages captions dim"],
        genres: Int[Tensor, " passages"],
        settings: ConditionSettings | None = None,
        voices: Int[Tensor, " passages"] | None = None,
    ) -> None:
        self.own, self.captions, self.genres = own, captions, genres
        self.settings = settings or ConditionSettings()
        if voices is None:
            voices = torch.zeros(len(own), dtype=torch.long)
        self.voices = voices
        self.caption_means = torch.stack(
            [
                mean_thought(captions[voices == voice][:SAMPLE, 0].float())
                for voice in range(int(voices.max()) + 1)
            ]
        )  # (voices, dim)
        self.styles = torch.stack(
            [
                mean_thought(own[genres == genre].float())
                for genre in range(int(genres.max()) + 1)
            ]
        )  # (genres, dim)

    @property
    def caption_mean(self) -> Float[Tensor, " dim"]:
        """The mean thought c of the first kind of captions."""
        return self.caption_means[0]

    def __call__(
        self, rows: list[int], chance: torch.Generator
    ) -> Float[Tensor, "rows dim"]:
        """Thoughts for the passages with these numbers."""
        about = self._mean_captions(rows, chance)
        about = about - self.caption_means[self.voices[rows]]
        styles = self.styles[self.genres[rows]]
        drawn = torch.rand(len(rows), 1, generator=chance)
        own = drawn < self.settings.own_share  # (rows, 1)
        bare = drawn > 1 - self.settings.bare_share
        thoughts = torch.where(bare, styles, about + styles)
        thoughts = torch.where(own, self.own[rows].float(), thoughts)
        noise = torch.randn(thoughts.shape, generator=chance)
        return thoughts + self.settings.noise * noise

    def _mean_captions(
        self, rows: list[int], chance: torch.Generator
    ) -> Float[Tensor, "rows dim"]:
        """The mean of a random few of each passage's captions."""
        vectors = self.captions[rows].float()  # (rows, captions, dim)
        drawn = torch.rand(vectors.shape[:2], generator=chance)
        taken = drawn < self.settings.caption_share
        taken[:, 0] = True  # at least one
        shares = F.normalize(taken.float(), p=1, dim=1)
        return (vectors * shares.unsqueeze(2)).sum(dim=1)
