"""Plots of the storybook world, and stories of VIST: one contract, three
worlds."""

from __future__ import annotations

import json
import os
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.pocket.vist import write_vist
from storyteller_lib.data.pocket.world import PocketWorld
from storyteller_lib.data.real import vist
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.storybook import plots as storybook
from storyteller_lib.data.storybook.plots import (
    KINDS,
    LENGTH,
    NAMES,
    Plot,
    plot_split,
    read_sentence,
    sample_plot,
)
from storyteller_lib.data.storybook.plots.reading import _patterns
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import SPLITS, World
from storyteller_lib.text import detokenise, tokenise


@pytest.fixture(
    scope="module",
    params=["storybook", "pocket", "pocket as published", "real"],
)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> World:
    folder = tmp_path_factory.mktemp("world")
    if request.param == "storybook":
        return StorybookWorld()
    if request.param == "real":
        if not os.environ.get("STORYTELLER_DATA"):
            pytest.skip("STORYTELLER_DATA is not set")
        return RealWorld()
    if request.param == "pocket":
        return PocketWorld(folder)
    write_vist(folder / "vist", published=True)
    return RealWorld(folder)


def test_a_world_tells_stories_about_sequences(world: World) -> None:
    assert isinstance(world, World)
    names: list[str] = []
    for split in ("val", "test"):
        found = world.sequences(split, 2)
        assert len(found) == 2
        assert list(found) == list(world.sequences(split))[:2]
        names += [sequence.name for sequence in found]
        for sequence in found:
            assert len(sequence.sentences) == LENGTH
            assert all(len(s.split()) > 1 for s in sequence.sentences)
            assert sequence.text.split() == [
                w for s in sequence.sentences for w in s.split()
            ]
            assert len(sequence.pictures) in (0, LENGTH)
            for picture in sequence.pictures:
                assert picture.captions
                assert np.asarray(picture.open()).std() > 10
    assert len(set(names)) == 4


def test_unknown_splits_are_refused(world: World) -> None:
    with pytest.raises(StorytellerError, match="no split 'dev'"):
        world.sequences("dev")


def test_published_and_compact_say_the_same(tmp_path: Path) -> None:
    write_vist(tmp_path / "a")
    write_vist(tmp_path / "b", published=True)
    for split in SPLITS:
        one = vist.stories(tmp_path / "a", split)
        other = vist.stories(tmp_path / "b", split)
        assert [s.sentences for s in one] == [s.sentences for s in other]
        described = vist.descriptions(tmp_path / "a", split)
        assert described == vist.descriptions(tmp_path / "b", split)
        first = other[0].pictures[0]
        assert first.captions == tuple(described[first.name])


def test_published_stories_come_in_their_tellers_order(tmp_path: Path) -> None:
    write_vist(tmp_path, published=True)
    before = vist.stories(tmp_path, "val")
    path = tmp_path / "sis" / "val.story-in-sequence.json"
    whole = json.loads(path.read_text())
    random.Random(0).shuffle(whole["annotations"])
    path.write_text(json.dumps(whole))
    after = {s.name: s.sentences for s in vist.stories(tmp_path, "val")}
    assert after == {s.name: s.sentences for s in before}


def test_a_photograph_that_is_not_there_is_named(tmp_path: Path) -> None:
    write_vist(tmp_path, published=True)
    for path in (tmp_path / "images").rglob("*.jpg"):
        path.unlink()
    vist._photographs.cache_clear()
    picture = vist.stories(tmp_path, "val")[0].pictures[2]
    with pytest.raises(StorytellerError, match=f"{picture.name} of VIST"):
        picture.open()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cut short or damaged"),
        ('{"annotations": [1]}', "cut short or damaged"),
        ('{"annotations": [[{"text": "a"}]]}', "lacks one of"),
    ],
)
def test_broken_annotations_are_refused(
    tmp_path: Path, text: str, says: str
) -> None:
    write_vist(tmp_path, published=True)
    path = tmp_path / "sis" / "test.story-in-sequence.json"
    path.write_text(text)
    with pytest.raises(StorytellerError, match=says):
        vist.stories(tmp_path, "test")


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match=r"stories_train\.jsonl is mis"):
        vist.stories(tmp_path, "train")


def test_there_are_twelve_plots_or_more_of_five_beats() -> None:
    assert len(KINDS) >= 12
    assert {len(beats) for beats in KINDS.values()} == {LENGTH}


def test_every_sentence_is_read_back_as_what_it_tells() -> None:
    rng, found = random.Random(0), 0
    for plot in islice(storybook.plots("train", 3), 300):
        told = plot.tell(rng)
        readings = [read_sentence(detokenise(tokenise(s))) for s in told]
        for stage, reading in enumerate(readings):
            assert reading is not None
            assert (reading.kind, reading.stage) == (plot.kind, stage)
            assert reading.home in (None, plot.home)
            assert reading.away in (None, plot.away)
        assert len({r.name for r in readings if r}) == 1
        found += len({r.home for r in readings if r} & {plot.home})
    assert found == 300  # every story says where home is


def test_no_sentence_fits_two_patterns() -> None:
    rng = random.Random(1)
    for plot in islice(storybook.plots("val", 1), 100):
        for sentence in plot.tell(rng):
            fits = [
                p for p, *_ in _patterns() if p.fullmatch(sentence.lower())
            ]
            assert len(fits) == 1, sentence


def test_other_text_is_not_read() -> None:
    assert read_sentence("") is None
    assert read_sentence("A red fox is running in the forest.") is None
    good = "At sunset Otto held the kite again."
    assert read_sentence(good) is not None
    assert read_sentence(good.replace("Otto", "Rover")) is None


def test_splits_share_no_combination() -> None:
    rng = random.Random(2)
    seen = {
        split: {
            (plot.kind, plot.subject, plot.home)
            for plot in (sample_plot(rng, split) for _ in range(200))
        }
        for split in SPLITS
    }
    for split, combinations in seen.items():
        assert {plot_split(*c) for c in combinations} == {split}
    assert not seen["train"] & seen["test"]
    assert not seen["train"] & seen["val"] | seen["val"] & seen["test"]


def test_plots_repeat_by_their_seed() -> None:
    first = list(islice(storybook.plots("train", 5), 10))
    assert first == list(islice(storybook.plots("train", 5), 10))
    assert first != list(islice(storybook.plots("train", 6), 10))
    world = StorybookWorld()
    assert world.sequences("val", 3) == world.sequences("val", 3)


def test_a_retelling_keeps_the_pictures_and_changes_the_words() -> None:
    plot = sample_plot(random.Random(4))
    tellings = {plot.tell(random.Random(i)) for i in range(30)}
    assert len(tellings) > 20
    names = {n for t in tellings for n in NAMES if n in t[1]}
    assert names == set(NAMES)


def test_pictures_show_what_the_plot_says() -> None:
    plot = Plot("kite", "fox", "red", "village", "forest")
    actions = [scene.action for scene in plot.scenes]
    assert actions == ["kite", "running", "jumping", "kite", "sleeping"]
    places = [scene.place for scene in plot.scenes]
    assert places == ["village", *["forest"] * 3, "village"]
    assert {(s.subject, s.colour) for s in plot.scenes} == {("fox", "red")}


def test_many_pictures_mean_several_things() -> None:
    """Else one picture would be enough, and nothing could be gained."""
    stages: dict[tuple[object, ...], set[tuple[str, int]]] = {}
    for kind, beats in KINDS.items():
        for stage, one in enumerate(beats):
            shown = (one.action, one.place, one.weather, one.count, one.thing)
            stages.setdefault(shown, set()).add((kind, stage))
    shared = sum(len(s) for s in stages.values() if len(s) > 1)
    assert shared >= len(KINDS) * LENGTH / 2
    first = [beats[0] for beats in KINDS.values()]
    assert len({(b.action, b.thing, b.count, b.weather) for b in first}) == 14


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "opera"}, "no plot 'opera'"),
        ({"away": "village"}, "leads from home to another place"),
        ({"looks": (1, 2)}, "needs as many looks"),
    ],
)
def test_impossible_plots_are_refused(
    change: dict[str, object], says: str
) -> None:
    good = {
        "kind": "kite",
        "subject": "fox",
        "colour": "red",
        "home": "village",
        "away": "forest",
    }
    with pytest.raises(StorytellerError, match=says):
        Plot(**(good | change))  # type: ignore[arg-type]


def test_pixels_of_plots_are_their_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path))
    world = StorybookWorld()
    pixels = world.sequence_pixels("test", 2)
    assert pixels.shape == (2, LENGTH, 160, 160, 3)
    picture = world.sequences("test", 2)[1].pictures[3].open()
    assert np.array_equal(pixels[1, 3], np.asarray(picture))
