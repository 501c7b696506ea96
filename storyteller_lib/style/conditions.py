"""What a decoder is given in training: thoughts as it will meet them.

In use the decoder writes from ``x - c + b``, the mean of captions' thoughts
with their voice out and a genre's in. Trained on passages' own thoughts
alone (as the originals were), it has never seen such a vector. So some of
its training passages come with just that, made from captions about the same
thing; the rest with their own thought, and all with a little noise.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import Settings
from storyteller_lib.style import mean_thought

SAMPLE, TABLE_SAMPLE = 20_000, 5_000
"""So many captions are enough for their mean c; and of passages whose
captions stand in a table, each with several, so many."""


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
        self.check_range(*self.to_dict(), most=1)


class Conditions:
    """Gives the thoughts to write passages from, drawn anew each time.

    Args:
        own: the passages' own thoughts.
        captions: thoughts of captions about each passage, of which the
            first always has a say; or a table of captions, see ``about``.
        genres: the number of each passage's genre.
        settings: how they are mixed.
        voices: the number of the kind of captions that each passage comes
            with, say 0 for those of a grammar and 1 for people's: each kind
            has a mean c of its own. By default all are of one kind.
        about: where captions are shared, the numbers of those in the table
            that are about each passage, -1 for none; all have the same say.
        styles: b of each genre; by default the mean of its passages' own
            thoughts.

    Chapter: book/08_style_shifting
    """

    def __init__(
        self,
        own: Float[Tensor, "passages dim"],
        captions: Float[Tensor, "*passages captions dim"],
        genres: Int[Tensor, " passages"],
        settings: ConditionSettings | None = None,
        voices: Int[Tensor, " passages"] | None = None,
        about: Int[Tensor, "passages said"] | None = None,
        styles: Float[Tensor, "genres dim"] | None = None,
    ) -> None:
        self.own, self.captions, self.genres = own, captions, genres
        self.settings = settings or ConditionSettings()
        if voices is None:
            voices = torch.zeros(len(own), dtype=torch.long)
        self.voices, self.about = voices, about
        self.caption_means = torch.stack(
            [
                self._caption_mean(torch.nonzero(voices == voice).flatten())
                for voice in range(int(voices.max()) + 1)
            ]
        )  # (voices, dim)
        if styles is None:
            styles = torch.stack(
                [
                    mean_thought(own[genres == genre].float())
                    for genre in range(int(genres.max()) + 1)
                ]
            )
        self.styles = styles  # (genres, dim)

    @property
    def caption_mean(self) -> Float[Tensor, " dim"]:
        """The mean thought c of the first kind of captions."""
        return self.caption_means[0]

    def _caption_mean(
        self, rows: Int[Tensor, " rows"]
    ) -> Float[Tensor, " dim"]:
        """The mean thought c of the captions of these passages."""
        if self.about is None:
            return mean_thought(self.captions[rows[:SAMPLE], 0].float())
        chance = torch.Generator().manual_seed(0)
        some = rows[torch.randperm(len(rows), generator=chance)]
        some = some[:TABLE_SAMPLE]
        every = torch.ones_like(self.about[some], dtype=torch.bool)
        return self._mean_captions(some, every).mean(0)

    def __call__(
        self, rows: Sequence[int] | Tensor, chance: torch.Generator
    ) -> Float[Tensor, "rows dim"]:
        """Thoughts for the passages with these numbers."""
        rows = torch.as_tensor(rows)
        drawn = torch.rand(len(rows), self._said, generator=chance)
        about = self._mean_captions(rows, drawn < self.settings.caption_share)
        about = about - self.caption_means[self.voices[rows]]
        styles = self.styles[self.genres[rows]]
        drawn = torch.rand(len(rows), 1, generator=chance)
        own = drawn < self.settings.own_share  # (rows, 1)
        bare = drawn > 1 - self.settings.bare_share
        thoughts = torch.where(bare, styles, about + styles)
        thoughts = torch.where(own, self.own[rows].float(), thoughts)
        noise = torch.randn(thoughts.shape, generator=chance)
        return thoughts + self.settings.noise * noise

    def exact(self, rows: Sequence[int] | Tensor) -> Float[Tensor, "rows dim"]:
        """The same without any chance: all captions, shifted."""
        rows = torch.as_tensor(rows)
        every = torch.ones(len(rows), self._said, dtype=torch.bool)
        about = self._mean_captions(rows, every)
        about = about - self.caption_means[self.voices[rows]]
        return about + self.styles[self.genres[rows]]

    @property
    def _said(self) -> int:
        """How many captions a passage may have."""
        return (self.captions if self.about is None else self.about).shape[1]

    def _mean_captions(
        self, rows: Int[Tensor, " rows"], taken: Bool[Tensor, "rows captions"]
    ) -> Float[Tensor, "rows dim"]:
        """The mean of those that are taken of each passage's captions."""
        if self.about is None:
            vectors = self.captions[rows].float()  # (rows, captions, dim)
            taken[:, 0] = True  # at least one
        else:
            about = self.about[rows]  # (rows, captions)
            vectors = self.captions[about.clamp(min=0)].float()
            taken = taken & (about >= 0)
            taken[:, 0] |= ~taken.any(dim=1)  # at least one
        shares = F.normalize(taken.float(), p=1, dim=1)
        return (vectors * shares.unsqueeze(2)).sum(dim=1)
