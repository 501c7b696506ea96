"""How well can descriptions and stories of VIST be brought together?

The compact files say of a description which photograph it is about, and of a
story which album, but not which photographs. Both numbers are Flickr's, and
Flickr counts up: photographs of one album lie close together, and albums are
in nearly the same order as their photographs. With that and the words,
photographs are given to albums; only where five close ones fall to one album
do we trust it.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.isotonic import IsotonicRegression

from storyteller_lib.data.real import vist
from storyteller_lib.data.world import PictureSequence

CLOSE = 20_000
"""Photographs whose numbers lie no further apart may be of one album."""
NEW_STYLE = 72157 * 10**12
"""Albums' numbers are larger than this since about 2006."""
SURE, ORDER_WIDTH, TIGHT = 1.5, 0.02, 5e-4

Aligned = list[tuple[PictureSequence, list[str]]]


def album_of(story: PictureSequence) -> str:
    """The album's number, from a compact story's name."""
    return story.name.rpartition("-")[0]


class Alignment:
    """Albums of a split and the photographs that probably are theirs."""

    def __init__(self, folder: Path, split: str) -> None:
        self.stories: dict[str, list[PictureSequence]] = defaultdict(list)
        for story in vist.stories(folder, split):
            self.stories[album_of(story)].append(story)
        described = vist.descriptions(folder, split)
        self.photographs = sorted(described, key=int)
        self.texts = [" ".join(described[p]) for p in self.photographs]
        self.described = described
        self.albums = list(self.stories)
        albums = [
            " ".join(s.text for s in self.stories[a]) for a in self.albums
        ]
        self.tfidf = TfidfVectorizer(
            stop_words="english", sublinear_tf=True, min_df=2
        ).fit([*self.texts, *albums])
        self.words = self.tfidf.transform(self.texts)
        self.likeness = (self.words @ self.tfidf.transform(albums).T).toarray()
        self.numbers = np.array([int(p) for p in self.photographs])
        self.tight = self._assign()

    def _expected(self) -> np.ndarray:
        """The log of the number a photograph of each album should have."""
        cuts = np.flatnonzero(np.diff(self.numbers) > CLOSE) + 1
        groups = np.split(np.arange(len(self.numbers)), cuts)
        fives = [group for group in groups if len(group) == vist.LENGTH]
        scores = np.stack([self.likeness[group].sum(0) for group in fives])
        ranked = np.sort(scores, axis=1)
        sure = ranked[:, -1] > SURE * ranked[:, -2]
        albums = np.array([int(a) for a in self.albums])
        best = albums[scores.argmax(axis=1)]
        middle = np.log(self.numbers[[group[2] for group in fives]])
        curve = np.log(albums.astype(float))
        for new in (True, False):
            known = sure & ((best > NEW_STYLE) == new)
            wanted = (albums > NEW_STYLE) == new
            fit = IsotonicRegression(out_of_bounds="clip")
            fit.fit(best[known].astype(float), middle[known])
            curve[wanted] = fit.predict(albums[wanted].astype(float))
        return curve

    def _assign(self) -> dict[str, list[int]]:
        """Five photographs for each album, kept where they lie close."""
        logs = np.log(self.numbers)
        away = (logs[:, None] - self._expected()[None]) / ORDER_WIDTH
        scores = self.likeness * np.exp(-(away**2) / 2)
        rows, places = linear_sum_assignment(
            -np.repeat(scores, vist.LENGTH, axis=1)
        )
        given: dict[int, list[int]] = defaultdict(list)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            given[place // vist.LENGTH].append(row)
        return {
            self.albums[album]: photographs
            for album, photographs in given.items()
            if len(photographs) == vist.LENGTH
            and logs[max(photographs)] - logs[min(photographs)] < TIGHT
        }

    def pairs(self) -> Aligned:
        """Stories of trusted albums, and a description for each sentence."""
        return [
            (story, [self.described[self.photographs[i]][0] for i in rows])
            for album, rows in self.tight.items()
            for story in self.stories[album]
        ]

    def figures(self) -> dict[str, Any]:
        """How much is aligned, and whether it tells sentences apart."""
        right, same, other = [], [], []
        for album, rows in self.tight.items():
            for story in self.stories[album]:
                told = self.tfidf.transform(story.sentences)
                likeness = (told @ self.words[rows].T).toarray()
                alike = likeness.max(axis=1) > 0
                right += (likeness.argmax(1) == np.arange(5))[alike].tolist()
                own = np.eye(vist.LENGTH, dtype=bool)
                same.append(likeness[own].mean())
                other.append(likeness[~own].mean())
        return {
            "albums": len(self.albums),
            "albums with five close photographs": len(self.tight),
            "sentences whose words point to one of the five": len(right),
            "of these to their own photograph": float(np.mean(right)),
            "chance": 1 / vist.LENGTH,
            "likeness to the own photograph": float(np.mean(same)),
            "likeness to the other four": float(np.mean(other)),
        }
