"""Words that are wished for: a bonus until they have been said.

A decoder that has read novels for an hour knows a hundred ways to go on
without saying anything. A few nats in favour of the words that the picture
is about, at every step until one of them is said and never after, tip the
scales where the sentence has room for them (after *the*, say), and hardly
anywhere else. The idea is that of lexically constrained decoding (Hokamp and
Liu, 2017, "Lexically constrained decoding for sequence generation"), made
soft.

The search is not changed: the bonus is put around ``step``, and what was
said is part of the state, so that it follows its hypothesis.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.rules import State, Step, rows_of


class KeywordBonus:
    """Adds a bonus to the words of groups that nothing was said of yet.

    Args:
        groups: ids of the words that name one thing (dog, dogs, hound),
            each with its bonus in nats; saying one of a group is enough.
        vocabulary: number of words.

    Raises:
        StorytellerError: for an id beyond the vocabulary, or a bonus that
            is no finite number.

    Chapter: book/16_choosing_among_candidates
    """

    def __init__(
        self, groups: Sequence[tuple[Sequence[int], float]], vocabulary: int
    ) -> None:
        self.members = torch.zeros(len(groups), vocabulary)
        self.bonus = torch.zeros(len(groups))
        owned = [(i, row) for row, (ids, _) in enumerate(groups) for i in ids]
        self.ids = torch.tensor([i for i, _ in owned], dtype=torch.long)
        self.owners = torch.tensor([row for _, row in owned], dtype=torch.long)
        for row, (ids, bonus) in enumerate(groups):
            if not math.isfinite(bonus):
                raise StorytellerError(
                    f"the bonus of keywords must be a number, got {bonus!r}"
                )
            if any(not 0 <= i < vocabulary for i in ids):
                raise StorytellerError(
                    f"keywords must be ids between 0 and {vocabulary - 1}, "
                    f"got {list(ids)}"
                )
            self.members[row, list(ids)] = 1.0
            self.bonus[row] = bonus

    def start(self, state: State) -> State:
        """The decoder's state, and beside it that nothing was said."""
        rows, place = rows_of(state)
        said = torch.zeros(rows, len(self.bonus), device=place)
        return {"decoder": state, "said": said}

    def around(self, step: Step) -> Step:
        """The step with the bonus added to its log-probabilities."""

        def with_bonus(
            last_tokens: Int[Tensor, " rows"], state: State
        ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
            log_probs, inner = step(last_tokens, state["decoder"])
            said = self.after(last_tokens, state["said"])
            wished = (1 - said) * self.bonus.to(said.device)  # (rows, groups)
            ids, owners = self.ids.to(said.device), self.owners
            # a word of two groups has both bonuses, so they are added up
            bonus = wished[:, owners].to(log_probs.dtype)  # (rows, words)
            log_probs = log_probs.index_add(1, ids, bonus)
            return log_probs, {"decoder": inner, "said": said}

        return with_bonus

    def earned(self, tokens: Sequence[int]) -> float:
        """The bonus that a text got for what it said, in nats."""
        said = self.members[:, list(tokens)].any(dim=1)  # (groups,)
        return float(said.float() @ self.bonus)

    def after(
        self,
        last_tokens: Int[Tensor, " rows"],
        said: Float[Tensor, "rows groups"],
    ) -> Float[Tensor, "rows groups"]:
        """What was said, the last words included (-1 is no word)."""
        members = self.members.to(said.device)
        now = members[:, last_tokens.clamp(min=0)].T  # (rows, groups)
        now = now * (last_tokens >= 0).unsqueeze(1)
        return torch.maximum(said, now)
