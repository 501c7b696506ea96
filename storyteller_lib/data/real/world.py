"""The real world: one folder of gathered data as a ``World``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from storyteller_lib.config import StorytellerError, data_folder
from storyteller_lib.data.real import (
    captions,
    novels,
    photographs,
    vectors,
    vist,
)
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.data.world import (
    Passage,
    PictureRecord,
    PictureSequence,
    WordVectors,
)


class RealWorld:
    """Photographs, novels of four genres, stories of VIST, word vectors.

    Args:
        folder: holds ``flickr8k``, ``novels``, ``vectors`` and, if you
            like, ``flickr30k_captions``, ``coco_captions``, ``coco_mini``
            or ``coco``, ``photos_unlabelled``, ``vist``; by default the
            folder that ``STORYTELLER_DATA`` names. What is not asked for
            may be absent.
        settings: how long passages are.
        vector_file: the name of one file in ``vectors``; else the first.

    Raises:
        StorytellerError: if no folder is given and none is set, or there is
            no such folder.

    Chapter: book/02_pictures_captions_books
    """

    name = "real"

    def __init__(
        self,
        folder: Path | str | None = None,
        settings: PassageSettings | None = None,
        vector_file: str | None = None,
    ) -> None:
        chosen = data_folder() if folder is None else Path(folder)
        if chosen is None:
            raise StorytellerError(
                "the real world needs data: set STORYTELLER_DATA to the "
                "folder that holds it"
            )
        if not chosen.is_dir():
            raise StorytellerError(f"there is no data folder {chosen}")
        self.folder = chosen
        self.settings = settings or PassageSettings()
        self.vector_file = vector_file

    def pictures(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """Photographs of Flickr8k with their captions."""
        return _flickr8k(self.folder / "flickr8k", split)[:limit]

    def coco_pictures(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """Photographs of COCO, 2017's or 2014's: train or val."""
        whole = self.folder / "coco"
        folder = whole if whole.is_dir() else self.folder / "coco_mini"
        return photographs.coco(folder, split)[:limit]

    def unlabelled_pictures(
        self, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """Photographs without captions, to learn to see from."""
        folder = self.folder / "photos_unlabelled"
        return photographs.unlabelled(folder)[:limit]

    def captions(self, split: str, limit: int | None = None) -> list[str]:
        """Captions as people write them, with or without a photograph.

        Those of Flickr8k first, then those of the caption folders.
        """
        found = [c for p in self.pictures(split) for c in p.captions]
        return (found + captions.caption_lines(self.folder, split))[:limit]

    def passages(
        self, genre: str, split: str, limit: int | None = None
    ) -> Sequence[Passage]:
        """Passages of a genre, in reading order, book after book."""
        found = novels.passages(
            self.folder / "novels", genre, split, self.settings
        )
        return list(islice(found, limit))

    def sequences(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureSequence]:
        """The stories of VIST, see ``real.vist``."""
        return vist.stories(self.folder / "vist", split)[:limit]

    def word_vectors(self) -> WordVectors:
        """The vectors of the chosen file, or of the first there is."""
        folder = self.folder / "vectors"
        if self.vector_file:
            return vectors.read_vectors(folder / self.vector_file)
        return vectors.read_vectors(vectors.find_vectors(folder))


@lru_cache(maxsize=6)
def _flickr8k(folder: Path, split: str) -> list[PictureRecord]:
    """Read once: the records are small, their pictures stay on disk."""
    return photographs.flickr8k(folder, split)
