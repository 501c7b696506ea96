"""Annotation vectors of many pictures, made once and kept.

Training looks at the same pictures again and again, and the image encoder
does not change meanwhile: so it looks once. The vectors are kept as float16
in the user's cache, under a name that changes with the encoder's weights.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from torch import nn
from tqdm.auto import tqdm

from storyteller_lib.config import device
from storyteller_lib.data.cache import cached_array, source_hash
from storyteller_lib.data.storybook import drawing
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.image_encoder import annotation_vectors
from storyteller_lib.pictures import PictureLike, to_tensors

__all__ = ["annotation_vectors", "annotations_of", "fingerprint"]

BATCH = 50


def annotations_of(
    encoder: nn.Module,
    pictures: Sequence[PictureLike | PictureRecord],
    name: str,
    layers: int = 0,
    mirrored: bool = False,
) -> Float[np.ndarray, "pictures places channels"]:
    """Annotation vectors of pictures, from the cache or made now.

    Args:
        encoder: sees them.
        pictures: opened one after another, only if they are not known yet.
        name: says which pictures these are, such as ``storybook-train``;
            with their number it stands for them in the cache.
        layers: as of ``annotation_vectors``.
        mirrored: whether each picture is seen in a mirror.

    Returns:
        float16, memory-mapped.

    Chapter: book/04_captions_with_attention
    """
    about = {
        "pictures": len(pictures),
        "encoder": fingerprint(encoder),
        "layers": layers,
        "mirrored": mirrored,
        "drawing": source_hash(Path(drawing.__file__).parent),
    }
    return cached_array(
        f"annotations-{name}",
        about,
        Path(__file__),
        lambda: _look(encoder, pictures, layers, mirrored),
    )


def fingerprint(module: nn.Module) -> str:
    """A name for weights: the same weights have the same.

    Chapter: book/04_captions_with_attention
    """
    digest = hashlib.blake2b(digest_size=8)
    for name, tensor in module.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()


@torch.inference_mode()
def _look(
    encoder: nn.Module,
    pictures: Sequence[PictureLike | PictureRecord],
    layers: int,
    mirrored: bool,
) -> np.ndarray:
    place, found = device(), []
    encoder = encoder.to(place).eval()
    starts = range(0, len(pictures), BATCH)
    for start in tqdm(starts, desc="looking", disable=None, delay=2):
        some = pictures[start : start + BATCH]
        pixels = to_tensors(map(_opened, some))  # (batch, 3, h, w)
        pixels = pixels.flip(3) if mirrored else pixels
        grid = annotation_vectors(encoder, pixels.to(place), layers)
        found.append(grid.half().cpu().numpy())
    return np.concatenate(found)


def _opened(picture: PictureLike | PictureRecord) -> PictureLike:
    return picture.open() if isinstance(picture, PictureRecord) else picture
