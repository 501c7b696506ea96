"""The originals' dictionaries as vocabularies.

They are pickles that map words to numbers from 2 on, or text with a word on
each line. A model knows fewer words than its dictionary where the trainer
was told so: the numbers from ``size`` on were read as the unknown word.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from pathlib import Path

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.pickles import load_pickle, open_file
from storyteller_lib.text import EOS_WORD, UNK_WORD, Vocabulary

UNKNOWN = "UNK"
"""What the originals call the unknown word."""

SPECIAL = (EOS_WORD, UNK_WORD, UNKNOWN)


def read_dictionary(path: Path, size: int) -> Vocabulary:
    """The first ``size`` words of a pickled dictionary, special ones counted.

    A number that no word has gets a name of its own, such as ``<7>``: the
    originals fail when they write it.

    Raises:
        StorytellerError: if the file is no dictionary of words.

    Chapter: book/05_skip_thoughts
    """
    numbers = load_pickle(path)
    if not isinstance(numbers, dict) or not all(
        isinstance(word, str) and isinstance(number, int)
        for word, number in numbers.items()
    ):
        raise StorytellerError(
            f"{path} does not map words to numbers: it is no dictionary"
        )
    names = {
        number: word
        for word, number in numbers.items()
        if 2 <= number < size and word not in SPECIAL
    }
    return Vocabulary(names.get(i, f"<{i}>") for i in range(2, size))


def read_word_list(path: Path, rows: int) -> list[str]:
    """The words of a text file, one for each row of a word table.

    A file to which its writer appended the words again when run again holds
    them several times; the first are taken.

    Raises:
        StorytellerError: if the words do not match the rows.

    Chapter: book/05_skip_thoughts
    """
    with open_file(path) as file:
        try:
            words = [line.decode("utf-8").strip() for line in file]
        except UnicodeDecodeError as error:
            raise StorytellerError(
                f"{path} is no text in UTF-8 ({error}): get it again"
            ) from None
    copies = len(words) // max(rows, 1)
    if not words or words != words[:rows] * copies:
        raise StorytellerError(
            f"{path} has {len(words)} words and the word table has {rows} "
            "rows: they are not of one model"
        )
    return words[:rows]
