"""Several candidates are told, and the best is kept.

A decoder draws words one by one and cannot see what its story will come to;
afterwards it is easy to see. So a few dozen candidates are drawn, each is
read again by the storyteller's own models, see ``judging``, and the best one
is kept.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from jaxtyping import Float
from torch import Tensor

from storyteller_lib.data.photo_captions.concepts import CONCEPTS
from storyteller_lib.decoding.beam_search import BeamSettings
from storyteller_lib.decoding.keywords import KeywordBonus
from storyteller_lib.storyteller.choosing.candidates import (
    KEYWORDS,
    Candidate,
    SelectionSettings,
    concept_shares,
)
from storyteller_lib.storyteller.choosing.judging import (
    CandidateJudge,
    Subject,
)
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.writing import Writer, Writing
from storyteller_lib.text import Vocabulary


def keywords(
    shares: Mapping[str, float], words: Vocabulary, bonus: float
) -> KeywordBonus:
    """The bonus for words of what the captions name most.

    Chapter: book/16_choosing_among_candidates
    """
    groups = []
    for concept, share in list(shares.items())[:KEYWORDS]:
        ids = [i for i in words.encode(sorted(CONCEPTS[concept])) if i > 1]
        if ids:
            groups.append((ids, bonus * share))
    return KeywordBonus(groups, len(words))


class Selection(CandidateJudge):
    """A judge who also draws the candidates, from a thought.

    Args:
        models: the storyteller's parts.
        beam: the limits of what is written.
        settings: see ``SelectionSettings``.

    Chapter: book/16_choosing_among_candidates
    """

    def __init__(
        self, models: Models, beam: BeamSettings, settings: SelectionSettings
    ) -> None:
        super().__init__(models, settings)
        self.beam = beam

    def draw(
        self,
        thought: Float[Tensor, " dim"],
        captions: Sequence[str],
        style: Mapping[str, float],
        writing: Writing,
        seed: int | None = None,
        free: Float[Tensor, " dim"] | None = None,
        eye: Float[Tensor, " space"] | None = None,
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
            eye: the picture in the visual-semantic space, if there is one.
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
        subject = Subject(shares, style, eye, wished)
        parts = self.models.decoder, self.models.written
        guidance, count = self.settings.guidance, self.settings.candidates
        writer = Writer(*parts, self.beam, writing, wished, guidance)
        if self.settings.by_sentence:
            choose = partial(self.order, subject=subject)
            drawn = writer.write_best_sentences(
                thought, choose, count, seed, free
            )
        else:
            thoughts = thought.expand(count, -1)
            results = writer.write(thoughts, seed, free=free)
            drawn = [result.best for result in results]
        return self.judge(drawn, subject)
