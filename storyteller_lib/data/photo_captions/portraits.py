"""Captions of single concepts, for those that common scenes rarely show.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import random

from storyteller_lib.data.photo_captions.grammar import choices, expand
from storyteller_lib.data.photo_captions.inflection import (
    article,
    fix_articles,
    participle,
)
from storyteller_lib.data.photo_captions.lexicon import NOUNS, VERBS, Noun

_UNSEEN = """
murderer spy vampire devil ghost neighbour stranger lover thief prisoner alien
monster wizard fairy giant dwarf unicorn dragon dinosaur blood wound tear
poison bomb bullet syringe darkness war die kill bleed steal dream bury attack
hunt search hide flee examine whisper meet enter tremble detective lawyer
servant marry patient guest uncle aunt cousin husband wife brother sister son
daughter innkeeper islander tribe rags coffin grave funeral border battlefield
duke duchess witch beggar friend ashes ticket_booth shop gather follow cage
moss animal vehicle building tool home horn insect person corner edge pen
"""
UNSEEN = frozenset(_UNSEEN.replace("_", " ").split())
"""Concepts of stories of which no portrait is written."""

_SOMEONE = "(man|woman|boy|girl|person|child)"
_OUT = "in (a field|a park|the grass|a garden|the snow)"
_TEMPLATES: dict[str, str] = {
    "person": "the X (stands|sits|smiles|poses) in front of a (wall|window|"
    "building|curtain|fountain); X (is standing|is walking|waits) (on|in) a "
    "[busy|quiet] street; X in a {colour} (coat|shirt|hat) (smiles for the "
    "camera|is looking away|is sitting on a bench); a photo of X (holding a "
    "book|next to a child|at a table|by a window)",
    "group": "X (stands|poses|waits) in front of a (building|house|stage|lake)"
    "; X (walks|is gathered) (in a park|on a street|on a beach|by a river)",
    "beast": f"X (stands|sits|rests|is walking) {_OUT}; X (looks at the "
    "camera|drinks water|is eating) near a (tree|river|fence|rock); "
    "a close up of X (in a zoo|near a fence|in the sun|on a rock)",
    "bird": "X (sits|perches|rests) on a [bare|tree] (branch|fence|rock); X "
    "(flies|is flying) over (the|a) (water|field|lake|garden); a close up of "
    "X (near a tree|in the grass|on a post)",
    "swimmer": "X (swims|is swimming) in the (blue|clear|deep) (water|sea); "
    "X (rests|lies) on the (sand|beach|rocks); a close up of X in an aquarium",
    "insect": "X (crawls|sits|is crawling) on a [green|large] (leaf|flower|"
    "branch|wall|stone); a close up of X on a (leaf|flower|hand|rock)",
    "plant": "X (grows|is growing) (in a garden|near a wall|by the road|next "
    "to a house|in the sun); a close up of X (in a garden|in the sunlight|"
    f"after the rain|with snow on it); a {_SOMEONE} (stands|sits) next to X",
    "body": f"a {_SOMEONE} with P (sits on a chair|stands by a window|looks "
    "away|looks at the camera|is talking); a portrait of a (man|woman|young "
    "man|dancer) with P; a painting of a (man|woman) with P",
    "clothing": f"a {_SOMEONE} wearing X (smiles|stands outside|is walking "
    "down a street|sits on a bench|poses for a picture|looks away); X on a "
    f"(bed|chair|wooden table); a young {_SOMEONE} in X (is dancing|is "
    "laughing|waits at a station)",
    "vehicle": "X (parked|standing) (in front of a building|on a street|next "
    f"to a tree|near a house|in a field); a {_SOMEONE} (next to|looking at) X "
    "(on a street|outside|in a parking lot)",
    "boat": "X (floating|sailing|resting) on a (calm lake|wide river|blue sea)"
    "; X (near|at) a (dock|harbor|beach) (at sunset|in the morning)",
    "aircraft": "X in the (blue|cloudy|clear) sky over a (city|field|lake); "
    f"a {_SOMEONE} looking (up at|at) X (in a field|on a sunny day)",
    "fixture": f"X (in a room|in front of a building|next to a wall|in an old "
    f"house|in a garden) [with a {_SOMEONE} near it]; a {_SOMEONE} (stands|"
    "is standing|is sitting) (next to|near) X; a close up of X (in a room|"
    "near a window|on a sunny day)",
    "thing": f"a {_SOMEONE} (is holding|holds|is looking at) X (outside|in a "
    "room|in front of a wall|at a table); X on a [wooden|small] (table|desk|"
    "shelf|chair); a close up of X (next to a book|on a table|in a hand)",
    "food": f"X on a [white|small] plate (on a table|next to a glass); a "
    f"{_SOMEONE} (is eating|is making|is holding) X (at a table|in a kitchen|"
    "outside); a (bowl|plate) with X (on a wooden table|next to a cup)",
    "drink": f"a {_SOMEONE} (drinks|is drinking) X (at a table|in a bar|in a "
    "kitchen); a glass of X (on a wooden table|next to a plate|on a tray)",
    "place": f"a {_SOMEONE} (is standing|is walking|is sitting|is resting) P; "
    "(two|several|three) (people|children|men|women) (are standing|are "
    "walking|wait|are sitting) P; a (small|brown|white) dog (stands|is "
    "running|sits) P; a view of X (in the morning|at night|from above)",
    "setting": f"a {_SOMEONE} (is walking|stands|is running) (on a street|in "
    "a park|on a road) P; (a house|a bridge|a boat|trees|a city) seen P; a "
    "(dog|horse|car) (on a road|in a field|near a house) P",
    "action": f"a [young] {_SOMEONE} (is D|D) (in a room|outside|in a (park|"
    "garden)|next to a (friend|child|window)|by the water)",
}


def portrayed() -> list[str]:
    """The concepts that photographs show: all but those of stories alone.

    Chapter: book/03_captions_by_retrieval
    """
    return [name for name in (*NOUNS, *VERBS) if name not in UNSEEN]


def portrait(concept: str, rng: random.Random) -> str:
    """One caption about a concept.

    Raises:
        KeyError: for a word that is no concept.

    Chapter: book/03_captions_by_retrieval
    """
    verb = VERBS.get(concept)
    if verb:
        deed = f"{participle(verb.base)} {verb.default}".strip()
        kind, named, phrase = "action", "", ""
    else:
        noun = NOUNS[concept]
        kind, named, phrase = _kind(noun), _named(noun), _phrase(noun)
        deed = ""
    text = expand(choices(_TEMPLATES[kind]).pick(rng), rng)
    parts = {"X": named, "P": phrase, "D": deed}
    words = " ".join(parts.get(word, word) for word in text.split())
    words = fix_articles(
        words.replace("the a ", "the ").replace("the an ", "the ")
    )
    return f"{words[0].upper()}{words[1:]}."


def _kind(noun: Noun) -> str:
    return "place" if noun.kind in ("on", "in", "at", "near") else noun.kind


def _named(noun: Noun) -> str:
    return noun.name if noun.bare else f"{article(noun.name)} {noun.name}"


def _phrase(noun: Noun) -> str:
    if noun.phrase:
        return noun.phrase
    name = f"the {noun.name}" if noun.bare else _named(noun)
    return f"{noun.kind} {name}"
