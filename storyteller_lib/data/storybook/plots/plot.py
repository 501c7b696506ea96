"""Plots made from a seed: who, where, what happens, and how it ends.

The storyteller's words are drawn apart from the pictures: whoever tells the
same five pictures again calls the hero by another name. A name cannot be seen
in a picture; only what was said before can keep it the same.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from storyteller_lib.config import StorytellerError, check_known
from storyteller_lib.data.splits import endless, part_at, place_of
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.captions import with_article
from storyteller_lib.data.storybook.plots.beat import Beat, Kind
from storyteller_lib.data.storybook.plots.chases import CHASES
from storyteller_lib.data.storybook.plots.quests import QUESTS
from storyteller_lib.data.storybook.scene import Scene

KINDS: dict[str, Kind] = {**CHASES, **QUESTS}
"""Name of a plot -> its five beats."""

LENGTH = 5

NAMES = ("Bruno", "Clara", "Felix", "Luna", "Otto", "Tilly")

PLACE_NAMES: dict[str, str] = {
    place: "the mountains" if place == "mountain" else f"the {place}"
    for place in lexicon.PLACES
}
"""What a place is called where the way leads to it."""

SHARES = {"test": 1 / 6, "val": 1 / 12}


@dataclass(frozen=True)
class Plot:
    """The truth behind five pictures and the story that is told of them.

    Attributes:
        kind: the plot, a key of ``KINDS``.
        subject: the hero, a key of ``lexicon.SUBJECTS``.
        colour: the hero's colour.
        home: where it begins and ends, a key of ``lexicon.PLACES``.
        away: where it leads, another one.
        looks: seed of how each picture happens to look.

    Raises:
        StorytellerError: for a kind that is not known, or a way that leads
            nowhere.

    Chapter: book/11_stories_from_sequences
    """

    kind: str
    subject: str
    colour: str
    home: str
    away: str
    looks: tuple[int, ...] = (0,) * LENGTH

    def __post_init__(self) -> None:
        check_known("plot", self.kind, KINDS)
        if self.home == self.away:
            raise StorytellerError(
                f"a plot leads from home to another place, not from "
                f"{self.home} to {self.away}"
            )
        if len(self.looks) != LENGTH:
            raise StorytellerError(
                f"a plot has {LENGTH} pictures and needs as many looks, "
                f"not {len(self.looks)}"
            )

    @property
    def beats(self) -> Kind:
        """The five stages."""
        return KINDS[self.kind]

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """What each of the five pictures shows."""
        stages = zip(self.beats, self.looks, strict=True)
        return tuple(self._scene(stage, look) for stage, look in stages)

    def _scene(self, stage: Beat, look: int) -> Scene:
        return Scene(
            subject=self.subject,
            colour=self.colour,
            count=stage.count,
            action=stage.action,
            place=self.home if stage.place == "home" else self.away,
            weather=stage.weather,
            thing=stage.thing,
            relation="beside" if stage.thing else None,
            look=look,
        )

    def tell(self, rng: random.Random) -> tuple[str, ...]:
        """Five sentences; every telling draws a name and its words anew."""
        name = rng.choice(NAMES)
        return tuple(
            self._fill(rng.choice(stage.sentences), name, rng)
            for stage in self.beats
        )

    def _fill(self, pattern: str, name: str, rng: random.Random) -> str:
        text = pattern.format(
            name=name,
            hero=self._hero(),
            home=PLACE_NAMES[self.home],
            away=PLACE_NAMES[self.away],
            in_home=rng.choice(lexicon.PLACES[self.home]),
        )
        return text[0].upper() + text[1:]

    def _hero(self) -> str:
        """ "a red fox", "a girl in a red coat"."""
        noun = lexicon.SUBJECTS[self.subject][0]
        if self.subject in lexicon.PEOPLE:
            return f"a {noun} in {with_article(f'{self.colour} coat')}"
        return with_article(f"{self.colour} {noun}")


def plot_split(kind: str, subject: str, home: str) -> str:
    """The one split to which this combination belongs, decided by a hash.

    Chapter: book/11_stories_from_sequences
    """
    return part_at(place_of(f"plot|{kind}|{subject}|{home}"), SHARES)


def sample_plot(rng: random.Random, split: str = "train") -> Plot:
    """Draw a plot of a split at random.

    Chapter: book/11_stories_from_sequences
    """
    while True:
        kind, subject = (
            rng.choice(list(table)) for table in (KINDS, lexicon.SUBJECTS)
        )
        home, away = rng.sample(list(lexicon.PLACES), 2)
        if plot_split(kind, subject, home) == split:
            break
    colour = rng.choice(list(lexicon.COLOURS))
    looks = tuple(rng.getrandbits(32) for _ in range(LENGTH))
    return Plot(kind, subject, colour, home, away, looks)


def plots(split: str, seed: int = 0) -> Iterator[Plot]:
    """An endless stream of plots, as ``scene.scenes`` is one of scenes.

    Chapter: book/11_stories_from_sequences
    """
    return endless(sample_plot, split, f"plots-{split}-{seed}")
