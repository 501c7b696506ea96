"""Reading the claims of a text: which parts of a scene it names, and how.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re

from storyteller_lib.data.storybook import lexicon

Claims = dict[str, str | int]

VERBS: dict[str, tuple[str, str]] = {
    "running": ("run", "runs"),
    "racing": ("race", "races"),
    "jumping": ("jump", "jumps"),
    "leaping": ("leap", "leaps"),
    "sleeping": ("sleep", "sleeps"),
    "napping": ("nap", "naps"),
    "dancing": ("dance", "dances"),
    "twirling": ("twirl", "twirls"),
    "reading": ("read", "reads"),
    "looking": ("look", "looks"),
    "fishing": ("fish", "fishes"),
    "holding": ("hold", "holds"),
    "flying": ("fly", "flies"),
    "playing": ("play", "plays"),
    "standing": ("stand", "stands"),
    "clutching": ("clutch", "clutches"),
    "carrying": ("carry", "carries"),
    "eating": ("eat", "eats"),
    "munching": ("munch", "munches"),
    "beating": ("beat", "beats"),
}
"""Participle -> the forms for they and for it."""


def finite(action: str, several: bool) -> str:
    """The present tense of a form of an action: ``flies a kite``.

    Chapter: book/02_pictures_captions_books
    """
    first, _, rest = action.partition(" ")
    verb = VERBS[first][0 if several else 1]
    return f"{verb} {rest}".rstrip()


def _phrases() -> dict[str, tuple[str, str | int]]:
    """Every surface form of the lexicon -> the part and value it names."""
    table: dict[str, tuple[str, str | int]] = {}
    tables = {**lexicon.PARTS, "relation": lexicon.RELATIONS}
    for part, forms in tables.items():
        for value, surfaces in forms.items():
            table |= dict.fromkeys(surfaces, (part, value))
    for value, surfaces in lexicon.SUBJECTS.items():
        for noun in surfaces:
            table[lexicon.plural(noun)] = ("subjects", value)
    for value, surfaces in lexicon.ACTIONS.items():
        for form in surfaces:
            for several in (True, False):
                table[finite(form, several)] = ("action", value)
    for number, surfaces in lexicon.COUNTS.items():
        if number > 1:
            table |= dict.fromkeys(surfaces, ("count", number))
    return table


_PHRASES = _phrases()
_READER = re.compile(
    r"\b(?:"
    + "|".join(sorted(map(re.escape, _PHRASES), key=len, reverse=True))
    + r")\b"
)


def parse_claims(text: str) -> Claims:
    """What a text says of its scene, read word by word.

    The first mention of each part counts. A single noun says there is one; a
    relation counts only with the thing it relates to.

    Chapter: book/02_pictures_captions_books
    """
    claims: Claims = {}
    for phrase in _READER.findall(" ".join(text.lower().split())):
        part, value = _PHRASES[phrase]
        if part in ("subject", "subjects") and "subject" not in claims:
            claims["subject"] = value
            if part == "subject":
                claims["count"] = 1
        elif part != "subjects":
            claims.setdefault(part, value)
    if "thing" not in claims:
        claims.pop("relation", None)
    return claims
