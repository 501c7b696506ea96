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
from functools import partial
from pathlib import Path

import torch
from jaxtyping import Int
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.nltk_words import NLTKWordTokenizer

EOS, UNK = 0, 1
EOS_WORD, UNK_WORD = "<eos>", "<unk>"

_tokenizer = NLTKWordTokenizer()
_SENTENCE_END = re.compile(r"(?<=[.!?])(?P<close>[\"')\]]*)\s+(?=[\"'(A-Z])")
_SHORT = re.compile(
    "mrs?|ms|dr|st|capt|col|gen|lt|sgt|prof|rev|hon|messrs|mme|mlle|[a-hj-z]"
)
_LAST_WORD = re.compile(r"([A-Za-z]+)\.[\"')\]]*$")
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": "``", "”": "''", "—": "--", "–": "--"}
    | {"…": "..."}
)
_CLOSING = re.compile(r"[.,;:!?%)\]}']|\.\.\.|''|n't|'(s|re|ve|ll|d|m)")
_OPENING = re.compile(r"[(\[{`$#]|``")
_BRACKET = re.compile(r"[()\[\]{}'`]|``|''")
_JOINED = frozenset(["can not", "gon na", "wan na", "got ta"])
_SHOWN = {"``": '"', "''": '"', "`": "'"}
_SPEECH = re.compile(
    r"\b(said|says|asked|cried|replied|answered|whispered|shouted|called)\b"
)


def tokenise(text: str, lower_case: bool = True) -> list[str]:
    """Lower-case word tokens: ``tokenise("It's red.")`` gives
    ``["it", "'s", "red", "."]``.

    Curly quotes are read as straight ones, long dashes as two hyphens.
    Capitals stay, if asked for: the released skip-thoughts know them.

    Chapter: book/02_pictures_captions_books
    """
    tokens: list[str] = []
    cased = text.lower() if lower_case else text
    for token in _tokenizer.tokenize(cased.translate(_PLAIN)):
        word, last = token[:-1], token[-1]
        if last == "." and word and "." not in word and not _is_short(word):
            tokens += [word, "."]  # NLTK splits off only the last full stop
        else:
            tokens.append(token)
    return tokens


def _is_short(word: str) -> bool:
    """Whether a full stop after the word belongs to it: Mr. or J."""
    return _SHORT.fullmatch(word.lower()) is not None


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, split after . ! ? before a capital letter.

    Titles and initials ("Mr. Fogg", "J. Verne") do not end a sentence.

    Chapter: book/02_pictures_captions_books
    """
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentence = text[start : match.end("close")].strip()
        last = _LAST_WORD.search(sentence)
        if last and _is_short(last[1]):
            continue
        sentences.append(sentence)
        start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def detokenise(tokens: Iterable[str]) -> str:
    """Text as people write it, from tokens: spaces, quotes and capitals.

    Chapter: book/02_pictures_captions_books
    """
    text, glue, before = "", True, ""
    for token in _cased(_directed(list(tokens))):
        joined = f"{before} {token}".lower() in _JOINED
        close = joined or _CLOSING.fullmatch(token)
        text += ("" if glue or close else " ") + _SHOWN.get(token, token)
        glue, before = bool(_OPENING.fullmatch(token)), token
    return text


def _directed(tokens: list[str]) -> list[str]:
    """Quotes told apart: `` and ` open, '' and ' close."""
    words: list[str] = []
    double = single = False
    left = tokens.count("'")
    for token in tokens:
        if token == '"':
            token = "''" if double else "``"
        if token in ("``", "''"):
            double = token == "``"
        if token == "'":
            left -= 1
            last = words[-1][-1:] if words else ""
            owner = last == "s" or (last.isalnum() and not left)  # the dogs'
            token = "'" if single or owner else "`"
            single = token == "`" and left > 0
        words.append(token)
    return words


def _cased(words: list[str]) -> Iterator[str]:
    """Capitals where sentences, quotations and names begin, and for I."""
    begins, quoted = True, False
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        if word == "``" and before in (",", ":"):
            begins = not quoted  # but: "It is," he said, "mine."
        if before == "''":
            quoted = True
            begins &= not _SPEECH.search(" ".join(words[i : i + 2]))
        if word[:1].isalnum():
            title = word[-1] == "." and _is_short(word[:-1])
            speaker = word == "i" or word.startswith("i'")
            capital = begins or title or speaker
            yield word[0].upper() + word[1:] if capital else word
            begins = title
            continue
        yield word
        if word in (".", "!", "?"):
            begins, quoted = True, False
        elif not _BRACKET.fullmatch(word):
            begins = False


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
        lines = "".join(f"{word}\n" for word in self.words[2:])
        path.write_text(lines, encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read what ``save`` wrote.

        Raises:
            StorytellerError: if the file is missing, is not text, or has a
                word twice.
        """
        try:
            text = path.read_text(encoding="utf-8").removesuffix("\n")
            return cls(text.split("\n") if text else [])
        except (OSError, ValueError) as error:
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
    batches and their rows: with a generator each pass comes in another
    order; without one the order is by length.

    Chapter: book/05_skip_thoughts
    """
    shuffle = partial(_shuffle, generator=generator)
    by_length = sorted(shuffle(range(len(lengths))), key=lambda i: lengths[i])
    for start in shuffle(range(0, len(by_length), batch_size)):
        yield shuffle(by_length[start : start + batch_size])


def _shuffle(
    items: Sequence[int], generator: torch.Generator | None
) -> list[int]:
    if generator is None:
        return list(items)
    order = torch.randperm(len(items), generator=generator)
    return [items[i] for i in order.tolist()]
