"""What every way of choosing words shares: a step, limits, hypotheses.

A model is seen through one function, ``step(last_tokens, state)``, which
gives the log-probabilities of the next token and the state after it. Here
are the settings common to beam search and sampling, the rules that forbid
tokens, and the hypothesis that comes out.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.config import Settings, StorytellerError, shown_rounded
from storyteller_lib.text import EOS, UNK

START = -1
"""The token before the first one; a decoder reads zeros for it."""

State = Any
"""Tensors with rows first, alone or in (nested) tuples, lists and dicts."""

Step = Callable[[Tensor, State], tuple[Tensor, State]]
"""``step(last_tokens, state) -> (log_probs, state)``, one row a hypothesis:
int64 (rows) in, float (rows, vocabulary) out."""


@dataclass(frozen=True)
class DecodingSettings(Settings):
    """What may be written, however it is chosen.

    Attributes:
        max_length: most tokens of a hypothesis, its end not counted.
        min_length: fewest tokens before it may end.
        no_repeat_ngram: no run of so many tokens occurs twice; 0 allows
            all, 1 forbids every repeated token.
        forbid_unknown: never write the unknown word.
        unknown_cost: what a hypothesis that writes a forbidden unknown word
            costs in all, so that it loses but stays possible; the released
            code takes 1e20. None rules it out.

    Raises:
        StorytellerError: for limits that contradict each other.

    Chapter: book/09_beam_search
    """

    max_length: int = 60
    min_length: int = 1
    no_repeat_ngram: int = 0
    forbid_unknown: bool = True
    unknown_cost: float | None = None

    def __post_init__(self) -> None:
        name = type(self).__name__
        self.check_kinds(vars(self))
        self.check_positive("max_length")
        if not 0 <= self.min_length <= self.max_length:
            raise StorytellerError(
                f"{name}.min_length must be between 0 and max_length "
                f"({self.max_length}), got {self.min_length!r}"
            )
        self.check_range("no_repeat_ngram")


@shown_rounded
@dataclass(frozen=True)
class Hypothesis:
    """A sequence that was written, and how well it scored.

    Attributes:
        tokens: ids without the final eos.
        score: what hypotheses are compared by, higher is better.
        log_prob: sum of the log-probabilities of all choices, in nats.
        finished: whether it chose to end, or was cut off.

    Chapter: book/09_beam_search
    """

    tokens: tuple[int, ...]
    score: float
    log_prob: float
    finished: bool

    def as_dict(self) -> dict[str, Any]:
        """The hypothesis as plain values, for JSON."""
        return {**vars(self), "tokens": list(self.tokens)}


class Rules:
    """What adds to the scores of tokens, and what forbids them.

    Args:
        settings: the limits.
        bonus: added to every step's log-probabilities, in nats.
        banned: ids never chosen.

    Chapter: book/09_beam_search
    """

    def __init__(
        self,
        settings: DecodingSettings,
        bonus: Float[Tensor, " vocabulary"] | None = None,
        banned: Collection[int] = (),
    ) -> None:
        self.settings, self.bonus = settings, bonus
        cost = settings.unknown_cost if settings.forbid_unknown else None
        self.unknown_score = None if cost is None else -cost
        ruled_out = settings.forbid_unknown and cost is None
        unknown = {UNK} if ruled_out else set()
        self.banned = torch.tensor(
            sorted({*banned, *unknown}), dtype=torch.long
        )
        self.most = 0.0
        if bonus is not None:
            self.most = max(float(bonus.max()), 0.0)

    def apply(
        self,
        scores: Float[Tensor, "rows vocabulary"],
        tokens: Int[Tensor, "rows length"],
    ) -> None:
        """Change the scores of the next token, in place.

        Raises:
            StorytellerError: for a banned id beyond the vocabulary.
        """
        if self.bonus is not None:
            scores += self.bonus.to(scores.device)
        if self.unknown_score is not None and scores.shape[1] > UNK:
            scores[:, UNK].clamp_(max=self.unknown_score)
        if len(self.banned):
            scores.index_fill_(1, self._banned(scores), -math.inf)
        if tokens.shape[1] < self.settings.min_length:
            scores[:, EOS] = -math.inf
        if self.settings.no_repeat_ngram:
            block_repeats(scores, tokens, self.settings.no_repeat_ngram)

    def _banned(self, scores: Tensor) -> Int[Tensor, " banned"]:
        size = scores.shape[1]
        if size == 1:  # a vocabulary of eos alone has no unknown word
            return self.banned[:0]
        if not 0 <= int(self.banned[0]) <= int(self.banned[-1]) < size:
            raise StorytellerError(
                f"banned ids must be between 0 and {size - 1}, "
                f"got {self.banned.tolist()}"
            )
        return self.banned.to(scores.device)


def block_repeats(
    scores: Float[Tensor, "rows vocabulary"],
    tokens: Int[Tensor, "rows length"],
    size: int,
) -> None:
    """Forbid, in place, every token that would repeat an n-gram.

    Chapter: book/09_beam_search
    """
    length = tokens.shape[1]
    if length < size:
        return
    seen = tokens.unfold(1, size, 1)  # (rows, n-grams, size)
    ending = tokens[:, None, length - size + 1 :]  # (rows, 1, size - 1)
    again = (seen[:, :, :-1] == ending).all(dim=2)  # (rows, n-grams)
    rows, places = again.nonzero(as_tuple=True)
    scores[rows, seen[rows, places, -1]] = -math.inf


def map_state(function: Callable[[Tensor], Tensor], state: State) -> State:
    """The state with the function applied to every tensor in it.

    Chapter: book/09_beam_search
    """
    if isinstance(state, Tensor):
        return function(state)
    if isinstance(state, dict):
        return {key: map_state(function, part) for key, part in state.items()}
    if isinstance(state, tuple | list):
        parts = [map_state(function, part) for part in state]
        named = hasattr(state, "_fields")
        return type(state)(*parts) if named else type(state)(parts)
    return state


def stacked(states: Sequence[State]) -> State:
    """The rows of several states of one form in one state.

    Where a state remembers more than another, the shorter one is filled up
    with zeros at its end.

    Chapter: book/09_beam_search
    """
    first = states[0]
    if isinstance(first, Tensor):
        return torch.cat(_of_one_size(states))
    if isinstance(first, dict):
        return {key: stacked([s[key] for s in states]) for key in first}
    if isinstance(first, tuple | list):
        parts = [stacked(some) for some in zip(*states, strict=True)]
        named = hasattr(first, "_fields")
        return type(first)(*parts) if named else type(first)(parts)
    return first


def _of_one_size(parts: Sequence[Tensor]) -> list[Tensor]:
    shapes = [part.shape[1:] for part in parts]
    most = [max(sizes) for sizes in zip(*shapes, strict=True)]
    filled = []
    for part, shape in zip(parts, shapes, strict=True):
        pairs = zip(reversed(most), reversed(shape), strict=True)
        missing = [n for whole, size in pairs for n in (0, whole - size)]
        filled.append(F.pad(part, missing) if any(missing) else part)
    return filled


def rows_of(state: State) -> tuple[int, torch.device]:
    """How many rows a state has and where it lies; without tensors, one row.

    Raises:
        StorytellerError: if its tensors disagree on the number of rows.

    Chapter: book/09_beam_search
    """
    tensors: list[Tensor] = []

    def note(part: Tensor) -> Tensor:
        tensors.append(part)
        return part

    map_state(note, state)
    if not tensors:
        return 1, torch.device("cpu")
    sizes = {part.shape[0] if part.dim() else 0 for part in tensors}
    if len(sizes) > 1 or not min(sizes):
        raise StorytellerError(
            "every tensor of a decoder's state needs the same number of "
            f"rows, one or more, got {sorted(sizes)}"
        )
    return sizes.pop(), tensors[0].device


def checked(log_probs: Tensor, rows: int) -> Float[Tensor, "rows vocabulary"]:
    """The log-probabilities of a step, if they have the right shape.

    Raises:
        StorytellerError: for any other shape.

    Chapter: book/09_beam_search
    """
    if log_probs.dim() != 2 or log_probs.shape[0] != rows:
        raise StorytellerError(
            "a step must give log-probabilities of shape "
            f"({rows}, vocabulary), got {tuple(log_probs.shape)}"
        )
    return log_probs


def refuse_nan(best: Float[Tensor, " rows"], length: int) -> None:
    """Raise StorytellerError if the best choices are not numbers.

    Chapter: book/09_beam_search
    """
    bad: Bool[Tensor, " rows"] = best.isnan()
    if bad.any():
        raise StorytellerError(
            "the decoder's log-probabilities are not numbers after "
            f"{length} tokens; its weights or its input are broken"
        )
