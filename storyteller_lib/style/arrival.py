"""Does x - c + b arrive? On parallel text the truth is known.

Where one scene is told in several voices, a shifted thought has an address:
x, the mean thought of the scene's captions, minus c, plus the b of a voice,
should lie nearest to the thought of that scene in that voice, among all
passages of all scenes in all voices. Here that is measured, and taught: the
encoder learns by contrast (van den Oord et al., 2018, "Representation
Learning with Contrastive Predictive Coding", equation 4; both ways as in
Radford et al., 2021) with shifted thoughts as questions and passages as
answers, so that what a scene is and what a voice is lie along directions
that can be added and taken away.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn
from torch.nn import functional as F

from storyteller_lib.config import StorytellerError, shown_rounded
from storyteller_lib.skip_thoughts.encoder import SkipThoughtEncoder
from storyteller_lib.style.shifting import Vector
from storyteller_lib.text import Padded

PARTS = 4
"""Texts are read in so many parts of like length, to spare padding."""

FIRST_SCALE, MOST_SCALE = 20.0, 60.0
"""By what cosines are multiplied, at first and at most."""

AMONG = 10

CAPTIONS = 3
"""Captions of one photograph in a batch: one is to find the others."""


@shown_rounded
@dataclass(frozen=True)
class Arrival:
    """Where shifted thoughts arrive, as shares of all questions.

    Attributes:
        voice: the nearest of all passages is of the voice asked for.
        scene: the nearest of all passages is of the right scene.
        own: the passage itself is first among those of its voice.
        among_ten: it is among the first ten of its voice.

    Chapter: book/08_style_shifting
    """

    voice: float
    scene: float
    own: float
    among_ten: float


def arrival(
    asked: Float[Tensor, "scenes voices dim"],
    passages: Float[Tensor, "scenes voices dim"],
) -> Arrival:
    """Look for each shifted thought's nearest passage, by cosine.

    Args:
        asked: x - c + b of each scene for each voice.
        passages: the thoughts of the same scenes told in the same voices.

    Raises:
        StorytellerError: if there are no scenes, or shapes differ.

    Chapter: book/08_style_shifting
    """
    if asked.shape != passages.shape or not asked.numel():
        raise StorytellerError(
            "arrival is measured on as many questions as passages, got "
            f"{tuple(asked.shape)} and {tuple(passages.shape)}"
        )
    scenes, voices, _ = asked.shape
    answers = F.normalize(passages, dim=2).flatten(0, 1)
    questions = F.normalize(asked, dim=2)
    cosines = questions @ answers.T  # (scenes, voices, scenes * voices)
    nearest = cosines.argmax(dim=2)  # (scenes, voices)
    voice = nearest % voices == torch.arange(voices)
    scene = nearest // voices == torch.arange(scenes).unsqueeze(1)
    places = torch.stack(
        [_place(cosines[:, v, v::voices]) for v in range(voices)]
    )  # (voices, scenes)
    return Arrival(
        voice=float(voice.float().mean()),
        scene=float(scene.float().mean()),
        own=float((places == 0).float().mean()),
        among_ten=float((places < AMONG).float().mean()),
    )


def shifted(
    about: Float[Tensor, "scenes dim"],
    c: Vector,
    styles: Float[Tensor, "voices dim"],
    strength: float = 1.0,
) -> Float[Tensor, "scenes voices dim"]:
    """x - c + b of every scene for every voice, see ``shift``.

    Chapter: book/08_style_shifting
    """
    return about.unsqueeze(1) + strength * (styles - c)


class ParallelThoughts(nn.Module):
    """Teaches an encoder to keep scene and voice apart.

    Args:
        encoder: trained so far on neighbours.
        captions: weight of the second loss, in which captions of one
            photograph find each other.

    Chapter: book/08_style_shifting
    """

    def __init__(
        self, encoder: SkipThoughtEncoder, captions: float = 0.5
    ) -> None:
        super().__init__()
        self.encoder, self.captions = encoder, captions
        self.log_scale = nn.Parameter(torch.tensor(math.log(FIRST_SCALE)))

    def forward(
        self,
        captions: Padded,
        shares: Float[Tensor, "scenes kinds"],
        passages: Padded,
        others: Padded,
    ) -> Float[Tensor, ""]:
        """The loss of a batch, in nats.

        Args:
            captions: of the scenes, those of a scene side by side.
            shares: the weight of each caption in its scene's mean.
            passages: of the scenes, the voices of a scene side by side.
            others: captions of photographs, three of one side by side.
        """
        scenes = len(shares)
        read = self.read(*captions)
        told = self.read(*passages)
        told = told.unflatten(0, (scenes, -1))  # (scenes, voices, dim)
        about = read.unflatten(0, (scenes, -1)) * shares.unsqueeze(2)
        about = about.sum(dim=1)  # (scenes, dim)
        c, styles = about.mean(dim=0), told.mean(dim=0)
        asked = shifted(about, c, styles)
        loss = self.contrast(asked.flatten(0, 1), told.flatten(0, 1))
        if self.captions:
            seen = self.read(*others).unflatten(0, (-1, CAPTIONS))
            seen = seen - seen.mean(dim=(0, 1))
            rest = seen[:, 1:].mean(dim=1)
            loss = loss + self.captions * self.contrast(seen[:, 0], rest)
        return loss

    def contrast(
        self,
        one: Float[Tensor, "pairs dim"],
        other: Float[Tensor, "pairs dim"],
    ) -> Float[Tensor, ""]:
        """Mean surprise at which of the others belongs to each, both ways."""
        scale = self.log_scale.exp().clamp(max=MOST_SCALE)
        cosines = F.normalize(one, dim=1) @ F.normalize(other, dim=1).T
        right = torch.arange(len(one), device=one.device)
        there = F.cross_entropy(scale * cosines, right)
        return (there + F.cross_entropy(scale * cosines.T, right)) / 2

    def read(
        self, ids: Int[Tensor, "texts time"], lengths: Int[Tensor, " texts"]
    ) -> Float[Tensor, "texts dim"]:
        """Thoughts of unit length, read in a few parts of like length."""
        order = lengths.argsort()
        parts = [
            self.encoder(ids[rows, : int(lengths[rows].max())], lengths[rows])
            for rows in order.chunk(PARTS)
        ]
        found = F.normalize(torch.cat(parts).float(), dim=1)
        return found[order.argsort()]


def _place(
    cosines: Float[Tensor, "scenes scenes"],
) -> Int[Tensor, " scenes"]:
    """How many passages lie nearer to each question than its own."""
    own = cosines.diagonal().unsqueeze(1)
    return (cosines > own).sum(dim=1)
