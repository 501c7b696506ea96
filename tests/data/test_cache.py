from __future__ import annotations

import errno
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.cache import cached_array, source_hash


class Maker:
    """Counts how often an array is made."""

    def __init__(self, array: np.ndarray) -> None:
        self.array, self.made = array, 0

    def __call__(self) -> np.ndarray:
        self.made += 1
        return self.array


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "draw.py").write_text("x = 1\n")
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted((folder / "cache").iterdir())


def test_an_array_is_made_once(folder: Path) -> None:
    make = Maker(np.arange(12, dtype=np.uint8).reshape(3, 4))
    for _ in range(3):
        found = cached_array("a", {"n": 1}, folder / "code", make)
        assert np.array_equal(found, make.array)
        assert found.dtype == np.uint8
        with pytest.raises(ValueError, match="read-only"):
            found[0, 0] = 9
    assert make.made == 1
    assert len(files(folder)) == 1


def test_who_comes_second_waits_for_the_first(folder: Path) -> None:
    begun = Event()

    def slow() -> np.ndarray:
        begun.set()
        time.sleep(0.2)
        return np.arange(3)

    other = Maker(np.zeros(3))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(cached_array, "a", {}, folder / "code", slow)
        begun.wait()
        second = cached_array("a", {}, folder / "code", other)
    assert np.array_equal(first.result(), second)
    assert other.made == 0
    assert len(files(folder)) == 1


def test_other_settings_or_other_code_make_another(folder: Path) -> None:
    code = folder / "code"
    make = Maker(np.zeros(3))
    cached_array("a", {"n": 1, "m": 2}, code, make)
    cached_array("a", {"m": 2, "n": 1}, code, make)
    assert make.made == 1
    cached_array("a", {"n": 2, "m": 2}, code, make)
    cached_array("b", {"n": 1, "m": 2}, code, make)
    assert make.made == 3
    (code / "draw.py").write_text("x = 2\n")
    cached_array("a", {"n": 1, "m": 2}, code, make)
    (code / "deeper").mkdir()
    (code / "deeper" / "new.py").write_text("")
    cached_array("a", {"n": 1, "m": 2}, code, make)
    assert make.made == 5
    (code / "notes.txt").write_text("no code")
    cached_array("a", {"n": 1, "m": 2}, code, make)
    assert make.made == 5


def test_the_source_may_be_one_file(folder: Path) -> None:
    path = folder / "code" / "draw.py"
    before = source_hash(path)
    assert source_hash(path) == before
    path.write_text("x = 3\n")
    assert source_hash(path) != before


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda raw: b"",
    "cut in the header": lambda raw: raw[:20],
    "cut in the numbers": lambda raw: raw[:-500],
    "no array": lambda raw: b"hello" * 99,
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_made_again(kind: str, folder: Path) -> None:
    make = Maker(np.arange(999.0))
    cached_array("a", {}, folder / "code", make)
    (path,) = files(folder)
    path.write_bytes(DAMAGE[kind](path.read_bytes()))
    found = cached_array("a", {}, folder / "code", make)
    assert np.array_equal(found, make.array)
    assert make.made == 2


def test_a_failure_leaves_nothing_behind(folder: Path) -> None:
    def fail() -> np.ndarray:
        raise RuntimeError("no ink")

    with pytest.raises(RuntimeError, match="no ink"):
        cached_array("a", {}, folder / "code", fail)
    with pytest.raises(ValueError, match="allow_pickle"):
        cached_array("a", {}, folder / "code", Maker(np.array([{}])))
    assert files(folder) == []


def test_a_full_disk_is_told_in_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(StorytellerError, match=r"No space left.*free some"):
        cached_array("a", {}, folder / "code", Maker(np.zeros(3)))
    assert files(folder) == []
