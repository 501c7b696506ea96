"""Skip-thoughts: a sentence is known by the sentences around it.

Chapter: book/05_skip_thoughts
"""

from storyteller_lib.skip_thoughts.decoders import (
    CONDITIONINGS,
    TEMPERATURE,
    SkipThoughts,
)
from storyteller_lib.skip_thoughts.encoder import (
    SkipThoughtEncoder,
    SkipThoughtSettings,
)
from storyteller_lib.skip_thoughts.triplets import (
    Triplet,
    triplet_batch,
    triplet_batches,
    triplets,
)

__all__ = [
    "CONDITIONINGS",
    "TEMPERATURE",
    "SkipThoughtEncoder",
    "SkipThoughtSettings",
    "SkipThoughts",
    "Triplet",
    "triplet_batch",
    "triplet_batches",
    "triplets",
]
