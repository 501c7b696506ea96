"""What a text says about a scene: which subjects, places ... it names.

The evaluation reads generated stories with these tables, so they know the
words of the lexicon and the clear synonyms of captions and passages, and
nothing that could mean two things.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.scene import Scene

PARTS = ("subject", "colour", "count", "action", "place", "weather", "thing")

_ACTIONS = {
    "running": r"run(s|ning)?|ran|rac(e|es|ed|ing)",
    "jumping": r"jump(s|ed|ing)?|leap(s|ed|t|ing)?",
    "sleeping": r"sleep(s|ing)?|slept|asleep|nap(s|ped|ping)?",
    "dancing": r"danc(e|es|ed|ing)|twirl(s|ed|ing)?",
    "reading": r"books?",
    "fishing": r"fish(ed|ing)",
    "kite": r"kites?",
    "umbrella": r"umbrellas?",
    "balloon": r"balloons?",
    "lantern": r"lanterns?",
    "eating": r"apples?|eat(s|ing)?|ate|munch(es|ed|ing)?",
    "drumming": r"drum(s|med|ming|mers?)?",
}
_PLACES = {
    "forest": r"forests?|woods|trees|oaks?|ferns|mossy",
    "beach": r"beach(es)?|sand|seas?|waves|sandcastles?|seashells?",
    "meadow": r"meadows?|fields? of flowers|tall grass|daisies|buttercups",
    "mountain": r"mountains?|peaks|cliffs?|ledges?|waterfalls?",
    "city": r"city|skyscrapers?|street|crossing|rooftops?",
    "village": r"villages?|cottages?|bakery",
    "desert": r"deserts?|cactus(es)?|dunes?|oasis",
    "garden": r"gardens?|hedges?|cabbages|bean poles",
    "harbour": r"harbours?|sailing boats?|pier|anchors?|nets",
    "castle": r"castles?|drawbridge|moat|battlements",
    "farm": r"farms?|barns?|haystacks?|tractors?|stables?",
    "lake": r"lakes?|reeds|jetty|water lilies",
}
_WEATHERS = {
    "sunny": r"sunny|sun|sunlit|sunshine|sunlight",
    "rain": r"rain(s|y|ing|ed)?|raindrops?|puddles?",
    "snow": r"snow(s|ing|ed)?|snowflakes?",
    "night": r"nights?|stars?|starlight|moonlight|midnight",
    "sunset": r"sunset|evening|dusk",
    "fog": r"fog|foggy|mist|misty",
}
_COUNTS = {2: r"two|pair of", 3: r"three|trio of"}
_PEAKS = re.compile(r"\bsnowy peaks\b")


def named(text: str, part: str) -> set[str | int]:
    """Which values of a part of a scene a text names.

    ``named("Two foxes by the lake.", "place") == {"lake"}``. A count of one
    is named by a subject in the singular, as in "the fox".

    Raises:
        StorytellerError: for an unknown part.

    Chapter: book/02_pictures_captions_books
    """
    if part not in PARTS:
        raise StorytellerError(
            f"a text has no part {part!r}: choose one of {', '.join(PARTS)}"
        )
    text = text.lower()
    if part == "colour":
        text = _PEAKS.sub("peaks", text)
    return {
        value
        for value, pattern in _patterns()[part].items()
        if pattern.search(text)
    }


def mentions(text: str, scene: Scene) -> dict[str, bool]:
    """For every part of a scene, whether the text names it as it is.

    A part that the scene does not have (no thing) is not mentioned.

    Chapter: book/02_pictures_captions_books
    """
    return {part: getattr(scene, part) in named(text, part) for part in PARTS}


@cache
def _patterns() -> dict[str, dict[Any, re.Pattern[str]]]:
    """Part -> value -> a pattern of everything that names it."""
    singulars = [f for forms in lexicon.SUBJECTS.values() for f in forms]
    sources: dict[str, dict[Any, str]] = {
        "subject": {s: _nouns(f) for s, f in lexicon.SUBJECTS.items()},
        "colour": {c: "|".join(f) for c, f in lexicon.COLOURS.items()},
        "count": {1: "|".join(singulars), **_COUNTS},
        "action": _ACTIONS,
        "place": _PLACES,
        "weather": _WEATHERS,
        "thing": {t: _nouns(f) for t, f in lexicon.THINGS.items()},
    }
    return {
        part: {v: re.compile(rf"\b(?:{p})\b") for v, p in table.items()}
        for part, table in sources.items()
    }


def _nouns(forms: tuple[str, ...]) -> str:
    """A pattern of nouns in the singular and the plural."""
    return "|".join([*forms, *map(lexicon.plural, forms)])
