"""Reading a world once from end to end: what is there, what is broken.

What takes long the first time (drawing pictures, writing the pocket world's
files) is done here and kept in the cache, so that a training starts at once.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES, SPLITS, World
from storyteller_lib.pictures import to_tensor


def prepare(world: World, progress: bool = True) -> dict[str, Any]:
    """Read all parts of a world.

    Args:
        world: any world.
        progress: whether to show a progress bar.

    Returns:
        How much there is of each part, or the sentence that says why there
        is nothing.

    Chapter: book/02_pictures_captions_books
    """
    found: dict[str, Any] = {}
    bar = tqdm(
        list(_parts(world)),
        desc=f"reading the {world.name} world",
        disable=None if progress else True,
    )
    for name, read in bar:
        try:
            found[name] = read()
        except StorytellerError as error:
            found[name] = str(error)
    return found


def _parts(world: World) -> Iterator[tuple[str, Callable[[], int]]]:
    for split in SPLITS:
        yield f"pictures, {split}", partial(_pictures, world, split)
    for genre in GENRES:
        yield f"passages, {genre}", partial(_passages, world, genre)
    for split in SPLITS:
        yield f"sequences, {split}", partial(_sequences, world, split)
    yield "word vectors", lambda: len(world.word_vectors().words)


def _pictures(world: World, split: str) -> int:
    """The pictures of a split; the first of them must open."""
    if isinstance(world, StorybookWorld):
        return len(world.pixels(split))
    records = world.pictures(split)
    for record in records[:1]:
        to_tensor(record.open())
    return len(records)


def _passages(world: World, genre: str) -> int:
    return sum(len(world.passages(genre, split)) for split in SPLITS)


def _sequences(world: World, split: str) -> int:
    return len(world.sequences(split))
