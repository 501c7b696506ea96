"""Captions of photographs, written by a grammar of our own.

``bank.bank`` writes captions for retrieval, ``content_words`` finds what a
text shows, and ``pseudo_captions`` puts what it shows into captions.
"""

from storyteller_lib.data.photo_captions.concepts import (
    CONCEPTS,
    content_words,
    kind_of,
    pseudo_captions,
)

__all__ = ["CONCEPTS", "content_words", "kind_of", "pseudo_captions"]
