"""All eighteen subjects, by name.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.drawing.figures import (
    beasts,
    birds,
    mammals,
    people,
)
from storyteller_lib.data.storybook.drawing.figures.rig import Species

SUBJECTS: dict[str, Species] = {
    **mammals.SPECIES,
    **beasts.SPECIES,
    **birds.SPECIES,
    **people.SPECIES,
}
