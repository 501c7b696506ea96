"""The course's text: passages of novels that a picture could be behind.

The story decoder learns from passages of 18 to 72 words that name things one
can see, hold no dialogue, speak of no person by name and use hardly a word
that is not among the commonest. Each passage gets a few pseudo-captions,
written by our caption grammar from the concrete words in it: they say in a
caption's voice what the passage says in its own, and so tie the two kinds of
text together. Passages with a word of ``storyteller_lib.text.unwanted`` are
left out.

Everything is written once to ``runs/course/text`` as arrays of word ids.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from tqdm import tqdm

from data_scripts.course.names import name_words, without_name
from storyteller_lib.data.photo_captions.concepts import (
    content_words,
    pseudo_captions,
)
from storyteller_lib.data.real import book_parts
from storyteller_lib.data.real.files import read_lines
from storyteller_lib.data.real.novels import PassageSettings, chapters, cut
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, Passage
from storyteller_lib.text import Vocabulary, split_sentences, tokenise
from storyteller_lib.text.unwanted import has_unwanted

PASSAGES = PassageSettings(18, 58, 72)
MAX_UNKNOWN = 3
MIN_CONCEPTS = 2
MAX_SENTENCE = 30
"""Words of a sentence: a small decoder loses its thread in longer ones."""

VOCABULARY = 10_000
PSEUDO_CAPTIONS = 4
SENTENCES_A_BOOK = 1_200

_UNWANTED = re.compile(
    r"[\"\d_*<>\[\]{}#=+|~^\\/]|[^\x00-\x7f]|[A-Z]{3}"
    r"|(?<![a-z])'|'(?![a-z])"  # speech in single quotation marks
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


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


def is_plain(sentence: str, longest: int = MAX_SENTENCE) -> bool:
    """Whether a sentence is no speech, not too long and wounds nobody."""
    if _UNWANTED.search(sentence):
        return False
    words = sentence.count(" ") + 1
    return words <= longest and not has_unwanted(
        _WORD.findall(sentence.lower())
    )


def plain_runs(
    sentences: Sequence[str], names: frozenset[str]
) -> Iterator[list[str]]:
    """Runs of consecutive plain sentences about at most one named person."""
    run: list[str] = []
    person = ""
    for i, sentence in enumerate(sentences):
        around = " ".join(sentences[max(0, i - 2) : i + 3])
        found = is_plain(sentence) and without_name(sentence, around, names)
        if not found or (found[1] and person not in ("", found[1])):
            if run:
                yield run
            run, person = [], ""
        if found:
            run.append(found[0])
            person = found[1] or person
    if run:
        yield run


def choose_passages(folder: Path) -> list[Passage]:
    """The wanted passages of all genres, of books that no judge reads."""
    chosen = []
    for genre in GENRES:
        texts = list(book_parts.books(folder / "novels", genre, "train"))
        names = name_words(text for _, text in texts)
        for book, text in tqdm(texts, desc=genre):
            rng = random.Random(book)
            for chapter in chapters(text):
                told = [s for p in chapter for s in split_sentences(p)]
                for run in plain_runs(told, names):
                    for some in cut(run, PASSAGES, rng):
                        chosen.append(Passage(genre, some, book))
    wanted = (len(set(content_words(p.text))) for p in chosen)
    return [
        p
        for p, concepts in zip(chosen, wanted, strict=True)
        if concepts >= MIN_CONCEPTS
    ]


def captions_about(passage: Passage, rng: random.Random) -> list[str]:
    """Pseudo-captions that name what the passage names."""
    concepts = list(dict.fromkeys(content_words(passage.text)))
    return pseudo_captions(concepts, rng, n=PSEUDO_CAPTIONS)


def caption_fives(data: Path) -> list[list[str]]:
    """The five captions of each photograph of Flickr30k's train part."""
    name = "captions_train.txt.gz"
    lines = read_lines(data / "flickr30k_captions" / name)
    return [lines[i : i + 5] for i in range(0, len(lines) - 4, 5)]


def prepare(folder: Path, vocabulary: Path | None = None) -> None:
    """Choose, tokenise and write all text the course models need.

    With a vocabulary's file its words are kept, so that earlier models can
    be trained on.
    """
    world = RealWorld()
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(0)
    chosen = choose_passages(world.folder)
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
    words = (
        Vocabulary.load(vocabulary)
        if vocabulary
        else Vocabulary.build([*tokens, *every], VOCABULARY)
    )
    words.save(folder / "words.txt")
    kept = [i for i, row in enumerate(tokens) if _known(row, words)]
    _write_passages(folder, words, chosen, tokens, about, kept)
    _write_captions(folder, words, photographs)
    _write_novels(folder, words, world.folder)


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


def _write_novels(folder: Path, words: Vocabulary, data: Path) -> None:
    """A stretch of each novel's sentences, an empty row between two."""
    rows: list[list[int]] = []
    for genre in GENRES:
        texts = book_parts.books(data / "novels", genre, "train")
        for _, text in tqdm(texts, desc=f"{genre} novels"):
            told = (
                sentence
                for chapter in chapters(text)
                for paragraph in chapter
                for sentence in split_sentences(paragraph)
            )
            rows += [
                words.encode(tokenise(sentence))[:40]
                for sentence in islice(told, SENTENCES_A_BOOK)
            ]
            rows.append([])
    IdRows.pack(rows).save(folder / "novels.npz")
