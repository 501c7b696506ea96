"""The concepts of pictures: read from the tables, ready to be looked up.

A concept is a thing, being, place or action that a picture can show, with
all the words by which captions and old novels call it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storyteller_lib.data.photo_captions.inflection import (
    article,
    participle,
    pasts,
    plural,
    present,
)
from storyteller_lib.data.photo_captions.tables.actions import ACTIONS
from storyteller_lib.data.photo_captions.tables.animals import ANIMALS
from storyteller_lib.data.photo_captions.tables.food import FOOD
from storyteller_lib.data.photo_captions.tables.people import PEOPLE
from storyteller_lib.data.photo_captions.tables.places import PLACES
from storyteller_lib.data.photo_captions.tables.things import THINGS

PLACE_KINDS = ("on", "in", "at", "near")
_PREPOSITIONS = frozenset(
    ("by", "on", "over", "off", "to", "at", "with", "in", "from", "for")
) | {"behind", "down", "against"}
_KIND_GROUPS = {
    "sights": {
        *("thing", "person", "beast", "bird", "fixture", "aircraft"),
        *("boat", "vehicle", "place-near"),
    },
    "held": {"thing", "food", "drink", "clothing"},
}


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun concept: its name, its kind, and how it stands in a sentence.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    kind: str
    plural: str
    bare: bool
    phrase: str
    forms: frozenset[str]
    plurals: frozenset[str]

    def phrase_with(self, adjective: str = "") -> str:
        """The noun with its article: "a red car", "water", "jeans"."""
        words = f"{adjective} {self.name}" if adjective else self.name
        return words if self.bare else f"{article(words)} {words}"


@dataclass(frozen=True, slots=True)
class Verb:
    """An action concept: who does it, and what it is done to.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    base: str
    doers: str
    default: str
    preposition: str
    takes: frozenset[str]
    forms: frozenset[str]


def _nouns(table: dict[str, str]) -> Iterator[Noun]:
    for kind, block in table.items():
        for line in block.strip().splitlines():
            words, _, phrase = line.partition(": ")
            yield _noun(kind, words, phrase)


def _noun(kind: str, words: str, phrase: str) -> Noun:
    bare = words[0] in "~^"
    entries = [word.partition("/") for word in words.lstrip("~^").split(", ")]
    forms = {form.lower() for form, _, _ in entries}
    plurals = {(many or plural(form)).lower() for form, _, many in entries}
    is_plural = words[0] == "^"
    name, _, many = entries[0]
    many = name if is_plural else many or plural(name)
    several = frozenset(forms | plurals if is_plural else plurals)
    every = frozenset(forms | plurals)
    return Noun(name, kind, many, bare, phrase, every, several)


def _verbs(block: str) -> Iterator[Verb]:
    for line in block.strip().splitlines():
        words, doers, *rest = (part.strip() for part in line.split("|"))
        default, takes = [*rest, "", ""][:2]
        first, _, others = words.partition(": ")
        base = first.lstrip("^")
        name = participle(base) if first[0] == "^" else base
        forms: set[str] = set()
        for verb in [base, *others.split(", ")] if others else [base]:
            forms |= {verb, present(verb), participle(verb), *pasts(verb)}
        preposition, kinds = _split_takes(takes)
        yield Verb(
            name, base, doers, default, preposition, kinds, frozenset(forms)
        )


def _split_takes(takes: str) -> tuple[str, frozenset[str]]:
    """The preposition and the kinds or ``=names`` of a verb's objects."""
    preposition = ""
    kinds: set[str] = set()
    for word in takes.split():
        if word in _PREPOSITIONS:
            preposition = word
        else:
            kinds |= _KIND_GROUPS.get(word, {word})
    return preposition, frozenset(kinds)


NOUNS: dict[str, Noun] = {
    noun.name: noun
    for table in (PEOPLE, ANIMALS, PLACES, THINGS, FOOD)
    for noun in _nouns(table)
}
"""Name -> noun concept."""

VERBS: dict[str, Verb] = {verb.name: verb for verb in _verbs(ACTIONS)}
"""Name -> action concept."""
