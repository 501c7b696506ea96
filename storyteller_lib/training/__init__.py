"""Training: one loop for every model, which knows none of them.

Chapter: book/03_captions_by_retrieval
"""

from storyteller_lib.training.trainer import (
    Batches,
    History,
    Trainer,
    TrainingSettings,
)

__all__ = [
    "Batches",
    "History",
    "Trainer",
    "TrainingSettings",
]
