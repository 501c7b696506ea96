"""Combine-skip: a uni-skip and a bi-skip encoder side by side.

The paper's best vectors are the thoughts of two encoders that were trained
apart, put one after the other (Kiros et al., 2015, section 3). Each half has
a word table of its own and is brought to length one by itself, so that the
whole has the length of the square root of two.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from jaxtyping import Float
from torch import Tensor, nn

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.skip_thoughts import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.text import Vocabulary


@dataclass(frozen=True)
class CombineSkipSettings(Settings):
    """The settings of the encoders that stand side by side.

    Attributes:
        parts: each encoder's settings, all with the same vocabulary.

    Chapter: book/05_skip_thoughts
    """

    parts: tuple[dict[str, Any], ...]

    def __post_init__(self) -> None:
        if len({part["vocabulary"] for part in self.parts}) != 1:
            raise StorytellerError(
                "encoders side by side need one vocabulary in common"
            )

    @property
    def dim(self) -> int:
        """Size of a thought: that of all parts together."""
        return sum(part["dim"] for part in self.parts)

    @property
    def vocabulary(self) -> int:
        """Number of words that every part knows."""
        return self.parts[0]["vocabulary"]


class CombineSkip(nn.Module):
    """Reads a text by several encoders into one long thought.

    Args:
        encoders: the encoders in the order of their parts of a thought.

    Chapter: book/05_skip_thoughts
    """

    def __init__(self, encoders: Sequence[SkipThoughtEncoder]) -> None:
        super().__init__()
        self.settings = CombineSkipSettings(
            tuple(encoder.settings.to_dict() for encoder in encoders)
        )
        self.parts = nn.ModuleList(encoders)

    @property
    def encoders(self) -> list[SkipThoughtEncoder]:
        """The encoders in the order of their parts of a thought."""
        return cast("list[SkipThoughtEncoder]", list(self.parts))

    def tokens(self, text: str) -> list[str]:
        """The words of a text as the encoders read them."""
        return self.encoders[0].tokens(text)

    def encode(
        self,
        texts: Sequence[str],
        vocabulary: Vocabulary,
        batch_size: int = 256,
    ) -> Float[Tensor, "batch dim"]:
        """Thoughts of texts, see ``SkipThoughtEncoder.encode``."""
        ids = [vocabulary.encode(self.tokens(text)) for text in texts]
        return self.encode_ids(ids, batch_size)

    def encode_ids(
        self, ids: Sequence[Sequence[int]], batch_size: int = 256
    ) -> Float[Tensor, "batch dim"]:
        """Thoughts of texts that are ids already."""
        halves = [part.encode_ids(ids, batch_size) for part in self.encoders]
        return torch.cat(halves, dim=1)  # (batch, dim)


ThoughtEncoder = SkipThoughtEncoder | CombineSkip
"""Whatever reads texts into thoughts."""


def thought_encoder(settings: dict[str, Any]) -> ThoughtEncoder:
    """An encoder of the kind that these settings describe, not yet filled.

    Raises:
        StorytellerError: if they are settings of neither kind.

    Chapter: book/05_skip_thoughts
    """
    if "parts" not in settings:
        return SkipThoughtEncoder(SkipThoughtSettings.from_dict(settings))
    parts = CombineSkipSettings.from_dict(settings).parts
    return CombineSkip(
        [SkipThoughtEncoder(SkipThoughtSettings.from_dict(p)) for p in parts]
    )
