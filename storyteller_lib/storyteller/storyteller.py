"""The storyteller: from a picture to a story, all stages wired together.

    picture -> captions -> thought x -> x - c + b -> decoder -> story

Each stage is a module and a chapter of its own; here they only meet.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import StorytellerError, device
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    Hypothesis,
)
from storyteller_lib.pictures import Picture, PictureLike, load_picture
from storyteller_lib.storyteller.captioners import (
    attention_captions,
    check_captioner,
    drawn_again,
    finite,
)
from storyteller_lib.storyteller.model_files import load_models
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.story import SHOWN, Story, lyric_lines
from storyteller_lib.storyteller.style_files import (
    find_vectors,
    short_name,
    style_weights,
)
from storyteller_lib.storyteller.writing import Writer, Writing
from storyteller_lib.style import blend, mean_thought, shift
from storyteller_lib.text import detokenise
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption

Vector = Float[Tensor, " dim"]
StyleLike = str | Path | Mapping[str, float]
"""A name, a style file, ``adventure=0.7,romance=0.3``, or weights."""


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
        found = self._look(self.models.prepare(picture).unsqueeze(0))[0]
        return finite(found, "image encoder or embedding")

    def look_at_pixels(self, pixels: np.ndarray) -> Float[Tensor, "batch dim"]:
        """The same for many pictures at once, as bytes, channels last."""
        channels_first = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
        return self._look(torch.from_numpy(channels_first).float() / 255)

    @torch.no_grad()
    def _look(self, pixels: Tensor) -> Tensor:
        pooled = self.models.image_encoder(pixels.to(device())).pooled
        return self.models.embedding.embed_images(pooled)  # (batch, dim)

    def captions(
        self,
        picture: PictureLike,
        k: int = 100,
        captioner: str = "retrieval",
        seed: int | None = None,
    ) -> list[ScoredCaption]:
        """The k captions that fit the picture best, all if there are fewer.

        They come from the bank (``retrieval``), or are written
        (``attention``), by chance if there is a seed; see ``captioners``.

        Raises:
            StorytellerError: if k is not above zero, or the models have no
                such captioner.
        """
        check_captioner(captioner)
        if captioner == "attention":
            return attention_captions(self.models, picture, k, seed)
        bank = self.models.bank
        return bank.nearest(self.look(picture), min(k, len(bank)))

    def think(self, texts: Sequence[str]) -> Vector:
        """The mean of the texts' skip-thought vectors: x.

        Raises:
            StorytellerError: if no text has a word that is known.
        """
        words, known = self.models.words, self.models.thoughts.tokens
        read = [t for t in texts if any(w in words for w in known(t))]
        if not read:
            raise StorytellerError(
                "there is not one known word to tell a story from: "
                "write about everyday things"
            )
        found = mean_thought(self.models.thoughts.encode(read, words))
        return finite(found, "skip-thought encoder")

    def shift(
        self,
        x: Float[Tensor, "... dim"],
        style: StyleLike,
        strength: float = 1.0,
    ) -> Float[Tensor, "... dim"]:
        """The thought with the captions' voice out and the style in.

        Raises:
            StorytellerError: for an unknown style (with the nearest names),
                a style file that is broken or made for other models, or
                weights and strengths that are no numbers.
        """
        weights = style_weights(style)
        b = blend(find_vectors(weights, self.models), weights)
        return shift(x, self.models.caption_mean, b, strength)

    def tell(
        self,
        thoughts: Float[Tensor, "batch dim"],
        beam_width: int = 50,
        trace: bool = False,
        writing: Writing | None = None,
        seed: int | None = None,
        progress: bool = False,
    ) -> list[BeamResult]:
        """What is written from each thought, best first.

        Args:
            thoughts: one a row.
            beam_width: hypotheses kept at each word.
            trace: whether to keep the beam's record.
            writing: length, repetitions and chance, see ``Writing``.
            seed: decides what chance draws.
            progress: whether to show a bar if it takes long.

        Raises:
            StorytellerError: if the beam's width is not above zero.
        """
        beam = replace(self.beam, width=beam_width)
        parts = self.models.decoder, self.models.written
        writer = Writer(*parts, beam, writing)
        return writer.write(thoughts, seed, trace, progress)

    def write(self, hypothesis: Hypothesis) -> str:
        """A hypothesis as text."""
        return detokenise(self.models.written.decode(hypothesis.tokens))

    def story(
        self,
        picture: PictureLike,
        style: StyleLike = "adventure",
        captions: int | None = None,
        beam_width: int = 50,
        strength: float = 1.0,
        seed: int | None = None,
        trace: bool = False,
        *,
        lyric: bool = False,
        progress: bool = False,
        captioner: str = "retrieval",
        **writing: Any,
    ) -> Story:
        """A story about a picture, in a style or a blend of styles.

        Args:
            picture: a path, bytes, an array or a Pillow image.
            style: a name (the models' or of a style that you built),
                ``"adventure=0.7,romance=0.3"``, weights, or a style file.
            captions: how many captions of the picture are averaged; None
                takes as many as suit the models.
            beam_width: hypotheses kept at each word.
            strength: 1 shifts all the way, 0 not at all.
            seed: draws the captions anew (with replacement) from those
                found, and words if chance chooses them: each seed tells
                another story; None takes all captions.
            trace: whether to keep the beam's record in the story.
            lyric: break lines at commas, as in a song.
            progress: whether to show a bar if it takes long.
            captioner: where the captions come from: ``retrieval`` from the
                bank, or ``attention``, which writes them.
            writing: ``length=(40, 80)`` in words, ``no_repeat=3``,
                ``temperature``, ``top_k``, ``top_p``; see ``Writing``.

        Raises:
            StorytellerError: for a picture that cannot be read, an unknown
                style, or numbers out of range.
        """
        weights = style_weights(style)
        image = load_picture(picture)
        count = self.models.captions if captions is None else captions
        return self._compose(
            self.captions(image, count, captioner),
            weights,
            image,
            beam_width=beam_width,
            strength=strength,
            seed=seed,
            trace=trace,
            lyric=lyric,
            progress=progress,
            **writing,
        )

    def retell(
        self, texts: Sequence[str], style: StyleLike = "adventure", **how: Any
    ) -> Story:
        """A story from your own words instead of a picture.

        Args:
            texts: sentences that say what it is about.
            style: as of ``story``.
            how: whatever else ``story`` takes, the captions apart.

        Raises:
            StorytellerError: if no word is known, and as ``story`` does.
        """
        given = [texts] if isinstance(texts, str) else texts
        found = [ScoredCaption(text, 1.0) for text in given]
        return self._compose(found, style_weights(style), **how)

    def _compose(
        self,
        found: Sequence[ScoredCaption],
        style: Mapping[str, float],
        image: Picture | None = None,
        beam_width: int = 50,
        strength: float = 1.0,
        seed: int | None = None,
        trace: bool = False,
        lyric: bool = False,
        progress: bool = False,
        **writing: Any,
    ) -> Story:
        """A story from captions, with all that it was made from."""
        asked = Writing.from_dict(writing)
        x = self.think(drawn_again([caption.text for caption in found], seed))
        thought = self.shift(x, style, strength)[None]
        told = self.tell(thought, beam_width, trace, asked, seed, progress)[0]
        text = self.write(told.best)
        if image is not None:
            image.thumbnail((SHOWN, SHOWN))
        return Story(
            text="\n".join(lyric_lines(text)) if lyric else text,
            captions=tuple(found),
            style={short_name(n): w for n, w in style.items()},
            strength=strength,
            seed=seed,
            score=told.best.score,
            trace=told.trace,
            lyric=lyric,
            picture=image,
        )
