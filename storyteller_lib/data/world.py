"""What every world of data hands out: pictures, texts, word vectors.

The storybook world makes them, the real world reads them, the pocket world
is a tiny copy of the real one, the library has texts alone; whatever trains
or measures a model asks for a ``World`` and does not know which one it got.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from jaxtyping import Float
from numpy import ndarray
from PIL.Image import Image

from storyteller_lib.config import StorytellerError, check_known
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.scenes import LibraryScene
from storyteller_lib.data.splits import SPLITS
from storyteller_lib.data.storybook.plots import Plot
from storyteller_lib.data.storybook.scene import Scene

__all__ = [
    "GENRES",
    "SPLITS",
    "Passage",
    "PictureRecord",
    "PictureSequence",
    "WordVectors",
    "World",
    "check_genre",
    "check_split",
]


@dataclass(frozen=True)
class PictureRecord:
    """One picture with the captions that people gave it.

    Attributes:
        name: what to call it (a file name, or the number of a scene).
        captions: usually five.
        open: gives the picture when it is wanted (not before).
        truth: the scene behind it, in the storybook world.

    Chapter: book/02_pictures_captions_books
    """

    name: str
    captions: tuple[str, ...]
    open: Callable[[], Image] = field(repr=False, compare=False)
    truth: Scene | None = None


class InSentences:
    """What is told in sentences: a passage, the story of an album.

    Chapter: book/02_pictures_captions_books
    """

    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences as one text."""
        return " ".join(self.sentences)


@dataclass(frozen=True)
class Passage(InSentences):
    """A few consecutive sentences of one book.

    Attributes:
        genre: of the book.
        sentences: in order.
        book: what it is called.
        truth: the scene behind it, drawn (storybook) or in words (library).

    Chapter: book/02_pictures_captions_books
    """

    genre: str
    sentences: tuple[str, ...]
    book: str
    truth: Scene | LibraryScene | None = None


@dataclass(frozen=True)
class PictureSequence(InSentences):
    """Five pictures in order, and one story told about them.

    Attributes:
        name: what to call it.
        sentences: five, one a picture.
        pictures: five, or none where only the texts are known.
        truth: the plot behind it, in the storybook world.

    Chapter: book/11_stories_from_sequences
    """

    name: str
    sentences: tuple[str, ...]
    pictures: tuple[PictureRecord, ...] = ()
    truth: Plot | None = None


@dataclass(frozen=True)
class WordVectors:
    """Words and one vector for each.

    Raises:
        StorytellerError: if their numbers differ.

    Chapter: book/02_pictures_captions_books
    """

    words: Sequence[str]
    vectors: Float[ndarray, "words dim"]

    def __post_init__(self) -> None:
        if len(self.words) != len(self.vectors):
            raise StorytellerError(
                f"{len(self.words)} words but {len(self.vectors)} vectors"
            )


@runtime_checkable
class World(Protocol):
    """A source of pictures, passages, sequences and word vectors.

    ``limit`` asks for the first so many only. Splits are train, val and
    test; genres are adventure, science-fiction, thriller and romance.

    Chapter: book/02_pictures_captions_books
    """

    name: str

    def pictures(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureRecord]:
        """Pictures with captions."""

    def passages(
        self, genre: str, split: str, limit: int | None = None
    ) -> Sequence[Passage]:
        """Passages of a genre; neighbours in a book stand side by side."""

    def sequences(
        self, split: str, limit: int | None = None
    ) -> Sequence[PictureSequence]:
        """Stories told about five pictures, a sentence each."""

    def word_vectors(self) -> WordVectors:
        """Vectors for many words, also for words no caption has."""


def check_split(split: str) -> None:
    """Raise StorytellerError unless there is such a split.

    Chapter: book/02_pictures_captions_books
    """
    check_known("split", split, SPLITS)


def check_genre(genre: str) -> None:
    """Raise StorytellerError unless there is such a genre.

    Chapter: book/02_pictures_captions_books
    """
    check_known("genre", genre, GENRES)
