"""A folder of tiny files in the formats of 2015, drawn at random."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np

WORDS = [
    *("the", "sea", "night", "love", ",", ".", "she", "said", "heart"),
    *("a", "dog", "man", "runs", "sleeps", "on", "sand", "Hrothgar"),
]
CAPTIONS = [
    f"a {who} {does} on {where} ."
    for who in ("dog", "man", "sea", "night")
    for does in ("runs", "sleeps", "said")
    for where in ("sand", "the sea")
]
WORD, UNI, BI, STATE, SPACE, EYES = 5, 6, 3, 8, 7, 9
THOUGHT = UNI + 2 * BI


class Draw:
    """Arrays by the originals' names, from one generator."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = np.random.default_rng(seed)

    def array(self, *shape: int) -> np.ndarray:
        return self.chance.normal(0, 0.6, shape).astype(np.float32)

    def gru(self, prefix: str, inputs: int, dim: int) -> dict[str, np.ndarray]:
        shapes = {
            "W": (inputs, 2 * dim),
            "U": (dim, 2 * dim),
            "b": (2 * dim,),
            "Wx": (inputs, dim),
            "Ux": (dim, dim),
            "bx": (dim,),
        }
        return {f"{prefix}_{k}": self.array(*s) for k, s in shapes.items()}

    def linear(
        self, name: str, inputs: int, out: int
    ) -> dict[str, np.ndarray]:
        weights = {f"{name}_W": self.array(inputs, out)}
        return {**weights, f"{name}_b": self.array(out)}


def dictionary(path: Path, protocol: int = 2) -> None:
    numbers = {word: i for i, word in enumerate(WORDS, 2)}
    path.write_bytes(pickle.dumps(numbers, protocol))


def write(folder: Path, deep: bool = True) -> Path:
    """All files of a storyteller of 2015 but its eyes; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = Draw()
    _thoughts(folder, draw)
    size = len(WORDS) + 2
    decoder = {"Wemb": draw.array(size, WORD)}
    decoder |= draw.linear("ff_state", THOUGHT, STATE)
    decoder |= draw.gru("decoder", WORD, STATE)
    if deep:
        decoder |= draw.linear("ff_hid", STATE, WORD)
    decoder |= draw.linear("ff_logit", WORD if deep else STATE, size)
    np.savez(folder / "romance.npz", **decoder)
    dictionary(folder / "romance_dictionary.pkl", protocol=0)
    embedding = {"Wemb": draw.array(size, WORD)}
    embedding |= draw.gru("encoder", WORD, SPACE)
    embedding |= draw.linear("ff_image", EYES, SPACE)
    np.savez(folder / "coco_embedding.npz", **embedding)
    dictionary(folder / "coco_embedding.npz.dictionary.pkl")
    text = "".join(f"{caption}\n" for caption in CAPTIONS)
    (folder / "coco_train_caps.txt").write_text(text, encoding="utf-8")
    for name in ("caption", "romance", "swift"):
        np.save(folder / f"{name}_style.npy", draw.array(THOUGHT) / 4)
    return folder


def _thoughts(folder: Path, draw: Draw) -> None:
    listed = [*WORDS, "<eos>", "UNK", "zebra"]
    text = "".join(f"{word}\n" for word in listed)
    (folder / "dictionary.txt").write_text(text, encoding="utf-8")
    for kind, dim, prefixes in (
        ("uni", UNI, ["encoder"]),
        ("bi", BI, ["encoder", "encoder_r"]),
    ):
        weights = {"Wemb": draw.array(4, WORD)}
        for prefix in prefixes:
            weights |= draw.gru(prefix, WORD, dim)
        np.savez(folder / f"{kind}_skip.npz", **weights)
        rows = np.empty(len(listed), object)
        rows[:] = [
            draw.array(WORD) if i % 3 else draw.array(1, WORD)
            for i in range(len(listed))
        ]
        np.save(folder / f"{kind[0]}table.npy", rows, allow_pickle=True)


def write_eyes(folder: Path) -> None:
    """A VGG-19 whose layers are as thin as can be."""
    draw = Draw(1)
    values, before = [], 3
    for width, count in zip((2, 2, 2, 3, 3), (2, 2, 4, 4, 4), strict=True):
        for _ in range(count):
            values += [draw.array(width, before, 3, 3), draw.array(width)]
            before = width
    for inputs, out in ((before * 49, EYES), (EYES, EYES), (EYES, 10)):
        values += [draw.array(inputs, out) / 9, draw.array(out)]
    stored = {"model type": "vgg19", "param values": values}
    (folder / "vgg19.pkl").write_bytes(pickle.dumps(stored, 2))
