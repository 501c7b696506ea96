"""The course's language: all that the novels tell outside of speech.

The story decoder learns English before it learns stories of pictures. For
that, passages need not name what one can see, and people may have names
(nearly all are unknown words, which no story writes): there are twice as many
of them as of those that ``text`` chooses, from the same books.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from data_scripts.course.text import IdRows, is_plain
from storyteller_lib.data.real import book_parts
from storyteller_lib.data.real.novels import PassageSettings, chapters, cut
from storyteller_lib.data.world import GENRES
from storyteller_lib.text import UNK, Vocabulary, split_sentences, tokenise

PIECES = PassageSettings(8, 58, 72)
LONGEST = 40
"""Words of a sentence."""

MAX_UNKNOWN_SHARE = 0.15
"""Of a passage's words: a text full of gaps teaches gaps."""


def told_runs(sentences: Sequence[str]) -> Iterator[list[str]]:
    """Runs of consecutive plain sentences."""
    run: list[str] = []
    for sentence in sentences:
        if is_plain(sentence, LONGEST):
            run.append(sentence)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def language_rows(
    book: str, text: str, words: Vocabulary
) -> Iterator[list[int]]:
    """The passages of a book, as ids."""
    rng = random.Random(book)
    for chapter in chapters(text):
        told = [s for p in chapter for s in split_sentences(p)]
        for run in told_runs(told):
            for passage in cut(run, PIECES, rng):
                row = words.encode(tokenise(" ".join(passage)))
                if row.count(UNK) <= MAX_UNKNOWN_SHARE * len(row):
                    yield row


def prepare_language(folder: Path, novels: Path) -> None:
    """Write ``language.npz`` and the passages' genres, unless they are there.

    Args:
        folder: what ``text.prepare`` wrote; its words are used.
        novels: the folder of the novels.
    """
    if (folder / "language_genres.npy").is_file():
        return
    words = Vocabulary.load(folder / "words.txt")
    rows: list[list[int]] = []
    genres: list[int] = []
    for number, genre in enumerate(GENRES):
        texts = book_parts.books(novels, genre, "train")
        for book, text in tqdm(texts, desc=f"{genre} language"):
            found = list(language_rows(book, text, words))
            rows += found
            genres += [number] * len(found)
    packed = IdRows.pack(rows)
    packed.save(folder / "language.npz")
    np.save(folder / "language_genres.npy", np.array(genres, np.uint8))
    unknown = float((packed.ids == UNK).mean())
    counts = {"passages": len(rows), "words": len(packed.ids)}
    print(json.dumps(counts | {"unknown": round(unknown, 4)}))
