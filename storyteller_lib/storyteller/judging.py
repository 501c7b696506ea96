"""Candidates are read again by the storyteller's own models, and put in order.

Does a story fit its picture, sound like its style, read like English, find
new words, and could a person have written it? Each score is standardised
among the candidates, so that their weights say what matters and not in which
unit it is counted (reranking; the scores are those of a noisy channel, where
what is told must let one guess what it was told from: Li et al., 2016, "A
diversity-promoting objective function").

Chapter: book/09_beam_search
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.prose_critic import Sentence, sentences_of
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.storyteller.candidates import (
    SCORES,
    Candidate,
    SelectionSettings,
    fit_of,
    variety_of,
)
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.story_length import SENTENCE_ENDS
from storyteller_lib.text import UNK, detokenise


@dataclass
class Memory:
    """What was found of the sentences of one thought's drafts so far.

    Attributes:
        fluency: log-probabilities, in nats.
        prose: the critic's log-odds, in nats.

    Chapter: book/09_beam_search
    """

    fluency: dict[Sentence, float] = field(default_factory=dict)
    prose: dict[Sentence, float] = field(default_factory=dict)


class CandidateJudge:
    """Gives candidates their scores.

    Args:
        models: the storyteller's parts.
        settings: what each score weighs.

    Chapter: book/09_beam_search
    """

    def __init__(self, models: Models, settings: SelectionSettings) -> None:
        self.models, self.settings = models, settings
        ends = models.written.encode(SENTENCE_ENDS)
        self.ends = frozenset(i for i in ends if i != UNK)

    def judge(
        self,
        drawn: Sequence[Hypothesis],
        thought: Float[Tensor, " dim"],
        shares: Mapping[str, float],
        style: Mapping[str, float],
        memory: Memory | None = None,
    ) -> list[Candidate]:
        """Hypotheses with their scores, best first.

        Args:
            drawn: what was written from the thought.
            thought: the shifted one.
            shares: see ``concept_shares``.
            style: the weight of each style by name.
            memory: of sentences that were judged before.
        """
        memory = memory or Memory()
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
                self.fluency(unique, thought, memory.fluency),
                [variety_of(one.tokens) for one in unique],
                self.prose(unique, memory.prose),
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
        self,
        drawn: Sequence[Hypothesis],
        thought: Float[Tensor, " dim"],
        known: dict[Sentence, float] | None = None,
    ) -> list[float]:
        """Mean log-probability of the words, without any bonus, in nats.

        Args:
            drawn: what was written from the thought.
            thought: the shifted one.
            known: log-probabilities of sentences that were read before;
                those of others are added.
        """
        known = {} if known is None else known
        told = [sentences_of(one.tokens, self.ends) for one in drawn]
        starts = [
            next((s for s in each[:-1] if s not in known), each[-1])[1]
            for each in told
        ]
        ids = [list(one.tokens) for one in drawn]
        batch = passage_batch(thought.expand(len(ids), -1), ids)
        surprise = self.models.decoder.surprise(batch, torch.tensor(starts))
        sizes = [len(row) + 1 - i for row, i in zip(ids, starts, strict=True)]
        means = []
        for each, first, nats in zip(
            told, starts, surprise.split(sizes), strict=True
        ):
            for sentence in each:
                words, start = sentence
                if start >= first:
                    own = nats[start - first : len(words) - first]
                    known[sentence] = -float(own.sum())
            total = sum(known[s] for s in each) - float(nats[-1])  # the end
            means.append(total / (len(each[-1][0]) + 1))
        return means

    @torch.no_grad()
    def prose(
        self,
        drawn: Sequence[Hypothesis],
        known: dict[Sentence, float] | None = None,
    ) -> list[float]:
        """The critic's mean log-odds of the sentences; 0 without one.

        Args:
            drawn: what was written.
            known: log-odds of sentences that were read before; those of
                others are added.
        """
        critic, table = self.models.critic, self.models.decoder.words
        if critic is None or not self.settings.prose:
            return [0.0] * len(drawn)
        known = {} if known is None else known
        told = [sentences_of(one.tokens, self.ends) for one in drawn]
        new = list({s for each in told for s in each if s not in known})
        if new:
            odds = critic.judge(table, new)
            known.update(zip(new, odds, strict=True))
        return [fmean(known[s] for s in each) for each in told]
