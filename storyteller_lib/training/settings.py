"""How long, how fast and how carefully to train.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from storyteller_lib.config import Settings


@dataclass(frozen=True)
class TrainingSettings(Settings):
    """How to train.

    Attributes:
        steps: updates in all.
        learning_rate: the highest; it rises for ``warmup`` steps and then
            falls along a cosine to nearly zero (Loshchilov and Hutter,
            2017).
        clip: largest norm of a gradient.
        weight_decay: AdamW's.
        bfloat16: compute products in bfloat16 where the device has it.
        seed: decides the order of the data.
        save_seconds: time between checkpoints.
        minutes: pause after so much time, with a checkpoint, to be resumed
            later; 0 goes on to the end.
        evaluate_every: steps between two looks at held-out data.
        patience: stop early after so many looks without a lower held-out
            loss; 0 never stops early.

    Chapter: book/03_captions_by_retrieval
    """

    steps: int
    learning_rate: float = 2e-3
    warmup: int = 50
    clip: float = 5.0
    weight_decay: float = 0.01
    bfloat16: bool = False
    seed: int = 0
    save_seconds: float = 120.0
    minutes: float = 0.0
    evaluate_every: int = 200
    patience: int = 0

    def __post_init__(self) -> None:
        self.check_positive("steps", "learning_rate", "clip", "save_seconds")
        self.check_positive("evaluate_every")
        self.check_range("patience", "minutes")

    def rate(self, step: int) -> float:
        """The share of the highest learning rate that a step is made with."""
        if step < self.warmup:
            return (step + 1) / self.warmup
        done = (step - self.warmup) / max(self.steps - self.warmup, 1)
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(done, 1)))
