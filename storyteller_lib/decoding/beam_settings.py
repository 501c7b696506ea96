"""How to search with a beam, and what the search returns.

Chapter: book/09_beam_search
"""

from __future__ import annotations

from dataclasses import dataclass

from storyteller_lib.decoding.beam_trace import Trace
from storyteller_lib.decoding.rules import DecodingSettings, Hypothesis

WIDEST = 1_000
"""Most hypotheses of a beam; wider ones take minutes and tell no better."""


@dataclass(frozen=True)
class BeamSettings(DecodingSettings):
    """How to search; the limits on what may be written come with it.

    A hypothesis scores ``log_prob / choices ** length_normalisation``, where
    the choices are its tokens and, if it finished, its end. The search goes
    on until no hypothesis in the beam can still become one of the best.

    Attributes:
        width: hypotheses kept at every step, for each sentence; 1,000 at
            most.
        length_normalisation: 0 compares sums of log-probabilities, 1 their
            means.
        n_best: how many hypotheses to return, at most.
        prefer_finished: let hypotheses that were cut off at ``max_length``
            count only where none finished.
        shrinking: let each hypothesis that finishes take its place in the
            beam with it, so that the search is over when all have; with
            length_normalisation 0 this is neural-storyteller's search.
        empty_last: let the empty hypothesis count only where there is no
            other, as in neural-storyteller; min_length 0 allows it.

    Chapter: book/09_beam_search
    """

    width: int = 5
    length_normalisation: float = 0.7
    n_best: int = 1
    prefer_finished: bool = False
    shrinking: bool = False
    empty_last: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.check_positive("width", "n_best")
        self.check_range("width", "n_best", least=1, most=WIDEST)
        self.check_range("length_normalisation")


@dataclass(frozen=True)
class BeamResult:
    """What the search found for one sentence, the best hypothesis first.

    Chapter: book/09_beam_search
    """

    hypotheses: tuple[Hypothesis, ...]
    trace: Trace | None = None

    @property
    def best(self) -> Hypothesis:
        """The hypothesis with the highest score; there always is one."""
        return self.hypotheses[0]
