"""Sampling: let chance choose the words, more or less tamed.

The alternative to beam search: each token is drawn from the model's
distribution, sharpened or flattened by a temperature and cut to its most
probable part: the ``top_k`` best tokens (Fan et al., 2018), or the nucleus,
the fewest tokens that hold a share ``top_p`` of the probability (Holtzman
et al., 2020).

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beams import top_candidates
from storyteller_lib.decoding.rules import (
    START,
    DecodingSettings,
    Hypothesis,
    Rules,
    State,
    Step,
    checked,
    refuse_nan,
    rows_of,
)
from storyteller_lib.text import EOS

FEW = 512
"""A nucleus of so many tokens is found without sorting the others."""

CHUNK = 8
"""Of chunks of so many, ten thousand tokens give their best few hundred
soonest, see ``top_candidates``."""

COLDEST, HOTTEST = 0.01, 100.0
"""Beyond them nothing changes but the numbers, which overflow."""

__all__ = ["SamplingSettings", "keep_top_k", "keep_top_p", "sample"]


@dataclass(frozen=True)
class SamplingSettings(DecodingSettings):
    """How to draw; the limits on what may be written come with it.

    Attributes:
        temperature: log-probabilities are divided by it; below 1 is safer,
            above 1 is wilder; from 0.01 to 100.
        top_k: draw among so many tokens only; 0 means all.
        top_p: draw among the fewest tokens that hold this share of the
            probability; 1 means all.

    Chapter: book/09_beam_search
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.check_positive("temperature", "top_p")
        if not COLDEST <= self.temperature <= HOTTEST:
            raise StorytellerError(
                f"SamplingSettings.temperature must be from {COLDEST} to "
                f"{HOTTEST:g}, got {self.temperature!r}"
            )
        if self.top_k < 0 or self.top_p > 1:
            raise StorytellerError(
                "SamplingSettings needs top_k of 0 (off) or more and top_p "
                f"of at most 1, got {self.top_k!r} and {self.top_p!r}"
            )


@torch.no_grad()
def sample(
    step: Step,
    state: State,
    *,
    settings: SamplingSettings | None = None,
    generator: torch.Generator | None = None,
    bonus: Float[Tensor, " vocabulary"] | None = None,
    banned: Collection[int] = (),
) -> list[Hypothesis]:
    """One sentence drawn from the model for each row of the state.

    The hypotheses' log-probabilities are the model's own, before
    temperature, bonus and cuts; their score is the mean of a choice.

    Args:
        step: the model, see ``decoding.Step``.
        state: where each sentence starts, one row a sentence.
        settings: how to draw.
        generator: the source of chance, on the device of the model; a new
            one with seed 0 if left out.
        bonus: added to the log-probabilities of every step, in nats.
        banned: ids never chosen.

    Raises:
        StorytellerError: if the step's results are unusable.

    Chapter: book/09_beam_search
    """
    settings = settings or SamplingSettings()
    rows, device = rows_of(state)
    rules = Rules(settings, bonus, banned)
    generator = generator or torch.Generator(device).manual_seed(0)
    last = torch.full((rows,), START, device=device)
    tokens = last.new_empty(rows, 0)
    totals = torch.zeros(rows, device=device)
    alive = torch.ones(rows, dtype=torch.bool, device=device)
    ends, choices = ~alive, torch.zeros_like(last)
    for length in range(settings.max_length):
        log_probs, state = step(last, state)
        scores = checked(log_probs, rows).float().clone()
        refuse_nan(scores.amax(dim=1), length)
        rules.apply(scores, tokens)
        alive &= scores.amax(dim=1) > -math.inf  # else nothing is left to say
        last = draw_tokens(scores, settings, generator)
        said = log_probs.gather(1, last[:, None])[:, 0]  # (rows)
        totals += torch.where(alive, said, 0)
        choices += alive
        ends |= alive & (last == EOS)
        alive &= last != EOS
        tokens = torch.cat([tokens, last[:, None]], dim=1)
        if not alive.any():
            break
    return _hypotheses(tokens, totals, choices, ends)


def keep_top_k(
    scores: Float[Tensor, "rows vocabulary"], count: int
) -> Float[Tensor, "rows vocabulary"]:
    """The scores with all but the ``count`` best of each row forbidden.

    Chapter: book/09_beam_search
    """
    best = scores.topk(min(count, scores.shape[1])).indices
    kept = torch.full_like(scores, -math.inf)
    return kept.scatter(1, best, scores.gather(1, best))


def keep_top_p(
    scores: Float[Tensor, "rows vocabulary"], share: float
) -> Float[Tensor, "rows vocabulary"]:
    """The scores with all tokens outside the nucleus forbidden.

    The nucleus is the shortest list of a row's best tokens whose
    probabilities add up to the share or more. It is short: only where it is
    not among the best ``FEW`` tokens is the whole vocabulary sorted.

    Chapter: book/09_beam_search
    """
    probabilities = scores.softmax(dim=1)  # (rows, vocabulary)
    ranked, order = probabilities.topk(min(FEW, scores.shape[1]))
    if (ranked.sum(dim=1) < share).any():
        ranked, order = probabilities.sort(dim=1, descending=True)
    outside = ranked.cumsum(dim=1) - ranked >= share
    outside[:, 0] = False
    best = scores.gather(1, order).masked_fill(outside, -math.inf)
    return torch.full_like(scores, -math.inf).scatter(1, order, best)


def best_tokens(
    scores: Float[Tensor, "rows vocabulary"], count: int
) -> tuple[Float[Tensor, "rows best"], Int[Tensor, "rows best"]]:
    """The highest scores of each row and their places, but faster.

    Equal scores stand in the order of ``torch.topk``, which is asked again
    where there are some: so chance draws the same either way.

    Chapter: book/09_beam_search
    """
    if count >= scores.shape[1]:
        best = scores.topk(scores.shape[1])
        return best.values, best.indices
    values, places = top_candidates(scores, count + 1, CHUNK)
    tied = (values[:, 1:] == values[:, :-1]).any(dim=1)  # (rows,)
    values, places = values[:, :count], places[:, :count]
    if tied.any():
        values[tied], places[tied] = scores[tied].topk(count)
    return values.contiguous(), places.contiguous()


def draw_tokens(
    scores: Float[Tensor, "rows vocabulary"],
    settings: SamplingSettings,
    generator: torch.Generator,
) -> Int[Tensor, " rows"]:
    """One token drawn for each row; eos where every token is forbidden.

    Chapter: book/09_beam_search
    """
    forbidden = scores.amax(dim=1) == -math.inf
    scores[forbidden, EOS] = 0
    scores = scores / settings.temperature
    places = None
    if settings.top_k:  # all that follows needs to look at these only
        scores, places = best_tokens(scores, settings.top_k)
    if settings.top_p < 1:
        scores = keep_top_p(scores, settings.top_p)
    drawn = torch.multinomial(scores.softmax(1), 1, generator=generator)
    if places is not None:
        drawn = places.gather(1, drawn)
    return drawn[:, 0]


def _hypotheses(
    tokens: Int[Tensor, "rows length"],
    totals: Float[Tensor, " rows"],
    choices: Int[Tensor, " rows"],
    ends: Tensor,
) -> list[Hypothesis]:
    rows = zip(
        tokens.tolist(),
        totals.tolist(),
        choices.tolist(),
        ends.tolist(),
        strict=True,
    )
    return [
        Hypothesis(
            tuple(ids[: count - finished]),
            total / max(count, 1),
            total,
            finished,
        )
        for ids, total, count, finished in rows
    ]
