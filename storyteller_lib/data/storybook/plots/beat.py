"""One picture of a plot: what it shows, and the sentences that tell it.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Beat:
    """A stage of a plot.

    Attributes:
        action: what the hero does, a key of ``lexicon.ACTIONS``.
        place: ``home`` or ``away``.
        weather: a key of ``lexicon.WEATHERS``.
        count: how many are in the picture: the hero, and a friend.
        thing: a key of ``lexicon.THINGS`` that stands beside them, or None.
        sentences: patterns, any of which tells this stage; ``{name}`` and
            other slots are filled by ``Plot``.

    Chapter: book/11_stories_from_sequences
    """

    action: str
    place: str
    weather: str
    count: int
    thing: str | None
    sentences: tuple[str, ...]


Kind = tuple[Beat, ...]


def beat(shown: str, *sentences: str) -> Beat:
    """A beat in few words: ``beat("lantern away night + barrel", ...)``.

    The words are action, place, weather; ``x2`` is for two in the picture
    and ``+ THING`` for a thing beside them.

    Chapter: book/11_stories_from_sequences
    """
    seen, _, thing = shown.partition(" + ")
    action, place, weather, *rest = seen.split()
    return Beat(
        action=action,
        place=place,
        weather=weather,
        count=2 if rest == ["x2"] else 1,
        thing=thing or None,
        sentences=sentences,
    )
