"""Sentences of novels without anybody's name.

A name from an old novel means nothing beside somebody's photograph. Where a
sentence names one person, the person becomes *the man* or *the woman*, by
the pronouns around; a sentence that names several, or a place, is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

NAME = "\0"
"""Stands for a name while a sentence is rewritten."""

_MEN = "Mr|Captain|Colonel|Major|Sir|Lord|Professor|Monsieur|Uncle|Father"
_WOMEN = "Mrs|Miss|Lady|Madame|Aunt|Mademoiselle"
_TITLES = re.compile(rf"\b(?:(?P<he>{_MEN})|(?:{_WOMEN}))\.? (?=[A-Z])")
_INNER = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+")
_FIRST = re.compile(r"^[\"'(]*([A-Z][a-z]+)")
_NOT_A_PERSON = re.compile(
    r"\b(?:in|at|to|from|of|near|towards?|through|across|over|into|the|an?"
    r"|this|that|for|old|young|poor|dear|little|good|great|beautiful|brave"
    r"|lovely|fair|sweet|noble|gallant|honest|worthy|faithful|unhappy|my|his"
    rf"|her|our|your|their) {NAME}",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"{NAME}(?:'s)?(?=[ .,;:!?]|--|$)(?! [A-Z])")
_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|his|him|himself)\b", re.IGNORECASE)
NO_NAMES = frozenset(
    ["God", "Lord", "Heaven", "Christmas", "Sunday", "English"]
)
"""Words with a capital that name nobody."""


def name_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that are mostly written with a capital, in lower case."""
    capital, small = Counter[str](), Counter[str]()
    for text in texts:
        capital.update(word.lower() for word in _INNER.findall(text))
        small.update(re.findall(r"\b[a-z]+\b", text))
    return frozenset(
        word for word, count in capital.items() if count > small[word]
    )


def names_in(sentence: str, names: frozenset[str]) -> set[str]:
    """The names that a sentence mentions."""
    found = set(_INNER.findall(sentence)) - NO_NAMES
    first = _FIRST.match(sentence)
    if first and first[1].lower() in names:
        found.add(first[1])
    return found


def without_name(
    sentence: str, around: str, names: frozenset[str]
) -> tuple[str, str] | None:
    """The sentence with its one person unnamed, and the name it had.

    Args:
        sentence: of a novel.
        around: the text it stands in, for the person's pronouns.
        names: see ``name_words``.

    Returns:
        None if that cannot be; a name of "" if there was none.
    """
    titled = _TITLES.search(sentence)
    plain = _TITLES.sub("", sentence)
    named = names_in(plain, names)
    if not named:
        return None if titled else (sentence, "")
    if len(named) != 1:
        return None
    name = named.pop()
    text = re.sub(rf"\b{name}\b", NAME, plain)
    if len(_WHOLE.findall(text)) != text.count(NAME):
        return None
    if _NOT_A_PERSON.search(text):
        return None
    she = len(_SHE.findall(around)) > len(_HE.findall(around))
    if titled:
        she = not titled["he"]
    person = "the woman" if she else "the man"
    if text.startswith(NAME):
        text = f"T{person[1:]}" + text[len(NAME) :]
    return text.replace(NAME, person), name
