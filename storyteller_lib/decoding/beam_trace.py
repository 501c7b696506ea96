"""What a beam search did, step by step, for figures, widgets and tests.

The search keeps the tensors of each step as a ``StepRecord``; a ``Trace``
tells the same for one sentence in plain Python values.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from jaxtyping import Bool, Float, Int
from torch import Tensor

from storyteller_lib.config import shown_rounded
from storyteller_lib.decoding.rules import Hypothesis
from storyteller_lib.text import EOS


class StepRecord(NamedTuple):
    """The best candidates of one step, for all sentences of a batch.

    ``parents`` are places in the beam before the step, ``kept`` places
    among the candidates; a log-probability of -inf is no candidate.

    Chapter: book/09_beam_search
    """

    log_probs: Float[Tensor, "batch candidates"]
    tokens: Int[Tensor, "batch candidates"]
    parents: Int[Tensor, "batch candidates"]
    ended: Bool[Tensor, "batch candidates"]
    kept: Int[Tensor, "batch width"]


@shown_rounded
@dataclass(frozen=True)
class Candidate:
    """One token after one hypothesis.

    Attributes:
        token: its id.
        parent: the place of the hypothesis in ``kept`` of the step before;
            0 at the first step.
        log_prob: of the whole hypothesis with this token, in nats.

    Chapter: book/09_beam_search
    """

    token: int
    parent: int
    log_prob: float


@dataclass(frozen=True)
class TraceStep:
    """What became of a step's best candidates, each group best first.

    Chapter: book/09_beam_search
    """

    kept: tuple[Candidate, ...]
    dropped: tuple[Candidate, ...]
    finished: tuple[Candidate, ...]


@dataclass(frozen=True)
class Trace:
    """All steps of the search for one sentence, and what it returned.

    Chapter: book/09_beam_search
    """

    steps: tuple[TraceStep, ...]
    hypotheses: tuple[Hypothesis, ...]

    @classmethod
    def from_records(
        cls,
        records: Sequence[StepRecord],
        row: int,
        hypotheses: tuple[Hypothesis, ...],
    ) -> Trace:
        """The trace of one row of a batch, until its search was over."""
        steps = (_plain(record, row) for record in records)
        alive = (s for s in steps if s.kept or s.finished)
        return cls(tuple(alive), hypotheses)

    def tokens(self, step: int, candidate: Candidate) -> tuple[int, ...]:
        """The ids of a candidate of a step, from the first on.

        An eos that it ends with is left out.
        """
        ids = [candidate.token] if candidate.token != EOS else []
        for earlier in reversed(self.steps[:step]):
            candidate = earlier.kept[candidate.parent]
            ids.append(candidate.token)
        return tuple(reversed(ids))

    def as_dict(self) -> dict[str, Any]:
        """The trace as plain values, for JSON."""
        return {
            "steps": [asdict(step) for step in self.steps],
            "hypotheses": [found.as_dict() for found in self.hypotheses],
        }


def _plain(record: StepRecord, row: int) -> TraceStep:
    parts = (part[row].tolist() for part in record)
    log_probs, tokens, parents, ended, kept = parts
    everything = [
        Candidate(*values)
        for values in zip(tokens, parents, log_probs, strict=True)
    ]
    stays = [place for place in kept if tokens[place] != EOS]
    gone = set(range(len(tokens))) - set(stays)
    gone -= {place for place in gone if ended[place]}

    def real(places: Sequence[int]) -> tuple[Candidate, ...]:
        some = (everything[place] for place in places)
        return tuple(c for c in some if c.log_prob > -math.inf)

    over = [place for place, it in enumerate(ended) if it]
    return TraceStep(real(stays), real(sorted(gone)), real(over))
