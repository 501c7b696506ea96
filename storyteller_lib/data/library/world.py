"""The library as a world: captions and passages, and no pictures.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.library.scenes import (
    TEXTS,
    LibraryScene,
    library_scenes,
)
from storyteller_lib.data.world import (
    Passage,
    PictureRecord,
    PictureSequence,
    WordVectors,
    check_genre,
    check_split,
)
from storyteller_lib.text import split_sentences


class LibraryWorld:
    """Photographs in words, each told in four voices.

    It is parallel text: the passages of all genres, and the captions, stand
    in the order of the scenes, so that the nth of each belong together.

    Args:
        folder: another library of the same format; by default the one that
            comes with the book.

    Chapter: book/02_pictures_captions_books
    """

    name = "library"

    def __init__(self, folder: Path = TEXTS) -> None:
        self.folder = folder

    def scenes(
        self, split: str, limit: int | None = None
    ) -> Sequence[LibraryScene]:
        """The scenes of a split."""
        check_split(split)
        return library_scenes(split, self.folder)[:limit]

    def pictures(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """None: its photographs were never taken."""
        check_split(split)
        return ()

    def captions(self, split: str, limit: int | None = None) -> list[str]:
        """The captions, those of a scene side by side."""
        scenes = self.scenes(split)
        return [text for scene in scenes for text in scene.captions][:limit]

    def passages(
        self, genre: str, split: str, limit: int | None = None
    ) -> Sequence[Passage]:
        """One passage for each scene; each is a book of its own."""
        check_genre(genre)
        return [
            Passage(
                genre=genre,
                sentences=tuple(split_sentences(scene.passages[genre])),
                book=f"scene {scene.number:04d}",
                truth=scene,
            )
            for scene in self.scenes(split, limit)
        ]

    def sequences(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureSequence]:
        """None: it holds single scenes."""
        check_split(split)
        return ()

    def word_vectors(self) -> WordVectors:
        """Never any.

        Raises:
            StorytellerError: always; the storybook and the real world have
                word vectors.
        """
        raise StorytellerError(
            "the story library has no word vectors: take those of the "
            "storybook or of the real world"
        )
