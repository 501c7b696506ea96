"""One contract for every world of data."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import (
    A_FILE,
    TEXTS,
    library_scene,
    library_scenes,
    read_scenes,
)
from storyteller_lib.data.library.world import LibraryWorld
from storyteller_lib.data.pocket.world import PocketWorld, write_pocket
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES, SPLITS, World

SOME = 6


@pytest.fixture(scope="module", params=["storybook", "pocket", "library"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> World:
    if request.param == "storybook":
        return StorybookWorld()
    if request.param == "library":
        return LibraryWorld()
    folder = tmp_path_factory.mktemp("pocket")
    write_pocket(folder)
    return PocketWorld(folder)


def test_is_a_world(world: World) -> None:
    assert isinstance(world, World)
    assert world.name


@pytest.mark.parametrize("genre", GENRES)
def test_passages_are_of_their_genre_and_whole_sentences(
    world: World, genre: str
) -> None:
    for split in SPLITS:
        found = world.passages(genre, split, SOME)
        assert found
        for passage in found:
            assert passage.genre == genre and passage.book
            assert len(passage.text.split()) >= 10
            assert all(s.strip() == s and s for s in passage.sentences)


def test_a_limit_gives_the_beginning(world: World) -> None:
    more = world.passages("romance", "val", 2)
    assert list(world.passages("romance", "val", 1)) == list(more[:1])
    names = [picture.name for picture in world.pictures("val", 2)]
    assert [p.name for p in world.pictures("val", 1)] == names[:1]
    assert len(world.sequences("val", 1)) <= 1


def test_no_passage_is_in_two_splits(world: World) -> None:
    texts = [
        {p.text for g in GENRES for p in world.passages(g, split, 200)}
        for split in SPLITS
    ]
    assert not texts[0] & texts[1]
    assert not texts[2] & (texts[0] | texts[1])


def test_unknown_splits_and_genres_are_refused(world: World) -> None:
    with pytest.raises(StorytellerError, match="no split 'dev'"):
        world.pictures("dev")
    with pytest.raises(StorytellerError, match="no split 'dev'"):
        world.sequences("dev")
    with pytest.raises(StorytellerError, match="no genre 'western'"):
        world.passages("western", "val", 1)


def test_library_scenes_are_told_in_every_voice() -> None:
    scenes = library_scenes()
    numbers = [scene.number for scene in scenes]
    assert numbers == sorted(set(numbers)) and len(numbers) > 3_000
    for scene in scenes:
        assert set(scene.passages) == set(GENRES)
        assert len(scene.captions) == 2
        for caption in scene.captions:
            assert 5 <= len(caption.split()) <= 18
        for passage in scene.passages.values():
            assert 40 <= len(passage.split()) <= 78
            assert passage[-1] in ".!?"
            assert not set(passage) & set('"()[]0123456789')


def test_a_file_holds_the_numbers_that_its_name_says() -> None:
    for path in TEXTS.glob("scenes*.txt"):
        first = int(path.stem.removeprefix("scenes")) * A_FILE
        numbers = [scene.number for scene in read_scenes(path)]
        assert numbers == list(range(first, first + len(numbers)))
        assert 0 < len(numbers) <= A_FILE


def test_library_splits_hang_on_the_number_alone() -> None:
    splits = {scene.number: scene.split for scene in library_scenes()}
    assert {splits[n] for n in (0, 89, 100, 1289)} == {"train"}
    assert {splits[n] for n in (90, 94, 190, 1294)} == {"val"}
    assert {splits[n] for n in (95, 99, 199, 1299)} == {"test"}
    by_split = [library_scenes(split) for split in SPLITS]
    assert sum(map(len, by_split)) == len(splits)


def test_the_library_is_parallel() -> None:
    world = LibraryWorld()
    romance = world.passages("romance", "test")
    thriller = world.passages("thriller", "test")
    assert [p.truth for p in romance] == [p.truth for p in thriller]
    captions = world.captions("test")
    for i, passage in enumerate(romance):
        assert captions[2 * i : 2 * i + 2] == list(passage.truth.captions)
        assert passage.text == passage.truth.passages["romance"]
    assert not world.pictures("test") and not world.sequences("test")
    with pytest.raises(StorytellerError, match="no word vectors"):
        world.word_vectors()


def test_a_scene_is_found_by_its_number() -> None:
    scene = library_scenes()[-1]
    assert library_scene(scene.number) == scene
    for missing in (-1, 9_999, 1_080):
        with pytest.raises(StorytellerError, match="no scene"):
            library_scene(missing)


@pytest.mark.parametrize(
    "broken",
    [
        "#0000\nc One caption of a dog here.\na A story.\n",
        "#0000\nc One.\nc Two.\na A.\ns S.\nt T.\n",
        "#0000\nc One.\nc Two.\na A.\ns S.\nt T.\nr R.\nx What?\n",
        "#12\nc One.\nc Two.\na A.\ns S.\nt T.\nr R.\n",
    ],
    ids=["no voices", "a voice missing", "a strange line", "a short number"],
)
def test_a_scene_that_is_not_whole_is_refused_with_its_line(
    tmp_path: Path, broken: str
) -> None:
    path = tmp_path / "scenes00.txt"
    path.write_text("\n" + broken)
    with pytest.raises(StorytellerError, match=r"scenes00\.txt, line 2"):
        library_scenes(folder=tmp_path)


def test_a_library_that_is_not_there_or_not_text_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(StorytellerError, match="no story library"):
        library_scenes(folder=tmp_path / "nowhere")
    (tmp_path / "scenes00.txt").write_bytes(b"#0000\nc caf\xc3\xa9\n")
    with pytest.raises(StorytellerError, match="cannot read"):
        library_scenes(folder=tmp_path)
