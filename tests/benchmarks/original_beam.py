"""Beam search with the bookkeeping of 2015, as a yardstick.

Written anew from a description of neural-storyteller's decoder: a full
argsort over all candidates, a beam that shrinks whenever a hypothesis ends,
Python lists with a copy of every hypothesis and state at every step, no
length normalisation, the unknown word masked by a huge cost.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

import numpy as np

ArrayStep = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
"""``step(last_tokens, states) -> (probabilities, states)``."""


def original_beam_search(
    step: ArrayStep,
    state: np.ndarray,
    width: int,
    max_length: int,
    use_unknown: bool = False,
) -> tuple[list[list[int]], list[float]]:
    """All hypotheses, in the order they ended, and their costs.

    ``state`` is the state of one sentence, (dim). A hypothesis that ended
    ends on id 0; those cut off after ``max_length`` tokens come last.
    """
    ended: list[list[int]] = []
    ended_costs: list[float] = []
    samples: list[list[int]] = [[]]
    costs = np.zeros(1, dtype=np.float32)
    states = np.array([state])
    last = np.array([-1])
    for _ in range(max_length):
        probabilities, states = step(last, states)
        if not use_unknown:
            probabilities = probabilities.copy()
            probabilities[:, 1] = 1e-20
        candidates = costs[:, None] - np.log(probabilities)
        flat = candidates.flatten()
        order = flat.argsort()[: width - len(ended)]
        words = probabilities.shape[1]
        samples_now, costs_now, states_now = [], [], []
        for parent, word in zip(order // words, order % words, strict=True):
            sample = [*samples[parent], int(word)]
            cost = copy.copy(candidates[parent, word])
            if word == 0:
                ended.append(sample)
                ended_costs.append(float(cost))
            else:
                samples_now.append(sample)
                costs_now.append(cost)
                states_now.append(copy.copy(states[parent]))
        samples = samples_now
        if not samples or len(ended) >= width:
            break
        costs = np.array(costs_now)
        states = np.array(states_now)
        last = np.array([sample[-1] for sample in samples])
    costs_left = [float(cost) for cost in costs[: len(samples)]]
    return ended + samples, ended_costs + costs_left
