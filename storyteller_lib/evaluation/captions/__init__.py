"""Captions: are they what people wrote, true, and found again?

Chapter: book/12_measuring_stories
"""

from storyteller_lib.evaluation.captions.scores import (
    bleu,
    caption_scores,
    plain_words,
)

__all__ = ["bleu", "caption_scores", "plain_words"]
