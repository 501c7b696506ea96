"""Scenes: the truth behind every picture, caption and passage.

A scene says what is to be seen; a seed beside it says how it happens to look.
One in six combinations of subject, place and action is held out of training,
so that a model that passes on the test scenes has understood the parts and
not learnt the wholes by heart.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.splits import endless, place_of
from storyteller_lib.data.storybook import lexicon

_PAIRED = ("thing", "relation")
HELD_OUT_SHARE = 1 / 6


@dataclass(frozen=True)
class Scene:
    """What one storybook picture shows.

    Attributes:
        subject: who it is about, a key of ``lexicon.SUBJECTS``.
        colour: the subject's colour (of the coat, for people).
        count: how many of them, 1 to 3.
        action: what they do, a key of ``lexicon.ACTIONS``.
        place: where, a key of ``lexicon.PLACES``.
        weather: weather or time of day, a key of ``lexicon.WEATHERS``.
        thing: an object near them, a key of ``lexicon.THINGS``, or None.
        relation: how they stand to the thing, or None with no thing.
        look: seed of everything the truth leaves open (pose, palette,
            position, scale, texture).

    Raises:
        StorytellerError: for a value the lexicon does not know.

    Chapter: book/02_pictures_captions_books
    """

    subject: str
    colour: str
    count: int
    action: str
    place: str
    weather: str
    thing: str | None = None
    relation: str | None = None
    look: int = 0

    def __post_init__(self) -> None:
        for part, table in _TABLES.items():
            value = getattr(self, part)
            absent = part in _PAIRED and value is None
            if not absent and value not in table:
                raise StorytellerError(
                    f"a scene's {part} cannot be {value!r}: "
                    f"choose one of {', '.join(map(str, table))}"
                )
        if (self.thing is None) != (self.relation is None):
            raise StorytellerError(
                "a scene needs a thing and a relation together, got "
                f"thing={self.thing!r} and relation={self.relation!r}"
            )

    @property
    def facts(self) -> dict[str, str | int | None]:
        """All that is true of the scene, without how it looks."""
        facts = asdict(self)
        del facts["look"]
        return facts

    def is_true(self, claims: dict[str, str | int]) -> bool:
        """Whether every claimed part is what the scene shows."""
        return all(getattr(self, part) == claims[part] for part in claims)


_TABLES: dict[str, Collection[object]] = {
    "subject": lexicon.SUBJECTS,
    "colour": lexicon.COLOURS,
    "count": lexicon.COUNTS,
    "action": lexicon.ACTIONS,
    "place": lexicon.PLACES,
    "weather": lexicon.WEATHERS,
    "thing": lexicon.THINGS,
    "relation": lexicon.RELATIONS,
}


def held_out(subject: str, place: str, action: str) -> bool:
    """Whether this combination is kept away from training.

    Decided by a hash, so the answer is the same on every machine and does
    not depend on how many scenes are drawn.

    Chapter: book/02_pictures_captions_books
    """
    return place_of(f"{subject}|{place}|{action}") < HELD_OUT_SHARE


def sample_scene(rng: random.Random, split: str = "train") -> Scene:
    """Draw a scene of a split at random; test scenes are held-out ones.

    Chapter: book/02_pictures_captions_books
    """
    while True:
        subject, place, action = (
            rng.choice(list(table))
            for table in (lexicon.SUBJECTS, lexicon.PLACES, lexicon.ACTIONS)
        )
        if held_out(subject, place, action) == (split == "test"):
            break
    thing = rng.choice(list(lexicon.THINGS)) if rng.random() < 0.6 else None
    return Scene(
        subject=subject,
        colour=rng.choice(list(lexicon.COLOURS)),
        count=rng.choices((1, 2, 3), weights=(6, 3, 2))[0],
        action=action,
        place=place,
        weather=rng.choice(list(lexicon.WEATHERS)),
        thing=thing,
        relation=rng.choice(list(lexicon.RELATIONS)) if thing else None,
        look=rng.getrandbits(32),
    )


def scenes(split: str, seed: int = 0) -> Iterator[Scene]:
    """An endless stream of scenes of a split, the same for the same seed.

    Raises:
        StorytellerError: for an unknown split.

    Chapter: book/02_pictures_captions_books
    """
    return endless(sample_scene, split, f"{split}-{seed}")


def count_distinct_scenes() -> int:
    """How many different truths there are (looks not counted).

    Chapter: book/02_pictures_captions_books
    """
    with_thing = len(lexicon.THINGS) * len(lexicon.RELATIONS)
    free = [table for part, table in _TABLES.items() if part not in _PAIRED]
    return math.prod(map(len, free)) * (1 + with_thing)
