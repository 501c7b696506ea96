"""Words that no story of this project shall say.

Old novels have words for people that wound, and captions are about anybody.
Passages with such a word are not trained on, and no storyteller writes one:
slurs, and the names of peoples in an age that seldom named them kindly. The
list is kept as hashes, since nobody needs to read it.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from weakref import WeakKeyDictionary

from storyteller_lib.text.vocabulary import Vocabulary

_IDS: WeakKeyDictionary[Vocabulary, tuple[int, ...]] = WeakKeyDictionary()
"""What was found in each vocabulary, as long as somebody holds it."""


@cache
def _digests() -> frozenset[bytes]:
    path = files("storyteller_lib") / "data" / "unwanted_words.txt"
    lines = path.read_text(encoding="ascii").split()
    return frozenset(map(bytes.fromhex, lines))


def is_unwanted(word: str) -> bool:
    """Whether a word, in lower case, is on the list.

    Chapter: book/07_training_the_decoder
    """
    digest = hashlib.blake2b(word.encode(), digest_size=6).digest()
    return digest in _digests()


def has_unwanted(tokens: Iterable[str]) -> bool:
    """Whether one of the tokens is on the list.

    Chapter: book/07_training_the_decoder
    """
    return any(map(is_unwanted, tokens))


def unwanted_ids(words: Vocabulary) -> list[int]:
    """The ids of a vocabulary's unwanted words, looked for only once.

    Chapter: book/07_training_the_decoder
    """
    if words not in _IDS:
        found = (i for i, w in enumerate(words.words) if is_unwanted(w))
        _IDS[words] = tuple(found)
    return list(_IDS[words])
