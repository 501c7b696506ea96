"""The bookkeeping of beam search: a few pure functions on tensors.

Hypotheses lie in tensors of shape ``(batch, width, ...)``, one sentence of
the batch a row; a model sees them as rows of one batch. After Flax's
``decode.py``, each function does one thing and is short enough to be read
on its own.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from jaxtyping import Bool, Float, Int, Shaped
from torch import Tensor

from storyteller_lib.decoding.beam_trace import StepRecord
from storyteller_lib.decoding.rules import START, State, map_state
from storyteller_lib.text import EOS


class Pool(NamedTuple):
    """The best hypotheses that left the beam; score -inf is a free place.

    Chapter: book/09_beam_search
    """

    scores: Float[Tensor, "batch kept"]
    log_probs: Float[Tensor, "batch kept"]
    tokens: Int[Tensor, "batch kept max_length"]
    finished: Bool[Tensor, "batch kept"]


class Beam(NamedTuple):
    """The hypotheses being written; -inf marks a free place.

    Chapter: book/09_beam_search
    """

    log_probs: Float[Tensor, "batch width"]
    tokens: Int[Tensor, "batch width length"]

    @property
    def last(self) -> Int[Tensor, "batch width"]:
        """The last token of each hypothesis, ``START`` before the first."""
        if self.tokens.shape[2]:
            return self.tokens[:, :, -1]
        return torch.full_like(self.log_probs, START, dtype=torch.long)


def add_beam_dim(state: State, width: int) -> State:
    """Each row of a state ``width`` times: (batch, ...) -> (rows, ...).

    Chapter: book/09_beam_search
    """
    return map_state(lambda x: x.repeat_interleave(width, dim=0), state)


def gather_beams(
    values: Shaped[Tensor, "batch width ..."],
    parents: Int[Tensor, "batch chosen"],
) -> Shaped[Tensor, "batch chosen ..."]:
    """Of each sentence's hypotheses the chosen ones, in the order chosen.

    Chapter: book/09_beam_search
    """
    batch = torch.arange(len(values), device=values.device)
    return values[batch[:, None], parents]  # (batch, chosen, ...)


def gather_rows(state: State, parents: Int[Tensor, "batch width"]) -> State:
    """The state reordered so that each row follows its parent.

    Chapter: book/09_beam_search
    """
    batch, width = parents.shape
    first = torch.arange(batch, device=parents.device) * width
    rows = (first[:, None] + parents).flatten()  # (rows)
    return map_state(lambda x: x.index_select(0, rows), state)


def top_candidates(
    scores: Float[Tensor, "batch candidates"], count: int, chunk: int = 64
) -> tuple[Float[Tensor, "batch count"], Int[Tensor, "batch count"]]:
    """The highest scores and their places, as ``torch.topk`` but faster.

    The best ``count`` scores lie in the ``count`` chunks with the highest
    peaks: each lies in a chunk whose peak is no lower than itself. So one
    pass for the peaks and a topk over a few chunks do.

    Chapter: book/09_beam_search
    """
    chunks = scores.shape[1] // chunk
    if chunks <= count:
        best = scores.topk(count)
        return best.values, best.indices
    # chunk i holds every chunks-th score from the i-th on: contiguous reads
    grid = scores[:, : chunks * chunk].unflatten(1, (chunk, chunks))
    peaks = grid.amax(dim=1).topk(count).indices  # (batch, count)
    steps = torch.arange(0, chunks * chunk, chunks, device=scores.device)
    places = (peaks[:, :, None] + steps).flatten(1)  # (batch, count * chunk)
    rest = torch.arange(chunks * chunk, scores.shape[1], device=scores.device)
    places = torch.cat([places, rest.expand(len(scores), -1)], dim=1)
    best = scores.gather(1, places).topk(count)
    return best.values, places.gather(1, best.indices)


def advance(beam: Beam, record: StepRecord) -> Beam:
    """The beam after a step: the kept candidates and their histories.

    Chapter: book/09_beam_search
    """
    words = record.tokens.gather(1, record.kept)  # (batch, width)
    log_probs = record.log_probs.gather(1, record.kept)
    before = gather_beams(beam.tokens, record.parents.gather(1, record.kept))
    return Beam(
        log_probs.masked_fill(words == EOS, -math.inf),
        torch.cat([before, words[:, :, None]], dim=2),
    )


def normalised(
    log_probs: Float[Tensor, ...], choices: int, power: float
) -> Float[Tensor, ...]:
    """Log-probabilities divided by a power of the number of choices.

    Chapter: book/09_beam_search
    """
    return log_probs / max(choices, 1) ** power


def add_to_pool(pool: Pool, entries: Pool) -> Pool:
    """The best of the pool and the entries, as many as the pool holds.

    Chapter: book/09_beam_search
    """
    both = [torch.cat(pair, dim=1) for pair in zip(pool, entries, strict=True)]
    best = both[0].topk(pool.scores.shape[1]).indices  # (batch, kept)
    return Pool(*(gather_beams(part, best) for part in both))
