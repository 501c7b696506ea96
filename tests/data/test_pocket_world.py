"""The pocket world is the real world's files, small and made by code."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.pocket.world import PocketWorld, write_pocket
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, SPLITS, World


@pytest.fixture(scope="module", params=["compact", "published"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> RealWorld:
    folder = tmp_path_factory.mktemp(request.param)
    write_pocket(folder, published=request.param == "published")
    return RealWorld(folder)


def test_is_a_world(world: RealWorld) -> None:
    assert isinstance(world, World)


def test_pictures_of_the_splits_are_all_different(world: RealWorld) -> None:
    names = [p.name for split in SPLITS for p in world.pictures(split)]
    assert len(names) == 12
    assert len(set(names)) == 12


@pytest.mark.parametrize("split", SPLITS)
def test_a_picture_opens_and_has_five_captions(
    world: RealWorld, split: str
) -> None:
    for record in world.pictures(split):
        picture = record.open()
        assert picture.mode == "RGB"
        assert picture.size == (160, 160)
        assert np.asarray(picture).std() > 10  # something is drawn
        assert len(record.captions) == 5
        assert all(len(caption) > 5 for caption in record.captions)


@pytest.mark.parametrize("genre", GENRES)
def test_passages_are_consecutive_sentences_of_the_book(
    world: RealWorld, genre: str
) -> None:
    for split in SPLITS:
        passages = world.passages(genre, split)
        assert passages
        for passage in passages:
            assert 25 <= len(passage.text.split()) <= 60
            assert passage.genre == genre


@pytest.mark.parametrize("genre", GENRES)
def test_no_book_is_in_two_splits(world: RealWorld, genre: str) -> None:
    books = [
        {passage.book for passage in world.passages(genre, split)}
        for split in SPLITS
    ]
    assert not (books[0] & books[1] | books[0] & books[2])
    assert not books[1] & books[2]


def test_limits_give_the_beginning(world: RealWorld) -> None:
    assert world.pictures("train", 3) == world.pictures("train")[:3]
    passages = world.passages("romance", "train")
    assert world.passages("romance", "train", 2) == passages[:2]
    assert world.captions("val", 4) == world.captions("val")[:4]


def test_both_layouts_say_the_same(tmp_path: Path) -> None:
    write_pocket(tmp_path / "compact")
    write_pocket(tmp_path / "published", published=True)
    one, other = (
        RealWorld(tmp_path / "compact"),
        RealWorld(tmp_path / "published"),
    )
    assert one.pictures("val") == other.pictures("val")
    assert one.passages("thriller", "test") == other.passages(
        "thriller", "test"
    )


def test_glove_and_word2vec_hold_the_same_vectors(tmp_path: Path) -> None:
    write_pocket(tmp_path)
    glove = RealWorld(tmp_path).word_vectors()
    binary = RealWorld(tmp_path, vector_file="word2vec.bin").word_vectors()
    assert list(glove.words) == list(binary.words)
    np.testing.assert_allclose(glove.vectors, binary.vectors, atol=1e-4)
    assert "dog" in glove.words


def test_coco_as_published(tmp_path: Path) -> None:
    write_pocket(tmp_path, published=True)
    world = RealWorld(tmp_path)
    assert len(world.coco_pictures("train")) == 8
    (tmp_path / "coco/val2017/000000000001.jpg").unlink()
    found = world.coco_pictures("val")  # only one of the two is left
    assert [record.name for record in found] == ["000000000002.jpg"]


def test_coco_as_published_in_2014(tmp_path: Path) -> None:
    write_pocket(tmp_path, published=True, coco_year="2014")
    folder = tmp_path / "coco"
    assert (folder / "annotations/captions_train2014.json").exists()
    world = RealWorld(tmp_path)
    first, *others = world.coco_pictures("train")
    assert first.name == "COCO_train2014_000000000001.jpg"
    assert len(others) == 7 and len(first.captions) == 5
    assert first.open().mode == "RGB"
    assert len(world.coco_pictures("val")) == 2
    with pytest.raises(StorytellerError, match="test split"):
        world.coco_pictures("test")


@pytest.mark.slow
def test_years_of_coco_are_not_mixed(tmp_path: Path) -> None:
    write_pocket(tmp_path, published=True, coco_year="2014")
    write_pocket(tmp_path, published=True)
    world = RealWorld(tmp_path)
    names = {p.name for s in ("train", "val") for p in world.coco_pictures(s)}
    assert not any("2014" in name for name in names)
    shutil.rmtree(tmp_path / "coco/train2017")  # captions alone are left
    assert all("2014" in p.name for p in world.coco_pictures("train"))
    assert all("2014" in p.name for p in world.coco_pictures("val"))
    shutil.rmtree(tmp_path / "coco")
    (tmp_path / "coco").mkdir()
    with pytest.raises(StorytellerError, match="captions_train2017"):
        world.coco_pictures("train")


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for name in ("a", "b"):
        write_pocket(tmp_path / name)
        files = sorted(p for p in (tmp_path / name).rglob("*") if p.is_file())
        whole = b"".join(p.read_bytes() for p in files)
        digests.append(hashlib.sha256(whole).hexdigest())
    assert digests[0] == digests[1]


def test_the_pocket_world_writes_itself(tmp_path: Path) -> None:
    world = PocketWorld(tmp_path)
    assert isinstance(world, World)
    assert world.name == "pocket"
    assert len(world.pictures("train")) == 8
