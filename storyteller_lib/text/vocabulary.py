"""Words and their ids.

A vocabulary maps tokens to ids: 0 ends a sentence, 1 stands for every unknown
word, then come the words by frequency, as in the skip-thoughts code (Kiros et
al., 2015).

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from storyteller_lib.config import StorytellerError

EOS, UNK = 0, 1
EOS_WORD, UNK_WORD = "<eos>", "<unk>"


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
        """Write the words as text, one a line.

        Raises:
            StorytellerError: if the disk refuses the file.
        """
        lines = "".join(f"{word}\n" for word in self.words[2:])
        try:
            path.write_text(lines, encoding="utf-8")
        except OSError as error:
            raise StorytellerError(
                f"{path} could not be written ({error.strerror}); free some "
                "space or choose another folder"
            ) from None

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
