"""Captions of the storybook world, and what each of them claims.

Five people who look at one picture write five different captions: they begin
elsewhere, use other words and notice other things. Here a caption is a
sentence pattern whose slots are filled with words of the lexicon, so that we
know exactly what it says of the scene; ``parse_claims`` reads the same from
any text, whoever wrote it.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.claims import (
    Claims,
    finite,
    parse_claims,
)
from storyteller_lib.data.storybook.scene import Scene, sample_scene

__all__ = [
    "PATTERNS",
    "THING_PATTERNS",
    "Caption",
    "Claims",
    "brief_caption",
    "caption_bank",
    "captions",
    "finite",
    "parse_claims",
    "with_article",
]

PATTERNS: tuple[str, ...] = (
    "{np} {act}",
    "{np} {be} {act}",
    "{np} {act} {place}",
    "{np} {be} {act} {place}",
    "{np} {be} {act} {place} {weather}",
    "{np} {be} {act} {weather}",
    "{np} {place} {weather}",
    "{np} {be} {place}",
    "{np} {verb} {place}",
    "{np} {verb} {place} {weather}",
    "{np} {verb} {weather}",
    "{weather}, {np} {be} {act} {place}",
    "{weather}, {np} {verb}",
    "{place}, {np} {be} {act}",
    "{place}, {np} {verb} {weather}",
    "{place} there {there} {np} {act}",
    "there {there} {np} {act} {place}",
    "there {there} {np} {place} {weather}",
    "there {there} {np} {place}, and {they} {be} {act}",
    "there {there} {np}, and {they} {be} {act} {weather}",
    "a picture of {np} {act} {place}",
    "a drawing of {np} {act} {weather}",
    "a painting of {np} {place} {weather}",
    "we see {np} {act} {place} {weather}",
    "you can see {np}, {act} {weather}",
    "look, there {there} {np}: {they} {be} {act} {place}",
    "here {there} {np}, {act} {place}",
    "someone drew {np} {act} {place} {weather}",
    "{np} {seem} to be {act} {place}",
    "{np} {be} {place} and {verb} {weather}",
    "it shows {np} {weather}, {act} {place}",
)
"""Sentence patterns for any scene, in lower case and without the full stop."""

THING_PATTERNS: tuple[str, ...] = (
    "{np} {rel}",
    "{np} {rel} {be} {act}",
    "{np} {be} {rel} {place}",
    "{np} {be} {act}{near}",
    "{np} {be} {act} {place}{near}",
    "{np} {verb} {weather}{near}",
    "{rel}, {np} {be} {act}",
    "{rel}, {np} {verb} {place}",
    "{np} and {thing} {place}",
    "{thing} and {np} {weather}",
    "a picture of {np} {rel}",
    "a picture of {thing} and {np}, {act}",
    "there {there} {np} {rel}, {act} {weather}",
    "here {there} {np} {rel} {place} {weather}",
    "{np} {be} {place}, {act}{near}",
    "{weather}, {np} {be} {act} {place}{near}",
)
"""Patterns that also name the thing, for scenes that have one."""

WHOLE = "{np} {be} {act} {place} {weather}"
PRONOUNS = {"girl": "she", "boy": "he"}


@dataclass(frozen=True)
class Caption:
    """A sentence about a scene and the parts of the truth it asserts.

    Chapter: book/02_pictures_captions_books
    """

    text: str
    claims: Claims


@dataclass(frozen=True)
class _NounPhrase:
    """The subject as a caption names it."""

    text: str
    claims: Claims
    several: bool


def with_article(noun: str) -> str:
    """The noun with a or an before it.

    Chapter: book/02_pictures_captions_books
    """
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _noun_phrase(scene: Scene, rng: random.Random, full: bool) -> _NounPhrase:
    """The subject, often with its colour and nearly always its number."""
    several = scene.count > 1
    noun = rng.choice(lexicon.SUBJECTS[scene.subject])
    claims: Claims = {"subject": scene.subject}
    noun = lexicon.plural(noun) if several else noun
    if full or rng.random() < 0.62:
        claims["colour"] = scene.colour
        colour = rng.choice(lexicon.COLOURS[scene.colour])
        noun = _coloured(noun, colour, scene, rng)
    if full or not several or rng.random() < 0.8:
        claims["count"] = scene.count
    if not several:
        one = rng.random() < 0.06
        return _NounPhrase(
            f"one {noun}" if one else with_article(noun), claims, False
        )
    number = rng.choice(("some {}", "{}"))
    if "count" in claims:
        number = rng.choice(lexicon.COUNTS[scene.count]) + " {}"
    return _NounPhrase(number.format(noun), claims, True)


def _coloured(noun: str, colour: str, scene: Scene, rng: random.Random) -> str:
    """The noun with its colour, which for people is that of the coat."""
    if scene.subject not in lexicon.PEOPLE:
        return f"{colour} {noun}"
    link = rng.choice(("in", "in", "with", "wearing"))
    several = scene.count > 1
    coat = f"{colour} coats" if several else with_article(f"{colour} coat")
    return f"{noun} {link} {coat}"


def _fill(
    pattern: str, scene: Scene, rng: random.Random, full: bool = False
) -> Caption:
    """The caption a pattern makes of a scene."""
    np = _noun_phrase(scene, rng, full)
    action = rng.choice(lexicon.ACTIONS[scene.action])
    words = {
        "np": np.text,
        "act": action,
        "verb": finite(action, np.several),
        "place": rng.choice(lexicon.PLACES[scene.place]),
        "weather": rng.choice(lexicon.WEATHERS[scene.weather]),
        "be": "are" if np.several else "is",
        "seem": "seem" if np.several else "seems",
        "there": "is" if np.text.startswith(("a ", "an ", "one ")) else "are",
        "they": PRONOUNS.get(scene.subject, "it"),
    }
    if np.several:
        words["they"] = "they"
    if scene.thing is not None and scene.relation is not None:
        thing = with_article(rng.choice(lexicon.THINGS[scene.thing]))
        near = f"{rng.choice(lexicon.RELATIONS[scene.relation])} {thing}"
        comma = "," if near.startswith("half") else ""
        words |= {"thing": thing, "rel": near, "near": f"{comma} {near}"}
    text = pattern.format(**words)
    claims = np.claims | _claimed(pattern, scene)
    return Caption(f"{text[0].upper()}{text[1:]}.", claims)


SLOTS: dict[str, tuple[str, ...]] = {
    "{act}": ("action",),
    "{verb}": ("action",),
    "{place}": ("place",),
    "{weather}": ("weather",),
    "{thing}": ("thing",),
    "{rel}": ("thing", "relation"),
    "{near}": ("thing", "relation"),
}
"""What a pattern claims by using a slot."""


def _claimed(pattern: str, scene: Scene) -> Claims:
    """The claims of a pattern beside those of its noun phrase."""
    return {
        part: getattr(scene, part)
        for slot, parts in SLOTS.items()
        if slot in pattern
        for part in parts
    }


def captions(
    scene: Scene, rng: random.Random, n: int = 5
) -> tuple[Caption, ...]:
    """Different captions of a scene; five or more together name all of it.

    Raises:
        StorytellerError: if ``n`` is not between 1 and the patterns there are.

    Chapter: book/02_pictures_captions_books
    """
    patterns = PATTERNS + (THING_PATTERNS if scene.thing else ())
    if not 1 <= n <= len(PATTERNS):
        raise StorytellerError(
            f"a scene can have 1 to {len(PATTERNS)} captions, not {n}"
        )
    whole = {part for part, fact in scene.facts.items() if fact is not None}
    for _ in range(12):
        chosen = [_fill(p, scene, rng) for p in rng.sample(patterns, n)]
        named = {part for caption in chosen for part in caption.claims}
        if n < 5 or named == whole:
            return tuple(chosen)
    chosen[rng.randrange(n)] = _fill(_whole(scene), scene, rng, full=True)
    return tuple(chosen)


def _whole(scene: Scene) -> str:
    """A pattern that names every part of a scene."""
    return WHOLE + ("{near}" if scene.thing else "")


def brief_caption(scene: Scene, rng: random.Random, most: int = 3) -> Caption:
    """A caption of a scene that claims few of its parts.

    Raises:
        StorytellerError: if ``most`` is below 3, which hardly any caption
            can keep to.

    Chapter: book/03_captions_by_retrieval
    """
    if most < 3:
        raise StorytellerError(
            f"hardly a caption claims {most} parts or less: most must be 3 "
            "or more"
        )
    patterns = PATTERNS + (THING_PATTERNS if scene.thing else ())
    while True:
        caption = _fill(rng.choice(patterns), scene, rng)
        if len(caption.claims) <= most:
            return caption


def caption_bank(size: int, seed: int = 0, most: int = 3) -> list[Caption]:
    """Distinct captions drawn from the whole grammar over all scenes.

    There are millions of scenes: of captions that say everything, hardly
    one would be true of a new scene. Those that say little are true of
    many. Combinations held out of training are among them: the bank is
    text, with no picture beside it.

    Args:
        size: how many captions.
        seed: another seed, another bank.
        most: the most parts of a scene that a caption may claim.

    Raises:
        StorytellerError: for a negative size, or ``most`` below 3.

    Chapter: book/03_captions_by_retrieval
    """
    if size < 0:
        raise StorytellerError(f"a bank cannot hold {size} captions")
    rng = random.Random(f"caption-bank-{seed}")
    bank: dict[str, Caption] = {}
    while len(bank) < size:
        split = "test" if rng.random() < 1 / 6 else "train"
        caption = brief_caption(sample_scene(rng, split), rng, most)
        bank.setdefault(caption.text, caption)
    return list(bank.values())
