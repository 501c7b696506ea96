"""Skip-thoughts: a sentence is known by the sentences around it.

Chapter: book/05_skip_thoughts
"""

from storyteller_lib.skip_thoughts.encoder import (
    TEMPERATURE,
    SkipThoughtEncoder,
    SkipThoughts,
    SkipThoughtSettings,
    Triplet,
    triplet_batch,
    triplet_batches,
    triplets,
)

__all__ = [
    "TEMPERATURE",
    "SkipThoughtEncoder",
    "SkipThoughtSettings",
    "SkipThoughts",
    "Triplet",
    "triplet_batch",
    "triplet_batches",
    "triplets",
]
