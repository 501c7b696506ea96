"""The storyteller: from a picture to a story, all stages wired together.

    picture -> captions -> thought x -> x - c + b -> decoder -> story

Each stage is a module and a chapter of its own; here they only meet.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.beam_search import (
    BeamResult,
    BeamSettings,
    Hypothesis,
    beam_search,
)
from storyteller_lib.config import StorytellerError, device
from storyteller_lib.models import Models, load_models
from storyteller_lib.pictures import PictureLike, to_tensor
from storyteller_lib.retrieval import ScoredCaption
from storyteller_lib.story import Story
from storyteller_lib.style import (
    blend,
    mean_thought,
    parse_style,
    shift,
)
from storyteller_lib.text import detokenise, tokenise

Vector = Float[Tensor, " dim"]


class Storyteller:
    """Tells stories about pictures.

    Args:
        models: the trained parts, see ``load_models``.
        beam: how words are chosen; the width is given with each story.

    Chapter: book/01_a_story_from_a_picture
    """

    def __init__(
        self, models: Models, beam: BeamSettings | None = None
    ) -> None:
        self.models = models.to(device())
        self.beam = beam or BeamSettings.from_dict(models.beam)

    @classmethod
    def load(cls, models: str | Path = "course") -> Storyteller:
        """A storyteller with trained models, shipped or your own.

        Args:
            models: ``course`` (photographs and novels), ``storybook``, or
                a folder that ``make models`` wrote.

        Raises:
            StorytellerError: if there are no such models, or a file of
                theirs is broken.
        """
        return cls(load_models(models))

    @property
    def styles(self) -> list[str]:
        """The names of the styles it knows."""
        return list(self.models.styles)

    def look(self, picture: PictureLike) -> Vector:
        """The picture's unit vector in the visual-semantic space."""
        return self._look(to_tensor(picture).unsqueeze(0))[0]

    def look_at_pixels(self, pixels: np.ndarray) -> Float[Tensor, "batch dim"]:
        """The same for many pictures at once, as bytes, channels last."""
        channels_first = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
        return self._look(torch.from_numpy(channels_first).float() / 255)

    @torch.no_grad()
    def _look(self, pixels: Tensor) -> Tensor:
        pooled = self.models.image_encoder(pixels.to(device())).pooled
        return self.models.embedding.embed_images(pooled)  # (batch, dim)

    def captions(
        self, picture: PictureLike, k: int = 100
    ) -> list[ScoredCaption]:
        """The k captions of the bank that fit the picture best."""
        return self.models.bank.nearest(self.look(picture), k)

    def think(self, texts: Sequence[str]) -> Vector:
        """The mean of the texts' skip-thought vectors: x.

        Raises:
            StorytellerError: if no text has a word that is known.
        """
        words = self.models.words
        read = [t for t in texts if any(w in words for w in tokenise(t))]
        if not read:
            raise StorytellerError(
                "there is not one known word to tell a story from: "
                "write about everyday things"
            )
        return mean_thought(self.models.thoughts.encode(read, words))

    def shift(
        self,
        x: Float[Tensor, "... dim"],
        style: Mapping[str, float],
        strength: float = 1.0,
    ) -> Float[Tensor, "... dim"]:
        """The thought with the captions' voice out and the style in."""
        b = blend(self.models.styles, style)
        return shift(x, self.models.caption_mean, b, strength)

    def tell(
        self,
        thoughts: Float[Tensor, "batch dim"],
        beam_width: int = 50,
        trace: bool = False,
    ) -> list[BeamResult]:
        """What the beam writes from each thought, best first.

        Raises:
            StorytellerError: if the beam's width is not above zero.
        """
        settings = replace(self.beam, width=beam_width)
        decoder = self.models.decoder
        with torch.no_grad():
            state = decoder.start(thoughts)
            return beam_search(
                decoder.step, state, settings=settings, trace=trace
            )

    def write(self, hypothesis: Hypothesis) -> str:
        """A hypothesis as text."""
        return detokenise(self.models.words.decode(hypothesis.tokens))

    def story(
        self,
        picture: PictureLike,
        style: str | Mapping[str, float] = "adventure",
        captions: int = 100,
        beam_width: int = 50,
        strength: float = 1.0,
        seed: int | None = None,
        trace: bool = False,
    ) -> Story:
        """A story about a picture, in a style or a blend of styles.

        Args:
            picture: a path, bytes, an array or a Pillow image.
            style: a name, ``"adventure=0.7,romance=0.3"`` or weights.
            captions: how many captions of the picture are averaged.
            beam_width: hypotheses kept at each word.
            strength: 1 shifts all the way, 0 not at all.
            seed: draws the captions anew (with replacement) from those
                found: each seed tells another story; None takes them all.
            trace: whether to keep the beam's record in the story.

        Raises:
            StorytellerError: for a picture that cannot be read, an unknown
                style, or numbers out of range.
        """
        weights = parse_style(style) if isinstance(style, str) else style
        found = self.captions(picture, captions)
        x = self.think(_draw([caption.text for caption in found], seed))
        thought = self.shift(x, weights, strength)
        told = self.tell(thought[None], beam_width, trace)[0]
        return Story(
            text=self.write(told.best),
            captions=tuple(found),
            style=dict(weights),
            strength=strength,
            seed=seed,
            score=told.best.score,
            trace=told.trace,
        )


def _draw(texts: list[str], seed: int | None) -> list[str]:
    """A bootstrap sample of the texts; all of them without a seed."""
    if seed is None:
        return texts
    if not 0 <= seed < 2**63:
        raise StorytellerError(
            f"a seed is a whole number from 0 to 2^63 - 1, got {seed}"
        )
    chance = torch.Generator().manual_seed(seed)
    drawn = torch.randint(len(texts), (len(texts),), generator=chance)
    return [texts[i] for i in drawn.tolist()]
