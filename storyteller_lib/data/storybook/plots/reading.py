"""Reading a sentence of a story: which stage of which plot does it tell?

Every sentence of the plots is made from a pattern, so whatever a model
writes can be held against all patterns: exactly one fits, or none does.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.plots.plot import (
    KINDS,
    NAMES,
    PLACE_NAMES,
)

_SLOT = re.compile(r"\{(\w+)\}")
_IN_PLACES = {
    phrase: place
    for place, forms in lexicon.PLACES.items()
    for phrase in forms
}
_PLACES = {name: place for place, name in PLACE_NAMES.items()}


@dataclass(frozen=True)
class Reading:
    """What a sentence tells.

    Attributes:
        kind: of which plot.
        stage: which of its five sentences, from 0.
        name: what the hero is called.
        home, away: the places that it names, if it does.

    Chapter: book/11_stories_from_sequences
    """

    kind: str
    stage: int
    name: str
    home: str | None = None
    away: str | None = None


def _choices(words: Iterable[str]) -> str:
    longest = sorted((word.lower() for word in words), key=len, reverse=True)
    return "|".join(map(re.escape, longest))


_SLOTS = {
    "name": f"(?P<name>{_choices(NAMES)})",
    "hero": "an? [a-z ]+?",
    "home": f"(?P<home>{_choices(_PLACES)})",
    "away": f"(?P<away>{_choices(_PLACES)})",
    "in_home": f"(?P<in_home>{_choices(_IN_PLACES)})",
}


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str, int]]:
    """Every pattern as a regular expression, with what it tells."""
    found = []
    for kind, beats in KINDS.items():
        for stage, one in enumerate(beats):
            for sentence in one.sentences:
                parts = _SLOT.split(sentence.lower())
                whole = "".join(
                    _SLOTS[part] if i % 2 else re.escape(part)
                    for i, part in enumerate(parts)
                )
                found.append((re.compile(whole), kind, stage))
    return found


def read_sentence(text: str) -> Reading | None:
    """What a sentence tells; None if no pattern of any plot makes it.

    Chapter: book/11_stories_from_sequences
    """
    plain = " ".join(text.lower().split())
    for pattern, kind, stage in _patterns():
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            inside = parts.get("in_home")
            home = _IN_PLACES.get(inside or "")
            return Reading(
                kind,
                stage,
                parts["name"].capitalize(),
                home or _PLACES.get(parts.get("home") or ""),
                _PLACES.get(parts.get("away") or ""),
            )
    return None
