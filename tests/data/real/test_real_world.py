"""Readers of gathered data: what they read, and what they refuse."""

from __future__ import annotations

import io
import json
import os
import random
import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real import novels, photographs, vectors
from storyteller_lib.data.real.files import (
    PictureTar,
    read_lines,
    read_records,
    texts_in,
)
from storyteller_lib.data.real.novels import PassageSettings
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES

BOOK = """# ONE

The cat sat. It looked at me! "Why?" asked Mr. Bell.

It said nothing at all.

# TWO

A new day came. Everyone was glad.
"""


def add(path: Path, files: dict[str, bytes], mode: str = "w") -> None:
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def jpeg(colour: str, size: tuple[int, int] = (20, 10)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def test_chapters_lose_their_headings() -> None:
    first, second = novels.chapters(BOOK)
    assert len(first) == 2
    assert second == ["A new day came. Everyone was glad."]


def test_no_passage_runs_across_a_heading(tmp_path: Path) -> None:
    add(tmp_path / "romance.tar.xz", {"x/a.txt": BOOK.encode()}, "w:xz")
    split = novels.split_of("a.txt")
    short = PassageSettings(3, 60, 60)
    found = list(novels.passages(tmp_path, "romance", split, short))
    texts = [passage.text for passage in found]
    assert "".join(texts).startswith("The cat sat.")
    assert not any("nothing" in t and "new day" in t for t in texts)
    assert not any("ONE" in t or "TWO" in t for t in texts)
    assert {passage.book for passage in found} == {"a"}


def test_cut_keeps_order_and_bounds() -> None:
    rng = random.Random(3)
    lengths = [rng.randint(1, 80) for _ in range(400)]
    sentences = [f"s{i} " + "w " * (n - 1) for i, n in enumerate(lengths)]
    settings = PassageSettings(25, 45, 60)
    position = -1
    for passage in novels.cut(sentences, settings, random.Random(0)):
        words = sum(len(sentence.split()) for sentence in passage)
        assert 25 <= words <= 60
        numbers = [int(s.split()[0][1:]) for s in passage]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert numbers[0] > position
        position = numbers[-1]
    assert position > 350


def test_most_books_are_for_training_and_stay_where_they_are() -> None:
    splits = [novels.split_of(f"book-{i}.txt") for i in range(2000)]
    shares = {s: splits.count(s) / 2000 for s in set(splits)}
    assert shares["train"] == pytest.approx(0.9, abs=0.03)
    assert shares["val"] == pytest.approx(0.05, abs=0.02)
    # A pinned value: the split of a book must never change.
    assert novels.split_of("abraham-merritt-the-moon-pool.txt") == "train"


def test_a_folder_of_texts_is_as_good_as_a_tar(tmp_path: Path) -> None:
    (tmp_path / "thriller").mkdir()
    (tmp_path / "thriller" / "mine.txt").write_text(BOOK)
    split = novels.split_of("mine.txt")
    assert [b[0] for b in novels.books(tmp_path, "thriller", split)] == [
        "mine.txt"
    ]


def test_nothing_outside_a_tar_is_read_or_written(tmp_path: Path) -> None:
    path = tmp_path / "evil.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("a.txt", tarfile.SYMTYPE), ("b.txt", b"1")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = kind, "/etc/passwd"
            archive.addfile(link)
        up = tarfile.TarInfo("../../c.txt")
        up.size = 2
        archive.addfile(up, io.BytesIO(b"hi"))
    assert list(texts_in(path)) == [("c.txt", "hi")]
    assert PictureTar(path).names == ["c.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["evil.tar"]


def test_a_tar_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.tar"
    add(path, {f"{i}.jpg": jpeg("red", (200, 200)) for i in range(9)})
    whole = path.read_bytes()
    for keep in (600, 700, len(whole) // 2 + 700):
        path.write_bytes(whole[:keep])
        with pytest.raises(StorytellerError, match="get it again"):
            photographs_of(tmp_path)


def photographs_of(folder: Path) -> list[str]:
    records = [
        {"file": f"{i}.jpg", "split": "train", "captions": ["A dog ."]}
        for i in range(9)
    ]
    text = "\n".join(map(json.dumps, records))
    (folder / "captions.jsonl").write_text(text)
    return [r.name for r in photographs.flickr8k(folder, "train")]


def test_an_xz_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "romance.tar.xz"
    text = " ".join(str(random.Random(1).random()) for _ in range(9)) * 900
    add(path, {"a.txt": text.encode()}, "w:xz")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(StorytellerError, match=r"romance.tar.xz .*again"):
        list(texts_in(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"file": "a", "split"', "line 1 is not JSON"),
        (b'{"file": "a"}', "line 1 of .* is not an object with"),
        (b"[1]", "is not an object with"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_bad_records_are_named(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "captions.jsonl").write_bytes(content)
    with pytest.raises(StorytellerError, match=message):
        read_records(tmp_path / "captions.jsonl", "file", "split")


def test_broken_gzip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(b"\x1f\x8b\x08 broken")
    with pytest.raises(StorytellerError, match="get it again"):
        read_lines(tmp_path / "a.txt.gz")


def test_flickr8k_as_published(tmp_path: Path) -> None:
    (tmp_path / "Flicker8k_Dataset").mkdir()
    (tmp_path / "Flicker8k_Dataset" / "1.jpg").write_bytes(jpeg("blue"))
    (tmp_path / "text").mkdir()
    lines = ["1.jpg#0\tA  blue wall .", "1.jpg#1\tBlue .", "2.jpg#0\tNo ."]
    (tmp_path / "text/Flickr8k.token.txt").write_text("\n".join(lines))
    (tmp_path / "text/Flickr_8k.devImages.txt").write_text("1.jpg\n")
    (record,) = photographs.flickr8k(tmp_path, "val")
    assert record.captions == ("A blue wall .", "Blue .")
    red, _, blue = np.asarray(record.open()).mean((0, 1))
    assert blue > 200 > 50 > red


def test_missing_files_say_what_is_missing(tmp_path: Path) -> None:
    world = RealWorld(tmp_path)
    with pytest.raises(StorytellerError, match="flickr8k is missing"):
        world.pictures("train")
    with pytest.raises(StorytellerError, match=r"romance.tar.xz is missing"):
        world.passages("romance", "train")
    with pytest.raises(StorytellerError, match="vectors is missing"):
        world.word_vectors()
    with pytest.raises(StorytellerError, match="no genre 'western'"):
        world.passages("western", "train")
    with pytest.raises(StorytellerError, match="no split 'dev'"):
        world.pictures("dev")


def test_the_real_world_needs_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("STORYTELLER_DATA", raising=False)
    with pytest.raises(StorytellerError, match="set STORYTELLER_DATA"):
        RealWorld()
    with pytest.raises(StorytellerError, match="no data folder"):
        RealWorld(tmp_path / "nowhere")


@pytest.mark.parametrize("header", ["", "3 2\n"])
def test_vectors_from_text(tmp_path: Path, header: str) -> None:
    path = tmp_path / "glove.txt"
    path.write_text(header + "dog 1 2\n. . 3 4\ndog 5 6\n")
    found = vectors.read_vectors(path)
    assert found.words == ["dog", ". ."]  # GloVe 840B has words with blanks
    np.testing.assert_array_equal(found.vectors, [[1, 2], [3, 4]])
    assert vectors.read_vectors(path, limit=1).words == ["dog"]


def test_vectors_from_arrays_but_never_from_pickles(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    rows = np.eye(2, dtype=np.float16)
    np.savez(path, words=np.array(["a", "b"]), vectors=rows)
    assert vectors.read_vectors(path).vectors.dtype == np.float32
    np.savez(path, words=np.array(["a", None], object), vectors=rows)
    with pytest.raises(StorytellerError, match="get it again"):
        vectors.read_vectors(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.txt", b"dog 1 2\ncat 1\n"),
        ("v.txt", b""),
        ("v.txt", b"dog 1 nan\n"),
        ("v.bin", b"2 3\ndog 12"),
        ("v.bin", b"hello"),
        ("v.npz", b"PK nothing"),
    ],
)
def test_broken_vectors_are_refused(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StorytellerError, match="get it again"):
        vectors.read_vectors(tmp_path / name)


@pytest.mark.skipif(
    not os.environ.get("STORYTELLER_DATA"), reason="needs STORYTELLER_DATA"
)
def test_the_gathered_data() -> None:
    world = RealWorld()
    assert len(world.pictures("train")) == 6000
    names = [{p.name for p in world.pictures(s)} for s in ("train", "val")]
    assert not names[0] & names[1]
    assert all(world.passages(g, "train", limit=3) for g in GENRES)
    assert len(world.captions("train", 10)) == 10
    assert len(world.word_vectors().words) > 9000
