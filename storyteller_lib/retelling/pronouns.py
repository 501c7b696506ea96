"""He becomes she, or she he, where it is sure whom each pronoun means.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import re

from storyteller_lib.data.photo_captions.concepts import CONCEPTS
from storyteller_lib.data.photo_captions.lexicon import NOUNS

_MALE = """
man boy father son brother husband uncle grandfather groom king
prince duke knight monk priest wizard waiter actor
"""
_FEMALE = """
woman girl mother daughter sister wife aunt grandmother bride
queen princess duchess nun witch waitress actress
"""
GENDERS: dict[str, str] = {
    **{name: "m" for name in (*_MALE.split(), "old man") if name in CONCEPTS},
    **{
        name: "f"
        for name in (*_FEMALE.split(), "old woman")
        if name in CONCEPTS
    },
}
"""Concept -> m or f, of persons of whom one says he or she."""

_HE = re.compile(r"\b(he|him|his|himself)\b", re.I)
_SHE = re.compile(r"\b(she|her|hers|herself)\b", re.I)
_TO_SHE = {"he": "she", "him": "her", "himself": "herself"}
_TO_HE = {"she": "he", "hers": "his", "herself": "himself"}
_NEXT = re.compile(r"^(\s+([A-Za-z'-]+)|\s*[.,!?;:]|\s*$)")
_AFTER_OBJECT_WORDS = """
a an the to and or but in at on with from for as when while by into
onto up down out away back over off through across before after until
if that than because about around under behind beside like so again
then there here now every each no not his this these those what where
how who alone too once twice go come run walk climb pass stand
"""
_AFTER_OBJECT = frozenset(_AFTER_OBJECT_WORDS.split())
_GIVING_WORDS = """
give gives gave given hand handed tell told show showed shown bring
brought offer offered pour poured buy bought send sent ask asked teach
taught lend lent make made throw threw pass passed cost owe owed pay
paid read sing sang wish wished write wrote
"""
_GIVING = frozenset(_GIVING_WORDS.split())
"""After these *her* may be whom it is given to: gave her wine."""

_BEFORE = re.compile(r"([a-z]+)\s+$", re.I)
_ADJECTIVES_WORDS = """
own old young new little small big long short red blue green yellow
white black brown grey gray pink dark bright wet dry cold warm left
right first last two three other good best whole heavy light bare
wooden
"""
_ADJECTIVES = frozenset(_ADJECTIVES_WORDS.split())
_THINGS = frozenset(
    form
    for noun in NOUNS.values()
    if noun.kind in ("body", "clothing", "thing", "vehicle", "boat", "food")
    or noun.kind in ("person", "beast", "fixture", "drink")
    for form in noun.forms
)


def one_person(text: str) -> bool:
    """Whether *he* and *she* do not both occur.

    A reader takes each for the person told of before; so who changes from
    one to the other was lost on the way, or there are two.

    Chapter: book/11_stories_from_sequences
    """
    return not (_HE.search(text) and _SHE.search(text))


def other_gender(text: str, old: str | None, new: str | None) -> str | None:
    """The text with one gender's pronouns in the place of the other's.

    Args:
        text: in which one person alone is meant by them.
        old: m or f; None where no pronoun need change.
        new: m or f; None for *they*, which changes verbs and is not done.

    Returns:
        The new text, or None if both genders' pronouns are there, or it
        cannot be told whether *her* is *his* or *him*.

    Chapter: book/10_the_storyteller
    """
    he, she = bool(_HE.search(text)), bool(_SHE.search(text))
    if (he and she) or (old == "m" and she) or (old == "f" and he):
        return None
    if old is None or new is None:
        return None if he or she else text
    if old == "m":
        return _HE.sub(lambda m: _like(_her(m, text), m[0]), text)
    words = [_his(m, text) for m in _SHE.finditer(text)]
    if any(word is None for word in words):
        return None
    rest = iter(words)
    return _SHE.sub(lambda m: _like(str(next(rest)), m[0]), text)


def _her(match: re.Match[str], text: str) -> str:
    word = match[0].lower()
    if word != "his":
        return _TO_SHE[word]
    following = _NEXT.match(text[match.end() :])
    return "hers" if following and following[2] is None else "her"


def _his(match: re.Match[str], text: str) -> str | None:
    word = match[0].lower()
    if word != "her":
        return _TO_HE[word]
    following = _NEXT.match(text[match.end() :])
    if following is None:
        return None
    after = (following[2] or "").lower()
    if not after or after in _AFTER_OBJECT:
        return "him"
    before = _BEFORE.search(text[: match.start()])
    if before and before[1].lower() in _GIVING:
        return None
    return "his" if after in _THINGS or after in _ADJECTIVES else None


def _like(word: str, old: str) -> str:
    return word.capitalize() if old[0].isupper() else word
