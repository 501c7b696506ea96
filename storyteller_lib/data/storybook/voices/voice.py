"""The form of a voice: what a genre needs in order to tell of any scene.

A fragment is text with slots in braces. ``{was|were}`` is singular or plural
as the heroes are; ``{a_hero}`` and ``{hero}`` name them for the first time
and again; ``{they}``, ``{them}``, ``{their}`` and ``{themself}`` are their
pronouns; ``{hands}`` and ``{noise}`` are what such a hero has and utters;
``{doing}``, ``{in_place}``, ``{place}``, ``{spot}``, ``{in_weather}`` and
``{by_thing}`` tell of the scene; ``{hook}`` and ``{focus}`` belong to the
thread; all other slots are lists of the voice's own.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Fragments = tuple[str, ...]


@dataclass(frozen=True)
class Thread:
    """A small plot: every stage follows from the one before.

    Attributes:
        focus: what it is about ("the map"), for sentences of any thread.
        hooks: events that begin it, to be set into a voice's frames.
        turn: what happens next.
        consequence: what comes of it; may be left out.
        ending: how it ends, after either of the two.

    Chapter: book/02_pictures_captions_books
    """

    focus: str
    hooks: Fragments
    turn: Fragments
    consequence: Fragments
    ending: Fragments

    def fragments(self) -> Iterator[str]:
        """All hand-written pieces of the thread."""
        yield self.focus
        for stage in (self.hooks, self.turn, self.consequence, self.ending):
            yield from stage


@dataclass(frozen=True)
class Voice:
    """How a genre sounds.

    Attributes:
        lengths: weights of passages of 1, 2, 3, 4 and 5 sentences.
        epithets: adjectives for the heroes.
        frames: opening sentences around a thread's hook.
        cast: lists of which a passage uses one entry throughout.
        clauses: lists that are drawn from anew at every use.
        weather: sentences for each kind of weather.
        thing: sentences for a scene with a thing.
        action: sentences about what the heroes were doing.
        threads: the small plots.

    Chapter: book/02_pictures_captions_books
    """

    lengths: tuple[int, int, int, int, int]
    epithets: Fragments
    frames: Fragments
    cast: dict[str, Fragments]
    clauses: dict[str, Fragments]
    weather: dict[str, Fragments]
    thing: Fragments
    action: Fragments
    threads: tuple[Thread, ...]

    def fragments(self) -> list[str]:
        """All distinct hand-written pieces of the voice."""
        pieces = [*self.epithets, *self.frames, *self.thing, *self.action]
        for table in (self.cast, self.clauses, self.weather):
            for entries in table.values():
                pieces += entries
        for thread in self.threads:
            pieces += thread.fragments()
        return list(dict.fromkeys(pieces))
