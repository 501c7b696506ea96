"""The attention captioner: an LSTM that looks again before every word.

Chapter: book/04_captions_with_attention
"""

from storyteller_lib.attention_captioner.captioner import AttentionCaptioner
from storyteller_lib.attention_captioner.settings import (
    AttentionCaptionerSettings,
)

__all__ = ["AttentionCaptioner", "AttentionCaptionerSettings"]
