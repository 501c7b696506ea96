"""Vocabulary expansion: reading words that training never met.

An encoder knows the words of its books. Word vectors that others counted
from far more text know many more, but live in a space of their own. On the
words that both know, a linear regression learns the way from that space
into the encoder's word table (Kiros et al., 2015, "Skip-Thought Vectors",
section 2.2: v' = W v); it then carries every other word across. Words that
were trained keep their own rows.

As in the released code the regression has an intercept, words joined by an
underscore are left out, and spelling has to match to the letter; the last
two are options.

Chapter: book/06_vocabulary_expansion
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from jaxtyping import Float
from numpy import ndarray
from sklearn.linear_model import LinearRegression
from torch import Tensor, nn

from storyteller_lib.config import Settings, StorytellerError
from storyteller_lib.data.world import WordVectors
from storyteller_lib.skip_thoughts import SkipThoughtEncoder
from storyteller_lib.skip_thoughts.combine_skip import (
    CombineSkip,
    ThoughtEncoder,
)
from storyteller_lib.text import EOS_WORD, UNK_WORD, Vocabulary

CHUNK = 65_536
"""Words mapped at a time, so that memory is spent on the table alone."""


@dataclass(frozen=True)
class ExpansionSettings(Settings):
    """Which of the word vectors are taken; the defaults are the original's.

    Attributes:
        phrases: take words with an underscore too, such as ``New_York``.
        fold_case: read ``Paris`` as ``paris`` where no vector is spelt so;
            for encoders that read in lower case, with vectors that do not.

    Chapter: book/06_vocabulary_expansion
    """

    phrases: bool = False
    fold_case: bool = False


@dataclass(frozen=True)
class WordMap:
    """The way from word vectors to rows of a word table: W v + b.

    Attributes:
        weight: W, one row for each number of the table's rows.
        bias: b.

    Chapter: book/06_vocabulary_expansion
    """

    weight: Float[ndarray, "word_dim dim"]
    bias: Float[ndarray, " word_dim"]

    def __call__(
        self, vectors: Float[ndarray, "words dim"]
    ) -> Float[ndarray, "words word_dim"]:
        """Rows for words that have these vectors.

        Raises:
            StorytellerError: if they are of another size than those that
                the way was learnt from.
        """
        if vectors.shape[1] != self.weight.shape[1]:
            raise StorytellerError(
                f"word vectors of {vectors.shape[1]} numbers cannot be "
                f"mapped by a regression from {self.weight.shape[1]}"
            )
        return vectors @ self.weight.T + self.bias


def learn_map(
    vectors: Float[ndarray, "words dim"],
    rows: Float[ndarray, "words word_dim"],
) -> WordMap:
    """The least-squares map with intercept from vectors to a table's rows.

    Raises:
        StorytellerError: if the words are too few for one solution.

    Chapter: book/06_vocabulary_expansion
    """
    words, dim = vectors.shape
    if words <= dim:
        raise StorytellerError(
            f"{words} words in common are too few to learn a map of word "
            f"vectors of {dim} numbers: {dim + 1} are needed at least"
        )
    fitted = LinearRegression().fit(
        vectors.astype(np.float64), rows.astype(np.float64)
    )
    return WordMap(fitted.coef_, fitted.intercept_)


class VocabularyExpansion:
    """Makes an encoder read words that only the word vectors know.

    Args:
        encoder: the trained encoder; it is left as it is.
        vocabulary: its words.
        word_vectors: vectors of many more words.
        settings: which of them are taken.

    Attributes:
        shared: the trained words that have a vector, by their ids.
        maps: the regression for each word table (combine-skip has two).

    Raises:
        StorytellerError: if the vectors are not finite, encoder and
            vocabulary do not belong together, or too few words are shared.

    Chapter: book/06_vocabulary_expansion
    """

    def __init__(
        self,
        encoder: ThoughtEncoder,
        vocabulary: Vocabulary,
        word_vectors: WordVectors,
        settings: ExpansionSettings | None = None,
    ) -> None:
        _check(encoder, vocabulary, word_vectors)
        self.encoder, self.vocabulary = encoder, vocabulary
        self.vectors = word_vectors.vectors
        self.row_of = _rows(word_vectors.words, settings)
        self.shared = [w for w in vocabulary.words if w in self.row_of]
        if not self.shared:
            raise StorytellerError(
                "no word that the encoder knows has a vector: are the word "
                "vectors of the same language, and spelt alike?"
            )
        known = self.vectors[[self.row_of[word] for word in self.shared]]
        ids = torch.tensor(vocabulary.encode(self.shared))
        self.maps = [
            learn_map(known, _numpy(part.words.weight)[ids])
            for part in _parts(encoder)
        ]

    @property
    def new_words(self) -> list[str]:
        """All words that it adds, in the order of the word vectors."""
        return [w for w in self.row_of if w not in self.vocabulary]

    def expanded(
        self, only: Collection[str] | None = None
    ) -> tuple[ThoughtEncoder, Vocabulary]:
        """An encoder with a larger word table, and the words it reads.

        Ids and rows of trained words stay as they are, to the bit.

        Args:
            only: add these words alone where they have vectors: the whole
                table of a million words takes gigabytes.
        """
        wanted = None if only is None else set(only)
        new = [w for w in self.new_words if wanted is None or w in wanted]
        rows = [self.row_of[word] for word in new]
        encoder = copy.deepcopy(self.encoder)
        for part, way in zip(_parts(encoder), self.maps, strict=True):
            self._enlarge(part, way, rows)
        if isinstance(encoder, CombineSkip):
            parts = [part.settings.to_dict() for part in _parts(encoder)]
            encoder.settings = replace(encoder.settings, parts=tuple(parts))
        return encoder, Vocabulary([*self.vocabulary.words[2:], *new])

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "batch dim"]:
        """Thoughts of texts; only the words that occur in them are added."""
        words = {w for text in texts for w in self.encoder.tokens(text)}
        encoder, vocabulary = self.expanded(words)
        return encoder.encode(texts, vocabulary)

    def _enlarge(
        self, part: SkipThoughtEncoder, way: WordMap, rows: list[int]
    ) -> None:
        """Add mapped rows below the word table of an encoder."""
        old = part.words.weight.detach()
        table = old.new_empty(len(old) + len(rows), old.shape[1])
        table[: len(old)] = old
        for start in range(0, len(rows), CHUNK):
            mapped = way(self.vectors[rows[start : start + CHUNK]])
            place = slice(len(old) + start, len(old) + start + len(mapped))
            table[place] = torch.from_numpy(mapped).to(old)
        part.words = nn.Embedding.from_pretrained(table, freeze=False)
        part.settings = replace(part.settings, vocabulary=len(table))


def expand(
    encoder: ThoughtEncoder,
    vocabulary: Vocabulary,
    word_vectors: WordVectors,
    only: Collection[str] | None = None,
    settings: ExpansionSettings | None = None,
) -> tuple[ThoughtEncoder, Vocabulary]:
    """An encoder that reads unseen words, and its larger vocabulary.

    See ``VocabularyExpansion`` for the arguments, and its ``expanded``.

    Raises:
        StorytellerError: if the parts do not fit or share too few words.

    Chapter: book/06_vocabulary_expansion
    """
    expansion = VocabularyExpansion(
        encoder, vocabulary, word_vectors, settings
    )
    return expansion.expanded(only)


def word_table(encoder: ThoughtEncoder) -> Float[Tensor, "words dim"]:
    """An encoder's rows of words; combine-skip's two tables side by side.

    Chapter: book/06_vocabulary_expansion
    """
    tables = [part.words.weight.detach() for part in _parts(encoder)]
    return torch.cat(tables, dim=1).cpu().float()


def _parts(encoder: ThoughtEncoder) -> list[SkipThoughtEncoder]:
    """The encoders that have a word table of their own."""
    if isinstance(encoder, CombineSkip):
        return [p for p in encoder.parts if isinstance(p, SkipThoughtEncoder)]
    return [encoder]


def _numpy(weight: Tensor) -> ndarray:
    return weight.detach().cpu().float().numpy()


def _rows(
    words: Sequence[str], settings: ExpansionSettings | None
) -> dict[str, int]:
    """Word -> its row among the vectors, in their order; the first counts."""
    settings = settings or ExpansionSettings()
    found: dict[str, int] = {}
    for row, word in enumerate(words):
        if settings.phrases or "_" not in word:
            found.setdefault(word, row)
    if settings.fold_case:
        for word, row in list(found.items()):
            found.setdefault(word.lower(), row)
        found = {word: i for word, i in found.items() if word == word.lower()}
    for special in (EOS_WORD, UNK_WORD):
        found.pop(special, None)
    return found


def _check(
    encoder: ThoughtEncoder, vocabulary: Vocabulary, vectors: WordVectors
) -> None:
    rows = encoder.settings.vocabulary
    if rows != len(vocabulary):
        raise StorytellerError(
            f"the encoder has rows for {rows} words, but the vocabulary has "
            f"{len(vocabulary)}: they do not belong together"
        )
    numbers = vectors.vectors
    if numbers.ndim != 2 or 0 in numbers.shape:
        raise StorytellerError(
            "word vectors should be a table with a row for each word, got "
            f"one of shape {numbers.shape}"
        )
    if not np.isfinite(numbers).all():
        raise StorytellerError(
            "the word vectors hold numbers that are not finite: get the "
            "file again"
        )
