"""What the teacher sees in the training photographs, kept on disk.

Photographs are decoded once into one memory map. Of each, seen whole, the
teacher's pooled vector and its grid, reduced by principal components, are
stored as float16: for the captions of unlabelled photographs, and to train a
captioner with the teacher's eyes. A student is not taught from these: its
teacher looks at every crop anew.

Chapter: book/15_a_teacher_for_the_eyes
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, UInt8
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from data_scripts.eyes.teachers import MobileNetEdgeTPU

SIZE = 160
COMPONENTS = 128
TARS = ("flickr8k/train.tar", "photos_unlabelled/photos.tar")
"""The photographs that are learnt from, in the order of all arrays."""
BATCH = 64


@dataclass(frozen=True)
class Targets:
    """The photographs to learn from, and what the teacher says of them.

    photographs: uint8 (count, 160, 160, 3); pooled: float16 (count,
    1280); grids: float16 (count, 49, 128).

    Chapter: book/15_a_teacher_for_the_eyes
    """

    photographs: np.ndarray
    pooled: np.ndarray
    grids: np.ndarray


def decode(tars: list[Path], target: Path) -> np.ndarray:
    """All JPEGs of some tars, in tar order, as one memory map of uint8.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        pictures = list(tqdm(_squashed(tars), desc="decode", unit="jpg"))
        _write(target, np.stack(pictures))
    return np.load(target, mmap_mode="r")


def _squashed(tars: list[Path]) -> Iterator[np.ndarray]:
    for path in tars:
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member)
                if stream is None or not member.name.endswith(".jpg"):
                    continue
                photograph = Image.open(io.BytesIO(stream.read()))
                picture = photograph.convert("RGB")
                if picture.size != (SIZE, SIZE):
                    picture = picture.resize(
                        (SIZE, SIZE), Image.Resampling.LANCZOS
                    )
                yield np.asarray(picture)


def crop_boxes(count: int, view: int, seed: int = 0) -> np.ndarray:
    """Where to look: at all of it in view 0, else at 30 to 100 %.

    Returns float32 (count, 4): left, top, width, height in [0, 1].

    Chapter: book/15_a_teacher_for_the_eyes
    """
    if view == 0:
        return np.tile(np.array([0, 0, 1, 1], np.float32), (count, 1))
    rng = np.random.default_rng([seed, view])
    area = rng.uniform(0.3, 1, count)
    aspect = np.exp(rng.uniform(-0.3, 0.3, count))
    width = np.minimum(np.sqrt(area * aspect), 1)
    height = np.minimum(np.sqrt(area / aspect), 1)
    left = rng.uniform(0, 1 - width)
    top = rng.uniform(0, 1 - height)
    return np.stack([left, top, width, height], 1).astype(np.float32)


def see(
    photographs: UInt8[np.ndarray, "batch h w 3"],
    boxes: Float[np.ndarray, "batch 4"],
    mirror: np.ndarray | None = None,
    size: int = SIZE,
    place: torch.device | None = None,
) -> Float[Tensor, "batch 3 size size"]:
    """The crops of some photographs, stretched to a square, in [0, 1].

    mirror: which of them to flip, a bool for each; size: in pixels; place:
    the device to do it on, the CPU by default.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    pixels = torch.tensor(photographs).to(place)  # a copy: maps are read-only
    pictures = pixels.permute(0, 3, 1, 2).float()
    shape = [len(pictures), 3, size, size]
    left, top, width, height = torch.from_numpy(boxes.T.copy())
    affine = torch.zeros(len(pictures), 2, 3)
    affine[:, 0, 0], affine[:, 0, 2] = width, 2 * left + width - 1
    affine[:, 1, 1], affine[:, 1, 2] = height, 2 * top + height - 1
    if mirror is not None:
        affine[torch.from_numpy(mirror), 0, 0] *= -1
    places = F.affine_grid(affine.to(place), shape, align_corners=False)
    seen = F.grid_sample(
        pictures, places, padding_mode="border", align_corners=False
    )
    return seen.contiguous().div_(255)


def prepare(
    teacher: MobileNetEdgeTPU, tars: list[Path], folder: Path
) -> Targets:
    """Read or make the photographs and what the teacher sees in them.

    Chapter: book/15_a_teacher_for_the_eyes
    """
    photographs = decode(tars, folder / "photographs.npy")
    names = [folder / f"{name}_0.npy" for name in ("pooled", "grid")]
    basis = _basis(teacher, photographs, folder / "components.safetensors")
    if not all(name.exists() for name in names):
        seen = _look(teacher, photographs, basis)
        for name, array in zip(names, seen, strict=True):
            _write(name, array)
    pooled, grids = (np.load(name, mmap_mode="r") for name in names)
    return Targets(photographs, pooled, grids)


def _features(
    teacher: MobileNetEdgeTPU, pictures: Tensor
) -> Float[Tensor, "batch places channels"]:
    place = next(teacher.parameters()).device
    pictures = pictures.to(place, memory_format=torch.channels_last)
    with torch.inference_mode(), torch.autocast(place.type, torch.bfloat16):
        grid = teacher(pictures)
    return grid.float().flatten(2).transpose(1, 2)


def _basis(
    teacher: MobileNetEdgeTPU, photographs: np.ndarray, path: Path
) -> dict[str, Tensor]:
    """Mean and principal axes of the teacher's grid vectors."""
    if not path.exists():
        some = photographs[:: max(1, len(photographs) // 1024)]
        grids = [
            _features(teacher, see(some[i : i + BATCH], _whole(some, i)))
            for i in range(0, len(some), BATCH)
        ]
        vectors = torch.cat(grids).flatten(0, 1).cpu()  # (places, 1280)
        mean = vectors.mean(0)
        _, _, axes = torch.linalg.svd((vectors - mean).T @ (vectors - mean))
        basis = {"mean": mean, "axes": axes[:COMPONENTS].T.contiguous()}
        save_file(basis, path)
    return load_file(path)


def _whole(photographs: np.ndarray, start: int) -> np.ndarray:
    return crop_boxes(len(photographs[start : start + BATCH]), 0)


def _look(
    teacher: MobileNetEdgeTPU,
    photographs: np.ndarray,
    basis: dict[str, Tensor],
) -> tuple[np.ndarray, np.ndarray]:
    count = len(photographs)
    pooled = np.empty((count, teacher.channels), np.float16)
    grids = np.empty((count, 49, COMPONENTS), np.float16)
    place = next(teacher.parameters()).device
    mean, axes = (basis[name].to(place) for name in ("mean", "axes"))
    for i in tqdm(range(0, count, BATCH), desc="teacher", unit="batch"):
        part = slice(i, i + BATCH)
        seen = see(photographs[part], _whole(photographs, i), place=place)
        vectors = _features(teacher, seen)
        pooled[part] = vectors.mean(1).cpu().numpy()
        grids[part] = ((vectors - mean) @ axes).cpu().numpy()
    return pooled, grids


def _write(path: Path, array: np.ndarray) -> None:
    """Write an array so that no half-written file is ever found."""
    unfinished = path.with_suffix(".part.npy")
    np.save(unfinished, array)
    unfinished.replace(path)
