"""From a scene to its picture and masks.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.drawing import palette
from storyteller_lib.data.storybook.drawing.canvas import Canvas, Pen
from storyteller_lib.data.storybook.drawing.figures.actions import ACTIONS
from storyteller_lib.data.storybook.drawing.figures.props import Prop
from storyteller_lib.data.storybook.drawing.figures.rig import (
    Figure,
    Tones,
    draw_arms,
    draw_body,
    draw_head,
    tones,
)
from storyteller_lib.data.storybook.drawing.figures.subjects import SUBJECTS
from storyteller_lib.data.storybook.drawing.finish import finish
from storyteller_lib.data.storybook.drawing.land import skies
from storyteller_lib.data.storybook.drawing.land.places import paint_place
from storyteller_lib.data.storybook.drawing.layout import arrange
from storyteller_lib.data.storybook.drawing.palette import Air
from storyteller_lib.data.storybook.drawing.things import THINGS
from storyteller_lib.data.storybook.scene import Scene

SUBJECT, ACTION, THING = 1, 2, 3
_TINTS = {"night": 0.06, "sunset": 0.06, "rain": 0.06, "fog": 0.08}


@dataclass(frozen=True)
class Drawing:
    """A drawn scene.

    Attributes:
        picture: RGB, size x size.
        masks: which pixels show the "subject", the "thing" and the props of
            the "action" (what others cover is not shown); only what there is.

    Chapter: book/02_pictures_captions_books
    """

    picture: Image.Image
    masks: dict[str, Bool[np.ndarray, "size size"]]


def draw(scene: Scene, size: int = 160) -> Drawing:
    """Draw a scene, the same every time, ``size`` pixels a side.

    Raises:
        StorytellerError: for a size below 16 pixels.

    Chapter: book/02_pictures_captions_books
    """
    if size < 16:
        raise StorytellerError(
            f"a picture needs at least 16 pixels a side, not {size}"
        )
    rng = random.Random(scene.look)
    canvas = Canvas(size)
    air = skies.choose_air(scene.weather, rng)
    skies.paint_sky(canvas, scene.weather, air, rng)
    paint_place(canvas, scene.place, air, rng)
    if scene.weather == "fog":
        skies.paint_mist(canvas, air, rng)
    _draw_company(canvas, scene, air, rng)
    skies.paint_weather(canvas, scene.weather, rng)
    picture, labels = canvas.halve()
    picture = finish(picture, labels, (SUBJECT, THING), rng)
    names = {SUBJECT: "subject", ACTION: "action", THING: "thing"}
    masks = {name: labels == label for label, name in names.items()}
    return Drawing(
        picture, {name: mask for name, mask in masks.items() if mask.any()}
    )


def _draw_company(
    canvas: Canvas, scene: Scene, air: Air, rng: random.Random
) -> None:
    """All figures and the thing, from far to near."""
    body = palette.vary(palette.BODIES[scene.colour], rng)
    body = palette.mix(body, air.tint, _TINTS.get(scene.weather, 0))
    looks = tones(body, rng)
    width = 0.5 if scene.count == 1 else 0.42
    for spot in arrange(scene, rng):
        chance = random.Random(rng.getrandbits(32))
        pen = canvas.pen.moved(complex(spot.x, spot.y), spot.scale)
        pen = pen.using(flip=spot.flip, width=width)
        if spot.name == "thing":
            assert scene.thing is not None
            _shadow(pen, 44, air)
            THINGS[scene.thing](pen.using(label=THING), chance)
        else:
            _draw_figure(pen, scene, looks, air, chance)


def _shadow(pen: Pen, wide: float, air: Air, at: float = 0) -> None:
    """A soft shadow on the ground."""
    for grow in (1.0, 0.8, 0.6):
        fill = (18, 20, 52, air.shade // 2)
        pen.oval(complex(at, 0.5), wide * grow, wide * 0.2 * grow, fill)


def _draw_figure(
    pen: Pen, scene: Scene, looks: Tones, air: Air, rng: random.Random
) -> None:
    """One figure in its pose, with its props and its shadow."""
    action = ACTIONS[scene.action]
    pose, species = action.pose(rng), SUBJECTS[scene.subject]
    if scene.relation == "behind":  # so that the thing hides a jumper too
        pose = replace(pose, lift=min(pose.lift, 24))
    _shadow(pen, (56 if pose.shift else 30) - pose.lift * 0.2, air)
    foot = complex(pose.shift, -pose.lift)
    own = pen.moved(foot, turn=pose.turn)
    figure = Figure(
        own.using(label=SUBJECT, line=looks.line), looks, pose, species
    )
    colour = palette.prop_colour(rng, looks.body)
    line = palette.deeper(colour)
    marks = {"label": ACTION, "line": line}
    prop = Prop(figure, own.using(**marks), pen.using(**marks), colour, rng)
    action.behind(prop)
    draw_body(figure)
    draw_head(figure)
    action.front(prop)
    draw_arms(figure)
    action.over(prop)
