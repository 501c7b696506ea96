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
from PIL import Image, ImageOps, UnidentifiedImageError, features
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.files.contents import Wanted
from storyteller_lib.files.kinds import (
    AVIF,
    HEIC,
    JPEG_2000,
    PICTURE,
    Kind,
    check_no_address,
    kind_of,
)

SIZE = 160
MAX_PIXELS = 150_000_000
ON_DISK = Wanted(
    "picture",
    most=1_000_000_000,
    instead_of_folder="name one picture in it",
    if_larger="name a picture file",
    streams=True,
)
"""At most larger than any picture of so many pixels that people have."""
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "PPM", "WEBP", "TIFF")
"""What people have; other readers of Pillow may start other programs."""
CODECS = {AVIF: ("AVIF", "avif"), JPEG_2000: ("JPEG2000", "jpg_2000")}
"""What Pillow reads if it was built with a codec: the format and its name."""
READ = {HEIC, *CODECS}
"""What is read where the means are there."""

Picture = Image.Image
PictureLike = (
    str | Path | bytes | bytearray | memoryview | np.ndarray | Image.Image
)


def load_picture(source: PictureLike) -> Picture:
    """An upright RGB picture from a file, bytes, array or Pillow image.

    JPEG, PNG, GIF, BMP, PPM, WebP, TIFF; AVIF and JPEG 2000 if Pillow has
    their codecs; HEIC if the extra ``heic`` is installed.

    Large JPEGs are decoded at a fraction of their size (640 pixels or more).

    Raises:
        StorytellerError: if there is no such file, if it is not a picture,
            if it is damaged, or if it has more than 150 million pixels.

    Chapter: book/02_pictures_captions_books
    """
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, Image.Image):
        return _upright_rgb(source, "the picture")
    check_no_address(source)
    if isinstance(source, str | Path):
        return _decode(ON_DISK.read(Path(source)), str(source))
    if isinstance(source, bytes | bytearray | memoryview):
        return _decode(bytes(source), "the picture")
    raise StorytellerError(
        "a picture is a path, bytes, an array or a Pillow image, got "
        f"{type(source).__name__}"
    )


def _decode(raw: bytes, name: str) -> Picture:
    if not raw:
        raise StorytellerError(f"{name} is empty (0 bytes): choose another")
    kind = kind_of(raw)
    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(raw), formats=_formats(kind))
            image.draft("RGB", (4 * SIZE, 4 * SIZE))  # JPEGs decode small
            return _upright_rgb(image, name)
    except StorytellerError:
        raise
    except UnidentifiedImageError:
        raise _no_picture(kind, name) from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except Exception as error:  # damage makes decoders raise anything
        raise _damaged(name, error) from None


def _formats(kind: Kind | None) -> tuple[str, ...]:
    """Which of Pillow's readers may try; none where a codec is missing."""
    if kind is HEIC:
        return ("HEIF",) if _learns_heic() else ()
    if kind in CODECS:
        reader, codec = CODECS[kind]
        return (reader,) if features.check(codec) else ()
    return FORMATS


def _learns_heic() -> bool:
    """Whether Pillow can be taught what most telephones write."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:  # it is an extra
        return False
    register_heif_opener()
    return True


def _no_picture(kind: Kind | None, name: str) -> StorytellerError:
    if kind is None:
        return StorytellerError(
            f"{name} is not a picture that can be read: try a JPEG or PNG file"
        )
    if kind is PICTURE or (kind in READ and _formats(kind)):
        return _damaged(name, "little more than its head is there")
    return StorytellerError(
        f"{name} is {kind.name}, which cannot be read here: {kind.as_picture}"
    )


def _too_large(name: str) -> StorytellerError:
    return StorytellerError(
        f"{name} has more than {MAX_PIXELS // 10**6} million pixels: "
        "make it smaller first"
    )


def _damaged(name: str, error: object) -> StorytellerError:
    return StorytellerError(
        f"{name} is damaged or cut short ({error}): copy or download it again"
    )


def _upright_rgb(image: Picture, name: str) -> Picture:
    if image.width * image.height > MAX_PIXELS:
        raise _too_large(name)
    if min(image.size) == 0:
        raise StorytellerError(f"{name} has no pixels: choose another")
    try:
        return _to_rgb(ImageOps.exif_transpose(image))
    except Exception as error:  # damage makes decoders raise anything
        raise _damaged(name, error) from None


def _to_rgb(image: Picture) -> Picture:
    if image.mode.startswith(("I", "F")):  # 16 and 32 bits, maybe floats
        return _from_array(np.asarray(image))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _from_array(array: np.ndarray) -> Picture:
    """A picture from numbers: bytes, fractions of white, or stretched."""
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
    if array.dtype.kind not in "buif":
        raise StorytellerError(
            f"a picture array holds numbers, got {array.dtype}"
        )
    if array.dtype != np.uint8:
        array = _to_bytes(array.astype(np.float64))
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]  # (height, width)
    return _to_rgb(Image.fromarray(array))


def _to_bytes(array: np.ndarray) -> np.ndarray:
    """Up to 1 or 255, with a little overshoot, is white; else the largest."""
    array = np.nan_to_num(array, posinf=0, neginf=0)
    low, high = min(array.min(), 0.0), array.max()
    if low >= -0.05 and high <= 1.05 * 255:
        low, high = 0.0, 1.0 if high <= 1.05 else 255.0
    scaled = (array - low) / (high - low)
    return (255 * scaled.clip(0, 1)).round().astype(np.uint8)


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
