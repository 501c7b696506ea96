"""The attention captioner's equations in NumPy, one caption at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.text import EOS
from tests.helpers.references import log_softmax, sigmoid

Weights = dict[str, np.ndarray]


def weights_of(captioner: AttentionCaptioner) -> Weights:
    return {
        name: tensor.double().numpy().copy()
        for name, tensor in captioner.state_dict().items()
    }


@dataclass
class Writer:
    """Writes one caption; keeps what it did at every step."""

    captioner: AttentionCaptioner
    picture: np.ndarray
    weights: Weights
    places: Sequence[int] = ()
    log_probs: list[np.ndarray] = field(default_factory=list)
    maps: list[np.ndarray] = field(default_factory=list)
    gates: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        s = self.captioner.settings
        self.drop = 1.0 if s.scaled_dropout else 1 - s.dropout
        self.gate_drop = 1.0 if s.scaled_dropout else 1 - s.gate_dropout
        mean = self.picture.mean(axis=0)
        for layer in range(s.initial_layers - 1):
            mean = self.layer(f"lstm.initial.{3 * layer}", mean)
            mean = np.maximum(mean, 0) * self.drop
        self.states = []
        for layer in range(s.lstm_layers):
            first = np.tanh(self.layer(f"lstm.cells.{layer}.first", mean))
            self.states.append(np.split(first, 2))

    def layer(self, name: str, x: np.ndarray) -> np.ndarray:
        y = x @ self.weights[f"{name}.weight"].T
        return y + self.weights.get(f"{name}.bias", 0)

    def attend(self, cell: str, h: np.ndarray) -> np.ndarray:
        keys = self.layer(f"{cell}.attention.keys.0", self.picture)
        for layer in range(1, self.captioner.settings.attention_layers):
            name = f"{cell}.attention.keys.{2 * layer - 1}"
            keys = np.tanh(self.layer(name, keys))
        query = self.layer(f"{cell}.attention.query", h)
        energy = np.tanh(keys + query)
        scores = self.layer(f"{cell}.attention.score", energy)[:, 0]
        return np.exp(log_softmax(scores))

    def step(self, last: int) -> np.ndarray:
        s, w = self.captioner.settings, self.weights
        word = w["words.weight"][last] if last >= 0 else np.zeros(s.word_dim)
        x = word
        for layer in range(s.lstm_layers):
            cell = f"lstm.cells.{layer}"
            h, c = self.states[layer]
            alpha = self.attend(cell, h)
            context = alpha @ self.picture
            if self.places:  # hard attention that happened to look there
                context = self.picture[self.places[len(self.maps)]]
            beta = sigmoid(self.layer(f"{cell}.gate", h)[0]) if s.gated else 1
            context = beta * context
            sums = self.layer(f"{cell}.read", x)
            sums = sums + self.layer(f"{cell}.recall", h)
            i, f, g, o = np.split(sums + self.layer(f"{cell}.see", context), 4)
            i, f, o = (sigmoid(gate * self.gate_drop) for gate in (i, f, o))
            c = f * c + i * np.tanh(g)
            x = h = o * np.tanh(c)
            self.states[layer] = [h, c]
        y = self.layer("hidden_out", x * self.drop)
        y = y + word if s.word_to_output else y
        if s.context_to_output:
            y = y + self.layer("context_out", context)
        y = np.tanh(y) * self.drop
        for layer in range(s.output_layers - 1):
            y = np.maximum(self.layer(f"deeper.{3 * layer}", y), 0)
            y = y * self.drop
        table = w["words.weight"] if s.tied else w["table"]
        self.maps.append(alpha)
        self.gates.append(float(beta))
        self.log_probs.append(log_softmax(table @ y + w["bias"]))
        return self.log_probs[-1]

    def write(self, ids: Sequence[int]) -> Writer:
        """Every word of a caption, and its end."""
        for last in (-1, *ids):
            self.step(last)
        return self

    def costs(self, ids: Sequence[int]) -> list[float]:
        steps = enumerate([*ids, EOS])
        return [-self.log_probs[time][word] for time, word in steps]


def writer(
    captioner: AttentionCaptioner,
    picture: torch.Tensor,
    places: Sequence[int] = (),
    weights: Weights | None = None,
) -> Writer:
    return Writer(
        captioner,
        picture.double().numpy(),
        weights or weights_of(captioner),
        places,
    )


def paths(places: int, steps: int) -> Iterator[tuple[int, ...]]:
    """All ways to look at one place after another."""
    return itertools.product(range(places), repeat=steps)


def expected_cost(
    captioner: AttentionCaptioner,
    picture: torch.Tensor,
    ids: Sequence[int],
    weights: Weights,
) -> float:
    """The mean cost of a caption over all that hard attention may do."""
    total = 0.0
    for path in paths(len(picture), len(ids) + 1):
        one = writer(captioner, picture, path, weights).write(ids)
        chance = np.prod([m[p] for m, p in zip(one.maps, path, strict=True)])
        total += chance * sum(one.costs(ids))
    return total
