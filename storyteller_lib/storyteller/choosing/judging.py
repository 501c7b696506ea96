"""Candidates are read again by the storyteller's own models, and put in order.

Does a story say what the captions say, sound like its style, read like
English, find new words, could a person have written it, and does it fit the
picture itself? Each score is standardised among the candidates, so that their
weights say what matters and not in which unit it is counted (reranking; the
scores are those of a noisy channel, where what is told must let one guess what
it was told from: Li et al., 2016, "A diversity-promoting objective function").

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import shown_rounded
from storyteller_lib.decoding.keywords import KeywordBonus
from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.decoding.sentences import Draft
from storyteller_lib.prose_critic import Sentence, sentences_of
from storyteller_lib.storyteller.choosing.candidates import (
    SCORES,
    Candidate,
    SelectionSettings,
    fit_of,
    variety_of,
)
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.story_length import SENTENCE_ENDS
from storyteller_lib.text import UNK, detokenise


def fluency_of(drawn: Hypothesis, wished: KeywordBonus | None = None) -> float:
    """Mean log-probability of a text's words, without any bonus, in nats.

    The decoder said it while it wrote, and need not read the text again. If
    it was guided, that is the guided opinion.

    Args:
        drawn: the text, with the log-probability of its words and bonuses.
        wished: what had a bonus.

    Chapter: book/16_choosing_among_candidates
    """
    bonus = wished.earned(drawn.tokens) if wished else 0.0
    return (drawn.log_prob - bonus) / max(len(drawn.tokens), 1)


@shown_rounded
@dataclass
class Subject:
    """What the candidates are to be about, and what was found of them so far.

    Attributes:
        shares: what the captions name, see ``concept_shares``.
        style: the weight of each style by name.
        eye: the picture in the visual-semantic space, if there is one.
        wished: what had a bonus in the drawing.
        prose: the critic's log-odds of sentences that were read before.
        sight: cosines of sentences with the picture, likewise.

    Chapter: book/16_choosing_among_candidates
    """

    shares: Mapping[str, float]
    style: Mapping[str, float]
    eye: Float[Tensor, " dim"] | None = None
    wished: KeywordBonus | None = None
    prose: dict[Sentence, float] = field(default_factory=dict)
    sight: dict[Sentence, float] = field(default_factory=dict)


class CandidateJudge:
    """Gives candidates their scores.

    Args:
        models: the storyteller's parts.
        settings: what each score weighs.

    Chapter: book/16_choosing_among_candidates
    """

    def __init__(self, models: Models, settings: SelectionSettings) -> None:
        self.models, self.settings = models, settings
        ends = models.written.encode(SENTENCE_ENDS)
        self.ends = frozenset(i for i in ends if i != UNK)

    def judge(
        self, drawn: Sequence[Hypothesis], subject: Subject
    ) -> list[Candidate]:
        """Hypotheses with their scores, best first.

        Args:
            drawn: what was written.
            subject: what it was to be about.
        """
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
                [fit_of(text, subject.shares) for text in texts],
                self.voices(unique, subject.style),
                [fluency_of(one, subject.wished) for one in unique],
                [variety_of(one.tokens) for one in unique],
                self.prose(unique, subject),
                self.sight(unique, subject),
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

    def order(self, drafts: Sequence[Draft], subject: Subject) -> list[Draft]:
        """Drafts that can be gone on from, the best first; no text twice."""
        by_tokens = {draft.tokens: draft for draft in drafts}
        found = self.judge(
            [d.hypothesis() for d in by_tokens.values()], subject
        )
        return [by_tokens[one.hypothesis.tokens] for one in found]

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
    def prose(
        self, drawn: Sequence[Hypothesis], subject: Subject
    ) -> list[float]:
        """The critic's mean log-odds of the sentences; 0 without one.

        What it says of sentences is kept in the subject.
        """
        critic, table = self.models.critic, self.models.decoder.words
        if critic is None or not self.settings.prose:
            return [0.0] * len(drawn)
        told = self._sentences(drawn)
        if new := _unknown(told, subject.prose):
            odds = critic.judge(table, new)
            subject.prose.update(zip(new, odds, strict=True))
        return [fmean(subject.prose[s] for s in each) for each in told]

    def sight(
        self, drawn: Sequence[Hypothesis], subject: Subject
    ) -> list[float]:
        """Mean cosine of the sentences with the picture; 0 without one.

        The cosines are kept in the subject.
        """
        if subject.eye is None or not self.settings.sight:
            return [0.0] * len(drawn)
        told = self._sentences(drawn)
        if new := _unknown(told, subject.sight):
            words, own = self.models.written, self.models.embedding_words
            texts = [detokenise(words.decode(ids[i:])) for ids, i in new]
            vectors = self.models.embedding.embed_texts(texts, own)
            cosines = (vectors @ subject.eye.to(vectors)).tolist()
            subject.sight.update(zip(new, cosines, strict=True))
        return [fmean(subject.sight[s] for s in each) for each in told]

    def _sentences(self, drawn: Sequence[Hypothesis]) -> list[list[Sentence]]:
        return [sentences_of(one.tokens, self.ends) for one in drawn]


def _unknown(
    told: Sequence[Sequence[Sentence]], known: Mapping[Sentence, float]
) -> list[Sentence]:
    """The sentences that nothing is known of, each once, in order."""
    return list(
        dict.fromkeys(s for each in told for s in each if s not in known)
    )
