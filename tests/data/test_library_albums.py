"""The albums of the story library: whole, parallel, in the order told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.library.albums import (
    PHOTOGRAPHS,
    LibraryAlbum,
    library_albums,
)
from storyteller_lib.data.world import SPLITS

LETTERS = "cnastr"
LENGTHS = {"caption": (5, 18), "story": (6, 26), "telling": (9, 32)}


def lines(album: LibraryAlbum) -> list[tuple[str, str]]:
    """All that an album says, and what kind of line each is."""
    return [
        *(("caption", text) for text in album.captions),
        *(("story", text) for text in album.story),
        *(("telling", text) for g in GENRES for text in album.tellings[g]),
    ]


def test_every_album_is_told_over_five_photographs_in_every_voice() -> None:
    albums = library_albums()
    numbers = [album.number for album in albums]
    assert numbers == list(range(360))
    for album in albums:
        assert set(album.tellings) == set(GENRES)
        rows = [album.captions, album.story, *album.tellings.values()]
        assert {len(row) for row in rows} == {PHOTOGRAPHS}
        for kind, text in lines(album):
            fewest, most = LENGTHS[kind]
            assert fewest <= len(text.split()) <= most, (album.number, text)
            assert not set(text) & set('"()[]0123456789'), text
            assert text[-1] in ".!?", text


def test_no_line_of_an_album_comes_again() -> None:
    told = Counter(text for a in library_albums() for kind, text in lines(a))
    again = {text: n for text, n in told.items() if n > 1}
    assert not again


def test_album_splits_hang_on_the_last_digit() -> None:
    albums = library_albums()
    by_split = {split: library_albums(split) for split in SPLITS}
    assert sum(map(len, by_split.values())) == len(albums)
    assert {album.number % 10 for album in by_split["val"]} == {8}
    assert {album.number % 10 for album in by_split["test"]} == {9}


def text_of(without: str = "") -> str:
    """A file with one album, with a line left out."""
    told = [f"{letter}{i} A line." for letter in LETTERS for i in range(1, 6)]
    return "\n".join(["@007", *(line for line in told if line[:2] != without)])


def test_an_album_is_read(tmp_path: Path) -> None:
    (tmp_path / "albums00.txt").write_text(text_of())
    (album,) = library_albums(folder=tmp_path)
    assert album.number == 7 and album.split == "train"
    assert album.tellings["thriller"] == ("A line.",) * PHOTOGRAPHS


@pytest.mark.parametrize(
    "broken",
    [
        text_of(without="c5"),
        text_of(without="r1"),
        text_of() + "\nx1 What?",
        text_of() + "\na1 Once more.",
        text_of() + "\na6 One too many.",
        text_of().replace("@007", "@7"),
    ],
    ids=["a caption", "a voice", "strange", "twice", "a sixth", "its number"],
)
def test_an_album_that_is_not_whole_is_refused_with_its_line(
    tmp_path: Path, broken: str
) -> None:
    (tmp_path / "albums00.txt").write_text("\n" + broken)
    with pytest.raises(StorytellerError, match=r"albums00\.txt, line 2"):
        library_albums(folder=tmp_path)


def test_albums_that_are_not_there_are_missed(tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match=r"no file albums"):
        library_albums(folder=tmp_path)
