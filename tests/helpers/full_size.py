"""Files as large as those of combine-skip, or smaller, drawn at random."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

TRAINED = 20_000
HEAD = (
    b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\n"
    b"q\x02K\x00\x85U\x01b\x87Rq\x03(K\x01J%b\x85cnumpy\ndtype\nq\x04U\x02O8"
    b"K\x00K\x01\x87Rq\x05(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xff"
    b"K?tb\x89]q\x06("
)
KIND = (
    b"h\x04U\x02f4K\x00K\x01\x87Rq\x08(K\x03U\x01<NNNJ\xff\xff\xff\xff"
    b"J\xff\xff\xff\xffK\x00tb"
)


def write_table(path: Path, words: int, dim: int, seed: int) -> None:
    """A word table as Python 2 pickled it: rows of two shapes."""
    chance = np.random.default_rng(seed)
    values = chance.standard_normal((1000, dim), dtype=np.float32)
    size = b"T" + struct.pack("<i", 4 * dim)
    rows = [b"\x89" + size + row.tobytes() + b"tb" for row in values]
    side = b"M" + struct.pack("<H", dim)
    shapes = side + b"\x85", b"K\x01" + side + b"\x86"
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(
            file, {"descr": "|O", "fortran_order": False, "shape": (words,)}
        )
        file.write(HEAD % struct.pack("<i", words))
        file.write(_row(b"q\x07", shapes[TRAINED == 0], KIND, rows[0]))
        for start in range(0, words, 1000):
            file.write(b"e(" if start else b"")
            block = [
                _row(
                    b"r" + struct.pack("<i", 8 + i),
                    shapes[i >= TRAINED],
                    b"h\x08",
                    rows[(i * 7) % 1000],
                )
                for i in range(max(start, 1), min(start + 1000, words))
            ]
            file.write(b"".join(block))
        file.write(b"etb.")


def _row(put: bytes, shape: bytes, kind: bytes, data: bytes) -> bytes:
    start = b"h\x01h\x02K\x00\x85U\x01b\x87R"
    return start + put + b"(K\x01" + shape + kind + data


def write_encoder(path: Path, dim: int, ways: int, word_dim: int) -> None:
    """The arrays that ``encode`` reads, and the others by name."""
    chance = np.random.default_rng(dim)

    def draw(*shape: int) -> np.ndarray:
        return chance.standard_normal(shape, dtype=np.float32) / 40

    arrays = {
        "Wemb": draw(TRAINED, word_dim),
        "ff_logit_W": draw(dim, TRAINED),
    }
    for name in ("encoder", "encoder_r")[:ways]:
        arrays |= {
            f"{name}_W": draw(word_dim, 2 * dim),
            f"{name}_U": draw(dim, 2 * dim),
            f"{name}_b": draw(2 * dim),
            f"{name}_Wx": draw(word_dim, dim),
            f"{name}_Ux": draw(dim, dim),
            f"{name}_bx": draw(dim),
        }
    np.savez(path, **arrays)


def write_combine_skip(
    folder: Path,
    words: int = 930_913,
    word_dim: int = 620,
    uni: int = 2400,
    bi: int = 1200,
) -> list[str]:
    """All files of a combine-skip; returns its words."""
    listed = [f"word{i}" for i in range(words - 2)]
    listed[TRAINED // 2 : TRAINED // 2] = ["<eos>", "UNK"]
    text = "".join(f"{word}\n" for word in listed)
    (folder / "dictionary.txt").write_text(text, encoding="utf-8")
    write_table(folder / "utable.npy", words, word_dim, 0)
    write_table(folder / "btable.npy", words, word_dim, 1)
    write_encoder(folder / "uni_skip.npz", uni, 1, word_dim)
    write_encoder(folder / "bi_skip.npz", bi, 2, word_dim)
    return listed
