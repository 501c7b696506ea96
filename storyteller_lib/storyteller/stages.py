"""The stages of a storyteller, one by one.

    picture -> captions -> thought x -> x - c + b -> decoder -> words

Each is a module and a chapter of its own; here each is one call on the same
models, so that a stage can be looked at, or done differently.

Chapter: book/01_a_story_from_a_picture
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor
from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError, check_seed, device
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    Hypothesis,
)
from storyteller_lib.pictures import PictureLike
from storyteller_lib.storyteller.captioners import (
    MOST_WRITTEN,
    attention_captions,
    check_captioner,
    finite,
)
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.recognition import meaningless
from storyteller_lib.storyteller.styles.files import (
    find_vectors,
    style_weights,
)
from storyteller_lib.storyteller.writing import PATIENCE, Writer, Writing
from storyteller_lib.style import blend, mean_thought, shift
from storyteller_lib.text import detokenise
from storyteller_lib.visual_semantic_embedding.retrieval import (
    ScoredCaption,
    check_count,
)

Vector = Float[Tensor, " dim"]
NEAR = 0.65
"""Share of the bank captions' mean cosine that a written one must have."""

StyleLike = str | Path | Mapping[str, float]
"""A name, a style file, ``adventure=0.7,romance=0.3``, or weights."""

LONGEST_TEXT = 50_000
"""Characters of one text: some 10,000 words, read as a single thought."""

READ_AT_ONCE = 1_000
"""Texts between two looks at the clock."""


def check_texts(texts: Sequence[str]) -> None:
    """Raise StorytellerError unless these are texts, none a whole book.

    Chapter: book/05_skip_thoughts
    """
    listed = isinstance(texts, Sequence)
    if not listed or not all(isinstance(text, str) for text in texts):
        raise StorytellerError(
            f"a story is told from texts, got {repr(texts)[:80]}"
        )
    longest = max(map(len, texts), default=0)
    if longest > LONGEST_TEXT:
        raise StorytellerError(
            f"a text of {longest:,} characters is too long for one thought "
            f"(at most {LONGEST_TEXT:,}): give a few sentences of it"
        )


class StagewiseStoryteller:
    """A storyteller whose stages are called one by one: it looks, captions,
    thinks, shifts and tells.

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

    @cached_property
    def nothing(self) -> Vector:
        """The unit vector of pictures that show nothing."""
        shown = [self.models.prepare(array) for array in meaningless()]
        mean = self._look(torch.stack(shown)).mean(dim=0)  # (dim,)
        return mean / mean.norm()

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
        """The k captions that fit the picture best.

        Args:
            picture: a path, bytes, an array or a Pillow image.
            k: how many; of a bank with fewer captions it is all of them,
                and 200 at most are written.
            captioner: ``retrieval`` from the bank, ``attention``, which
                writes them, or ``both``, half and half, see ``captioners``.
            seed: lets attention draw its words by chance.

        Raises:
            StorytellerError: if k is no number of captions, the seed is
                none, or the models have no such captioner.
        """
        return self.seen(picture, k, captioner, seed)[0]

    def within(self, captions: int) -> int:
        """So many captions of the bank, of a smaller one all of them.

        Raises:
            StorytellerError: if there cannot be so many.
        """
        most = len(self.models.bank)
        count = min(captions, most) if isinstance(captions, int) else captions
        check_count(count, most)
        return count

    def seen(
        self,
        picture: PictureLike,
        k: int = 100,
        captioner: str = "retrieval",
        seed: int | None = None,
        eye: Vector | None = None,
    ) -> tuple[list[ScoredCaption], float]:
        """The captions of a picture, and what share of them was written.

        Takes and raises what ``captions`` does, and takes what ``look``
        found, if that is known already. Where both captioners are
        asked, a written caption is left out that lies much further from the
        picture than the bank's, in the visual-semantic space: a writer that
        has seen children and dogs sees them in a cup of coffee, too.
        """
        check_captioner(captioner)
        check_seed(seed)
        if captioner == "attention":
            return attention_captions(self.models, picture, k, seed), 1.0
        k = self.within(k)
        eye = self.look(picture) if eye is None else eye
        found = self.models.bank.nearest(eye, k)
        written: list[ScoredCaption] = []
        if captioner == "both" and k > 1:
            half = min(k // 2, MOST_WRITTEN)
            written = attention_captions(self.models, picture, half, seed)
            least = NEAR * sum(c.score for c in found) / len(found)
            written = self._near(written, eye, least)
        return [*written, *found[: k - len(written)]], len(written) / k

    def _near(
        self, captions: list[ScoredCaption], eye: Vector, least: float
    ) -> list[ScoredCaption]:
        """The captions that lie near enough to what was seen."""
        texts = [caption.text for caption in captions]
        words = self.models.embedding_words
        vectors = self.models.embedding.embed_texts(texts, words)
        cosines = (vectors.to(eye) @ eye).tolist()
        pairs = zip(captions, cosines, strict=True)
        return [caption for caption, cosine in pairs if cosine >= least]

    def mean_caption(self, written: float = 0.0) -> Vector:
        """The mean thought c of captions, a share of which was written."""
        found, mean = self.models.caption_mean, self.models.written_mean
        if mean is None:
            return found
        return (1 - written) * found + written * mean

    def think(self, texts: Sequence[str], progress: bool = False) -> Vector:
        """The mean of the texts' skip-thought vectors: x.

        Args:
            texts: read one by one.
            progress: whether to show a bar if it takes long.

        Raises:
            StorytellerError: if no text has a word that is known, or they
                are no texts.
        """
        check_texts(texts)
        words, known = self.models.words, self.models.thoughts.tokens
        read = [t for t in texts if any(w in words for w in known(t))]
        if not read:
            raise StorytellerError(
                "there is not one known word to tell a story from: "
                "write about everyday things"
            )
        starts = range(0, len(read), READ_AT_ONCE)
        parts = tqdm(
            [read[i : i + READ_AT_ONCE] for i in starts],
            desc="reading captions",
            delay=PATIENCE,
            disable=None if progress else True,
            leave=False,
        )
        thoughts = [self.models.thoughts.encode(p, words) for p in parts]
        found = mean_thought(torch.cat(thoughts))
        return finite(found, "skip-thought encoder")

    def shift(
        self,
        x: Float[Tensor, "... dim"],
        style: StyleLike,
        strength: float = 1.0,
        c: Vector | None = None,
    ) -> Float[Tensor, "... dim"]:
        """The thought with the captions' voice out and the style in.

        Args:
            x: the thought, or many.
            style: as of ``story``.
            strength: 1 shifts all the way, 0 not at all.
            c: the captions' mean thought; None takes that of the bank's.

        Raises:
            StorytellerError: for an unknown style (with the nearest names),
                a style file that is broken or made for other models, or
                weights and strengths that are no numbers.
        """
        weights = style_weights(style)
        b = blend(find_vectors(weights, self.models), weights)
        c = self.models.caption_mean if c is None else c
        return shift(x, c, b, strength)

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
