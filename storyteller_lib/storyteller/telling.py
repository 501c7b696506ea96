"""How a story is told: all that one may ask for beside picture and style.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller.writing import Writing


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
        return cls(**told, writing=Writing.from_dict(rest))

    def draw(self, texts: list[str]) -> list[str]:
        """A bootstrap sample of the texts; all of them without a seed.

        Raises:
            StorytellerError: for a seed that is none.
        """
        if self.seed is None or not texts:
            return texts
        if not 0 <= self.seed < 2**63:
            raise StorytellerError(
                f"a seed is a whole number from 0 to 2^63 - 1, got {self.seed}"
            )
        chance = torch.Generator().manual_seed(self.seed)
        drawn = torch.randint(len(texts), (len(texts),), generator=chance)
        return [texts[i] for i in drawn.tolist()]
