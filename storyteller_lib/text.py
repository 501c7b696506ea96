"""From text to numbers and back: tokens, sentences, vocabularies.

Tokens are NLTK's word tokens in lower case; the same function reads novels,
captions and the reader's own sentences, so that training and use never
disagree (they did in one of the original systems). A vocabulary maps tokens
to ids: 0 ends a sentence, 1 stands for every unknown word, then come the
words by frequency, as in the skip-thoughts code (Kiros et al., 2015).

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from jaxtyping import Int
from nltk.tokenize import NLTKWordTokenizer
from torch import Tensor

from storyteller_lib.config import StorytellerError

EOS, UNK = 0, 1
EOS_WORD, UNK_WORD = "<eos>", "<unk>"

_tokenizer = NLTKWordTokenizer()
_SENTENCE_END = re.compile(r"(?<=[.!?])(?P<close>[\"')\]]*)\s+(?=[\"'(A-Z])")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "capt",
        "col",
        "gen",
        "lt",
        "sgt",
        "prof",
        "rev",
        "hon",
        "messrs",
        "mme",
        "mlle",
        "no",
        "vs",
        "etc",
    ]
)
_LAST_WORD = re.compile(r"([A-Za-z]+)\.[\"')\]]*$")
_NO_SPACE_BEFORE = frozenset(
    [
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        "%",
        ")",
        "]",
        "}",
        "''",
        "n't",
        "'s",
        "'re",
        "'ve",
        "'ll",
        "'d",
        "'m",
        "...",
    ]
)
_NO_SPACE_AFTER = frozenset(["(", "[", "{", "``", "$", "#"])
_QUOTES = {"``": '"', "''": '"'}
_SENTENCE_START = re.compile(r"(^|[.!?]['\"]?\s+)([\"'(]*)([a-z])")
_SPEAKER = re.compile(r"\bi\b(?![-.]\w)")


def tokenise(text: str) -> list[str]:
    """Lower-case word tokens: ``tokenise("It's red.")`` gives
    ``["it", "'s", "red", "."]``.

    Chapter: book/02_pictures_captions_books
    """
    tokens: list[str] = []
    for token in _tokenizer.tokenize(text.lower()):
        word = token[:-1]
        if token.endswith(".") and word.isalpha() and not _is_short(word):
            tokens += [word, "."]  # NLTK splits off only the last full stop
        else:
            tokens.append(token)
    return tokens


def _is_short(word: str) -> bool:
    """Whether a full stop after the word belongs to it: Mr. or J."""
    return len(word) == 1 or word.lower() in _TITLES


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, split after . ! ? before a capital letter.

    Titles and initials ("Mr. Fogg", "J. Verne") do not end a sentence.

    Chapter: book/02_pictures_captions_books
    """
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentence = text[start : match.end("close")].strip()
        last = _LAST_WORD.search(sentence)
        if last and _is_short(last[1]) and last[1] != "I":
            continue
        sentences.append(sentence)
        start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def detokenise(tokens: Iterable[str]) -> str:
    """Text as people write it, from tokens: spaces, quotes and capitals.

    Chapter: book/02_pictures_captions_books
    """
    text, glue, inside_quotes = "", True, False
    for token in tokens:
        if token == '"':
            token = "''" if inside_quotes else "``"
        close = token in _NO_SPACE_BEFORE
        shown = _QUOTES.get(token, token)
        text += shown if glue or close or not text else " " + shown
        glue = token in _NO_SPACE_AFTER
        if token in _QUOTES:
            inside_quotes = token == "``"
    return _capitalise(text)


def _capitalise(text: str) -> str:
    """Capitals at the beginning of sentences and for the word I."""
    text = _SPEAKER.sub("I", text)
    return _SENTENCE_START.sub(
        lambda m: m[1] + m[2] + m[3].upper(),
        text,
    )


class Vocabulary:
    """Words and their ids.

    Args:
        words: the words in the order of their ids, without the two special
            ones; ids of these words begin at 2.

    Raises:
        StorytellerError: if a word comes twice.

    Chapter: book/02_pictures_captions_books
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = [EOS_WORD, UNK_WORD, *words]
        self._ids = {word: i for i, word in enumerate(self.words)}
        if len(self._ids) != len(self.words):
            twice = Counter(self.words).most_common(1)[0][0]
            raise StorytellerError(
                f"the vocabulary holds the word {twice!r} twice"
            )

    @classmethod
    def build(
        cls,
        token_lists: Iterable[Sequence[str]],
        size: int | None = None,
        min_count: int = 1,
    ) -> Vocabulary:
        """The commonest words of a text; ``size`` counts the special two."""
        counts: Counter[str] = Counter()
        for tokens in token_lists:
            counts.update(tokens)
        for special in (EOS_WORD, UNK_WORD):
            counts.pop(special, None)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        kept = [word for word, count in ranked if count >= min_count]
        return cls(kept[: None if size is None else max(size - 2, 0)])

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def encode(self, tokens: Iterable[str]) -> list[int]:
        """Ids of the tokens; 1 for words that are not in the vocabulary."""
        return [self._ids.get(token, UNK) for token in tokens]

    def decode(self, ids: Iterable[int]) -> list[str]:
        """Words of the ids, up to the first end of sentence."""
        words = []
        for i in ids:
            if i == EOS:
                break
            words.append(self.words[i])
        return words

    def save(self, path: Path) -> None:
        """Write the words as text, one a line."""
        path.write_text("\n".join(self.words[2:]) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what ``save`` wrote.

        Raises:
            StorytellerError: if the file is missing or is not text.
        """
        try:
            return cls(path.read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as error:
            raise StorytellerError(
                f"cannot read the vocabulary {path}: {error}"
            ) from None


def pad(
    sequences: Sequence[Sequence[int]],
) -> tuple[Int[Tensor, "batch time"], Int[Tensor, " batch"]]:
    """Sequences of ids as one matrix, filled up with 0, and their lengths.

    Chapter: book/02_pictures_captions_books
    """
    lengths = torch.tensor([len(s) for s in sequences], dtype=torch.long)
    if not sequences:
        return lengths.view(0, 0), lengths
    rows = [torch.as_tensor(s, dtype=torch.long) for s in sequences]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
    return ids, lengths  # (batch, time), (batch,)


def length_batches(
    lengths: Sequence[int],
    batch_size: int,
    generator: torch.Generator | None = None,
) -> Iterator[list[int]]:
    """Indices in batches of like length, so that little padding is needed.

    The items are shuffled before they are sorted by length, and so are the
    batches: with a generator each pass comes in another order; without one
    the order is by length.

    Chapter: book/05_skip_thoughts
    """
    order = torch.arange(len(lengths))
    if generator is not None:
        order = torch.randperm(len(lengths), generator=generator)
    by_length = sorted(order.tolist(), key=lambda i: lengths[i])
    starts = torch.arange(0, len(by_length), batch_size)
    if generator is not None:
        starts = starts[torch.randperm(len(starts), generator=generator)]
    for start in starts.tolist():
        yield by_length[start : start + batch_size]
