"""From text to numbers and back: tokens, sentences, vocabularies, batches.

Chapter: book/02_pictures_captions_books
"""

from storyteller_lib.text.batches import Padded, length_batches, pad
from storyteller_lib.text.tokens import detokenise, split_sentences, tokenise
from storyteller_lib.text.vocabulary import (
    EOS,
    EOS_WORD,
    UNK,
    UNK_WORD,
    Vocabulary,
)

__all__ = [
    "EOS",
    "EOS_WORD",
    "UNK",
    "UNK_WORD",
    "Padded",
    "Vocabulary",
    "detokenise",
    "length_batches",
    "pad",
    "split_sentences",
    "tokenise",
]
