"""Several candidates are told, and the best is kept.

A decoder draws words one by one and cannot see what its story will come to;
afterwards it is easy to see. So a few dozen candidates are drawn, each is
read again by the storyteller's own models, and the one is kept that fits its
picture, sounds like its style and reads like English (reranking; the scores
are those of a noisy channel, where what is told must let one guess what it
was told from: Li et al., 2016, "A diversity-promoting objective function").

Each score is standardised among the candidates, so that their weights say
what matters and not in which unit it is counted.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.data.photo_captions.concepts import CONCEPTS
from storyteller_lib.decoding.beam_search import BeamSettings, Hypothesis
from storyteller_lib.decoding.keywords import KeywordBonus
from storyteller_lib.decoding.sentences import Draft
from storyteller_lib.prose_critic import Sentence, sentences_of
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.storyteller.candidates import (
    KEYWORDS,
    SCORES,
    Candidate,
    concept_shares,
    fit_of,
    variety_of,
)
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.story_length import SENTENCE_ENDS
from storyteller_lib.storyteller.writing import Writer, Writing
from storyteller_lib.text import UNK, Vocabulary, detokenise


@dataclass(frozen=True)
class SelectionSettings(Settings):
    """How candidates are drawn and what they are chosen by.

    Attributes:
        candidates: how many are drawn; 1 tells one story and selects none.
        by_sentence: whether one is chosen after each sentence, not only
            among whole stories, see ``decoding.sentences``.
        guidance: how far to go away from what would be told of any
            picture, see ``decoding.guidance``; 1 is not at all.
        temperature: of the drawing, unless the writing says otherwise.
        top_p: of the drawing, unless the writing says otherwise.
        top_k: of the drawing, unless the writing says otherwise; 0 is all.
        keyword_bonus: nats in favour of a word that all captions agree on,
            until it is said; less for one that fewer name.
        fit: weight of naming what the captions name.
        style: weight of sounding like the style.
        fluency: weight of the decoder's own opinion of the sentence.
        variety: weight of not saying the same word again.
        prose: weight of the critic's opinion, see ``prose_critic``.

    Raises:
        StorytellerError: for values out of range.

    Chapter: book/09_beam_search
    """

    candidates: int = 1
    temperature: float = 0.8
    top_p: float = 0.9
    top_k: int = 0
    keyword_bonus: float = 1.5
    by_sentence: bool = False
    guidance: float = 1.0
    fit: float = 1.0
    style: float = 1.0
    fluency: float = 1.0
    variety: float = 0.0
    prose: float = 0.0

    def __post_init__(self) -> None:
        self.check_positive("candidates", "temperature", "top_p")
        for name in ("keyword_bonus", "guidance", *SCORES):
            if not math.isfinite(getattr(self, name)):
                raise StorytellerError(
                    f"SelectionSettings.{name} must be a number, "
                    f"got {getattr(self, name)!r}"
                )


def keywords(
    shares: Mapping[str, float], words: Vocabulary, bonus: float
) -> KeywordBonus:
    """The bonus for words of what the captions name most.

    Chapter: book/09_beam_search
    """
    groups = []
    for concept, share in list(shares.items())[:KEYWORDS]:
        ids = [i for i in words.encode(sorted(CONCEPTS[concept])) if i > 1]
        if ids:
            groups.append((ids, bonus * share))
    return KeywordBonus(groups, len(words))


class Selection:
    """Draws candidates from a thought and judges them.

    Args:
        models: the storyteller's parts.
        beam: the limits of what is written.
        settings: see ``SelectionSettings``.

    Chapter: book/09_beam_search
    """

    def __init__(
        self, models: Models, beam: BeamSettings, settings: SelectionSettings
    ) -> None:
        self.models, self.beam, self.settings = models, beam, settings
        ends = models.written.encode(SENTENCE_ENDS)
        self.ends = frozenset(i for i in ends if i != UNK)
        self._read: dict[Sentence, float] = {}  # what the critic has read

    def draw(
        self,
        thought: Float[Tensor, " dim"],
        captions: Sequence[str],
        style: Mapping[str, float],
        writing: Writing,
        seed: int | None = None,
        free: Float[Tensor, " dim"] | None = None,
    ) -> list[Candidate]:
        """The candidates, best first.

        Args:
            thought: the shifted one.
            captions: what the picture is said to show.
            style: the weight of each style by name.
            writing: what was asked for; its temperature, top_k and top_p
                stand before those of the settings.
            seed: of the drawing; the same one draws the same candidates.
            free: the thought of no picture, which guidance goes away from.
        """
        shares = concept_shares(captions)
        wished = keywords(
            shares, self.models.written, self.settings.keyword_bonus
        )
        if not writing.sampling(self.beam):
            writing = replace(
                writing,
                temperature=self.settings.temperature,
                top_p=self.settings.top_p,
                top_k=self.settings.top_k or None,
            )
        parts = self.models.decoder, self.models.written
        guidance, count = self.settings.guidance, self.settings.candidates
        writer = Writer(*parts, self.beam, writing, wished, guidance)
        if self.settings.by_sentence:

            def choose(drafts: list[Draft]) -> list[Draft]:
                by_tokens = {draft.tokens: draft for draft in drafts}
                read = [draft.hypothesis() for draft in drafts]
                best = self.judge(read, thought, shares, style)
                return [by_tokens[one.hypothesis.tokens] for one in best]

            drawn = writer.write_best_sentences(
                thought, choose, count, seed, free
            )
        else:
            thoughts = thought.expand(count, -1)
            results = writer.write(thoughts, seed, free=free)
            drawn = [result.best for result in results]
        return self.judge(drawn, thought, shares, style)

    def judge(
        self,
        drawn: Sequence[Hypothesis],
        thought: Float[Tensor, " dim"],
        shares: Mapping[str, float],
        style: Mapping[str, float],
    ) -> list[Candidate]:
        """Hypotheses with their scores, best first."""
        unique = list(
            {one.tokens: one for one in drawn if one.tokens}.values()
        )
        if not unique:
            return [
                Candidate("", one, 0.0, 0.0, 0.0, 1.0) for one in drawn[:1]
            ]
        words = self.models.written
        texts = [detokenise(words.decode(one.tokens)) for one in unique]
        scores = torch.tensor(
            [
                [fit_of(text, shares) for text in texts],
                self.voices(unique, style),
                self.fluency(unique, thought),
                [variety_of(one.tokens) for one in unique],
                self.prose(unique),
            ]
        )  # (scores, candidates)
        spread = scores.std(dim=1, correction=0, keepdim=True).clamp(min=1e-6)
        standard = (scores - scores.mean(dim=1, keepdim=True)) / spread
        weights = torch.tensor([getattr(self.settings, n) for n in SCORES])
        totals = weights @ standard  # (candidates,)
        found = [
            Candidate(
                text,
                one,
                **dict(zip(SCORES, of_one, strict=True)),
                total=total,
            )
            for text, one, of_one, total in zip(
                texts, unique, scores.T.tolist(), totals.tolist(), strict=True
            )
        ]
        return sorted(found, key=lambda one: -one.total)

    def voices(
        self, drawn: Sequence[Hypothesis], style: Mapping[str, float]
    ) -> list[float]:
        """Mean log-odds of the words in the style; 0 where none is known."""
        voices = self.models.voices
        known = {n: w for n, w in style.items() if n in voices}
        if not known:
            return [0.0] * len(drawn)
        odds = torch.stack([w * voices[n] for n, w in known.items()])
        of_words = odds.sum(dim=0) / sum(known.values())  # (vocabulary,)
        return [float(of_words[list(one.tokens)].mean()) for one in drawn]

    @torch.no_grad()
    def fluency(
        self, drawn: Sequence[Hypothesis], thought: Float[Tensor, " dim"]
    ) -> list[float]:
        """Mean log-probability of the words, without any bonus, in nats."""
        ids = [list(one.tokens) for one in drawn]
        thoughts = thought.expand(len(ids), -1)
        batch = passage_batch(thoughts, ids)
        surprise = self.models.decoder.surprise(batch)  # (words,)
        by_story = surprise.split([len(row) + 1 for row in ids])
        return [-float(some.mean()) for some in by_story]

    @torch.no_grad()
    def prose(self, drawn: Sequence[Hypothesis]) -> list[float]:
        """The critic's mean log-odds of the sentences; 0 without one."""
        critic, table = self.models.critic, self.models.decoder.words
        if critic is None or not self.settings.prose:
            return [0.0] * len(drawn)
        told = [sentences_of(one.tokens, self.ends) for one in drawn]
        new = [
            one
            for one in {s for each in told for s in each}
            if one not in self._read
        ]
        if new:
            odds = critic.judge(table, new)
            self._read |= dict(zip(new, odds, strict=True))
        return [fmean(self._read[s] for s in each) for each in told]
