"""Word tables, dictionaries and weights that are not as they should be."""

from __future__ import annotations

import gc
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.originals.files import word_tables
from storyteller_lib.originals.files.dictionaries import (
    read_dictionary,
    read_word_list,
)
from storyteller_lib.originals.files.word_tables import read_table, table_rows
from storyteller_lib.originals.models.skip_thoughts import read_skip_thoughts
from tests.helpers import full_size


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table that spans several windows, marks and both shapes of rows."""
    monkeypatch.setattr(full_size, "TRAINED", 1500)
    monkeypatch.setattr(word_tables, "WINDOW", 1 << 14)
    full_size.write_table(tmp_path / "utable.npy", 3210, 12, seed=1)
    return tmp_path / "utable.npy"


def test_rows_are_those_that_numpy_reads(table: Path) -> None:
    # written by this very test: no stranger's pickle is opened here
    whole = np.load(table, allow_pickle=True, encoding="latin1")
    assert {row.shape for row in whole} == {(12,), (1, 12)}
    assert table_rows(table) == len(whole) == 3210
    for rows in (range(3210), [0, 999, 1000, 1499, 1500, 3209], [5, 2]):
        wanted = np.stack([np.ravel(whole[row]) for row in rows])
        np.testing.assert_array_equal(read_table(table, rows), wanted)


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_tables_saved_again_by_python_3(protocol: int, tmp_path: Path) -> None:
    rows = np.empty(50, object)
    values = np.random.default_rng(0).random((50, 7)).astype(np.float32)
    rows[:] = [row if i % 2 else row[None] for i, row in enumerate(values)]
    path = tmp_path / "utable.npy"
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "|O", "fortran_order": False, "shape": (50,)}
        )
        pickle.dump(rows, file, protocol)
    np.testing.assert_array_equal(read_table(path, [3, 48]), values[[3, 48]])


def test_a_damaged_table_is_refused(table: Path) -> None:
    whole = table.read_bytes()
    place = len(whole) // 2
    for damaged in (
        whole[:place],
        whole[:-1],
        whole[:place] + b"cos\nsystem\n" + whole[place:],
        b"no table",
    ):
        table.write_bytes(damaged)
        with pytest.raises(StorytellerError):
            read_table(table, [0, 3000])


def test_tables_of_other_shapes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "utable.npy"
    np.save(path, np.zeros(5))
    with pytest.raises(StorytellerError, match="no word table has"):
        table_rows(path)
    rows = np.empty(2, object)
    rows[:] = [np.zeros(3), np.zeros(4)]
    np.save(path, rows, allow_pickle=True)
    with pytest.raises(StorytellerError, match="several lengths"):
        read_table(path, [0, 1])


def test_a_dictionary_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_text("the\na\ncafé\n" * 2, encoding="utf-8")
    assert read_word_list(path, 3) == ["the", "a", "café"]
    path.write_text("the\na\ncafé\nthe\n", encoding="utf-8")
    with pytest.raises(StorytellerError, match="not of one model"):
        read_word_list(path, 3)


def test_a_vocabulary_smaller_than_declared(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.pkl"
    path.write_bytes(pickle.dumps({"the": 2, "sea": 4, "late": 9}, 2))
    words = read_dictionary(path, 6)
    assert words.decode([2, 3, 4, 5]) == ["the", "<3>", "sea", "<5>"]
    assert words.encode(["sea", "late"]) == [4, 1]
    path.write_bytes(pickle.dumps(["the", "sea"], 2))
    with pytest.raises(StorytellerError, match="no dictionary"):
        read_dictionary(path, 6)


def small(folder: Path) -> list[str]:
    return full_size.write_combine_skip(folder, 60, word_dim=5, uni=6, bi=3)


@pytest.fixture
def encoder_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, list[str]]:
    monkeypatch.setattr(full_size, "TRAINED", 20)
    return tmp_path, small(tmp_path)


def by_hand(
    folder: Path, prefix: str, words: list[str], listed: list[str]
) -> np.ndarray:
    """The originals' GRU, in NumPy, over the rows of a table."""
    kind = "bi" if prefix == "encoder_r" else "uni"
    weights = np.load(folder / f"{kind}_skip.npz")
    rows = [listed.index(w if w in listed else "UNK") for w in words]
    table = read_table(folder / f"{kind[0]}table.npy", rows)
    w, u, b, wx, ux, bx = (
        weights[f"{prefix}_{key}"] for key in ("W", "U", "b", "Wx", "Ux", "bx")
    )
    state = np.zeros(len(bx))
    for x in table if prefix == "encoder" else table[::-1]:
        gates = 1 / (1 + np.exp(-(x @ w + state @ u + b)))
        reset, update = np.split(gates, 2)
        new = np.tanh(x @ wx + bx + reset * (state @ ux))
        state = update * state + (1 - update) * new
    return state


def test_encoders_against_the_equations(
    encoder_files: tuple[Path, list[str]],
) -> None:
    folder, listed = encoder_files
    encoder, words = read_skip_thoughts(folder)
    uni, bi = encoder.encoders
    sentences = [["word3", "word9", "never", "word3"], ["word50"]]
    found = encoder.encode_ids([words.encode(s) for s in sentences])
    for thought, sentence in zip(found.numpy(), sentences, strict=True):
        forwards = by_hand(folder, "encoder", sentence, listed)
        forwards /= np.linalg.norm(forwards)
        np.testing.assert_allclose(thought[:6], forwards, atol=1e-5)
        backwards = by_hand(folder, "encoder_r", sentence, listed)
        mine = thought[9:] / np.linalg.norm(thought[9:])
        backwards /= np.linalg.norm(backwards)
        np.testing.assert_allclose(mine, backwards, atol=1e-5)
    assert (uni.settings.dim, bi.settings.dim) == (6, 6)


def test_texts_of_any_length(encoder_files: tuple[Path, list[str]]) -> None:
    folder, _ = encoder_files
    encoder, words = read_skip_thoughts(folder)
    texts = ["", "word5", "word5 " * 200, "\n\t", "Word5 nowhere ."]
    found = encoder.encode(texts, words)
    assert found.isfinite().all()
    lengths = found.norm(dim=1)
    assert lengths[[0, 3]].tolist() == [0, 0]
    torch.testing.assert_close(lengths[[1, 2, 4]], torch.full((3,), 2**0.5))


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ("utable.npy", "cannot be opened"),
        ("bi_skip.npz", "cannot be opened"),
        ("dictionary.txt", "cannot be opened"),
    ],
)
def test_missing_files_are_named(
    lost: str, told: str, encoder_files: tuple[Path, list[str]]
) -> None:
    folder, _ = encoder_files
    (folder / lost).unlink()
    with pytest.raises(StorytellerError, match=f"{lost} {told}"):
        read_skip_thoughts(folder)


def test_weights_that_do_not_fit(
    encoder_files: tuple[Path, list[str]],
) -> None:
    folder, _ = encoder_files
    path = folder / "uni_skip.npz"
    whole = dict(np.load(path))
    for name, array in (("encoder_U", np.zeros((3, 3))), ("encoder_b", None)):
        broken = {**whole, name: array}
        np.savez(path, **{k: v for k, v in broken.items() if v is not None})
        with pytest.raises(StorytellerError, match=name):
            read_skip_thoughts(folder, "uni")


MEASURE = """
import sys
from pathlib import Path
import torch
from storyteller_lib.originals.models.skip_thoughts import read_skip_thoughts

def most():
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.partition("VmHWM:")[2].split()[0])

ids = range(0, 110_000, 1_100)
texts = [f"word{i} word{i + 1} word{i + 500} nowhere" for i in ids]
in_use = {word for text in texts for word in text.split()}
torch.nn.GRU(2, 2)(torch.zeros(1, 1, 2))  # what every program needs
before = most()
encoder, words = read_skip_thoughts(Path(sys.argv[1]), words=in_use)
found = encoder.encode(texts, words)
assert found.shape == (100, 1200)
assert (found.norm(dim=1) - 2**0.5).abs().max() < 1e-3
print(most() - before)
"""


@pytest.mark.slow
def test_of_large_tables_only_what_is_in_use_is_in_memory(
    tmp_path: Path,
) -> None:
    """An eighth of the published rows: reading does not grow with them."""
    if shutil.disk_usage(tmp_path).free < 2 * 2**30:
        pytest.skip("the files take a gigabyte")
    if not Path("/proc/self/status").exists():
        pytest.skip("the memory of a process is measured on Linux alone")
    try:
        full_size.write_combine_skip(tmp_path, 116_364, uni=600, bi=300)
        gc.collect()
        ran = subprocess.run(
            [sys.executable, "-c", MEASURE, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        table = (tmp_path / "utable.npy").stat().st_size
        assert table > 250e6
        assert int(ran.stdout) < table / 3, "of one table of two"
    finally:
        shutil.rmtree(tmp_path)
