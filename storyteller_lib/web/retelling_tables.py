"""All that retelling knows of English, as plain values for a browser.

The page retells with the same words, patterns and numbers as the library.
They stand here under the names that they have in its modules, each read from
there, so that there is one list and no copy of it.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

import re
from dataclasses import asdict, is_dataclass
from types import ModuleType
from typing import Any

from storyteller_lib.data import genres
from storyteller_lib.data.library import scenes
from storyteller_lib.data.photo_captions import (
    concepts,
    inflection,
    lexicon,
)
from storyteller_lib.retelling import (
    exchanging,
    families,
    fitting,
    pronouns,
    seen,
)
from storyteller_lib.retelling.reteller import RetellingSettings

_TAKEN: dict[ModuleType, str] = {
    concepts: "_WORD _MARKS _PAIRS _BEGINNINGS _SURE _UNSURE",
    inflection: "_AN_SOUND _A_SOUND _ARTICLE",
    exchanging: "_BEFORE _AFTER _DETERMINERS _ONE _IN_OR_ON _NOT_IN _NOT_ON "
    "_NOUN_WORDS",
    families: "FAMILIES",
    pronouns: "GENDERS _HE _SHE _TO_SHE _TO_HE _NEXT _AFTER_OBJECT _GIVING "
    "_BEFORE _ADJECTIVES _THINGS",
    seen: "_COLOUR _ADJOINING",
    fitting: "SURE ABSENT NAMED STRANGE COLOUR",
    genres: "GENRES",
    scenes: "SHORTEST LONGEST",
}
"""Of each module the names that the page needs."""


def retelling_tables() -> dict[str, Any]:
    """The tables, for JSON: module -> name -> value.

    Sets are sorted lists and keys are sorted too, so that the same tables
    are the same bytes; a pattern is its source and its flags; the name
    ``_AFTER_OBJECT`` becomes ``afterObject``.

    Chapter: book/10_the_storyteller
    """
    taken = {
        module.__name__.rpartition(".")[2]: {
            _camel(name): plain(getattr(module, name))
            for name in names.split()
        }
        for module, names in _TAKEN.items()
    }
    nouns = {name: _noun(noun) for name, noun in lexicon.NOUNS.items()}
    settings = RetellingSettings().to_dict()
    return {**taken, "lexicon": {"nouns": nouns}, "settings": settings}


def plain(value: Any) -> Any:
    """A value as JSON has it; what it cannot have is a TypeError.

    Chapter: book/10_the_storyteller
    """
    if isinstance(value, re.Pattern):
        ignoring = value.flags & re.IGNORECASE
        return {"source": value.pattern, "flags": "i" if ignoring else ""}
    if isinstance(value, set | frozenset):
        return sorted(map(plain, value))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(value[key]) for key in sorted(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if not isinstance(value, str | int | float | bool | None):
        raise TypeError(f"JSON has nothing like {value!r}")
    return value


def _noun(noun: lexicon.Noun) -> dict[str, Any]:
    """What is looked at where one noun takes another's place."""
    return {
        "name": noun.name,
        "plural": noun.plural,
        "bare": noun.bare,
        "plurals": sorted(noun.plurals),
    }


def _camel(name: str) -> str:
    """``_AFTER_OBJECT`` as JavaScript writes it: ``afterObject``."""
    first, *rest = name.strip("_").lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
