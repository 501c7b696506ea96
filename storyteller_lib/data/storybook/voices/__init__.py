"""The voices of the four genres: hand-written fragments, kept as data.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.adventure import ADVENTURE
from storyteller_lib.data.storybook.voices.romance import ROMANCE
from storyteller_lib.data.storybook.voices.science_fiction import (
    SCIENCE_FICTION,
)
from storyteller_lib.data.storybook.voices.thriller import THRILLER
from storyteller_lib.data.storybook.voices.voice import Voice

VOICES: dict[str, Voice] = {
    "adventure": ADVENTURE,
    "science-fiction": SCIENCE_FICTION,
    "thriller": THRILLER,
    "romance": ROMANCE,
}
"""Genre -> voice."""
