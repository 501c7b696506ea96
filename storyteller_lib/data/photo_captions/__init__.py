"""Captions of photographs, written by a grammar of our own.

``write_bank`` writes a bank of captions for retrieval, ``content_words`` finds
what a text shows, ``pseudo_captions`` puts that into captions.
"""

from storyteller_lib.data.photo_captions.concepts import (
    CONCEPTS,
    content_words,
    kind_of,
    pseudo_captions,
)

__all__ = ["CONCEPTS", "content_words", "kind_of", "pseudo_captions"]
