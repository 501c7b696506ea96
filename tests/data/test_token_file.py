from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.token_file import (
    StoredTriplets,
    TokenFile,
    write_tokens,
)
from storyteller_lib.skip_thoughts import triplet_batches, triplets
from storyteller_lib.story_decoder import passage_batches

RNG = random.Random(0)
TEXTS = [[RNG.randrange(65_536) for _ in range(n % 7)] for n in range(50)]


def stored(folder: Path, texts: list[list[int]]) -> TokenFile:
    assert write_tokens(folder / "in" / "texts", iter(texts)) == len(texts)
    return TokenFile(folder / "in" / "texts")


def test_texts_come_back_from_two_bytes_a_word(tmp_path: Path) -> None:
    found = stored(tmp_path, TEXTS)
    assert list(found) == TEXTS
    assert found[-1] == TEXTS[-1]
    assert found[3:9:2] == TEXTS[3:9:2]
    words = sum(map(len, TEXTS))
    assert (tmp_path / "in" / "texts").stat().st_size == 2 * words
    with pytest.raises(IndexError):
        found[50]
    assert sorted(p.name for p in (tmp_path / "in").iterdir()) == [
        "texts",
        "texts.starts",
    ]


@pytest.mark.parametrize("texts", [[], [[]], [[], [5], []]])
def test_empty_texts(texts: list[list[int]], tmp_path: Path) -> None:
    assert list(stored(tmp_path, texts)) == texts


def test_batches_read_from_disk_are_those_from_memory(tmp_path: Path) -> None:
    texts = [[*text, 7] for text in TEXTS]
    thoughts = torch.randn(50, 3)
    one, two = (
        passage_batches(lambda i, _: thoughts[i], rows, 8, 0.1)
        for rows in (texts, stored(tmp_path, texts))
    )
    for a, b in zip(
        one(torch.Generator().manual_seed(1)),
        two(torch.Generator().manual_seed(1)),
        strict=True,
    ):
        assert all(map(torch.equal, a, b))


@pytest.mark.parametrize("books", [[50], [20, 1, 0, 2, 27], [3, 47], [1] * 50])
def test_stored_triplets_never_cross_a_border(
    books: list[int], tmp_path: Path
) -> None:
    found = StoredTriplets(stored(tmp_path, TEXTS), books)
    starts = [sum(books[:i]) for i in range(len(books))]
    cut = [TEXTS[s : s + n] for s, n in zip(starts, books, strict=True)]
    expected = triplets(cut)
    assert list(found) == expected
    assert found[0:2] == expected[0:2]
    chances = [torch.Generator().manual_seed(0) for _ in range(2)]
    for a, b in zip(
        triplet_batches(expected, 8)(chances[0]),
        triplet_batches(found, 8)(chances[1]),
        strict=True,
    ):
        for one, two in zip(a, b, strict=True):
            assert all(map(torch.equal, one, two))


@pytest.mark.parametrize("text", [[65_536], [3, -1]])
def test_ids_that_do_not_fit_are_refused(
    text: list[int], tmp_path: Path
) -> None:
    with pytest.raises(StorytellerError, match="smaller vocabulary"):
        write_tokens(tmp_path / "texts", [[1], text])
    assert not (tmp_path / "texts").exists()


def test_what_is_not_whole_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match="write them again"):
        TokenFile(tmp_path / "nothing")
    stored(tmp_path, TEXTS)
    path = tmp_path / "in" / "texts"
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(StorytellerError, match="not whole"):
        TokenFile(path)
    (tmp_path / "file").touch()
    with pytest.raises(StorytellerError, match="could not be written"):
        write_tokens(tmp_path / "file" / "texts", [])
    with pytest.raises(StorytellerError, match="have 3 sentences"):
        StoredTriplets([[1]], [3])
