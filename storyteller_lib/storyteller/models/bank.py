"""The caption bank as files: its texts, and its vectors in few numbers.

Seventeen thousand vectors of 192 numbers would be among the largest files.
But captions do not point in all directions alike: on 80 principal axes most of
each vector is left.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import torch
from torch import Tensor

from storyteller_lib.checkpoints import load_weights, save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.visual_semantic_embedding.retrieval import CaptionBank

VECTORS, TEXTS = "caption_bank.safetensors", "caption_bank.txt.gz"


def save_bank(folder: Path, bank: CaptionBank, axes: int = 0) -> None:
    """Write a bank in 8 bits a number.

    Args:
        folder: in which its two files are to be.
        bank: what is to be kept.
        axes: how many principal axes its vectors are kept on; 0 keeps them
            as they are.

    Chapter: book/03_captions_by_retrieval
    """
    vectors = bank.vectors.cpu()
    kept = {"vectors": vectors}
    if 0 < axes < vectors.shape[1]:
        _, _, rows = torch.linalg.svd(vectors.T @ vectors)
        kept = {"codes": vectors @ rows[:axes].T, "axes": rows[:axes]}
    save_weights(folder / VECTORS, kept, dtype="int8")
    texts = "\n".join(bank.captions).encode()
    (folder / TEXTS).write_bytes(gzip.compress(texts, mtime=0))


def load_bank(folder: Path) -> CaptionBank:
    """Read a bank, its vectors as long as they were.

    Raises:
        StorytellerError: if a file is not there, broken, or does not fit
            the other.

    Chapter: book/03_captions_by_retrieval
    """
    path = folder / VECTORS
    kept = load_weights(path)
    try:
        vectors = _unit_vectors(kept)
        path = folder / TEXTS
        return CaptionBank(_read_texts(path), vectors)
    except StorytellerError as error:
        raise StorytellerError(
            f"the caption bank {path} cannot be used ({error}): "
            "make or copy the models again"
        ) from None


def _unit_vectors(kept: dict[str, Tensor]) -> Tensor:
    names = ("codes", "axes") if "codes" in kept else ("vectors",)
    parts = [kept.get(name) for name in names]
    vectors = parts[0]
    if vectors is None or any(
        x is None or x.dim() != 2 or not x.is_floating_point() for x in parts
    ):
        raise StorytellerError("its vectors are no rows of numbers")
    axes = kept.get("axes")
    if "codes" in kept and axes is not None:
        if vectors.shape[1] != len(axes):
            raise StorytellerError(
                f"its codes have {vectors.shape[1]} numbers for "
                f"{len(axes)} axes"
            )
        vectors = vectors @ axes  # (captions, dim)
    # quicker than asking each number: one that is nan makes both ends nan
    ends = vectors.aminmax() if vectors.numel() else ()
    if not all(end.isfinite() for end in ends):
        raise StorytellerError("its vectors are no rows of numbers")
    return vectors.div_(vectors.norm(dim=1, keepdim=True).clamp_(min=1e-12))


def _read_texts(path: Path) -> list[str]:
    try:
        return gzip.decompress(path.read_bytes()).decode().split("\n")
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise StorytellerError(str(error)) from None
