"""What a picture shows, as its captions agree on it.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storyteller_lib.config import shown_rounded
from storyteller_lib.data.photo_captions.concepts import mentions
from storyteller_lib.data.photo_captions.lexicon import NOUNS

_COLOURS_WORDS = """
red blue green yellow white black pink orange purple brown grey gray
silver golden
"""
COLOURS = frozenset(_COLOURS_WORDS.split())
_COLOUR = re.compile(rf"\b({'|'.join(sorted(COLOURS))})\b", re.I)
_ADJOINING = re.compile(
    rf"\b({'|'.join(sorted(COLOURS))})(?: (?!and\b)[a-z]+)? $", re.I
)


@shown_rounded
@dataclass(frozen=True)
class Seen:
    """The concepts and colours of a picture.

    Attributes:
        shares: concept -> the share of captions that name it, the largest
            first.
        colours: noun -> colour -> share of the captions naming the noun
            that give it this colour.

    Chapter: book/10_the_storyteller
    """

    shares: Mapping[str, float]
    colours: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, captions: Sequence[str]) -> Seen:
        """What these captions of one picture say."""
        named: Counter[str] = Counter()
        coloured: dict[str, Counter[str]] = defaultdict(Counter)
        for text in captions:
            concepts = [mention.concept for mention in mentions(text)]
            named.update(list(dict.fromkeys(concepts)))
            for noun, colour in dict.fromkeys(colours_of(text)):
                coloured[noun][colour] += 1
        return cls(
            {c: n / len(captions) for c, n in named.most_common()},
            {
                noun: {c: n / named[noun] for c, n in found.most_common()}
                for noun, found in coloured.items()
            },
        )


def colours_of(text: str) -> list[tuple[str, str]]:
    """The nouns of a text that stand behind a colour, with the colour.

    Chapter: book/10_the_storyteller
    """
    found = []
    for mention in mentions(text):
        before = _ADJOINING.search(text[: mention.start])
        if before and mention.concept in NOUNS:
            found.append((mention.concept, before[1].lower()))
    return found


def recoloured(text: str, noun: str, old: str, new: str) -> str | None:
    """The text with a noun's colour changed.

    Returns:
        The new text; None where the old colour is also said of other
        things, or by itself, or the new one is said of anything.

    Chapter: book/10_the_storyteller
    """
    said = [match[1].lower() for match in _COLOUR.finditer(text)]
    owners = [n for n, colour in colours_of(text) if colour == old]
    if new in said or said.count(old) != len(owners) or {*owners} != {noun}:
        return None

    def paint(match: re.Match[str]) -> str:
        if match[1].lower() != old:
            return match[0]
        return new.capitalize() if match[1][0].isupper() else new

    return _COLOUR.sub(paint, text)
