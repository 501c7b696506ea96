"""Beam search: keep the best few unfinished sentences, word by word.

The search knows no model: it is given ``step(last_tokens, state)`` (see
``decoding``) and the state from which each sentence of a batch starts. All
hypotheses of all sentences take a step together, as rows of one batch; the
bookkeeping between two steps is a few small functions on tensors of shape
``(batch, width, ...)``.

Hypotheses that end go to a pool and leave their place to others: the beam
never shrinks (in neural-storyteller it does, and so it does here if asked
to). The pool compares sums divided by a power of the length; with power 0, as
in the original, the short win.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.decoding.beam_settings import BeamResult, BeamSettings
from storyteller_lib.decoding.beam_trace import StepRecord, Trace
from storyteller_lib.decoding.beams import (
    Beam,
    Pool,
    add_beam_dim,
    add_to_pool,
    advance,
    gather_beams,
    gather_rows,
    normalised,
    top_candidates,
)
from storyteller_lib.decoding.rules import (
    Hypothesis,
    Rules,
    State,
    Step,
    checked,
    refuse_nan,
    rows_of,
)
from storyteller_lib.text import EOS

__all__ = [
    "BeamResult",
    "BeamSettings",
    "Hypothesis",
    "Trace",
    "beam_search",
    "greedy",
]

PADDING = -1
LAST = -1e30
"""The score of a hypothesis that counts only where there is no other."""


@torch.no_grad()
def beam_search(
    step: Step,
    state: State,
    *,
    settings: BeamSettings | None = None,
    bonus: Float[Tensor, " vocabulary"] | None = None,
    banned: Collection[int] = (),
    trace: bool = False,
) -> list[BeamResult]:
    """The most probable sentences a model can write from each state.

    Args:
        step: the model, see ``decoding.Step``.
        state: where each sentence starts, one row a sentence.
        settings: how to search.
        bonus: added to the log-probabilities of every step, in nats.
        banned: ids never chosen.
        trace: whether to record every decision.

    Raises:
        StorytellerError: if the step's results are unusable.

    Chapter: book/09_beam_search
    """
    settings = settings or BeamSettings()
    batch, device = rows_of(state)
    rules = Rules(settings, bonus, banned)
    beam, pool = _empty(batch, settings, device)
    state = add_beam_dim(state, settings.width)
    records: list[StepRecord] = []
    scores: Tensor | None = None
    places = None
    if settings.shrinking:
        places = torch.full((batch, 1), settings.width, device=device)
    for length in range(settings.max_length):
        log_probs, state = step(beam.last.flatten(), state)
        scores = _candidate_scores(log_probs, beam, rules, scores)
        record = _choose(scores, settings.width, places)
        refuse_nan(record.log_probs[:, 0], length)
        pool = _collect(pool, beam, record, settings)
        beam = advance(beam, record)
        records.append(record)
        if places is not None:
            places = places - record.ended.sum(dim=1, keepdim=True)
        done = _settled(beam, pool, settings, rules.most)
        beam.log_probs[done] = -math.inf
        if done.all():
            break
        state = gather_rows(state, record.parents.gather(1, record.kept))
    pool = _collect_cut_off(pool, beam, settings)
    return _results(pool, records if trace else None)


def greedy(
    step: Step, state: State, *, settings: BeamSettings | None = None
) -> list[BeamResult]:
    """Always the most probable next token: a beam of width 1, by sums.

    Chapter: book/09_beam_search
    """
    chosen = settings or BeamSettings()
    one = replace(chosen, width=1, n_best=1, length_normalisation=0.0)
    return beam_search(step, state, settings=one)


def _empty(
    batch: int, settings: BeamSettings, device: torch.device
) -> tuple[Beam, Pool]:
    """A beam whose first place alone is taken, and a pool of free places."""
    log_probs = torch.full((batch, settings.width), -math.inf, device=device)
    log_probs[:, 0] = 0
    tokens = torch.empty(batch, settings.width, 0, dtype=torch.long)
    none = torch.full((batch, settings.n_best), -math.inf, device=device)
    beam = Beam(log_probs, tokens.to(device))
    return beam, _entries(none, tokens.new_empty(*none.shape, 0), settings)


def _entries(
    log_probs: Tensor,
    tokens: Tensor,
    settings: BeamSettings,
    finished: bool = False,
) -> Pool:
    """Hypotheses of one length as entries of a pool."""
    length, alpha = tokens.shape[2], settings.length_normalisation
    scores = normalised(log_probs, length + finished, alpha)
    if settings.empty_last and not length:
        scores = scores.where(scores.isinf(), LAST)
    return Pool(
        scores,
        log_probs,
        F.pad(tokens, (0, settings.max_length - length), value=PADDING),
        torch.full(log_probs.shape, finished, device=log_probs.device),
    )


def _candidate_scores(
    log_probs: Tensor, beam: Beam, rules: Rules, memory: Tensor | None
) -> Float[Tensor, "batch width vocabulary"]:
    """The log-probability of every hypothesis with every next token.

    Written over the last step's: memory for a million costs more than sums.
    """
    batch, width = beam.log_probs.shape
    log_probs = checked(log_probs, batch * width)
    if memory is None:
        kind = torch.promote_types(log_probs.dtype, torch.float32)
        memory = log_probs.new_empty(log_probs.shape, dtype=kind)
    scores = memory.view(log_probs.shape)  # (rows, vocabulary)
    torch.add(log_probs, beam.log_probs.view(-1, 1), out=scores)
    rules.apply(scores, beam.tokens.flatten(0, 1))
    return scores.view(batch, width, -1)


def _choose(
    scores: Float[Tensor, "batch width vocabulary"],
    width: int,
    places: Int[Tensor, "batch 1"] | None = None,
) -> StepRecord:
    """The best candidates, which of them end, and which stay in the beam.

    An end counts only among the best ``width``; at most ``width`` of twice
    as many candidates are ends, so the beam can always be filled again. A
    beam that shrinks takes just as many candidates as it has ``places``.
    """
    vocabulary = scores.shape[2]
    count = width * min(2, vocabulary)
    best, found = top_candidates(scores.flatten(1), count)
    tokens, parents = found % vocabulary, found // vocabulary
    if places is not None:
        rank = torch.arange(count, device=scores.device)
        best = best.masked_fill(rank >= places, -math.inf)
    ends = tokens == EOS  # (batch, count)
    ended = ends & best.isfinite()
    ended[:, width:] = False
    kept = best.masked_fill(ends, -math.inf).topk(width).indices
    return StepRecord(best, tokens, parents, ended, kept)


def _collect(
    pool: Pool, beam: Beam, record: StepRecord, settings: BeamSettings
) -> Pool:
    """The pool with what ended in a step, or could not go on at all."""
    if record.ended.any():
        log_probs = record.log_probs.masked_fill(~record.ended, -math.inf)
        tokens = gather_beams(beam.tokens, record.parents)
        ended = _entries(log_probs, tokens, settings, finished=True)
        pool = add_to_pool(pool, ended)
    stuck = record.log_probs[:, :1] == -math.inf  # (batch, 1)
    if stuck.any():
        left = beam.log_probs.masked_fill(~stuck, -math.inf)
        pool = _collect_cut_off(pool, Beam(left, beam.tokens), settings)
    return pool


def _collect_cut_off(pool: Pool, beam: Beam, settings: BeamSettings) -> Pool:
    """The pool with the hypotheses that were cut off in the beam."""
    log_probs = beam.log_probs
    if settings.prefer_finished:
        some = pool.scores[:, :1] > -math.inf  # (batch, 1)
        log_probs = log_probs.masked_fill(some, -math.inf)
    return add_to_pool(pool, _entries(log_probs, beam.tokens, settings))


def _settled(
    beam: Beam, pool: Pool, settings: BeamSettings, bonus: float
) -> Bool[Tensor, " batch"]:
    """Whether no hypothesis in the beam can still enter a sentence's pool.

    A log-probability only falls, so no later score is above today's sum
    normalised by the greatest length (a bonus may raise it at every step).
    """
    length, most = beam.tokens.shape[2], settings.max_length
    alpha = settings.length_normalisation
    bound = beam.log_probs[:, 0] + bonus * (most - length)
    bound = torch.where(
        bound < 0,
        normalised(bound, most, alpha),
        normalised(bound, length, alpha),
    )
    return pool.scores[:, -1] >= bound


def _results(pool: Pool, records: list[StepRecord] | None) -> list[BeamResult]:
    """The pool as plain hypotheses, sentence by sentence."""
    results = []
    parts = [part.tolist() for part in pool]
    for row, places in enumerate(zip(*parts, strict=True)):
        found = tuple(
            Hypothesis(
                tuple(t for t in tokens if t != PADDING), score, total, ended
            )
            for score, total, tokens, ended in zip(*places, strict=True)
            if score > -math.inf
        )
        trace = None
        if records is not None:
            trace = Trace.from_records(records, row, found)
        results.append(BeamResult(found, trace))
    return results
