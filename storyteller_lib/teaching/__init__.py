"""What a chapter asks its reader: questions to think about, work to check.

Chapter: book/01_a_story_from_a_picture
"""

from storyteller_lib.teaching.checking import check
from storyteller_lib.teaching.quiz import quiz

__all__ = ["check", "quiz"]
