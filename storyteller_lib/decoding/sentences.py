"""Writing sentence by sentence: draw many next sentences, keep the best.

Words are too small to be judged, stories too large: among two dozen whole
stories each has its slip somewhere. A sentence is just right. So several
continuations are drawn up to the end of their sentence, somebody judges what
has been written so far, and only from the best of it the next sentences are
drawn (Shen et al., 2022, "SentBS: Sentence-level beam search for controllable
summarization"). It costs no more than drawing as many whole stories.

Chapter: book/09_beam_search
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from storyteller_lib.config import StorytellerError, shown_rounded
from storyteller_lib.decoding.rules import (
    START,
    Hypothesis,
    Rules,
    State,
    Step,
    checked,
    map_state,
    refuse_nan,
    stacked,
)
from storyteller_lib.decoding.sampling import SamplingSettings, draw_tokens
from storyteller_lib.text import EOS

NOT_WAITED_FOR = 0.3
"""The share of drafts that are let go while they are in mid-sentence."""

NOTHING = -2
"""Stands before the first word of the shorter ones of several drafts."""


@shown_rounded
@dataclass(frozen=True)
class Draft:
    """A story up to the end of a sentence, from which it can go on.

    Attributes:
        tokens: what was written, without an eos.
        state: the model's, one row.
        log_prob: of all choices, in nats, by the step that was given.
        over: whether it chose to end, or may not be any longer.

    Chapter: book/09_beam_search
    """

    tokens: tuple[int, ...]
    state: State
    log_prob: float = 0.0
    over: bool = False

    def said(self, token: int, log_prob: float, most: int) -> Draft:
        """The draft with one more token, its state left as it is."""
        tokens = self.tokens if token == EOS else (*self.tokens, token)
        over = token == EOS or len(tokens) >= most
        return Draft(tokens, self.state, self.log_prob + log_prob, over)

    def hypothesis(self) -> Hypothesis:
        """The draft as what any other way of writing gives."""
        mean = self.log_prob / max(len(self.tokens), 1)
        return Hypothesis(self.tokens, mean, self.log_prob, self.over)


Choose = Callable[[list[Draft]], list[Draft]]
"""Puts drafts in order, the best first; it may leave some out."""

Enough = Callable[[tuple[int, ...]], bool]


@torch.no_grad()
def write_by_sentence(
    step: Step,
    state: State,
    choose: Choose,
    ends: Bool[Tensor, " vocabulary"],
    *,
    settings: SamplingSettings,
    candidates: int,
    kept: int = 1,
    enough: Enough | None = None,
    banned: Collection[int] = (),
    generator: torch.Generator | None = None,
) -> list[Draft]:
    """Stories that were written sentence by sentence, best first.

    Args:
        step: the model, see ``decoding.rules.Step``.
        state: where the story starts, one row.
        choose: judges what has been written so far.
        ends: which tokens end a sentence.
        settings: how words are drawn; ``max_length`` is of the whole story.
        candidates: so many next sentences are drawn, of all drafts together.
        kept: so many of the best drafts go on after each sentence.
        enough: whether a story that has come to the end of a sentence is
            long enough to be over; None leaves it to the model.
        banned: ids never chosen.
        generator: the source of chance; a new one with seed 0 if left out.

    Raises:
        StorytellerError: if a number is out of range or the step's results
            are unusable.

    Chapter: book/09_beam_search
    """
    if not 1 <= kept <= candidates:
        raise StorytellerError(
            "of the candidates for a sentence from one to all can be kept, "
            f"got {kept} of {candidates}"
        )
    chance = generator or torch.Generator().manual_seed(0)
    rules = Rules(settings, None, banned)
    drafts, over = [Draft((), state)], list[Draft]()
    while drafts:
        copies = -(-candidates // len(drafts))
        rows = [draft for draft in drafts for _ in range(copies)]
        drawn = next_sentences(step, rows, ends, settings, rules, chance)
        if enough is not None:
            drawn = [
                replace(draft, over=draft.over or enough(draft.tokens))
                for draft in drawn
            ]
        ordered = choose(over + drawn)
        ranked = ordered[:kept]
        over = [draft for draft in ranked if draft.over]
        drafts = [draft for draft in ranked if not draft.over]
    return [draft for draft in ordered if draft.over]


def next_sentences(
    step: Step,
    drafts: Sequence[Draft],
    ends: Bool[Tensor, " vocabulary"],
    settings: SamplingSettings,
    rules: Rules,
    generator: torch.Generator,
) -> list[Draft]:
    """Drafts with one more sentence, in the order in which they ended it.

    A draft that ends its sentence leaves the batch, so that no product is
    made for it any more; the slowest, ``NOT_WAITED_FOR`` of all, are let go.

    Chapter: book/09_beam_search
    """
    tokens, last = _side_by_side(drafts)
    state = stacked([draft.state for draft in drafts])
    open_ones = list(drafts)
    found: list[Draft] = []
    while len(open_ones) > NOT_WAITED_FOR * len(drafts):
        log_probs, state = step(last, state)
        scores = checked(log_probs, len(open_ones)).float().clone()
        refuse_nan(scores.amax(dim=1), tokens.shape[1])
        rules.apply(scores, tokens)
        stuck = scores.amax(dim=1) == -math.inf  # nothing is left to say
        last = draw_tokens(scores, settings, generator)
        tokens = torch.cat([tokens, last[:, None]], dim=1)
        chances = log_probs.gather(1, last[:, None])[:, 0]  # (rows)
        said = chances.masked_fill(stuck, 0.0).tolist()
        going = []
        for row, token in enumerate(last.tolist()):
            one = open_ones[row].said(token, said[row], settings.max_length)
            open_ones[row] = one
            if one.over or bool(ends[token]):
                found.append(replace(one, state=_rows(state, [row])))
            else:
                going.append(row)
        open_ones = [open_ones[row] for row in going]
        last, tokens, state = _rows((last, tokens, state), going)
    return found


def _side_by_side(
    drafts: Sequence[Draft],
) -> tuple[Int[Tensor, "rows length"], Int[Tensor, " rows"]]:
    """The drafts' tokens in one table, flush right, and the last of each."""
    longest = max(len(draft.tokens) for draft in drafts)
    table = torch.tensor(
        [
            [NOTHING] * (longest - len(draft.tokens)) + list(draft.tokens)
            for draft in drafts
        ],
        dtype=torch.long,
    ).view(len(drafts), longest)
    last = [draft.tokens[-1] if draft.tokens else START for draft in drafts]
    return table, torch.tensor(last)


def _rows(state: State, rows: Sequence[int]) -> State:
    """Some rows of a state."""
    chosen = torch.tensor(rows, dtype=torch.long)
    return map_state(lambda t: t[chosen.to(t.device)], state)
