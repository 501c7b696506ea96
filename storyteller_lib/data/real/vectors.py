"""Word vectors as others publish them: GloVe, word2vec, or arrays.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import zipfile
from itertools import islice
from pathlib import Path

import numpy as np

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.files import cut_short, need
from storyteller_lib.data.world import WordVectors

ENDINGS = (".npz", ".txt", ".vec", ".bin")


def read_vectors(path: Path, limit: int | None = None) -> WordVectors:
    """Word vectors from a file, as float32; the first of two equal words.

    - ``.npz``: arrays ``words`` and ``vectors``; never a pickle;
    - ``.txt``, ``.vec``: GloVe's text, a word and its numbers a line
      (Pennington et al., 2014), or word2vec's, which has a first line more;
    - ``.bin``: word2vec's binary form (Mikolov et al., 2013).

    Args:
        path: the file.
        limit: read the first so many only; the files are by frequency.

    Raises:
        StorytellerError: if it is missing, broken, or of another kind.

    Chapter: book/02_pictures_captions_books
    """
    if need(path).suffix not in ENDINGS:
        raise StorytellerError(
            f"{path} is no word-vector file: it should end in one of "
            f"{', '.join(ENDINGS)}"
        )
    if path.suffix == ".npz":
        words, vectors = _arrays(path, limit)
    elif path.suffix == ".bin":
        words, vectors = _binary(path, limit)
    else:
        words, vectors = _text(path, limit)
    first = {word: i for i, word in reversed(list(enumerate(words)))}
    kept = sorted(first.values())
    if not kept or vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise cut_short(path, "not one finite vector for each word")
    return WordVectors([words[i] for i in kept], vectors[kept])


def find_vectors(folder: Path) -> Path:
    """The first word-vector file of a folder by name.

    Raises:
        StorytellerError: if there is none.

    Chapter: book/02_pictures_captions_books
    """
    for path in sorted(need(folder).iterdir()):
        if path.suffix in ENDINGS:
            return path
    raise StorytellerError(f"{folder} holds no word vectors (GloVe or other)")


def _arrays(path: Path, limit: int | None) -> tuple[list[str], np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as file:
            words = [str(word) for word in file["words"][:limit]]
            vectors = file["vectors"][:limit].astype(np.float32)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise cut_short(path, error) from None
    if len(words) != len(vectors):
        raise cut_short(path, "not as many vectors as words")
    return words, vectors


def _text(path: Path, limit: int | None) -> tuple[list[str], np.ndarray]:
    words: list[str] = []
    rows: list[np.ndarray] = []
    with path.open(encoding="utf-8", errors="replace") as file:
        first = file.readline().rstrip().split(" ")
        header = len(first) == 2 and all(part.isdigit() for part in first)
        if not header:
            file.seek(0)
        dim = int(first[1]) if header else len(first) - 1
        for number, line in enumerate(islice(file, limit), start=1):
            # Some words of GloVe hold blanks: the numbers are the last ones.
            word, *numbers = line.rstrip().rsplit(" ", dim)
            try:
                rows.append(np.array(numbers, np.float32).reshape(dim))
            except ValueError:
                raise cut_short(path, f"line {number} of {dim}") from None
            words.append(word)
    return words, np.stack(rows) if rows else np.empty((0, dim), np.float32)


def _binary(path: Path, limit: int | None) -> tuple[list[str], np.ndarray]:
    from gensim.models import KeyedVectors  # slow to import

    try:
        found = KeyedVectors.load_word2vec_format(
            str(path), binary=True, limit=limit
        )
    except (ValueError, EOFError, UnicodeDecodeError) as error:
        raise cut_short(path, error) from None
    return list(found.index_to_key), found.vectors
