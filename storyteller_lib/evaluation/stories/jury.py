"""All that is asked of stories, by judges that had no part in them.

Picture, style, fluency, honesty, length, repetition and variety, each for
the same stories, and each beside what it is to be compared with: real
passages of unseen books, a human caption in the story's place, stories of
other pictures, chance.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from storyteller_lib.data.real import book_parts
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.stories.copying import copies
from storyteller_lib.evaluation.stories.figures import story_figures
from storyteller_lib.evaluation.stories.kneser_ney import KneserNey
from storyteller_lib.evaluation.stories.style_judge import Judges, novel_judges
from storyteller_lib.evaluation.stories.ten_pictures import (
    AMONG,
    CaptionReader,
    found_among,
)
from storyteller_lib.text import split_sentences, tokenise

ByStyle = Mapping[str, Sequence[str]]
Row = dict[str, Any]
SPREAD = 400
"""Passages of a book that the n-gram model reads, at most."""


@dataclass
class Jury:
    """Judges who know the pictures' captions and the judges' novels.

    Attributes:
        pictures: what the stories are about, each with people's captions.
        reader: finds pictures by captions.
        judges: of style.
        fluency: the n-gram model.
        novels: the folder of novels, in which copies are looked for.
        length: words that a story was asked to have.
        seed: draws the other nine pictures.

    Chapter: book/12_measuring_stories
    """

    pictures: Sequence[PictureRecord]
    reader: CaptionReader
    judges: Judges
    fluency: KneserNey
    novels: Path
    length: tuple[int, int] = (40, 80)
    seed: int = 0

    @classmethod
    def of_novels(
        cls,
        pictures: Sequence[PictureRecord],
        others: Sequence[str],
        novels: Path,
        seed: int = 0,
    ) -> Jury:
        """A jury that learns from the judges' part of a folder of novels.

        Args:
            pictures: what the stories are about.
            others: captions of other pictures.
            novels: the folder.
            seed: draws the other nine pictures.

        Raises:
            StorytellerError: if novels or captions are missing.
        """
        return cls(
            pictures,
            CaptionReader(others),
            novel_judges(novels),
            KneserNey(_sentences(novels)),
            novels,
            seed=seed,
        )

    @property
    def among(self) -> int:
        """Pictures to choose from: ten, or as many as there are."""
        return min(AMONG, len(self.pictures))

    def rows(self, told: Mapping[str, ByStyle]) -> list[Row]:
        """A row of figures for each teller, and the rows to compare with.

        Args:
            told: for each teller and style a story a picture.
        """
        unseen = self.judges.unseen
        copied = self._copied({**told, "": unseen})
        real = self._perplexity(unseen)
        rows: list[Row] = []
        for name, stories in told.items():
            by_style = {
                style: self._of_style(texts, copied[name, style])
                for style, texts in stories.items()
            }
            rows.append(
                {
                    "row": name,
                    "stories": sum(map(len, stories.values())),
                    **_means(by_style),
                    **self.judges.figures(stories),
                    "perplexity": self._perplexity(stories),
                    "perplexity, of real": self._perplexity(stories) / real,
                    "by style": by_style,
                }
            )
            other = {s: [*t[1:], t[0]] for s, t in stories.items()}
            found = np.mean([self._found(texts) for texts in other.values()])
            rows.append(
                {"row": f"{name}: other pictures", "picture": float(found)}
            )
        return [*rows, *self._compared(copied)]

    def _of_style(self, texts: Sequence[str], copied: list[bool]) -> Row:
        return {
            "picture": float(np.mean(self._found(texts))),
            "copies 8 words": float(np.mean(copied)),
            **story_figures(texts, self.length),
        }

    def _compared(
        self, copied: Mapping[tuple[str, str], list[bool]]
    ) -> list[Row]:
        """What the stories stand beside."""
        unseen = self.judges.unseen
        human = [captions[0] for captions in self._dealt()]
        passages = {
            genre: {
                "copies 8 words": float(np.mean(copied["", genre])),
                **story_figures(texts, self.length),
            }
            for genre, texts in unseen.items()
        }
        return [
            {
                "row": "one human caption",
                "picture": float(np.mean(self._found(human))),
            },
            {
                "row": "real passages of unseen books",
                "stories": sum(map(len, unseen.values())),
                **_means(passages),
                **self.judges.figures(unseen),
                "perplexity": self._perplexity(unseen),
                "perplexity, of real": 1.0,
            },
            {
                "row": "chance",
                "picture": 1 / self.among,
                "style": 1 / len(GENRES),
                "style, nouns masked": 1 / len(GENRES),
            },
        ]

    def _dealt(self) -> Iterator[tuple[str, ...]]:
        """The captions of each picture, with another first each time.

        The first is the human one in the story's place. The others are
        what texts are held against: stories against the same as the human.
        """
        for i, picture in enumerate(self.pictures):
            first = i % len(picture.captions)
            yield picture.captions[first:] + picture.captions[:first]

    def _found(self, texts: Sequence[str]) -> list[float]:
        held = [captions[1:] for captions in self._dealt()]
        return found_among(self.reader, texts, held, self.among, self.seed)

    def _perplexity(self, stories: ByStyle) -> float:
        return self.fluency.perplexity(
            map(tokenise, split_sentences(text))
            for texts in stories.values()
            for text in texts
        )

    def _copied(
        self, told: Mapping[str, ByStyle]
    ) -> dict[tuple[str, str], list[bool]]:
        """Which texts copy: one reading of all novels that could have been
        learnt from, for all texts at once.
        """
        keys = [(name, style) for name in told for style in told[name]]
        texts = [text for name, style in keys for text in told[name][style]]
        found = iter(copies(texts, self._books()))
        return {
            (name, style): [next(found) for _ in told[name][style]]
            for name, style in keys
        }

    def _books(self) -> Iterator[str]:
        for genre in GENRES:
            for part in ("train", "judge"):
                for _, text in book_parts.books(self.novels, genre, part):
                    yield text


def _sentences(novels: Path) -> Iterator[list[str]]:
    """The tokenised sentences of passages of the judges' novels."""
    for genre in GENRES:
        for some in book_parts.passages(novels, genre, "judge", SPREAD):
            yield from map(tokenise, some.sentences)


def _means(by_style: Mapping[str, Row]) -> Row:
    names = next(iter(by_style.values()), {})
    return {
        name: float(np.mean([row[name] for row in by_style.values()]))
        for name in names
    }
