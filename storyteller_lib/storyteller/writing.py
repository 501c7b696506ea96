"""How a story is written: by the beam or by chance, and within what limits.

Chapter: book/09_beam_search
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor
from tqdm.auto import tqdm

from storyteller_lib.conditional_writer import ConditionalWriter
from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    beam_search,
)
from storyteller_lib.decoding.guidance import guided, guided_state
from storyteller_lib.decoding.keywords import KeywordBonus
from storyteller_lib.decoding.rules import (
    DecodingSettings,
    Hypothesis,
    State,
    Step,
)
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.decoding.sentences import Choose, write_by_sentence
from storyteller_lib.storyteller.story_length import (
    SENTENCE_ENDS,
    StoryLength,
    WordLimits,
    check_length,
    count_words,
)
from storyteller_lib.text import Vocabulary, detokenise
from storyteller_lib.text.unwanted import unwanted_ids

PATIENCE = 2.0
"""Seconds before a progress bar is worth showing."""


@dataclass(frozen=True)
class Writing(Settings):
    """What one may ask of the words of a story.

    With any of temperature, top_k and top_p the words are drawn by chance,
    see ``SamplingSettings``; else the beam chooses them.

    Attributes:
        length: fewest and most words, in whole sentences where possible;
            None leaves it to the decoder.
        no_repeat: no run of so many tokens occurs twice, 0 allows all;
            None leaves it to the models.
        temperature: below 1 is safer, above 1 is wilder.
        top_k: draw among so many words only.
        top_p: draw among the fewest words with this share of probability.

    Raises:
        StorytellerError: for values out of range.

    Chapter: book/09_beam_search
    """

    length: tuple[int, int] | None = None
    no_repeat: int | None = None
    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None

    def __post_init__(self) -> None:
        self.check_kinds(vars(self))
        if self.length is not None:
            self.story_length()
        if self.no_repeat is not None and self.no_repeat < 0:
            raise StorytellerError(
                "no_repeat is a number of words, 0 (off) or more, "
                f"got {self.no_repeat}"
            )
        if self.top_k is not None and self.top_k < 1:
            raise StorytellerError(
                f"top_k is a number of words, 1 or more, got {self.top_k}"
            )
        self.sampling(DecodingSettings())

    def story_length(self) -> StoryLength:
        """The limits in words."""
        shortest, longest = check_length(self.length)
        return StoryLength(shortest, longest)

    def limits(self, beam: BeamSettings) -> BeamSettings:
        """The beam's settings with what is asked for put in."""
        if self.no_repeat is not None:
            beam = replace(beam, no_repeat_ngram=self.no_repeat)
        if self.length is None:
            return beam
        tokens = self.story_length().tokens
        return replace(
            beam, max_length=tokens, min_length=1, prefer_finished=True
        )

    def sampling(self, limits: DecodingSettings) -> SamplingSettings | None:
        """How to draw words within the limits; None if the beam chooses."""
        given = {
            name: getattr(self, name)
            for name in ("temperature", "top_k", "top_p")
            if getattr(self, name) is not None
        }
        if not given:
            return None
        return SamplingSettings(
            max_length=limits.max_length,
            min_length=limits.min_length,
            no_repeat_ngram=limits.no_repeat_ngram,
            forbid_unknown=limits.forbid_unknown,
            **given,
        )


class Writer:
    """Writes from thoughts with a decoder.

    Args:
        decoder: gives the words' probabilities.
        words: its vocabulary.
        beam: how the beam searches, its width included.
        writing: what else is asked for.
        wished: words with a bonus, if any.
        guidance: how far to go away from what would be told without the
            thought, see ``decoding.guidance``; 1 is not at all.

    Chapter: book/09_beam_search
    """

    def __init__(
        self,
        decoder: ConditionalWriter,
        words: Vocabulary,
        beam: BeamSettings,
        writing: Writing | None = None,
        wished: KeywordBonus | None = None,
        guidance: float = 1.0,
    ) -> None:
        self.decoder, self.words, self.wished = decoder, words, wished
        self.guidance = guidance
        self.banned = unwanted_ids(words)
        self.writing = writing or Writing()
        self.beam = self.writing.limits(beam)

    @torch.no_grad()
    def write(
        self,
        thoughts: Float[Tensor, "batch dim"],
        seed: int | None = None,
        trace: bool = False,
        progress: bool = False,
        free: Float[Tensor, " dim"] | None = None,
    ) -> list[BeamResult]:
        """What is written from each thought, best first.

        Args:
            thoughts: one a row.
            seed: decides what chance draws; the beam needs none.
            trace: whether to keep the beam's record.
            progress: whether to show a bar if it takes long.
            free: the thought that guidance goes away from.
        """
        step, state = self.begin(thoughts, free)
        sampling = self.writing.sampling(self.beam)
        with _watched(step, self.beam.max_length, progress) as step:
            if sampling is None:
                return beam_search(
                    step,
                    state,
                    settings=self.beam,
                    banned=self.banned,
                    trace=trace,
                )
            chance = torch.Generator(thoughts.device).manual_seed(seed or 0)
            drawn = sample(
                step,
                state,
                settings=sampling,
                banned=self.banned,
                generator=chance,
            )
        return [BeamResult((hypothesis,)) for hypothesis in drawn]

    @torch.no_grad()
    def write_best_sentences(
        self,
        thought: Float[Tensor, " dim"],
        choose: Choose,
        candidates: int,
        seed: int | None = None,
        free: Float[Tensor, " dim"] | None = None,
    ) -> list[Hypothesis]:
        """Stories of which somebody chose each sentence, best first.

        A story is over after the sentence with which it is long enough:
        as long as was asked for, else half of what it may be.

        Args:
            thought: what to tell.
            choose: puts drafts in order, see ``write_by_sentence``.
            candidates: so many sentences are drawn of each.
            seed: decides what chance draws.
            free: the thought that guidance goes away from.
        """
        step, state = self.begin(thought[None], free)
        found = write_by_sentence(
            step,
            state,
            choose,
            torch.tensor([w in SENTENCE_ENDS for w in self.words.words]),
            settings=self._drawing(),
            candidates=candidates,
            enough=self._enough,
            banned=self.banned,
            generator=torch.Generator(thought.device).manual_seed(seed or 0),
        )
        return [draft.hypothesis() for draft in found]

    def _drawing(self) -> SamplingSettings:
        """How words are drawn; no story ends before it is long enough."""
        least = self.beam.min_length
        if self.writing.length is None:
            least = max(least, self.beam.max_length // 2)
        limits = replace(self.beam, min_length=least)
        found = self.writing.sampling(limits)
        if found is not None:
            return found
        names = DecodingSettings().to_dict()
        return SamplingSettings(**{n: getattr(limits, n) for n in names})

    def _enough(self, tokens: tuple[int, ...]) -> bool:
        if self.writing.length is None:
            return 2 * len(tokens) >= self.beam.max_length
        written = count_words(detokenise(self.words.decode(tokens)))
        return written >= self.writing.story_length().shortest

    def begin(
        self,
        thoughts: Float[Tensor, "batch dim"],
        free: Float[Tensor, " dim"] | None = None,
    ) -> tuple[Step, State]:
        """The decoder's step with all that was asked for, and its state."""
        step: Step = self.decoder.step
        state = self.decoder.start(thoughts)
        if free is not None and self.guidance != 1:
            free_state = self.decoder.start(free.expand_as(thoughts))
            step = guided(step, self.guidance)
            state = guided_state(state, free_state)
        if self.wished is not None:
            step, state = self.wished.around(step), self.wished.start(state)
        if self.writing.length is None:
            return step, state
        limits = WordLimits(self.words, self.writing.story_length())
        return limits.limit(step), limits.start(state)


@contextmanager
def _watched(step: Step, most: int, progress: bool) -> Iterator[Step]:
    """The step with a progress bar of words, shown if it takes long."""
    if not progress:
        yield step
        return
    bar: Any = tqdm(
        total=most,
        desc="writing",
        unit="word",
        delay=PATIENCE,
        disable=None,
        leave=False,
    )

    def seen(last: Tensor, state: State) -> tuple[Tensor, State]:
        bar.update()
        return step(last, state)

    with bar:
        yield seen
