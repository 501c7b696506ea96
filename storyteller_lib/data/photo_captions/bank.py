"""The caption bank: captions for retrieval, of every kind of picture.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import accumulate, islice, pairwise

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.data.photo_captions.grammar import Scene, read_scenes
from storyteller_lib.data.photo_captions.portraits import portrait, portrayed
from storyteller_lib.data.photo_captions.scenes.animals import BEASTS
from storyteller_lib.data.photo_captions.scenes.indoors import INDOORS
from storyteller_lib.data.photo_captions.scenes.leisure import LEISURE
from storyteller_lib.data.photo_captions.scenes.outdoors import OUTDOORS
from storyteller_lib.data.photo_captions.scenes.people import PEOPLE_SCENES
from storyteller_lib.data.photo_captions.scenes.sport import SPORT
from storyteller_lib.data.photo_captions.scenes.views import VIEWS

SHORTEST, LONGEST = 5, 16
"""A caption has so many words at least and at most."""
PER_CONCEPT = 8
"""Captions that name each concept, in a bank of ``USUAL_SIZE``."""
USUAL_SIZE = 16_000
_PATIENCE = 50
_MAY_REPEAT = frozenset(("white", "black", "brown", "three", "next"))

SCENES: tuple[Scene, ...] = tuple(
    scene
    for text in (
        SPORT,
        BEASTS,
        PEOPLE_SCENES,
        LEISURE,
        INDOORS,
        OUTDOORS,
        VIEWS,
    )
    for scene in read_scenes(text)
)
"""All kinds of pictures that the grammar knows."""


def write_bank(size: int, seed: int = 0) -> list[str]:
    """``size`` different captions, kinds of pictures by their weights.

    Raises:
        StorytellerError: for a size below 1, or one that the grammar
            cannot fill.

    Chapter: book/03_captions_by_retrieval
    """
    return list(_fill_up({}, size, random.Random(seed)))


def bank(size: int = USUAL_SIZE, seed: int = 0) -> list[str]:
    """``size`` different captions in which every concept has its share.

    Like ``write_bank``, but what is rare among the kinds of pictures
    (a trumpet, a glacier) is added, so that of 16,000 captions at least eight
    name it; small banks have as many as fit into a quarter of them.

    Raises:
        StorytellerError: as ``write_bank``.

    Chapter: book/03_captions_by_retrieval
    """
    rng = random.Random(seed)
    common = _fill_up({}, size, random.Random(seed))
    room = size // 4
    counts: Counter[str] = Counter()
    for caption in islice(common, size - room):
        counts.update(set(content_words(caption)))
    quota = max(1, PER_CONCEPT * size // USUAL_SIZE)
    rare = _portraits(common, counts, quota, room, rng)
    chosen = [*rare, *common][:size]
    rng.shuffle(chosen)
    return chosen


def _portraits(
    common: dict[str, None],
    counts: Counter[str],
    quota: int,
    most: int,
    rng: random.Random,
) -> dict[str, None]:
    """New captions of concepts that the common ones name too rarely."""
    found: dict[str, None] = {}
    for concept in portrayed():
        missing = quota - counts[concept]
        for _ in range(_PATIENCE):
            if missing <= 0 or len(found) >= most:
                break
            caption = portrait(concept, rng)
            new = caption not in found and caption not in common
            if new and _fits(caption):
                found[caption] = None
                missing -= 1
    return found


def _fill_up(
    found: dict[str, None], size: int, rng: random.Random
) -> dict[str, None]:
    """New captions of scenes until there are ``size`` of them."""
    if size < 1:
        raise StorytellerError(f"a bank has at least 1 caption, not {size}")
    heap = list(accumulate(scene.weight for scene in SCENES))
    tries = 0
    while len(found) < size:
        scene = rng.choices(SCENES, cum_weights=heap)[0]
        caption = scene.caption(rng)
        tries = 0 if caption not in found else tries + 1
        if tries > 100 * _PATIENCE:
            raise StorytellerError(
                f"the caption grammar ran dry at {len(found)} of {size}"
            )
        if _fits(caption):
            found[caption] = None
    return found


def _fits(caption: str) -> bool:
    """Whether the length is right and no word is doubled or overused."""
    words = caption[:-1].lower().split()
    if not SHORTEST <= len(words) <= LONGEST:
        return False
    if any(a == b for a, b in pairwise(words)):
        return False
    long = [word for word in words if len(word) > 3]
    return {word for word in long if long.count(word) > 1} <= _MAY_REPEAT
