"""Writing sentence by sentence: draw many next sentences, keep the best.

Words are too small to be judged, stories too large: among two dozen whole
stories each has its slip somewhere. A sentence is just right. So several
continuations are drawn up to the end of their sentence, somebody judges what
has been written so far, and only from the best of it the next sentences are
drawn (Shen et al., 2022, "SentBS: Sentence-level beam search for controllable
summarization"). It costs no more than drawing as many whole stories.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float, Int
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
    rows_of,
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

    Chapter: book/16_choosing_among_candidates
    """

    tokens: tuple[int, ...]
    state: State
    log_prob: float = 0.0
    over: bool = False

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

    Chapter: book/16_choosing_among_candidates
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

    Chapter: book/16_choosing_among_candidates
    """
    rows = _Rows(drafts)
    found: list[Draft] = []
    while len(rows.tokens) > NOT_WAITED_FOR * len(drafts):
        log_probs, rows.state = step(rows.last, rows.state)
        scores = checked(log_probs, len(rows.tokens)).float().clone()
        refuse_nan(scores.amax(dim=1), rows.tokens.shape[1])
        rules.apply(scores, rows.tokens)
        stuck = scores.amax(dim=1) == -math.inf  # nothing is left to say
        words = draw_tokens(scores, settings, generator)
        chances = log_probs.gather(1, words[:, None])[:, 0]  # (rows)
        chances = chances.masked_fill(stuck, 0.0)
        found += rows.say(words, chances, ends, settings.max_length)
    return found


class _Rows:
    """Drafts in the middle of a sentence, side by side.

    Args:
        drafts: from which they go on; the same one may come many times.
    """

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.state = stacked([draft.state for draft in drafts])
        self.tokens = _side_by_side(drafts).to(rows_of(self.state)[1])
        self.log_probs = [draft.log_prob for draft in drafts]

    @property
    def last(self) -> Int[Tensor, " rows"]:
        """The last token of each."""
        if not self.tokens.shape[1]:
            return self.tokens.new_full((len(self.tokens),), START)
        return self.tokens[:, -1]

    def say(
        self,
        words: Int[Tensor, " rows"],
        chances: Float[Tensor, " rows"],
        ends: Bool[Tensor, " vocabulary"],
        most: int,
    ) -> list[Draft]:
        """Each says a word; those leave that end their sentence by it."""
        self.tokens = torch.cat([self.tokens, words[:, None]], dim=1)
        pairs = zip(self.log_probs, chances.tolist(), strict=True)
        self.log_probs = [before + chance for before, chance in pairs]
        lengths = (self.tokens != NOTHING).sum(dim=1)  # (rows)
        over = (words == EOS) | (lengths >= most)
        leaves = (over | ends.to(words.device)[words]).tolist()
        left = [
            self._draft(row, is_over)
            for row, is_over in enumerate(over.tolist())
            if leaves[row]
        ]
        self._keep([row for row, gone in enumerate(leaves) if not gone])
        return left

    def _draft(self, row: int, over: bool) -> Draft:
        tokens = self.tokens[row].tolist()
        said = tuple(t for t in tokens if t not in (NOTHING, EOS))
        state = map_state(lambda part: part[row : row + 1], self.state)
        return Draft(said, state, self.log_probs[row], over)

    def _keep(self, rows: list[int]) -> None:
        self.log_probs = [self.log_probs[row] for row in rows]
        chosen = torch.tensor(rows, dtype=torch.long)
        chosen = chosen.to(self.tokens.device)
        self.tokens = self.tokens[chosen]
        self.state = map_state(lambda part: part[chosen], self.state)


def _side_by_side(drafts: Sequence[Draft]) -> Int[Tensor, "rows length"]:
    """The drafts' tokens in one table, flush right."""
    longest = max(len(draft.tokens) for draft in drafts)
    table = [
        [NOTHING] * (longest - len(draft.tokens)) + list(draft.tokens)
        for draft in drafts
    ]
    return torch.tensor(table, dtype=torch.long).view(len(drafts), longest)
