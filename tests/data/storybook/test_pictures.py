"""The storybook pictures show what their scenes say."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from itertools import islice

import numpy as np
import pytest
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.drawing import compose, draw
from storyteller_lib.data.storybook.drawing.canvas import Canvas, smooth
from storyteller_lib.data.storybook.drawing.figures.actions import ACTIONS
from storyteller_lib.data.storybook.drawing.figures.subjects import SUBJECTS
from storyteller_lib.data.storybook.drawing.land.places import PLACES
from storyteller_lib.data.storybook.drawing.land.skies import AIRS
from storyteller_lib.data.storybook.drawing.layout import arrange
from storyteller_lib.data.storybook.drawing.palette import BODIES
from storyteller_lib.data.storybook.drawing.things import THINGS
from storyteller_lib.data.storybook.scene import Scene, scenes

PLAIN = Scene("cat", "orange", 1, "reading", "meadow", "sunny")


def different(first: Image.Image, second: Image.Image) -> float:
    """Mean absolute difference of two pictures, 0 to 255."""
    a, b = (np.asarray(p, dtype=float) for p in (first, second))
    return float(np.abs(a - b).mean())


def test_everything_in_the_lexicon_can_be_drawn():
    assert SUBJECTS.keys() == lexicon.SUBJECTS.keys()
    assert BODIES.keys() == lexicon.COLOURS.keys()
    assert ACTIONS.keys() == lexicon.ACTIONS.keys()
    assert PLACES.keys() == lexicon.PLACES.keys()
    assert AIRS.keys() == lexicon.WEATHERS.keys()
    assert THINGS.keys() == lexicon.THINGS.keys()


def test_random_scenes_have_pictures_and_disjoint_masks():
    for scene in islice(scenes("train", 8), 90):
        drawing = draw(scene)
        assert drawing.picture.mode == "RGB"
        assert drawing.picture.size == (160, 160)
        assert ("thing" in drawing.masks) == (scene.thing is not None)
        assert "action" in drawing.masks
        masks = np.stack(list(drawing.masks.values()))
        assert masks.dtype == bool
        assert masks.shape[1:] == (160, 160)
        assert masks.sum(axis=0).max() == 1
        shown = drawing.masks["subject"].sum() / scene.count
        assert shown > 500, scene
        if scene.thing:
            assert drawing.masks["thing"].sum() > 500, scene


@pytest.mark.parametrize("size", [48, 160, 320])
def test_the_same_scene_is_the_same_picture(size):
    scene = next(scenes("test", 5))
    first, second = draw(scene, size), draw(scene, size)
    assert first.picture.size == (size, size)
    assert first.picture.tobytes() == second.picture.tobytes()
    for part, mask in first.masks.items():
        assert np.array_equal(mask, second.masks[part])


def test_global_seeds_do_not_matter():
    random.seed(1)
    np.random.seed(1)
    first = draw(PLAIN).picture.tobytes()
    random.seed(2)
    np.random.seed(2)
    assert draw(PLAIN).picture.tobytes() == first


def test_looks_vary():
    pictures = [
        draw(Scene(**PLAIN.facts, look=look)).picture for look in range(12)
    ]
    for first, second in itertools.combinations(pictures, 2):
        assert different(first, second) > 3


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("subject", lexicon.SUBJECTS),
        ("action", lexicon.ACTIONS),
        ("place", lexicon.PLACES),
        ("weather", lexicon.WEATHERS),
        ("colour", lexicon.COLOURS),
        ("count", lexicon.COUNTS),
    ],
)
def test_every_value_changes_the_picture(part, values):
    """With the same look, any two values of a part give other pixels."""
    facts = PLAIN.facts | {"look": 3}
    pictures = [draw(Scene(**facts | {part: v})).picture for v in values]
    for first, second in itertools.combinations(pictures, 2):
        assert different(first, second) > 0.8, part


@pytest.mark.slow
@pytest.mark.parametrize("weather", lexicon.WEATHERS)
def test_the_colour_can_be_read_from_the_subject(weather):
    """The commonest nearest palette colour on the figure is the right one."""
    names = list(BODIES)
    palette = np.array([BODIES[name] for name in names])
    right, cases = 0, 0
    for k, (subject, colour) in enumerate(
        itertools.product(lexicon.SUBJECTS, lexicon.COLOURS)
    ):
        if k % 3:
            continue
        scene = Scene(subject, colour, 1, "kite", "lake", weather, look=k)
        drawing = draw(scene)
        pixels = np.asarray(drawing.picture)[drawing.masks["subject"]]
        gaps = np.abs(pixels[:, None].astype(int) - palette).sum(-1)
        found = Counter(gaps.argmin(1).tolist()).most_common(1)[0][0]
        right, cases = right + (names[found] == colour), cases + 1
    assert right / cases > 0.95


def test_as_many_figures_as_the_scene_counts():
    for scene in islice(scenes("train", 21), 300):
        spots = arrange(scene, random.Random(scene.look))
        figures = sorted(s.x for s in spots if s.name == "figure")
        assert len(figures) == scene.count
        assert len(spots) == scene.count + (scene.thing is not None)
        gaps = np.diff(figures)
        assert (gaps > 18).all(), scene
        assert all(4 < s.x < 96 for s in spots)


def _hidden_share(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> float:
    """Share of one figure's pixels that the thing covers."""
    shown = draw(scene).masks["subject"]
    with monkeypatch.context() as patch:
        nothing = {name: lambda pen, rng: None for name in THINGS}
        patch.setattr(compose, "THINGS", nothing)
        bare = draw(scene).masks["subject"]
    return (bare & ~shown).sum() * scene.count / bare.sum()


@pytest.mark.slow
@pytest.mark.parametrize("action", lexicon.ACTIONS)
def test_behind_hides_a_part_and_beside_hardly_any(action, monkeypatch):
    rng = random.Random(action)
    shares: dict[str, list[float]] = {"behind": [], "beside": []}
    for relation, _ in itertools.product(shares, range(6)):
        scene = Scene(
            rng.choice(list(lexicon.SUBJECTS)),
            "red",
            rng.randint(1, 3),
            action,
            "farm",
            "sunny",
            rng.choice(list(lexicon.THINGS)),
            relation,
            rng.getrandbits(32),
        )
        shares[relation].append(_hidden_share(scene, monkeypatch))
    assert min(shares["behind"]) > 0.03
    assert max(shares["behind"]) < 0.65
    assert np.mean(shares["beside"]) < 0.5 * np.mean(shares["behind"])


def test_a_jumper_is_in_the_air_and_a_sleeper_lies():
    def box(action: str) -> tuple[float, float]:
        mask = draw(Scene("dog", "blue", 1, action, "farm", "sunny", look=4))
        rows, columns = np.nonzero(mask.masks["subject"])
        return rows.max(), np.ptp(columns) / np.ptp(rows)

    assert box("jumping")[0] < box("reading")[0] - 10
    assert box("sleeping")[1] > 1 > box("reading")[1]


def test_night_is_dark_and_fog_is_pale():
    def light(weather: str) -> tuple[float, float]:
        pixels = np.asarray(
            draw(Scene(**PLAIN.facts | {"weather": weather})).picture
        )
        return pixels.mean(), np.ptp(pixels.astype(int), axis=-1).mean()

    assert light("night")[0] < 0.6 * light("sunny")[0]
    assert light("fog")[1] < 0.6 * light("sunny")[1]


def test_a_picture_of_no_size_is_refused():
    with pytest.raises(StorytellerError, match="at least 16 pixels"):
        draw(PLAIN, 8)


def test_pens_turn_move_and_mirror():
    pen = Canvas(100).pen.moved(50 + 50j, scale=2, turn=90)
    assert pen.at(10 + 0j) == pytest.approx(100 + 140j)
    assert pen.using(flip=True).at(10 + 0j) == pytest.approx(100 + 60j)
    assert pen.inside(pen.at(3 - 7j)) == pytest.approx(3 - 7j)
    mirrored = pen.using(flip=True)
    assert mirrored.inside(mirrored.at(3 - 7j)) == pytest.approx(3 - 7j)


def test_labels_follow_what_is_drawn_over_what():
    canvas = Canvas(100)
    canvas.pen.using(label=1).box(20 + 20j, 40 + 40j, (255, 0, 0))
    canvas.pen.using(label=2).box(40 + 40j, 40 + 40j, (0, 0, 255))
    picture, labels = canvas.halve()
    assert abs((labels == 1).sum() - (1600 - 400)) < 90
    assert abs((labels == 2).sum() - 1600) < 90
    assert picture.getpixel((30, 30)) == (255, 0, 0)
    assert picture.getpixel((50, 50)) == (0, 0, 255)


def test_smooth_curves_pass_through_their_points():
    knots = [0j, 10 + 0j, 10 + 10j, 10j]
    curve = smooth(knots)
    assert len(curve) == 24
    assert np.allclose(curve[::6], knots)
