"""Pickles read as data: what is admitted, and that nothing ever runs."""

from __future__ import annotations

import os
import pickle
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files.arrays import read_array, read_arrays
from storyteller_lib.originals.files.pickles import load_pickle, load_pickles
from tests.helpers import oracles
from tests.helpers.oracles import told

PLAIN = {
    "words": ["a", "café", "it's"],
    "numbers": [0, 1, -1, 255, 65536, -(2**40), 10**30, 2.5, float("inf")],
    "others": (None, True, False, (), {}, [], ((1, 2), 3, 4, 5)),
    "nested": OrderedDict([("b", 1), ("a", {"c": [1]})]),
    7: "a number as a key",
}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_data(protocol: int) -> None:
    found = load_pickle(pickle.dumps(PLAIN, protocol))
    assert found == PLAIN
    assert list(found["nested"]) == ["b", "a"]


@pytest.mark.parametrize("protocol", range(5))
def test_arrays(protocol: int) -> None:
    arrays = [
        np.arange(6, dtype=np.float32).reshape(2, 3),
        np.asfortranarray(np.arange(6).reshape(2, 3)),
        np.array(1.5),
        np.zeros((0, 4)),
        np.array([True, False]),
        np.arange(3, dtype=">i2"),
        np.array(["a", "bc"]),
    ]
    found = load_pickle(pickle.dumps(arrays, protocol))
    for ours, theirs in zip(found, arrays, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype.newbyteorder("=")
    assert load_pickle(pickle.dumps(np.float32(2.5), protocol)) == 2.5


def test_rows_of_two_shapes(tmp_path: Path) -> None:
    rows = np.empty(3, object)
    rows[:] = [np.zeros(4), np.ones((1, 4)), np.arange(4.0)]
    np.save(tmp_path / "table.npy", rows, allow_pickle=True)
    found = read_array(tmp_path / "table.npy")
    assert [row.shape for row in found] == [(4,), (1, 4), (4,)]
    assert found[2].tolist() == [0, 1, 2, 3]


def test_strings_of_python_2() -> None:
    old = b"(dp1\nS'caf\\xc3\\xa9'\np2\nI2\nsS'\\xe9'\np3\nI01\nsg2\nF.5\ns."
    found = load_pickle(old)
    assert found == {"café": 0.5, "é": True}
    assert load_pickle(b"U\x05caf\xc3\xa9.") == "café"


def test_an_array_referred_to_twice_is_one() -> None:
    array = np.arange(3)
    found = load_pickle(pickle.dumps([array, array], 2))
    assert found[0] is found[1]


class Runs:
    """Pickled as a call."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


ARRAY = b"cnumpy.core.multiarray\n_reconstruct\n"
EMPTY = ARRAY + b"(cnumpy\nndarray\n(I0\ntS'b'\ntR"
FLOAT = b"cnumpy\ndtype\n(S'f4'\nI0\nI1\ntR"
HOSTILE = {
    "a system call": b"cos\nsystem\n(S'touch HERE'\ntR.",
    "another name of it": b"cposix\nsystem\n(S'touch HERE'\ntR.",
    "eval": b"cbuiltins\neval\n(S'open(\"HERE\", \"w\")'\ntR.",
    "eval of python 2": b"c__builtin__\neval\n(S'open(\"HERE\", \"w\")'\ntR.",
    "a chain of getattr": (
        b"cbuiltins\ngetattr\n(cos\nsystem\nS'__call__'\ntR(S'touch HERE'\ntR."
    ),
    "a dotted name": b"\x80\x04\x8c\x05numpy\x8c\x0ef2py.os.system\x93.",
    "an instance": b"(S'touch HERE'\nios\nsystem\n.",
    "an object": b"(cos\nsystem\nS'touch HERE'\no.",
    "a new object": b"\x80\x02csubprocess\nPopen\nU\x04HERE\x85\x81.",
    "numpy loading a file": b"cnumpy\nload\n(S'HERE'\nNI01\ntR.",
    "numpy mapping a file": b"cnumpy\nmemmap\n(S'HERE'\nS'f4'\nS'w+'\ntR.",
    "numpy running a test": b"cnumpy.testing._private.utils\nrunstring\n(tR.",
    "an array of another class": ARRAY + b"(cos\nsystem\n(I0\ntS'b'\ntR.",
    "an array of records": EMPTY + b"(I1\n(I1\ntcnumpy\ndtype\n"
    b"(S'V8'\nI0\nI1\ntRI00\nS'12345678'\ntb.",
    "a state for a list": b"(lp0\n(dS'x'\nI1\nsb.",
    "a state for a known name": b"cnumpy\nndarray\n(dS'x'\nI1\nsb.",
    "a known name called as another": b"cnumpy\nndarray\n(I9\ntR.",
    "a persistent id": b"Pan outside thing\n.",
    "a persistent id from the stack": b"\x80\x02U\x01aQ.",
    "an extension code": b"\x80\x02\x82\x01.",
    "a long extension code": b"\x80\x02\x84\x01\x00\x00\x00.",
    "a huge array that is empty": EMPTY
    + b"(I1\n(I1000000000\nI1000000000\nt"
    + FLOAT
    + b"I00\nS''\ntb.",
    "a huge array of objects": EMPTY
    + b"(I1\n(I1000000000000\ntcnumpy\ndtype\n(S'O8'\nI0\nI1\ntRI00\n(ltb.",
    "a huge array from the start": ARRAY
    + b"(cnumpy\nndarray\n(I10000000000\ntS'b'\ntR.",
    "a huge kind of string": EMPTY
    + b"(I1\n(I1\ntcnumpy\ndtype\n(S'S9999999999'\nI0\nI1\ntRI00\nS''\ntb.",
    "an array with a side below zero": EMPTY
    + b"(I1\n(I-1\nt"
    + FLOAT
    + b"I00\nS''\ntb.",
    "a huge string": b"T\xff\xff\xff\x7fabc.",
    "a huge number": b"\x8b\xff\xff\xff\x7f1.",
    "a huge unicode string": b"\x8d" + struct.pack("<Q", 2**62) + b"abc.",
    "a key that takes for ever": b"\x80\x02}" + b"\x86".join([b"K\x01"])
    + b"K\x01" + b"\x862" * 60 + b"\x86K\x01s.",
    "a number in too many words": b"I" + b"9" * 10_000 + b"\n.",
    "a string that is code": b"S'a'+'b'\n.",
    "a string without an end": b"S'abc\n.",
    "nothing": b"",
    "an end that is missing": b"\x80\x02]q\x00",
    "an opcode that is none": b"\xff.",
    "a mark that is missing": b"e.",
    "a memo that is missing": b"h\x05.",
    "two values": b"K\x01K\x02.",
    "no value": b".",
    "a tower of lists": b"(" * 100_000 + b"l" * 100_001 + b".",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pickles_are_refused(kind: str, tmp_path: Path) -> None:
    here = tmp_path / "here"
    path = tmp_path / "hostile.pkl"
    path.write_bytes(HOSTILE[kind].replace(b"HERE", os.fsencode(here)))
    with pytest.raises(StorytellerError) as refusal:
        load_pickle(path)
    assert not here.exists()
    sentence = str(refusal.value)
    assert "hostile.pkl" in sentence and "\n" not in sentence
    assert len(sentence) < 600


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_calls_as_python_pickles_them(protocol: int, tmp_path: Path) -> None:
    here = tmp_path / "here"
    for thing in (
        Runs(os.system, f"touch {here}"),
        Runs(eval, f"open({str(here)!r}, 'w')"),
        Runs(np.memmap, str(here), "f4", "w+", 0, (1,)),
        Path(here),
        os.stat_result(range(10)),
        {1, 2},
    ):
        with pytest.raises(StorytellerError):
            load_pickle(pickle.dumps(thing, protocol))
    assert not here.exists()


def test_every_cut_of_a_pickle_is_refused() -> None:
    whole = pickle.dumps({"a": np.arange(4), "b": ["c", 1.5]}, 2)
    for end in range(len(whole)):
        with pytest.raises(StorytellerError):
            load_pickle(whole[:end])


def test_a_large_memo_number_takes_no_memory() -> None:
    assert load_pickle(b"K\x01r\xff\xff\xff\xff.") == 1


def test_arrays_of_objects_hide_nothing(tmp_path: Path) -> None:
    path = tmp_path / "trap.npz"
    here = tmp_path / "here"
    trap = np.empty(1, object)
    trap[0] = Runs(os.system, f"touch {here}")
    np.savez(path, good=np.arange(3), trap=trap)
    assert list(read_arrays(path)) == ["good"]
    with pytest.raises(StorytellerError, match="system"):
        read_arrays(path, objects=["trap"])
    assert not here.exists()


def test_broken_files_of_arrays(tmp_path: Path) -> None:
    path = tmp_path / "weights.npz"
    for content in (b"", b"PK\x03\x04 no zip", b"\x93NUMPY no header"):
        path.write_bytes(content)
        for read in (read_arrays, read_array):
            with pytest.raises(StorytellerError, match="get it again"):
                read(path)
    with pytest.raises(StorytellerError, match="cannot be opened"):
        read_array(tmp_path / "absent.npy")


def test_files_of_python_2_trainers() -> None:
    folder = oracles.folder("pickle_variants")
    wanted = told(folder / "expected.json")
    assert load_pickle(folder / "options_py2.npz.pkl") == wanted["options"]
    words, counts = load_pickles(folder / "dictionary_py2.pkl")
    assert [list(pair) for pair in words.items()] == wanted["worddict"]
    assert [list(pair) for pair in counts.items()] == wanted["wordcount"]
    text = (folder / "text.txt").read_text(encoding="utf-8").split()
    assert {word: text.count(word) for word in counts} == counts


def test_every_pickle_of_the_oracles_is_admitted() -> None:
    paths = sorted(oracles.folder().rglob("*.pkl"))
    assert paths
    for path in paths:
        assert isinstance(load_pickle(path), dict)
