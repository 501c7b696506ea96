"""The sequence storyteller: five pictures, one story.

Chapter: book/11_stories_from_sequences
"""

from storyteller_lib.sequence_storyteller.batches import (
    SentenceBatch,
    grouped,
    previous_sentences,
    story_batch,
    story_batches,
)
from storyteller_lib.sequence_storyteller.settings import (
    ATTENTIONS,
    SequenceStorytellerSettings,
)
from storyteller_lib.sequence_storyteller.storyteller import (
    SequenceStoryteller,
)

__all__ = [
    "ATTENTIONS",
    "SentenceBatch",
    "SequenceStoryteller",
    "SequenceStorytellerSettings",
    "grouped",
    "previous_sentences",
    "story_batch",
    "story_batches",
]
