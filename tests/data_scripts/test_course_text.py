"""The course's passages: nobody's name, nobody's speech."""

from __future__ import annotations

import pytest
import torch

from data_scripts.course.language import language_rows
from data_scripts.course.names import name_words, names_in, without_name
from data_scripts.course.styles import FORMS, form_styles, genre_voices
from data_scripts.course.text import is_plain, plain_runs
from storyteller_lib.text import UNK, Vocabulary, tokenise

NAMES = frozenset(["crusoe", "mary", "london", "ahab"])


@pytest.mark.parametrize(
    ("sentence", "around", "expected"),
    [
        ("He went on.", "", ("He went on.", "")),
        ("Then Ahab rose.", "his leg", ("Then the man rose.", "Ahab")),
        ("Mary rose, and wept.", "she", ("The woman rose, and wept.", "Mary")),
        ("I saw Mr. Ahab go.", "she", ("I saw the man go.", "Ahab")),
        ("We saw Mrs. Ahab.", "he", ("We saw the woman.", "Ahab")),
        ("It was Ahab's boat.", "", ("It was the man's boat.", "Ahab")),
        ("We came to London.", "", None),
        ("Old Ahab rose.", "", None),
        ("Ahab and Mary rose.", "", None),
    ],
)
def test_a_person_without_a_name(
    sentence: str, around: str, expected: tuple[str, str] | None
) -> None:
    assert without_name(sentence, around, NAMES) == expected


def test_names_are_what_is_written_with_a_capital() -> None:
    texts = ["We met Ahab, and Ahab fled.", "the sea, the Sea, a sea"]
    assert name_words(texts) == {"ahab"}
    assert names_in("Ahab met Mary.", NAMES) == {"Ahab", "Mary"}


@pytest.mark.parametrize(
    "sentence",
    ['"Yes," he said.', "In 1872 he left.", "A " * 41, "The savage ran."],
)
def test_what_is_not_plain(sentence: str) -> None:
    assert not is_plain(sentence)
    assert is_plain("The dog's tail wagged, and he ran.")


def test_language_is_all_but_speech_and_gaps() -> None:
    words = Vocabulary(tokenise("He ran to the sea and saw it was old grey."))
    told = "He ran to the sea, and saw it. The sea was old and grey."
    text = "\n\n".join(
        [
            "# The sea",
            f"{told} Then Ahab ran to the sea and saw it.",
            f'{told} "Ahoy!"',
            "Gibberish gave gallant gulls great green gowns gladly.",
        ]
    )
    rows = list(language_rows("a book", text, words))
    found = [words.words[i] for row in rows for i in row if i != UNK]
    assert found.count("old") == 2 and "ahoy" not in found
    assert found.count("ran") == 3  # Ahab's too, who is a gap
    assert sum(row.count(UNK) for row in rows) <= 6


def test_runs_end_at_speech_and_at_another_person() -> None:
    told = [
        "Then Ahab rose.",
        "He ran.",
        '"Stop!" cried one.',
        "Then Mary came.",
        "Now Crusoe fled.",
    ]
    runs = list(plain_runs(told, NAMES))
    assert [len(run) for run in runs] == [2, 1, 1]
    assert runs[0][0] == "Then the man rose."


def test_forms_and_voices() -> None:
    words = Vocabulary(["i", ",", ".", "sea", "kiss", "he"])
    rows = [[2, 4], [3, 4, 3, 5, 3], [7, 5, 4, 4]] * 10
    thoughts = torch.eye(3).repeat(10, 1)
    found = form_styles(thoughts, rows, words)
    assert set(found) == set(FORMS)
    assert int(found["ornate"].argmax()) == 1
    assert int(found["first-person"].argmax()) == 0
    assert int(found["long"].argmax()) == 1
    genres = torch.tensor([0, 1, 2] * 10)
    voices = genre_voices(rows, genres, words)
    assert voices["science-fiction"][3] > voices["adventure"][3]
    total = sum(voices.values())
    torch.testing.assert_close(total, torch.zeros(8), atol=1e-5, rtol=0)
