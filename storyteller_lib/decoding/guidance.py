"""Guidance: go further away from what would be said of anything.

A language model has read much more than it was told, and much of what it
writes it would write about any picture. It can be asked twice at each word:
once with the thought that it is to tell, once with one that leaves out what
matters. Where the two answers differ, the thought speaks; so that difference
is made larger (classifier-free guidance: Ho and Salimans, 2022, for
pictures; Sanchez et al., 2023, "Stay on topic", for language):

    log p = log p(w | free) + strength * (log p(w | thought) - log p(w | free))

A strength of 1 changes nothing, 2 doubles what the thought says. Each step
has twice the rows.

The search is not changed: guidance is put around ``step``, and both states
follow their hypothesis.

Chapter: book/16_choosing_among_candidates
"""

from __future__ import annotations

import math

from jaxtyping import Float, Int
from torch import Tensor
from torch.nn import functional as F

from storyteller_lib.decoding.rules import State, Step, map_state, stacked

LEAST = -1e4
"""Nats; of two impossible words none is more impossible."""


def guided_state(thought: State, free: State) -> State:
    """Where guided writing starts: the decoder's state for both thoughts.

    Chapter: book/16_choosing_among_candidates
    """
    return {"thought": thought, "free": free}


def guided(step: Step, strength: float) -> Step:
    """A step that says more of what only the thought would say.

    Args:
        step: the decoder's.
        strength: 1 is the decoder itself, 0 forgets the thought. What is
            impossible with the thought stays so.

    Chapter: book/16_choosing_among_candidates
    """

    def guided_step(
        last_tokens: Int[Tensor, " rows"], state: State
    ) -> tuple[Float[Tensor, "rows vocabulary"], State]:
        both = stacked([state["thought"], state["free"]])
        log_probs, both = step(last_tokens.repeat(2), both)
        told, untold = log_probs.chunk(2)  # (rows, vocabulary) each
        thought = map_state(lambda part: part.chunk(2)[0], both)
        free = map_state(lambda part: part.chunk(2)[1], both)
        forbidden = told.isneginf()
        told, untold = told.clamp(min=LEAST), untold.clamp(min=LEAST)
        mixed = untold + strength * (told - untold)  # (rows, vocabulary)
        mixed = mixed.masked_fill(forbidden, -math.inf)
        return F.log_softmax(mixed, dim=1), guided_state(thought, free)

    return guided_step
