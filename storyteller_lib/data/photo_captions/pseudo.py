"""Captions composed from given concepts, whatever they are.

A passage of a novel has no picture. What it names (``content_words``) is
put into a few captions in the style of the caption bank, so that passages
and captions can meet. Each concept gets a part by its kind: who does it,
what is done, to what, where, in what light.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.photo_captions.inflection import (
    participle,
    present,
)
from storyteller_lib.data.photo_captions.lexicon import (
    NOUNS,
    PLACE_KINDS,
    VERBS,
    Noun,
    Verb,
)

MOST = 4
"""A caption is made from at most so many concepts."""

_COLOURS = ("red", "blue", "green", "white", "black", "yellow", "brown")
ADJECTIVES: dict[str, tuple[str, ...]] = {
    "beast": ("brown", "black", "white", "small", "large", "grey"),
    "bird": ("small", "white", "black", "colorful"),
    "swimmer": ("large", "small", "silver"),
    "insect": ("small", "black"),
    "plant": ("green", "tall", "lush"),
    "vehicle": ("red", "blue", "white", "old", "yellow", "black"),
    "boat": ("small", "white", "large", "wooden"),
    "aircraft": ("large", "white", "small", "blue"),
    "fixture": ("old", "large", "small", "white"),
    "thing": ("small", "old", "large", "white", "black"),
    "clothing": _COLOURS,
    "food": ("fresh", "small", "delicious"),
    "near": ("old", "large", "tall", "stone", "white"),
    "in": ("large", "small", "quiet", "dark"),
}
_DOER_LETTERS = {
    "person": "p",
    "group": "p",
    "beast": "b",
    "bird": "f",
    "swimmer": "s",
    "insect": "i",
    "vehicle": "v",
    "boat": "o",
    "aircraft": "a",
}
_DOERS = frozenset(("person", "group", "beast", "bird", "swimmer", "insect"))
_STRANGERS = ("a man", "a woman", "a person", "someone", "a young man")
_STAND_INS = {"b": "an animal", "f": "a bird", "o": "a boat"}
_HELD = ("thing", "food", "drink")
_MANY = ("two", "three", "several")
_BESIDE = ("next to", "near", "beside", "by")


@dataclass(slots=True)
class _Cast:
    """The concepts of one caption, sorted by the part they can play."""

    doers: list[Noun] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)
    worn: list[Noun] = field(default_factory=list)
    things: list[Noun] = field(default_factory=list)
    places: list[Noun] = field(default_factory=list)
    settings: list[Noun] = field(default_factory=list)

    def add(self, concept: str) -> None:
        if verb := VERBS.get(concept):
            self.verbs.append(verb)
        elif noun := NOUNS.get(concept):
            self._part(noun.kind).append(noun)
        else:
            raise StorytellerError(
                f"{concept!r} is no concept of pictures: "
                "take those that content_words finds"
            )

    def _part(self, kind: str) -> list[Noun]:
        if kind in _DOERS:
            return self.doers
        if kind in PLACE_KINDS:
            return self.places
        if kind == "setting":
            return self.settings
        return self.worn if kind in ("clothing", "body") else self.things


def pseudo_captions(
    concepts: Sequence[str], rng: random.Random, n: int = 3
) -> list[str]:
    """``n`` captions made from the concepts, up to four in each.

    Up to four different concepts all enter every caption; of more, each
    caption takes its own choice. ``["dog", "beach", "run"]`` gives "A dog is
    running on the beach." All words of a caption besides the concepts are
    neutral (a colour, "someone", "near").

    Raises:
        StorytellerError: for no concept at all, or a word that is none.

    Chapter: book/02_pictures_captions_books
    """
    unique = list(dict.fromkeys(concepts))
    if not unique:
        raise StorytellerError("a caption needs at least one concept")
    return [_compose(_choose(unique, rng), rng) for _ in range(n)]


def _choose(concepts: list[str], rng: random.Random) -> list[str]:
    if len(concepts) <= MOST:
        return concepts
    return rng.sample(concepts, rng.choice((3, MOST)))


def _compose(concepts: list[str], rng: random.Random) -> str:
    cast = _Cast()
    for concept in concepts:
        cast.add(concept)
    subject, many = _subject(cast, rng)
    dress = _dress(cast, rng)
    if cast.verbs:
        words = _acting(subject + dress, many, cast, rng)
    else:
        words = _still(subject + dress, many, cast, rng)
    return f"{words[0].upper()}{words[1:]}."


def _subject(cast: _Cast, rng: random.Random) -> tuple[str, bool]:
    """Who or what the caption is about, and whether it is more than one."""
    verb = cast.verbs[0] if cast.verbs else None
    able = [noun for noun in cast.doers if _can(noun, verb)]
    if not able and verb:
        able = [noun for noun in cast.things if _can(noun, verb)]
    if not able:
        return _stand_in(cast, verb, rng)
    first, *others = able
    _part_with(cast, first)
    if others and not (verb and _takes(verb, others[0])):
        _part_with(cast, others[0])
        return f"{_np(first, rng)} and {_np(others[0], rng)}", True
    if rng.random() < 0.07 and not first.bare and first.kind != "group":
        return f"{rng.choice(_MANY)} {first.plural}", True
    return _np(first, rng), _is_plural(first)


def _stand_in(
    cast: _Cast, verb: Verb | None, rng: random.Random
) -> tuple[str, bool]:
    """Someone for a deed that nobody named does; else the chief thing."""
    if verb:
        if "p" in verb.doers:
            return rng.choice(_STRANGERS), False
        return _STAND_INS.get(verb.doers[0], "something"), False
    if cast.worn:
        return rng.choice(_STRANGERS), False
    for part in (cast.things, cast.places):
        if part:
            noun = part.pop(0)
            return _np(noun, rng), _is_plural(noun)
    return "a view of the countryside", False


def _acting(subject: str, many: bool, cast: _Cast, rng: random.Random) -> str:
    """A sentence with the deeds of the cast in it."""
    verb, *more = cast.verbs
    form = rng.choice(("is", "is", "s", "ing", "there"))
    if form == "s" and verb.name != verb.base:
        form = "is"  # "skates" would be read as the thing
    base = verb.base
    be = "are" if many else "is"
    deed = participle(base)
    if form == "is":
        start = f"{subject} {be} {deed}"
    elif form == "s":
        start = f"{subject} {base if many else present(base)}"
    elif form == "ing" or subject.startswith(("someone", "the ")):
        start = f"{subject} {deed}"
    else:
        start = f"there {be} {subject} {deed}"
    parts = [start + _object(verb, cast, rng)]
    for other in more:
        parts.append(_second_deed(other, cast, rng))
    return " ".join(parts + _surroundings(cast, rng))


def _second_deed(verb: Verb, cast: _Cast, rng: random.Random) -> str:
    deed = participle(verb.base) + _object(verb, cast, rng)
    if "p" in verb.doers:
        return f"while {rng.choice(_STRANGERS)} is {deed}"
    return f"while {_STAND_INS.get(verb.doers[0], 'something')} is {deed}"


def _still(subject: str, many: bool, cast: _Cast, rng: random.Random) -> str:
    """A sentence in which nothing is done."""
    parts = _surroundings(cast, rng)
    be = "are" if many else "is"
    where = " ".join(parts)
    form = rng.choice(("bare", "there", "is"))
    if not parts:
        start = rng.choice(("a picture of", "a close up of", f"there {be}"))
        return f"{start} {subject}"
    if form == "there" and not subject.startswith(("someone", "the ")):
        return f"there {be} {subject} {where}"
    return f"{subject} {be} {where}" if form == "is" else f"{subject} {where}"


def _surroundings(cast: _Cast, rng: random.Random) -> list[str]:
    """What else is there, where and in what light: "near a cat", ..."""
    held = [noun for noun in cast.things if noun.kind in _HELD]
    beside = [noun for noun in cast.things if noun.kind not in _HELD]
    parts = []
    for joint, nouns in ("with", held), (None, beside + cast.doers):
        if nouns:
            listed = " and ".join(_np(noun, rng) for noun in nouns)
            parts.append(f"{joint or rng.choice(_BESIDE)} {listed}")
    for i, noun in enumerate(cast.places):
        where = "near" if i else noun.kind
        plain = f"{where} {_np(noun, rng, place=True)}"
        parts.append(plain if i else noun.phrase or plain)
    return parts + [noun.phrase for noun in cast.settings]


def _dress(cast: _Cast, rng: random.Random) -> str:
    """What the subject wears and looks like: " in a red coat"."""
    text = ""
    for noun in cast.worn:
        if noun.kind == "body":
            text += f" with {noun.phrase}"
        else:
            word = "in" if noun.plural != noun.name else "wearing"
            text += f" {word} {_np(noun, rng)}"
    return text


def _object(verb: Verb, cast: _Cast, rng: random.Random) -> str:
    """What a deed is done to, with a blank before it, or nothing."""
    for part in (cast.things, cast.doers, cast.places):
        for noun in part:
            if _takes(verb, noun):
                part.remove(noun)
                joint = f"{verb.preposition} " if verb.preposition else ""
                return f" {joint}{_np(noun, rng)}"
    return f" {verb.default}" if verb.default else ""


def _np(noun: Noun, rng: random.Random, place: bool = False) -> str:
    """A noun with its article and perhaps an adjective."""
    adjectives = ADJECTIVES.get(noun.kind)
    if adjectives and not noun.bare and rng.random() < 0.3:
        return noun.phrase_with(rng.choice(adjectives))
    if place and noun.bare:
        return f"the {noun.name}"
    if not noun.bare and rng.random() < (0.6 if place else 0.08):
        return f"the {noun.name}"
    return noun.phrase_with()


def _can(noun: Noun, verb: Verb | None) -> bool:
    letter = _DOER_LETTERS.get(noun.kind, "t")
    return verb is None or letter in verb.doers


def _takes(verb: Verb, noun: Noun) -> bool:
    kinds = verb.takes
    if not kinds:
        return False
    if noun.kind in PLACE_KINDS and (
        "place" in kinds or f"place-{noun.kind}" in kinds
    ):
        return True
    return noun.kind in kinds or f"={noun.name}" in kinds


def _part_with(cast: _Cast, noun: Noun) -> None:
    (cast.doers if noun in cast.doers else cast.things).remove(noun)


def _is_plural(noun: Noun) -> bool:
    return noun.bare and noun.name.endswith("s") and noun.name == noun.plural
