"""From text to tokens and sentences, and back to text as people write it.

Tokens are NLTK's word tokens in lower case; the same function reads novels,
captions and the reader's own sentences, so that training and use never
disagree (they did in one of the original systems).

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from storyteller_lib.text.nltk_words import NLTKWordTokenizer

_tokenizer = NLTKWordTokenizer()
_SENTENCE_END = re.compile(r"(?<=[.!?])(?P<close>[\"')\]]*)\s+(?=[\"'(A-Z])")
_SHORT = re.compile(
    "mrs?|ms|dr|st|capt|col|gen|lt|sgt|prof|rev|hon|messrs|mme|mlle|[a-hj-z]"
)
_LAST_WORD = re.compile(r"([A-Za-z]+)\.[\"')\]]*$")
_TAIL = 40
"""Characters at the end of a sentence that hold its last word."""
_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": "``", "”": "''", "—": "--", "–": "--"}
    | {"…": "..."}
)
_CLOSING = re.compile(r"[.,;:!?%)\]}']|\.\.\.|''|n't|'(s|re|ve|ll|d|m)")
_OPENING = re.compile(r"[(\[{`$#]|``")
_BRACKET = re.compile(r"[()\[\]{}'`]|``|''")
_JOINED = frozenset(["can not", "gon na", "wan na", "got ta"])
_HALVES = frozenset(pair.partition(" ")[0] for pair in _JOINED)
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
        end = match.end("close")
        last = _LAST_WORD.search(text[max(start, end - _TAIL) : end])
        if last and _is_short(last[1]):
            continue
        sentences.append(text[start:end].strip())
        start = match.end()
    rest = text[start:].strip()
    return [*sentences, rest] if rest else sentences


def detokenise(tokens: Iterable[str]) -> str:
    """Text as people write it, from tokens: spaces, quotes and capitals.

    Chapter: book/02_pictures_captions_books
    """
    text, glue, before = "", True, ""
    for token in _cased(_directed(list(tokens))):
        closes, opens = _sides(token)
        if not glue and not closes and not _joined(before, token):
            text += " "
        text += _SHOWN.get(token, token)
        glue, before = opens, token
    return text


@lru_cache(maxsize=10_000)
def _sides(token: str) -> tuple[bool, bool]:
    """Whether no space comes before the token, and none after it."""
    return bool(_CLOSING.fullmatch(token)), bool(_OPENING.fullmatch(token))


def _joined(before: str, token: str) -> bool:
    """Whether two tokens are one word to people: can not, gon na."""
    first = before.lower()
    return first in _HALVES and f"{first} {token.lower()}" in _JOINED


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
