"""Which concepts a text names, and captions made from given concepts.

``content_words`` reads captions and novels alike: one look-up a word, two
for the few words that begin a longer name ("fire hydrant"). A word that may
be a noun or a verb ("the bear", "to bear") is judged by the word before it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from storyteller_lib.data.photo_captions.lexicon import NOUNS, VERBS
from storyteller_lib.data.photo_captions.pseudo import (
    ADJECTIVES,
    pseudo_captions,
)

__all__ = [
    "CONCEPTS",
    "Mention",
    "content_words",
    "kind_of",
    "mentions",
    "pseudo_captions",
]

CONCEPTS: dict[str, frozenset[str]] = {
    **{name: noun.forms for name, noun in NOUNS.items()},
    **{name: verb.forms for name, verb in VERBS.items()},
}
"""Concept -> the words (or pairs of words) that name it."""

_WORD = re.compile(r"[a-z]+(?:-[a-z]+|'(?!s\b)[a-z]+)*")
_NOUN_IF_MARKED_WORDS = """
ale ass bag bags bank banks bark bat bats bay bear bears bell board boards
bone bow bows box boxes brush bug bugs cape capes cart cell cells chap
chief chips coach cock cocks cook cooks count counts court courts cow
crane cranes crew cross crosses cut dress duck ducks dust fan fans fire
fires fish float flies fly fork fort glass grave guide hawk hide hood key
keys light lock locks lord lords mask masks match matches mist mount nail
nails net nurse nurses organ organs palm palms park parks patient
pen pens pepper peppers pile piles pilot pipe plant port post pot pound
queen ramp ring rings rook rose roses saddle saddles seal seals shell ship
ships shower showers space stage stages star study swallow swallows tank
tanks tear tears tie ties tower towers track trail trails train trains
whip wound wounds
"""
_NOUN_IF_MARKED = frozenset(_NOUN_IF_MARKED_WORDS.split())
_VERB_IF_UNMARKED_WORDS = """
beam beams beat beats clean cut cuts draw explore fall falls hasten hold
holds hug land lands lay lean lug open point points rest rests row rows
speed spring springs steer strike study tie work works
"""
_VERB_IF_UNMARKED = frozenset(_VERB_IF_UNMARKED_WORDS.split())
_ALWAYS_NOUNS = frozenset(("skis", "skates", "tracks", "glasses"))
_MARKS_WORDS = """
a an the s his her my your our their its this that these those some any no
each every another one two three four five six seven several many few of
with in on at by near under over from into through behind beside like old
young little big small large great own other same baby teddy polar grizzly
brown black white red blue green grey gray yellow wooden tall thick wearing
"""
_MARKS = frozenset(_MARKS_WORDS.split()) | frozenset(
    word for words in ADJECTIVES.values() for word in words
)


def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Words of nouns, words of verbs, and pairs of words -> concept."""
    nouns: dict[str, str] = {}
    verbs: dict[str, str] = {}
    pairs: dict[str, str] = {}
    for table, concepts in ((nouns, NOUNS), (verbs, VERBS)):
        for name, concept in concepts.items():
            for form in concept.forms:
                target = pairs if " " in form else table
                target.setdefault(form, name)
            if " " not in name:
                table[name.lower()] = name
    return nouns, verbs, pairs


_nouns, _verbs, _PAIRS = _tables()
_BEGINNINGS = frozenset(pair.split(" ")[0] for pair in _PAIRS)
_SURE: dict[str, str] = {}
"""Words that name one concept wherever they stand."""
_UNSURE: dict[str, tuple[str, str]] = {}
"""Word -> the concept after a mark of a noun, and elsewhere (or "")."""

for _word in {*_nouns, *_verbs}:
    _noun, _verb = _nouns.get(_word, ""), _verbs.get(_word, "")
    if _word in _ALWAYS_NOUNS:
        _SURE[_word] = _noun
    elif _noun and (_verb or _word in _NOUN_IF_MARKED):
        _UNSURE[_word] = (_noun, _verb)
    elif _word in _VERB_IF_UNMARKED:
        _UNSURE[_word] = ("", _verb)
    else:
        _SURE[_word] = _noun or _verb


READ = 1_000
"""Texts that are kept in mind: a passage is asked about again and again."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a concept is named.

    Attributes:
        concept: its name.
        start: the first of its characters.
        end: the one after its last.

    Chapter: book/02_pictures_captions_books
    """

    concept: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """The concepts that a text names, in order, and where.

    Chapter: book/02_pictures_captions_books
    """
    return list(_mentions(text))


@lru_cache(maxsize=READ)
def _mentions(text: str) -> tuple[Mention, ...]:
    found: list[Mention] = []
    before = ""
    previous_pair = False
    words = list(_WORD.finditer(text.lower()))
    last = len(words) - 1
    for i, match in enumerate(words):
        word = match[0]
        if previous_pair:
            previous_pair = False
        elif (
            word in _BEGINNINGS
            and i < last
            and (pair := _PAIRS.get(f"{word} {words[i + 1][0]}"))
        ):
            found.append(Mention(pair, match.start(), words[i + 1].end()))
            previous_pair = True
        elif name := _SURE.get(word):
            found.append(Mention(name, *match.span()))
        elif word in _UNSURE:
            noun, verb = _UNSURE[word]
            if name := noun if before in _MARKS else verb:
                found.append(Mention(name, *match.span()))
        before = word
    return tuple(found)


def content_words(text: str) -> list[str]:
    """The concepts that a text names, in order, each as often as named.

    "The lads were riding their steeds" gives ["boy", "ride", "horse"].

    Chapter: book/02_pictures_captions_books
    """
    return [mention.concept for mention in mentions(text)]


def kind_of(concept: str) -> str:
    """The kind of a concept ("beast", "food", "on", ...; "action").

    Raises:
        KeyError: for a word that is no concept.

    Chapter: book/02_pictures_captions_books
    """
    return "action" if concept in VERBS else NOUNS[concept].kind
