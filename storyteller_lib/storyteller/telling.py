"""How a story is told: all that one may ask for beside picture and style.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from numbers import Integral
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import (
    StorytellerError,
    check_seed,
    shown_rounded,
)
from storyteller_lib.decoding.beam_settings import BeamSettings
from storyteller_lib.storyteller.story_length import check_length
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.style import check_strength

MOST_CANDIDATES = 1_000
"""More stories are not drawn to choose one from."""


@shown_rounded
@dataclass(frozen=True)
class Idea:
    """What a story is to tell, and in which style.

    Attributes:
        captions: what the picture is said to show.
        style: the weight of each style by name.
        thought: theirs, shifted to the style.
        nothing: that of any picture, shifted likewise.
        eye: the picture in the visual-semantic space, if there is one.

    Chapter: book/01_a_story_from_a_picture
    """

    captions: list[str]
    style: Mapping[str, float]
    thought: Float[Tensor, " dim"]
    nothing: Float[Tensor, " dim"]
    eye: Float[Tensor, " space"] | None = None


@dataclass(frozen=True)
class Telling:
    """What one may ask of a story.

    Attributes:
        beam_width: hypotheses kept at each word.
        strength: 1 shifts all the way, 0 not at all.
        seed: draws the captions anew (with replacement) from those found,
            and words if chance chooses them; None takes all captions.
        trace: whether to keep the beam's record in the story.
        lyric: break lines at commas, as in a song.
        candidates: how many stories are drawn, of which the best is kept;
            1 leaves it to the beam; None takes as many as suit the models.
        progress: whether to show a bar if it takes long.
        writing: length, repetitions and chance.

    Raises:
        StorytellerError: for values of the wrong kind or out of range.

    Chapter: book/01_a_story_from_a_picture
    """

    beam_width: int = 50
    strength: float = 1.0
    seed: int | None = None
    trace: bool = False
    lyric: bool = False
    candidates: int | None = None
    progress: bool = False
    writing: Writing = field(default_factory=Writing)

    def __post_init__(self) -> None:
        check_seed(self.seed)
        check_strength(self.strength)
        BeamSettings(width=self.beam_width)  # refuse, even if not needed
        if self.candidates is None:
            return
        whole = isinstance(self.candidates, Integral)
        bare = isinstance(self.candidates, bool)
        if bare or not whole or not 1 <= self.candidates <= MOST_CANDIDATES:
            raise StorytellerError(
                "the number of candidates must be from 1 to "
                f"{MOST_CANDIDATES:,}, got {self.candidates!r}"
            )

    @classmethod
    def asked(cls, **how: Any) -> Telling:
        """From keyword arguments; those of ``Writing`` among them.

        Raises:
            StorytellerError: for names that mean nothing, or values out of
                range.
        """
        own = {f.name for f in fields(cls)} - {"writing"}
        told = {name: value for name, value in how.items() if name in own}
        rest = {name: value for name, value in how.items() if name not in own}
        check_strength(told.get("strength", 1.0))
        if rest.get("length") is not None:
            check_length(rest["length"])
        return cls(**told, writing=Writing.from_dict(rest))

    def draw(self, texts: list[str]) -> list[str]:
        """A bootstrap sample of the texts; all of them without a seed."""
        if self.seed is None or not texts:
            return texts
        chance = torch.Generator().manual_seed(int(self.seed))
        drawn = torch.randint(len(texts), (len(texts),), generator=chance)
        return [texts[i] for i in drawn.tolist()]
