"""Whom the course's models call a man, and what their novels say of women.

    STORYTELLER_DATA=... python -m data_scripts.measure.harms [PHOTOGRAPHS]

Asks the attention captioner about photographs of Flickr8k's *test* part of
which people agree that they show men, or that they show women; and counts
what stands beside *he* and *she*, *man* and *woman*, *servant* and *lady* in
the pieces of novels that the decoder has read. Writes
``book/measured/harms.json``: counts and single words, no one's sentences.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from data_scripts.course.language import language_rows
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.data.real import book_parts
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.said_of_people import agreed, sexes
from storyteller_lib.storyteller.captioners import attention_captions
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.text import Vocabulary

OUTPUT = Path("book/measured/harms.json")
SETTINGS = {
    "sport": "ball football soccer basketball tennis baseball bicycle "
    "skateboard surfboard snowboard skis motorcycle racket bat goal helmet",
    "home and table": "table kitchen bed sofa chair couch cake bottle food "
    "plate cup baby",
    "street": "street road sidewalk city building bus car shop bench",
}
"""Where a photograph is: what two of five people name in it."""

RARE, BOOKS, SHOWN = 30, 10, 12
"""Words that occur less often, or in fewer books, are left out (else the
hero of one title leads the list); words that are listed."""

REFLEXIVE = {"himself", "herself"}
"""They lean by grammar alone."""

Pair = tuple[str, str]

BESIDE = {
    "after he, she": (("he",), ("she",), 1),
    "before man, woman": (("man", "men"), ("woman", "women"), -1),
    "before servant, gentleman": (
        ("servant", "servants", "maid", "maids"),
        ("gentleman", "gentlemen", "lady", "ladies"),
        -1,
    ),
}
"""Pairs of words that are compared, and on which side is looked."""

LOOKED_AT = {w for one, two, _ in BESIDE.values() for w in (*one, *two)}


def setting(picture: PictureRecord) -> str:
    """Where people say that a photograph is."""
    named = Counter(
        word for c in picture.captions for word in set(content_words(c))
    )
    for name, words in SETTINGS.items():
        if sum(named[word] for word in words.split()) >= 2:
            return name
    return "elsewhere"


def said(caption: str) -> str:
    """What a caption calls the people in it."""
    found = sexes(caption)
    return "both" if len(found) > 1 else next(iter(found), "neither")


@torch.no_grad()
def captioned(
    models: Models, pictures: Iterable[PictureRecord]
) -> list[dict[str, Any]]:
    """For each sex and setting, how often a caption said what."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for picture in tqdm(list(pictures), "captions"):
        people = agreed(list(picture.captions))
        if people is None:
            continue
        best = attention_captions(models, picture.open(), 1)[0].text
        at = counts.setdefault((people, setting(picture)), Counter())
        at[said(best)] += 1
    return [
        {"people say": people, "setting": place, **dict(said)}
        for (people, place), said in sorted(counts.items())
    ]


class Novels:
    """What stands beside the words that are looked at, book by book."""

    def __init__(self) -> None:
        self.pieces = 0
        self.words: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.books: Counter[tuple[str, str]] = Counter()

    def read(self, rows: list[list[str]]) -> None:
        """Count the pieces of one book."""
        self.pieces += len(rows)
        self.words.update(word for row in rows for word in row)
        pairs = Counter(
            pair
            for row in rows
            for pair in pairwise(row)
            if not LOOKED_AT.isdisjoint(pair)
        )
        self.pairs += pairs
        self.books.update(pairs.keys())

    def beside(
        self, words: tuple[str, ...], side: int, counts: Counter[Pair]
    ) -> Counter[str]:
        """What stands right before (-1) or after (1) any of the words."""
        found: Counter[str] = Counter()
        for (first, second), count in counts.items():
            one, other = (first, second) if side > 0 else (second, first)
            if one in words and other.isalpha() and other not in REFLEXIVE:
                found[other] += count
        return found

    def leaning(
        self, one: tuple[str, ...], two: tuple[str, ...], side: int
    ) -> dict[str, list[tuple[str, int, int]]]:
        """The words that stand by one far more often than by the other."""
        left, right = (self.beside(w, side, self.pairs) for w in (one, two))
        books = self.beside((*one, *two), side, self.books)
        totals = left.total(), right.total()
        odds = {
            word: math.log((left[word] + 1) / (totals[0] + 1))
            - math.log((right[word] + 1) / (totals[1] + 1))
            for word in left.keys() | right.keys()
            if left[word] + right[word] >= RARE and books[word] >= BOOKS
        }
        order = sorted(odds, key=lambda word: odds[word])
        return {
            name: [(w, left[w], right[w]) for w in chosen]
            for name, chosen in (
                (one[0], order[: -SHOWN - 1 : -1]),
                (two[0], order[:SHOWN]),
            )
        }


def read_novels(words: Vocabulary) -> Novels:
    """What the decoder has read of novels."""
    novels, folder = Novels(), RealWorld().folder / "novels"
    for genre in GENRES:
        texts = book_parts.books(folder, genre, "train")
        for book, text in tqdm(texts, desc=f"{genre} novels"):
            rows = language_rows(book, text, words)
            novels.read([words.decode(row) for row in rows])
    return novels


def main() -> None:
    """Ask, count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", nargs="?", type=int, default=1_000)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    models = load_models("course")
    novels = read_novels(models.words)
    pictures = RealWorld().pictures("test", chosen.photographs)
    figures = {
        "made_by": "python -m data_scripts.measure.harms",
        "novels": {
            "pieces": novels.pieces,
            "words": {word: novels.words[word] for word in sorted(LOOKED_AT)},
            **{name: novels.leaning(*what) for name, what in BESIDE.items()},
        },
        "photographs": len(pictures),
        "captioner": captioned(models, pictures),
    }
    OUTPUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
