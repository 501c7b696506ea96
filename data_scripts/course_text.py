"""The course's text: passages of novels that a picture could be behind.

The story decoder learns from passages of 15 to 60 words that name things
one can see, hold no dialogue and speak of no person by name (a name
from an old novel means nothing beside somebody's photograph). Each passage
gets a few pseudo-captions, written by our caption grammar from the concrete
words in it: they say in a caption's voice what the passage says in its own,
and so tie the two kinds of text together.

Everything is written once to ``runs/course/text`` as arrays of word ids.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from storyteller_lib.data.photo_captions.concepts import (
    content_words,
    pseudo_captions,
)
from storyteller_lib.data.real.files import read_lines
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.text import Vocabulary, tokenise

WORDS = (15, 60)
MAX_UNKNOWN = 3
MIN_CONCEPTS = 2
VOCABULARY = 10_000
PSEUDO_CAPTIONS = 4
SENTENCES_A_BOOK = 1_200

_INNER_CAPITAL = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+")
_FIRST_WORD = re.compile(r"^[\"'(]*([A-Z][a-z]+)")
_UNWANTED = re.compile(
    r"[\"\d_*<>\[\]{}#=+|~^\\/]|[^\x00-\x7f]|[A-Z]{3}"
    r"|(?<![a-z])'|'(?![a-z])"  # speech in single quotation marks
)
_NO_NAMES = frozenset(
    ["God", "Lord", "Heaven", "Christmas", "Sunday", "English"]
)


@dataclass(frozen=True)
class IdRows:
    """Rows of ids of different lengths, end to end in one array."""

    ids: np.ndarray
    starts: np.ndarray

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, row: int) -> list[int]:
        return self.ids[self.starts[row] : self.starts[row + 1]].tolist()

    @classmethod
    def pack(cls, rows: Iterable[Sequence[int]]) -> IdRows:
        """Rows as uint16 ids."""
        lists = list(rows)
        starts = np.cumsum([0, *map(len, lists)])
        flat = np.fromiter(
            (i for row in lists for i in row), np.uint16, int(starts[-1])
        )
        return cls(flat, starts)

    def save(self, path: Path) -> None:
        """Write both arrays."""
        np.savez(path, ids=self.ids, starts=self.starts)

    @classmethod
    def load(cls, path: Path) -> IdRows:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["ids"], arrays["starts"])


def name_words(passages: Iterable[Passage]) -> frozenset[str]:
    """Words that are mostly written with a capital: names."""
    capital, small = Counter[str](), Counter[str]()
    for passage in passages:
        for word in _INNER_CAPITAL.findall(passage.text):
            capital[word.lower()] += 1
        small.update(re.findall(r"\b[a-z]+\b", passage.text))
    return frozenset(
        word for word, count in capital.items() if count > small[word]
    )


def is_wanted(passage: Passage, names: frozenset[str]) -> bool:
    """Whether the passage can stand alone beside a picture."""
    text = passage.text
    if not WORDS[0] <= text.count(" ") + 1 <= WORDS[1]:
        return False
    if _UNWANTED.search(text):
        return False
    if set(_INNER_CAPITAL.findall(text)) - _NO_NAMES:
        return False
    firsts = map(_FIRST_WORD.match, passage.sentences)
    if any(first and first[1].lower() in names for first in firsts):
        return False
    return len(set(content_words(text))) >= MIN_CONCEPTS


def choose_passages(world: RealWorld, split: str) -> list[Passage]:
    """The wanted passages of all genres of a split."""
    chosen = []
    for genre in GENRES:
        passages = world.passages(genre, split)
        names = name_words(passages)
        bar = tqdm(passages, desc=f"{genre} {split}")
        chosen += [p for p in bar if is_wanted(p, names)]
    return chosen


def captions_about(passage: Passage, rng: random.Random) -> list[str]:
    """Pseudo-captions that name what the passage names."""
    concepts = list(dict.fromkeys(content_words(passage.text)))
    return pseudo_captions(concepts, rng, n=PSEUDO_CAPTIONS)


def sentence_books(
    passages: Iterable[Passage],
) -> Iterator[list[str]]:
    """Each book's sentences, in order, from its passages."""
    books: dict[str, list[str]] = {}
    for passage in passages:
        books.setdefault(passage.book, []).extend(passage.sentences)
    yield from books.values()


def caption_fives(data: Path) -> list[list[str]]:
    """The five captions of each photograph of Flickr30k's train part."""
    name = "captions_train.txt.gz"
    lines = read_lines(data / "flickr30k_captions" / name)
    return [lines[i : i + 5] for i in range(0, len(lines) - 4, 5)]


def prepare(folder: Path) -> None:
    """Choose, tokenise and write all text the course models need."""
    world = RealWorld(settings=PassageSettings(18, 50, 60))
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(0)
    chosen = choose_passages(world, "train")
    rng.shuffle(chosen)
    about = [
        [tokenise(text) for text in captions_about(passage, rng)]
        for passage in tqdm(chosen, desc="pseudo-captions")
    ]
    tokens = [tokenise(p.text) for p in tqdm(chosen, desc="passages")]
    photographs = [
        [tokenise(text) for text in five]
        for five in tqdm(caption_fives(world.folder), desc="captions")
    ]
    every = [t for five in (*photographs, *about) for t in five]
    words = Vocabulary.build([*tokens, *every], VOCABULARY)
    words.save(folder / "words.txt")
    kept = [i for i, row in enumerate(tokens) if _known(row, words)]
    _write_passages(folder, words, chosen, tokens, about, kept)
    _write_captions(folder, words, photographs)
    _write_novels(folder, words, world)


def _known(row: list[str], words: Vocabulary) -> bool:
    return sum(word not in words for word in row) <= MAX_UNKNOWN


def _write_passages(
    folder: Path,
    words: Vocabulary,
    chosen: list[Passage],
    tokens: list[list[str]],
    about: list[list[list[str]]],
    kept: list[int],
) -> None:
    rows = IdRows.pack(words.encode(tokens[i]) for i in kept)
    rows.save(folder / "passages.npz")
    genres = np.array([GENRES.index(chosen[i].genre) for i in kept], np.uint8)
    np.save(folder / "genres.npy", genres)
    pseudo = [words.encode(text) for i in kept for text in about[i]]
    IdRows.pack(pseudo).save(folder / "pseudo_captions.npz")
    counts = np.bincount(genres, minlength=len(GENRES)).tolist()
    figures = {
        "passages": dict(zip(GENRES, counts, strict=True)),
        "words": len(rows.ids),
        "vocabulary": len(words),
    }
    (folder / "figures.json").write_text(json.dumps(figures, indent=2))
    print(json.dumps(figures))


def _write_captions(
    folder: Path, words: Vocabulary, photographs: list[list[list[str]]]
) -> None:
    rows = [words.encode(text) for five in photographs for text in five]
    IdRows.pack(rows).save(folder / "captions.npz")


def _write_novels(folder: Path, words: Vocabulary, world: RealWorld) -> None:
    """A stretch of each novel's sentences, an empty row between two."""
    rows: list[list[int]] = []
    for genre in GENRES:
        passages = world.passages(genre, "train")
        for book in tqdm(sentence_books(passages), desc=f"{genre} novels"):
            rows += [
                words.encode(tokenise(s))[:40] for s in book[:SENTENCES_A_BOOK]
            ]
            rows.append([])
    IdRows.pack(rows).save(folder / "novels.npz")
