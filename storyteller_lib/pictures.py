"""Pictures read safely and turned into tensors.

Anything a person may drop in comes out as an upright RGB picture: grey,
transparent, 16-bit, CMYK, animated (first frame), turned by EXIF. A picture
is always seen whole: it is squashed to a square rather than cropped, in
training and in use.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from PIL import Image, ImageOps, UnidentifiedImageError
from torch import Tensor

from storyteller_lib.config import StorytellerError

SIZE = 160
MAX_PIXELS = 200_000_000

Picture = Image.Image
PictureLike = str | Path | bytes | np.ndarray | Image.Image


def load_picture(source: PictureLike) -> Picture:
    """An upright RGB picture from a file, bytes, array or Pillow image.

    Raises:
        StorytellerError: if there is no such file, if it is not a picture,
            if it is damaged, or if it has more than 200 million pixels.

    Chapter: book/02_pictures_captions_books
    """
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, Image.Image):
        return _upright_rgb(source, "the picture")
    name = "the picture" if isinstance(source, bytes) else str(source)
    raw = source if isinstance(source, bytes) else _read(Path(source))
    if not raw:
        raise StorytellerError(f"{name} is empty (0 bytes): choose another")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(raw))
            return _upright_rgb(image, name)
    except UnidentifiedImageError:
        raise StorytellerError(
            f"{name} is not a picture that can be read: try a JPEG or PNG file"
        ) from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise StorytellerError(
            f"{path} is a folder: name one picture in it"
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorytellerError(
            f"cannot read the picture {path}: {reason}"
        ) from None


def _too_large(name: str) -> StorytellerError:
    return StorytellerError(
        f"{name} has more than {MAX_PIXELS // 10**6} million pixels: "
        "make it smaller first"
    )


def _upright_rgb(image: Picture, name: str) -> Picture:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)
    if min(image.size) == 0:
        raise StorytellerError(f"{name} has no pixels: choose another")
    try:
        image.draft("RGB", (4 * SIZE, 4 * SIZE))  # JPEGs decode small
        image = ImageOps.exif_transpose(image)
        return _to_rgb(image)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise StorytellerError(
            f"{name} is damaged or cut short ({error}): "
            "copy or download it again"
        ) from None


def _to_rgb(image: Picture) -> Picture:
    if image.mode.startswith(("I", "F")):  # 16 and 32 bits, maybe floats
        return _from_array(np.asarray(image))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _from_array(array: np.ndarray) -> Picture:
    """A picture from numbers: bytes as they are, others stretched."""
    array = np.asarray(array)
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise StorytellerError(
            "a picture array has shape (height, width) or "
            f"(height, width, channels), got {array.shape}"
        )
    if array.ndim == 3 and array.shape[2] not in (1, 3, 4):
        raise StorytellerError(
            "a picture array has 1, 3 or 4 channels last, got shape "
            f"{array.shape}"
        )
    if array.dtype != np.uint8:
        array = _to_bytes(array.astype(np.float64))
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]  # (height, width)
    return _to_rgb(Image.fromarray(array))


def _to_bytes(array: np.ndarray) -> np.ndarray:
    array = np.nan_to_num(array)
    low, high = array.min(), array.max()
    if low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    scaled = (array - low) / max(high - low, 1e-12)
    return (255 * scaled).round().astype(np.uint8)


def to_tensor(
    picture: PictureLike, size: int = SIZE
) -> Float[Tensor, "3 size size"]:
    """The whole picture, squashed to a square, channels first, in [0, 1].

    Chapter: book/02_pictures_captions_books
    """
    image = load_picture(picture)
    if image.size != (size, size):
        image = image.resize((size, size), Image.Resampling.LANCZOS)
    pixels = torch.from_numpy(np.asarray(image, dtype=np.float32) / 255)
    return pixels.permute(2, 0, 1).contiguous()  # (3, size, size)


def to_tensors(
    pictures: Iterable[PictureLike], size: int = SIZE
) -> Float[Tensor, "batch 3 size size"]:
    """Several pictures as one batch; see ``to_tensor``.

    Chapter: book/02_pictures_captions_books
    """
    return torch.stack([to_tensor(picture, size) for picture in pictures])
