"""A passage is made to fit a picture, kind for kind.

What the passage's scene shows and the picture does not is exchanged for what
the picture shows and the passage lacks, if both are of one family: a boat for
a canoe, a park for a garden, a red shirt for a blue one. What cannot be
exchanged stays, and counts against the passage.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from storyteller_lib.config import shown_rounded
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.data.photo_captions.inflection import fix_articles
from storyteller_lib.retelling.exchanging import Exchange, exchange
from storyteller_lib.retelling.families import family_of
from storyteller_lib.retelling.seen import Seen, colours_of, recoloured

SURE, ABSENT = 0.5, 0.1
"""Share of captions that must name a thing for it to be there; below the
other it is taken to be absent."""

NAMED = 8
"""So many of the things that captions name most count for the fit."""

STRANGE = 0.5
"""What a thing counts that the scene shows and the picture does not."""

COLOUR = 0.25
"""What a colour counts that is right, or, against it, wrong."""


@shown_rounded
@dataclass(frozen=True)
class Fitted:
    """A passage that was made to fit.

    Attributes:
        text: the passage as it is told.
        exchanges: what was put in the place of what.
        fit: how much of what the captions name it names, less what it
            shows and they do not.

    Chapter: book/10_the_storyteller
    """

    text: str
    exchanges: tuple[Exchange, ...] = field(default=())
    fit: float = 0.0


def fit(
    passage: str,
    shown: Collection[str],
    seen: Seen,
    rarity: Mapping[str, float] | None = None,
    allowed: bool = True,
) -> Fitted:
    """Make a passage fit a picture, and say how well it does.

    Args:
        passage: of the library.
        shown: the concepts of its scene's captions.
        seen: what the picture shows.
        rarity: of each concept, as of ``fit_of``.
        allowed: whether anything may be exchanged at all.

    Chapter: book/10_the_storyteller
    """
    text, done = passage, list[Exchange]()
    if allowed:
        text, done = _exchanged(text, shown, seen)
        text, painted = _painted(text, seen)
        done += painted
    new = {change.old: change.new for change in done}
    shown = {new.get(concept, concept) for concept in shown}
    return Fitted(text, tuple(done), fit_of(text, shown, seen, rarity))


def _exchanged(
    text: str, shown: Collection[str], seen: Seen
) -> tuple[str, list[Exchange]]:
    """Nouns exchanged one for one, the surest of the picture first."""
    named = set(content_words(text))
    wrong = [
        concept
        for concept in dict.fromkeys(content_words(text))
        if concept in shown and seen.shares.get(concept, 0.0) < ABSENT
    ]
    missing = [
        concept
        for concept, share in seen.shares.items()
        if share >= SURE and concept not in named
    ]
    done = []
    for new in missing:
        for old in wrong:
            if new in family_of(old):
                changed = exchange(text, old, new)
                if changed is not None:
                    text = changed
                    done.append(Exchange(new, old))
                    wrong.remove(old)
                    break
    return text, done


def _painted(text: str, seen: Seen) -> tuple[str, list[Exchange]]:
    """Colours exchanged where the captions agree on another one."""
    done = []
    for noun, old in dict.fromkeys(colours_of(text)):
        found = seen.colours.get(noun, {})
        new, share = next(iter(found.items()), ("", 0.0))
        if share < SURE or old in found or seen.shares[noun] < SURE:
            continue
        changed = recoloured(text, noun, old, new)
        if changed is not None:
            text = fix_articles(changed)
            done.append(Exchange(f"{new} {noun}", f"{old} {noun}"))
    return text, done


def fit_of(
    text: str,
    shown: Collection[str],
    seen: Seen,
    rarity: Mapping[str, float] | None = None,
) -> float:
    """How much of the picture a text names, less what it adds.

    Args:
        text: a passage.
        shown: the concepts of its scene's captions.
        seen: what the picture shows.
        rarity: what naming a concept is worth, so that a frisbee counts for
            more than a man; 1 for those that are not in it.

    Chapter: book/10_the_storyteller
    """
    rarity = rarity or {}
    worth = {c: share * rarity.get(c, 1.0) for c, share in seen.shares.items()}
    most = sum(sorted(worth.values(), reverse=True)[:NAMED])
    named = dict.fromkeys(content_words(text))
    coverage = sum(worth.get(concept, 0.0) for concept in named)
    strange = sum(
        seen.shares.get(c, 0.0) < ABSENT for c in named if c in shown
    )
    return (
        min(coverage / max(most, 1e-6), 1.0)
        - STRANGE * strange / NAMED
        + COLOUR * _colours(text, seen)
    )


def _colours(text: str, seen: Seen) -> float:
    """Right colours less wrong ones, of things that captions paint."""
    judged = [
        1.0 if colour in seen.colours[noun] else -1.0
        for noun, colour in dict.fromkeys(colours_of(text))
        if seen.colours.get(noun)
    ]
    return sum(judged) / NAMED
