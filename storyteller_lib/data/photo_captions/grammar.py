"""A grammar that writes captions as people do.

Templates are text: ``{slot}`` is filled from the words, ``(a|b)`` takes one
of several, ``[x]`` may be left out, ``x*3`` weighs three times. A scene has
people or animals in it, what they do, where and when; or it is told by whole
sentences.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from storyteller_lib.data.photo_captions.inflection import (
    fix_articles,
    participle,
    present,
)
from storyteller_lib.data.photo_captions.words import DRESS, SLOTS, WHEN, WHO

_TOKEN = re.compile(r"[{}()\[\]|]|[^{}()\[\]|]+")
_WEIGHT = re.compile(r"\*(\d+)$")
_MASS = re.compile(
    r"\ban? (grass|snow|mud|water|ice|dirt|sand|rain|fog|hay|straw|shade|air|"
    r"woods|waves|trees|rocks|leaves|surf|tracks|stairs)"
    r"(?=$| (?:at|in|on|near|under|with|by|and|during|behind|while)\b)"
)
_WAYS = frozenset(("down", "along", "through", "across", "past", "into", "up"))
_MOVES = """
run walk ride drive go travel fly jog race march sled ski swim float drift sail
paddle row hike skate skateboard snowboard rollerblade crawl jump leap slide
push pull carry gallop trot bound move pass speed turn roll sprint climb glide
soar raft kayak chase lead skid cross dash bike hurry wander roller splash surf
"""
_MOVING = frozenset(_MOVES.split())
_AFLOAT = frozenset(("swim", "float", "snorkel"))
_LAND = re.compile(r"\b(shore|beach|rocks?|grass|ice|dock|reeds|gym|park)\b")
_HUMANS = re.compile(r"\b(people|men|women|boys|girls|children|kids)\b")
_YOUNG = re.compile(
    r"\b(boys?|girls?|child(ren)?|kids?|toddler|baby|family)\b"
)
_FOR_ADULTS = re.compile(
    r"\b(beer|wine|whisky|champagne|rum|smok\w*|cigar\w*|pipe|gun|rifle|bar"
    r"|shave)\b"
)
_THEIRS = re.compile(
    r"their (mouth|neck|nose|tongue|trunk|back|head|face|hand|tail|phone)\b"
)
_SPACES = re.compile(r"\s+")
_PRONOUNS = {
    "m": ("his", "him"),
    "f": ("her", "her"),
    "i": ("its", "it"),
    "s": ("their", "them"),
    "g": ("their", "them"),
    "t": ("their", "them"),
}

_FORM_WEIGHTS = (5, 4, 4, 0.5, 0.3)

Part = tuple[str, Any]
"""A kind of part, and its text or, of a choice, its parts."""


@dataclass(slots=True)
class Choices:
    """Templates to choose from, by weight.

    Chapter: book/02_pictures_captions_books
    """

    items: list[str]
    heap: list[float]

    def pick(self, rng: random.Random) -> str:
        """One template, drawn by weight."""
        return rng.choices(self.items, cum_weights=self.heap)[0]


@cache
def choices(text: str) -> Choices:
    """The choices in ``"a; b*3; @pool"`` (pools are those of ``WHO``).

    Chapter: book/02_pictures_captions_books
    """
    items: list[str] = []
    weights: list[float] = []
    for item in filter(None, (item.strip() for item in text.split(";"))):
        if item.startswith("@"):
            pool = choices(WHO[item[1:]])
            items += pool.items
            total = pool.heap[-1] / 10
            shares = zip(pool.heap, [0.0, *pool.heap], strict=False)
            weights += [(high - low) / total for high, low in shares]
            continue
        match = _WEIGHT.search(item)
        items.append(_WEIGHT.sub("", item))
        weights.append(float(match[1]) if match else 1.0)
    return Choices(items, list(accumulate(weights)))


def expand(template: str, rng: random.Random) -> str:
    """The template with its slots, choices and options filled.

    Chapter: book/02_pictures_captions_books
    """
    if not ("{" in template or "(" in template or "[" in template):
        return template
    return _fill(_parse(template), rng)


def _fill(parts: tuple[Part, ...], rng: random.Random) -> str:
    out = []
    for kind, value in parts:
        if isinstance(value, str):
            if kind == "text":
                out.append(value)
            else:
                out.append(expand(choices(SLOTS[value]).pick(rng), rng))
        elif kind == "all":
            out.append(_fill(value, rng))
        elif kind == "one" or rng.random() < 0.5:
            _, chosen = rng.choice(value)
            out.append(_fill(chosen, rng))  # type: ignore[arg-type]
    return "".join(out)


@cache
def _parse(template: str) -> tuple[Part, ...]:
    """A template as nested parts: ("text", s), ("slot", s), ("one", ...)."""
    stack: list[list[list[Part]]] = [[[]]]
    tokens = iter(_TOKEN.findall(template))
    for token in tokens:
        if token == "{":
            stack[-1][-1].append(("slot", next(tokens)))
            next(tokens)
        elif token in "([":
            stack.append([[]])
        elif token == "|":
            stack[-1].append([])
        elif token in ")]":
            branches = tuple(("all", tuple(b)) for b in stack.pop())
            kind = "one" if token == ")" else "maybe"
            stack[-1][-1].append((kind, branches))  # type: ignore[arg-type]
        else:
            stack[-1][-1].append(("text", token))
    return tuple(stack[0][0])


@dataclass(slots=True)
class Scene:
    """A kind of picture: who may be in it, doing what, where and when.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    weight: float
    parts: dict[str, str] = field(default_factory=dict)

    def caption(self, rng: random.Random) -> str:
        """One caption of such a picture, with capital and full stop."""
        if "say" in self.parts:
            text = expand(choices(self.parts["say"]).pick(rng), rng)
            if "when" in self.parts and rng.random() < 0.15:
                text += " " + self._when(rng)
        else:
            text = self._people(rng)
        text = fix_articles(_SPACES.sub(" ", text).strip())
        text = _MASS.sub(r"the \1", text)
        return f"{text[0].upper()}{text[1:]}."

    def _people(self, rng: random.Random) -> str:
        pool = choices(self.parts["who"]).pick(rng)
        who = choices(WHO.get(pool, pool)).pick(rng)
        gender, subject = who.split(" ", 1)
        many = gender == "t"
        subject = expand(subject, rng)
        subject += self._dress(gender, subject, rng)
        young = _YOUNG.search(subject)
        while True:
            act = choices(self.parts["do"]).pick(rng)
            deed = expand(act.rstrip("."), rng)
            if not (young and _FOR_ADULTS.search(deed)):
                break
        if not act.endswith(".") and "at" in self.parts:
            deed += self._place(deed, rng)
        if "when" in self.parts and rng.random() < 0.12:
            deed += " " + self._when(rng)
        his, him = _PRONOUNS[gender]
        text = _sentence(subject, many, deed, rng)
        text = text.replace("HIS", his).replace("HIM", him)
        return _THEIRS.sub(r"their \1s", text) if many else text

    def _place(self, deed: str, rng: random.Random) -> str:
        """Where the deed is done, if a place is wanted and one fits it."""
        words = deed.split()
        if len(words) > 4 and rng.random() < 0.4:
            return ""
        place = expand(choices(self.parts["at"]).pick(rng), rng).strip()
        start = place.split(" ", 1)[0]
        if {start, f"{start}to"} & set(words) or (
            start in _WAYS and words[0] not in _MOVING
        ):
            return ""
        if words[0] in _AFLOAT and _LAND.search(place):
            return ""
        return f" {place}"

    def _dress(self, gender: str, who: str, rng: random.Random) -> str:
        wear = self.parts.get("wear") or DRESS.get(gender, "none")
        if gender == "t" and ("wear" in self.parts or not _HUMANS.search(who)):
            return ""
        if gender == "g" or wear == "none" or rng.random() > 0.35:
            return ""
        return " " + expand(choices(wear).pick(rng), rng)

    def _when(self, rng: random.Random) -> str:
        given = self.parts["when"]
        text = WHEN if given == "any" else given
        return expand(choices(text).pick(rng), rng)


def _sentence(subject: str, many: bool, deed: str, rng: random.Random) -> str:
    """Subject and deed in one of the forms that captions take."""
    form = rng.choices(
        ("is", "ing", "s", "there", "that"), (5, 4, 4, 0.5, 0.3)
    )
    be = "are" if many else "is"
    if deed[0] == "=":  # "=parked": a state, not a deed
        doing = deed[1:]
        return f"{subject} {doing if form[0] == 'ing' else f'{be} {doing}'}"
    if form[0] == "s":
        return f"{subject} {inflect(deed, str if many else present)}"
    doing = inflect(deed, participle)
    if form[0] == "is":
        return f"{subject} {be} {doing}"
    if subject.startswith(("the ", "someone")) or form[0] == "ing":
        return f"{subject} {doing}"
    if form[0] == "there":
        return f"there {be} {subject} {doing}"
    return f"{subject} that {be} {doing}"


def inflect(deed: str, how: type[str] | object) -> str:
    """The deed with its verbs inflected: the first word and all ``~verbs``.

    Chapter: book/02_pictures_captions_books
    """
    assert callable(how)
    return " ".join(
        how(word.lstrip("~")) if i == 0 or word[0] == "~" else word
        for i, word in enumerate(deed.split())
    )


def read_scenes(text: str) -> list[Scene]:
    """Scenes from their text: "name: weight", then parts after one blank,
    continued after two.

    Chapter: book/02_pictures_captions_books
    """
    scenes: list[Scene] = []
    key = ""
    for line in text.strip("\n").splitlines():
        if not line.startswith(" "):
            name, weight = line.split(":")
            scenes.append(Scene(name, float(weight)))
            continue
        parts = scenes[-1].parts
        if line.startswith("  "):
            parts[key] += line[1:]
            continue
        key, value = line.strip().split(" ", 1)
        parts[key] = f"{parts[key]}; {value}" if key in parts else value
    return scenes
