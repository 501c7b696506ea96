"""The equations of the models in plain NumPy, one sequence at a time."""

from __future__ import annotations

import numpy as np
from torch import nn


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def gru_step(layer: nn.GRU, x: np.ndarray, h: np.ndarray) -> np.ndarray:
    """Kiros et al. (2015), equations 1 to 4, as released: the reset gate
    acts on the product, and the update gate keeps the old state."""
    w = layer.weight_ih_l0.detach().double().numpy()
    u = layer.weight_hh_l0.detach().double().numpy()
    b = layer.bias_ih_l0.detach().double().numpy()
    w_r, w_z, w_n = np.split(w, 3)
    u_r, u_z, u_n = np.split(u, 3)
    b_r, b_z, b_n = np.split(b, 3)
    reset = sigmoid(w_r @ x + u_r @ h + b_r)
    update = sigmoid(w_z @ x + u_z @ h + b_z)
    candidate = np.tanh(w_n @ x + reset * (u_n @ h) + b_n)
    return update * h + (1 - update) * candidate


def gru_states(
    layer: nn.GRU, inputs: np.ndarray, h: np.ndarray | None = None
) -> np.ndarray:
    """The states after each of the inputs: (time, dim)."""
    state = np.zeros(layer.hidden_size) if h is None else h
    states = [state := gru_step(layer, x, state) for x in inputs]
    return np.array(states).reshape(len(inputs), layer.hidden_size)


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = x - x.max()
    return x - np.log(np.exp(x).sum())


def unit(x: np.ndarray) -> np.ndarray:
    return x / np.linalg.norm(x)
