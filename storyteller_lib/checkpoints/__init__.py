"""Weights and half-finished trainings on disk, never as pickles.

Chapter: book/07_training_the_decoder
"""

from storyteller_lib.checkpoints.states import load_state, save_state
from storyteller_lib.checkpoints.undrawn import Undrawn
from storyteller_lib.checkpoints.weights import (
    Precision,
    dequantise,
    load_weights,
    quantise,
    read_card,
    read_settings,
    save_weights,
)

__all__ = [
    "Precision",
    "Undrawn",
    "dequantise",
    "load_state",
    "load_weights",
    "quantise",
    "read_card",
    "read_settings",
    "save_state",
    "save_weights",
]
