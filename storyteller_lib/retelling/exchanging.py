"""One thing in a passage is exchanged for another, in all its mentions.

*A boat lay on the beach* becomes *a canoe lay on the beach*: number, capital
and article follow, and where a woman takes a man's place every *he* and
*his* must be able to follow too. What cannot be done without a fault is not
done: a passage that is not fit is better left alone than told wrong.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from storyteller_lib.data.photo_captions.concepts import Mention, mentions
from storyteller_lib.data.photo_captions.inflection import fix_articles
from storyteller_lib.data.photo_captions.lexicon import NOUNS, Noun
from storyteller_lib.retelling.pronouns import GENDERS, other_gender

_BEFORE = re.compile(r"([A-Za-z']+)\s+$")
_AFTER = re.compile(r"^\s+([A-Za-z'-]+)")
_DETERMINERS_WORDS = """
the this that his her its their my our your whose
"""
_DETERMINERS = frozenset(_DETERMINERS_WORDS.split())
_ONE = frozenset(("a", "an", "one", "this", "that", "each", "every"))
_IN_OR_ON = re.compile(
    r"\b(in|into|inside|on|onto)(?:\s+[a-z']+){1,3}\s+$", re.I
)
_NOT_IN_WORDS = """
bench, couch, table, desk, lawn, beach, slope, path, cliff, rock, raft,
plate, horse, pony, donkey
"""
_NOT_ON_WORDS = """
park, garden, yard, forest, jungle, kitchen, bedroom, living room, room,
house, hut, building, restaurant, pub, canoe, car, taxi, cup, glass, bowl,
bag, backpack, suitcase, handbag
"""
_NOT_IN = frozenset(_NOT_IN_WORDS.replace("\n", " ").strip().split(", "))
_NOT_ON = frozenset(_NOT_ON_WORDS.replace("\n", " ").strip().split(", "))


@dataclass(frozen=True)
class Exchange:
    """What was put in the place of what.

    Attributes:
        new: what the picture shows.
        old: what the passage had.

    Chapter: book/10_the_storyteller
    """

    new: str
    old: str

    def __str__(self) -> str:
        return f"{self.new} for {self.old}"


def exchange(text: str, old: str, new: str) -> str | None:
    """The text with one noun concept in the place of another.

    Args:
        text: a passage.
        old: a concept that it names.
        new: the concept to be named instead.

    Returns:
        The new text, or None if it cannot be done without a fault: a
        mention of unknown number, an article or an *in* or *on* that the
        new noun does not take, part of a longer name, or a pronoun that may
        mean another.

    Chapter: book/10_the_storyteller
    """
    named = mentions(text)
    places = [m for m in named if m.concept == old]
    if not places or any(m.concept == new for m in named):
        return None
    words = [_noun_for(text, place, new) for place in places]
    if any(
        word is None or _is_part(text, p) or _is_elsewhere(text, p, new)
        for word, p in zip(words, places, strict=True)
    ):
        return None
    gender, wanted = GENDERS.get(old), GENDERS.get(new)
    pieces, end = [], 0
    for place, word in zip(places, words, strict=True):
        assert word is not None
        first = _begins_sentence(text[: place.start])
        word = word[0].upper() + word[1:] if first else word
        pieces += [text[end : place.start], word]
        end = place.end
    changed = fix_articles("".join([*pieces, text[end:]]))
    if gender == wanted:
        return changed
    others = [m.concept for m in named if m.concept != old]
    if any(other in GENDERS for other in others):
        return None
    return other_gender(changed, gender, wanted)


def _noun_for(text: str, place: Mention, new: str) -> str | None:
    """The new noun in the number of the mention; None if it has no such."""
    old_noun, new_noun = NOUNS[place.concept], NOUNS[new]
    said = text[place.start : place.end].lower()
    before = _word(_BEFORE, text[: place.start])
    several = said in old_noun.plurals
    if several and said == old_noun.name and not old_noun.bare:
        several = before not in _ONE  # one sheep, two sheep
    if _always_several(old_noun) != _always_several(new_noun):
        return None
    if old_noun.bare != new_noun.bare and before not in _DETERMINERS:
        return None
    if several and new_noun.bare:
        return new_noun.name if old_noun.bare else None
    return new_noun.plural if several else new_noun.name


def _always_several(noun: Noun) -> bool:
    """Whether there is no one of it: jeans."""
    return noun.bare and noun.name in noun.plurals


def _is_part(text: str, place: Mention) -> bool:
    """Whether the mention is part of a longer name: beach ball, dog-house."""
    after = text[place.end : place.end + 1]
    if after == "-" or text[place.start - 1 : place.start] == "-":
        return True
    following = _word(_AFTER, text[place.end :])
    return following in _NOUN_WORDS


def _is_elsewhere(text: str, place: Mention, new: str) -> bool:
    """Whether what is said with *in* or *on* cannot be said of the new."""
    found = _IN_OR_ON.search(text[: place.start])
    if found is None:
        return False
    inside = found[1].lower().startswith("in")
    wrong = _NOT_IN if inside else _NOT_ON
    return new in wrong and place.concept not in wrong


def _word(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].lower() if found else ""


def _begins_sentence(before: str) -> bool:
    return not before.strip() or before.rstrip()[-1] in ".!?"


def _single_nouns() -> frozenset[str]:
    """Words that are nouns and hardly ever verbs."""
    things = ("thing", "fixture", "vehicle", "boat", "clothing", "food")
    kinds = {*things, "near", "in"}  # boat house, park road
    return frozenset(
        form
        for noun in NOUNS.values()
        if noun.kind in kinds
        for form in noun.forms
    )


_ALSO_VERBS = """
ring box boxes net lock train trains ship ships park saddle bark
dress play light lights rings locks nets board boards watch watches
fire fires drink drinks fish cook cooks home waves surf
"""
_NOUN_WORDS = _single_nouns() - frozenset(_ALSO_VERBS.split())
