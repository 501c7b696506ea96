"""Sequences: five pictures, one story.

Chapter: book/11_stories_from_sequences
"""

from storyteller_lib.storyteller.sequences.teller import SequenceTeller

__all__ = ["SequenceTeller"]
