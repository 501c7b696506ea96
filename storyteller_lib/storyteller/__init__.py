"""The storyteller: from a picture to a story, all stages wired together.

Chapter: book/01_a_story_from_a_picture
"""

from storyteller_lib.storyteller.story import Story
from storyteller_lib.storyteller.storyteller import Storyteller

__all__ = ["Story", "Storyteller"]
