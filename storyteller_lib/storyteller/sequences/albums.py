"""Five pictures, one story, by the story decoder itself.

A decoder's state holds two things: what has been told, in its hidden part,
and what is to be told, in the part that the thought gave it at the start. To
go on from one picture to the next, the first is kept and the second exchanged:

    picture j -> captions -> thought j, shifted
    hidden state after sentence j - 1, condition of thought j -> sentence j

So who was named stays in the mind of whoever goes on, and every voice that
the decoder knows tells albums, too.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.album_decoder import ALBUM_DECODER, taught_albums
from storyteller_lib.config import check_seed
from storyteller_lib.decoding.rules import Rules, State
from storyteller_lib.decoding.sampling import SamplingSettings
from storyteller_lib.decoding.sentences import Draft, next_sentences
from storyteller_lib.pictures import PictureLike
from storyteller_lib.retelling.pronouns import one_person
from storyteller_lib.storyteller.choosing.candidates import (
    SelectionSettings,
    concept_shares,
)
from storyteller_lib.storyteller.choosing.judging import (
    CandidateJudge,
    Subject,
)
from storyteller_lib.storyteller.models.files import models_folder
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.sequences.story import SequenceStory
from storyteller_lib.storyteller.sequences.teller import (
    WEIGHTS,
    SequenceTeller,
    five_pictures,
)
from storyteller_lib.storyteller.story import SHOWN
from storyteller_lib.storyteller.story_length import SENTENCE_ENDS
from storyteller_lib.storyteller.storyteller import Storyteller, StyleLike
from storyteller_lib.storyteller.styles.files import (
    shown_weights,
    style_weights,
)
from storyteller_lib.text import EOS, detokenise
from storyteller_lib.text.unwanted import unwanted_ids
from storyteller_lib.visual_semantic_embedding.retrieval import ScoredCaption

ALBUM = "album"
"""The style of a story as anybody tells it over an album."""

LONGEST, SHORTEST, FEWEST = 32, 6, 8
"""Words of a sentence; candidates for each, at least."""


@dataclass(frozen=True)
class Sight:
    """What is known of one picture of an album.

    Attributes:
        eye: its place in the visual-semantic space.
        captions: of it, the best first.
        thought: the shifted one.

    Chapter: book/11_stories_from_sequences
    """

    eye: Float[Tensor, " space"]
    captions: list[ScoredCaption]
    thought: Float[Tensor, " dim"]


def album_teller(
    models: str | Path = "course",
) -> AlbumTeller | SequenceTeller:
    """Whoever tells sequences with these models.

    A sequence storyteller that was trained for it, if there is one; else
    the story decoder, with what it learnt of albums.

    Raises:
        StorytellerError: if there are no such models.

    Chapter: book/11_stories_from_sequences
    """
    if (models_folder(models) / WEIGHTS).is_file():
        return SequenceTeller.load(models)
    teller = Storyteller.load(models)
    path = models_folder(models) / ALBUM_DECODER
    if path.is_file():
        told = taught_albums(teller.models.decoder, path)
        known = replace(teller.models, decoder=told)
        teller = Storyteller(known, teller.beam)
    return AlbumTeller(teller)


class AlbumTeller:
    """Tells stories about five pictures with a storyteller of single ones.

    Args:
        teller: whose eyes, thoughts and decoder are used.

    Chapter: book/11_stories_from_sequences
    """

    def __init__(self, teller: Storyteller) -> None:
        self.teller = teller
        usual = SelectionSettings.from_dict(teller.models.selection)
        self.settings = replace(
            usual, candidates=max(usual.candidates, FEWEST)
        )
        self.judge = CandidateJudge(teller.models, self.settings)

    def story(
        self,
        pictures: Sequence[PictureLike],
        style: StyleLike | None = None,
        strength: float = 1.0,
        seed: int | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
    ) -> SequenceStory:
        """A story about five pictures, in order, a sentence each.

        Args:
            pictures: paths, bytes, arrays or Pillow images.
            style: as of ``Storyteller.story``; None tells it as anybody
                tells an album.
            strength: how far the thoughts are shifted.
            seed: decides what chance draws: each seed tells another story.
            temperature, top_k, top_p: instead of those that suit the models.

        Raises:
            StorytellerError: if it is not five pictures, one of them cannot
                be read, the style is unknown or a number is out of range.
        """
        check_seed(seed)
        images = five_pictures(pictures)
        weights = style_weights(self.usual_style if style is None else style)
        drawing = self.drawing(temperature, top_k, top_p)
        seen = [self.look(image, weights, strength) for image in images]
        told = self.tell(seen, weights, drawing, seed or 0)
        for image in images:
            image.thumbnail((SHOWN // 2, SHOWN // 2))
        return SequenceStory(
            sentences=told,
            plain=told,
            captions=tuple(tuple(sight.captions) for sight in seen),
            style={} if style is None else shown_weights(weights),
            strength=strength,
            seed=seed,
            pictures=tuple(images),
        )

    @property
    def usual_style(self) -> StyleLike:
        """That of albums, or all that the models know in equal parts."""
        known = self.teller.models.styles
        return ALBUM if ALBUM in known else dict.fromkeys(known, 1.0)

    def look(
        self, image: PictureLike, style: Mapping[str, float], strength: float
    ) -> Sight:
        """See a picture, and think of it in a voice."""
        teller, models = self.teller, self.teller.models
        eye = teller.look(image)
        captions, written = teller.seen(
            image, models.captions, models.captions_from, eye=eye
        )
        x = teller.think([caption.text for caption in captions])
        c = teller.mean_caption(written)
        return Sight(eye, captions, teller.shift(x, style, strength, c))

    @torch.no_grad()
    def tell(
        self,
        seen: Sequence[Sight],
        style: Mapping[str, float],
        drawing: SamplingSettings,
        seed: int = 0,
    ) -> tuple[str, ...]:
        """A sentence for each picture, each chosen among several.

        Args:
            seen: the pictures, in order.
            style: the weight of each style by name, for the judge.
            drawing: how words are drawn.
            seed: decides what chance draws.
        """
        models = self.teller.models
        place = seen[0].thought.device
        chance = torch.Generator(place).manual_seed(seed)
        told, starts = Draft((), {}), [0]
        for sight in seen:
            draft = replace(told, state=turned(models, told.state, sight))
            told = self._next(draft, sight, style, drawing, chance)
            starts.append(len(told.tokens))
        return tuple(
            self._written(told.tokens[i:j]) for i, j in pairwise(starts)
        )

    def _next(
        self,
        draft: Draft,
        sight: Sight,
        style: Mapping[str, float],
        drawing: SamplingSettings,
        chance: torch.Generator,
    ) -> Draft:
        """The story with one more sentence, the best of several.

        Those are preferred that keep to the *he* or *she* of the story: a
        hidden state remembers how a sentence went, and not who was in it.
        """
        models, said = self.teller.models, len(draft.tokens)
        words = models.written
        limits = replace(
            drawing, min_length=said + SHORTEST, max_length=said + LONGEST
        )
        rules = Rules(limits, None, [*unwanted_ids(words), EOS])
        ends = torch.tensor([word in SENTENCE_ENDS for word in words.words])
        drawn = next_sentences(
            models.decoder.step,
            [draft] * self.settings.candidates,
            ends,
            limits,
            rules,
            chance,
        )
        whole = [
            draft
            for draft in drawn
            if ends[draft.tokens[-1]] and len(draft.tokens) >= said + SHORTEST
        ]
        same = [draft for draft in whole if self._one_person(draft)]
        texts = [caption.text for caption in sight.captions]
        subject = Subject(concept_shares(texts), style, sight.eye)
        return self.judge.order(same or whole or drawn, subject)[0]

    def _one_person(self, draft: Draft) -> bool:
        return one_person(self._written(draft.tokens))

    def drawing(
        self,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
    ) -> SamplingSettings:
        """How words are drawn; what is None is as suits the models."""
        usual, limits = self.settings, self.teller.beam
        return SamplingSettings(
            max_length=LONGEST,
            no_repeat_ngram=limits.no_repeat_ngram,
            temperature=usual.temperature
            if temperature is None
            else temperature,
            top_k=usual.top_k if top_k is None else top_k,
            top_p=usual.top_p if top_p is None else top_p,
        )

    def _written(self, tokens: Sequence[int]) -> str:
        return detokenise(self.teller.models.written.decode(tokens))


def turned(models: Models, state: State, sight: Sight) -> State:
    """The decoder's state turned to a picture; what was told is kept.

    Chapter: book/11_stories_from_sequences
    """
    fresh = models.decoder.start(sight.thought[None])
    return {**fresh, "hidden": state["hidden"]} if state else fresh
