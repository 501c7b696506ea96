from __future__ import annotations

import math
import time
from collections import Counter
from pathlib import Path

import pytest
import torch
from nltk.tokenize import NLTKWordTokenizer

from storyteller_lib.config import StorytellerError
from storyteller_lib.text import (
    EOS,
    UNK,
    Vocabulary,
    detokenise,
    length_batches,
    pad,
    split_sentences,
    tokenise,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's red.", "it 's red ."),
        ("They don't, won't; can't!", "they do n't , wo n't ; ca n't !"),
        ("Mr. Fogg met Dr. J. Verne.", "mr. fogg met dr. j. verne ."),
        ("A well-known fox. It ran.", "a well-known fox . it ran ."),
        ("At four o'clock. Then six.", "at four o'clock . then six ."),
        ("In 1914. Then 1918.", "in 1914 . then 1918 ."),
        ("It was I. He said no. We left.", None),
        ("Wait... what?", "wait ... what ?"),
        ("She came--and left -- again", "she came -- and left -- again"),
        ("3.14 of 1,000,000", "3.14 of 1,000,000"),
        ("Caf\u00e9. Na\u00efve!", "caf\u00e9 . na\u00efve !"),
        ("", ""),
        (" \n\t\u00a0 ", ""),
    ],
)
def test_tokenise(text: str, tokens: str | None) -> None:
    if tokens is None:
        tokens = "it was i . he said no . we left ."
    assert tokenise(text) == tokens.split()


def test_tokenise_is_nltks_where_a_text_is_one_sentence() -> None:
    for text in (
        'He asked: "Is it yours?" (It was.)',
        "the 2 dogs' bowl cost $5.50, or 10% more; that's #1 & best",
        "we've seen they'll go, i'd say, y'all ain't gonna like it",
    ):
        assert tokenise(text) == NLTKWordTokenizer().tokenize(text.lower())


def test_typographers_quotes_and_dashes_are_read_as_plain_ones() -> None:
    curly = "“Well,” she said—“it’s mine…” ‘No,’ he said – twice."
    plain = "\"Well,\" she said--``it's mine...\" 'No,' he said -- twice."
    assert tokenise(curly) == tokenise(plain)
    assert tokenise("the dog’s bone isn’t") == tokenise("the dog's bone isn't")


PROSE = [
    'Mr. Fogg said, "I don\'t know; do you?" He left.',
    "'Hello,' he said. 'Goodbye.'",
    "He said 'yes' and left.",
    "The dogs' bowl is empty (again).",
    'She said: "Run!" "Why?" he asked.',
    'He said "no." Then "yes".',
    '"It is," she said, "mine." I\'d go.',
    '"Stop!" The old man ran.',
    "The ship-of-the-line sailed -- slowly -- at four o'clock.",
    "It cost $5.50, or 10% more. Cannot we go? I think we're gonna.",
    "They'd gone... they couldn't wait! Really?!",
    "Dr. J. Verne wrote it. It was I. He went.",
    "'Twas the night.",
    "(He left.) We stayed [here].",
    "I, i.e. me, woke at 6 a.m. and left.",
]


@pytest.mark.parametrize("text", PROSE)
def test_detokenise_writes_as_people_do(text: str) -> None:
    assert detokenise(tokenise(text)) == text


@pytest.mark.parametrize("text", PROSE)
def test_tokens_survive_being_written_and_read(text: str) -> None:
    tokens = tokenise(text)
    assert tokenise(detokenise(tokens)) == tokens


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ([], ""),
        (["."], "."),
        (["''"], '"'),
        (['"', "yes", '"', "she", "said"], '"Yes" she said'),
        (["i", "'m", "i"], "I'm I"),
        (["what", "?", "!", "he"], "What?! He"),
        (["mr.", "fox", "ran"], "Mr. Fox ran"),
        (["the", "boys", "'", "hats", ".", "'", "oh", "'"], None),
    ],
)
def test_detokenise_what_a_model_may_write(
    tokens: list[str], text: str | None
) -> None:
    if text is None:
        text = "The boys' hats. 'Oh'"
    assert detokenise(iter(tokens)) == text


def test_split_sentences() -> None:
    text = (
        'Mr. Fogg left. "Why?" asked Passepartout. He said no. It was I. '
        "We (J. Verne wrote) saw no. 5... then it fell! \n\n  The end"
    )
    assert split_sentences(text) == [
        "Mr. Fogg left.",
        '"Why?" asked Passepartout.',
        "He said no.",
        "It was I.",
        "We (J. Verne wrote) saw no. 5... then it fell!",
        "The end",
    ]
    assert split_sentences("") == split_sentences(" \n ") == []


def test_no_word_is_lost_by_splitting() -> None:
    text = " ".join(PROSE)
    assert " ".join(split_sentences(text)) == text


def test_vocabulary_by_frequency_then_alphabet() -> None:
    words = Vocabulary.build([["b", "a", "c"], ["c", "<unk>", "<eos>"]])
    assert words.words == ["<eos>", "<unk>", "c", "a", "b"]
    assert len(words) == 5
    assert words.encode(["a", "zebra", "c"]) == [3, UNK, 2]
    assert words.decode([3, 4, EOS, 2]) == ["a", "b"]
    assert "a" in words
    assert "zebra" not in words


def test_vocabulary_size_and_count() -> None:
    lists = [["a"] * 3, ["b"] * 2, ["c"]]
    assert Vocabulary.build(lists, size=4).words[2:] == ["a", "b"]
    assert Vocabulary.build(lists, min_count=2).words[2:] == ["a", "b"]
    assert len(Vocabulary.build(lists, size=1)) == 2


def test_vocabulary_round_trips_through_a_file(tmp_path: Path) -> None:
    for words in ([], ["a", "``", "'s", "na\u00efve", "#"]):
        Vocabulary(words).save(tmp_path / "words.txt")
        loaded = Vocabulary.load(tmp_path / "words.txt")
        assert loaded.words[2:] == words


def test_vocabulary_files_that_cannot_be_used(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    for content in (b"\xff\xfe\x00", b"a\nb\na\n", None):
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(StorytellerError, match=r"words\.txt"):
            Vocabulary.load(path)


def test_pad() -> None:
    ids, lengths = pad([[5], [], [7, 8, 9]])
    assert ids.tolist() == [[5, 0, 0], [0, 0, 0], [7, 8, 9]]
    assert lengths.tolist() == [1, 0, 3]
    ids, lengths = pad([])
    assert ids.shape == (0, 0)
    assert lengths.shape == (0,)


def test_length_batches_cover_all_with_little_padding() -> None:
    chance = torch.Generator().manual_seed(0)
    lengths = torch.randint(1, 40, (203,), generator=chance).tolist()
    batches = list(length_batches(lengths, 16, chance))
    assert Counter(i for batch in batches for i in batch) == Counter(
        range(203)
    )
    assert len(batches) == math.ceil(203 / 16)
    padding = sum(
        max(lengths[i] for i in batch) - lengths[j]
        for batch in batches
        for j in batch
    )
    assert padding < 0.1 * sum(lengths)


def test_length_batches_differ_by_generator_only() -> None:
    lengths = [i % 7 for i in range(50)]

    def order(seed: int) -> list[list[int]]:
        chance = torch.Generator().manual_seed(seed)
        return list(length_batches(lengths, 8, chance))

    assert order(1) == order(1)
    assert order(1) != order(2)
    plain = [i for batch in length_batches(lengths, 8) for i in batch]
    assert plain == sorted(range(50), key=lambda i: lengths[i])


@pytest.mark.parametrize("text", ["J. ", "Mr. A", "A.\"' ", "I. K. "])
def test_sentences_of_initials_take_no_longer_each(text: str) -> None:
    """As many as in a book: in quadratic time this took an hour.

    Twenty times the text takes about twenty times as long, and would take
    four hundred; ninety is far from both on any machine.
    """

    def seconds(count: int) -> float:
        begun = time.process_time()
        found = split_sentences(text * count + "Smith went. He came.")
        assert found[-1] == "He came."
        return time.process_time() - begun

    few = [seconds(2_000) for _ in range(5)]  # the clock may be a coarse one
    assert seconds(40_000) < 90 * sum(few) / 5
