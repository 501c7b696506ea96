"""The twelve actions: the pose of each and when its props are drawn.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from storyteller_lib.data.storybook.drawing.figures import props, traces
from storyteller_lib.data.storybook.drawing.figures.props import Prop
from storyteller_lib.data.storybook.drawing.figures.rig import Pose

Draw = Callable[[Prop], None]


@dataclass(frozen=True)
class Action:
    """An action's pose, by chance, and its props.

    Attributes:
        pose: one of the poses of the action.
        behind: props drawn before the figure.
        front: props drawn over the figure, under its arms.
        over: props drawn last.
        tall: how far the props reach up, in units of the figure.

    Chapter: book/02_pictures_captions_books
    """

    pose: Callable[[random.Random], Pose]
    behind: Draw = props.nothing
    front: Draw = props.nothing
    over: Draw = props.nothing
    tall: float = 0


def _running(rng: random.Random) -> Pose:
    """Leaning forward in full stride."""
    reach = rng.uniform(0, 4)
    return Pose(
        hands=(-33 - 36j, 33 - 46j),
        feet=(-30 - reach - 15j, 27 + reach - 8j),
        turn=rng.uniform(10, 16),
        nod=-6,
        lift=5,
        mouth=rng.choice(("open", "smile")),
    )


def _jumping(rng: random.Random) -> Pose:
    """High in the air, arms up, knees apart."""
    return Pose(
        hands=(-38 - 76j, 38 - 78j),
        feet=(-22 - 10j, 22 - 12j),
        turn=rng.uniform(-8, 8),
        lift=rng.uniform(32, 42),
        eyes=rng.choice(("open", "happy")),
        mouth="open",
    )


def _sleeping(rng: random.Random) -> Pose:
    """Lying on one side with closed eyes."""
    return Pose(
        hands=(-20 - 40j, 20 - 38j),
        feet=(-10 - 5j, 11 - 3j),
        turn=-rng.uniform(76, 84),
        nod=rng.uniform(0, 10),
        lift=21,
        shift=48,
        eyes="closed",
    )


def _dancing(rng: random.Random) -> Pose:
    """Swaying, one arm up, one leg thrown out."""
    return Pose(
        hands=rng.choice(((-34 - 52j, 38 - 84j), (-38 - 84j, 34 - 50j))),
        feet=(-7 - 2j, 27 - 15j),
        turn=rng.choice((-13, -9, 9)),
        nod=rng.choice((-12, 12)),
        lift=2,
        eyes=rng.choice(("happy", "happy", "open")),
        mouth="open",
    )


def _reading(rng: random.Random) -> Pose:
    """Both hands at a book, looking down."""
    return Pose(
        hands=(-21 - 31j, 23 - 31j), nod=rng.uniform(-3, 7), eyes="down"
    )


def _fishing(rng: random.Random) -> Pose:
    """Both hands at the rod."""
    return Pose(hands=(12 - 33j, 27 - 41j), nod=rng.uniform(0, 6))


def _kite(rng: random.Random) -> Pose:
    """One hand up at the string."""
    return Pose(
        hands=(-27 - 30j, 35 - 76j),
        feet=(-12 - 3j, 14 - 3j),
        turn=rng.uniform(-6, 0),
        nod=-8,
        mouth="open",
    )


def _umbrella(rng: random.Random) -> Pose:
    """One hand at the handle in front of the shoulder."""
    return Pose(hands=(-25 - 25j, 28 - 46j), nod=rng.uniform(-4, 4))


def _balloon(rng: random.Random) -> Pose:
    """One arm up at the string."""
    return Pose(
        hands=(-26 - 28j, 35 - 66j),
        nod=rng.uniform(-6, 6),
        mouth=rng.choice(("open", "smile")),
    )


def _lantern(rng: random.Random) -> Pose:
    """One arm held out."""
    return Pose(hands=(-25 - 26j, 42 - 56j), nod=rng.uniform(-2, 6))


def _eating(rng: random.Random) -> Pose:
    """An apple at the mouth."""
    return Pose(
        hands=(-25 - 27j, 31 - 49j),
        nod=rng.uniform(0, 6),
        eyes=rng.choice(("happy", "open", "closed")),
        mouth="open",
    )


def _drumming(rng: random.Random) -> Pose:
    """Both hands raised over the drum."""
    high = rng.uniform(0, 8)
    return Pose(
        hands=(complex(-29, -46 - high), complex(29, -54 + high)),
        nod=rng.uniform(-6, 6),
        eyes=rng.choice(("happy", "open")),
        mouth="open",
    )


ACTIONS: dict[str, Action] = {
    "running": Action(_running, behind=traces.dust),
    "jumping": Action(_jumping, behind=traces.leap, tall=34),
    "sleeping": Action(_sleeping, behind=traces.pillow, over=traces.snores),
    "dancing": Action(_dancing, over=traces.notes),
    "reading": Action(_reading, front=props.book),
    "fishing": Action(_fishing, behind=props.pond, front=props.rod),
    "kite": Action(_kite, behind=props.kite, tall=40),
    "umbrella": Action(_umbrella, behind=props.umbrella, tall=44),
    "balloon": Action(_balloon, behind=props.balloon, tall=44),
    "lantern": Action(_lantern, front=props.lantern),
    "eating": Action(_eating, over=props.apple),
    "drumming": Action(_drumming, front=props.drum, over=props.sticks),
}
