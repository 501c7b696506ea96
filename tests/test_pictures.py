from __future__ import annotations

import io
import random
import struct
import sys
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image, features

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import load_picture, to_tensor, to_tensors
from tests.helpers.tiny import REFUSALS

CHANCE = np.random.default_rng(0)
PICTURE = Image.fromarray(CHANCE.integers(0, 256, (40, 60, 3), dtype=np.uint8))


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def pixels(source: Any) -> np.ndarray:
    picture = load_picture(source)
    assert picture.mode == "RGB"
    return np.asarray(picture).astype(int)


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return (
            struct.pack(">I", len(data))
            + kind
            + data
            + struct.pack(">I", check)
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def test_all_ways_to_give_a_picture_agree(tmp_path: Path) -> None:
    raw = encoded(PICTURE)
    (tmp_path / "a picture.png").write_bytes(raw)
    sources = [
        tmp_path / "a picture.png",
        str(tmp_path / "a picture.png"),
        raw,
        bytearray(raw),
        memoryview(raw),
        PICTURE,
        np.asarray(PICTURE),
    ]
    for source in sources:
        assert np.array_equal(pixels(source), np.asarray(PICTURE))


def test_pixels_outside_uint8_mean_what_they_say() -> None:
    bytes_ = np.asarray(PICTURE)
    for array in (
        bytes_ / 255,
        (bytes_ / 255).astype(np.float32),
        bytes_.astype(np.int64),
        bytes_.astype(np.uint16),
        bytes_.astype(np.float64),
    ):
        assert abs(pixels(array) - bytes_).max() <= 1


def test_arrays_of_one_colour_keep_it() -> None:
    assert (pixels(np.full((3, 4), 200)) == 200).all()
    assert (pixels(np.full((3, 4, 3), 0.5)) == 128).all()
    assert (pixels(np.full((3, 4), 65535, np.uint16)) == 255).all()
    assert (pixels(np.ones((3, 4), bool)) == 255).all()
    assert (pixels(np.zeros((3, 4))) == 0).all()


def test_floats_that_overshoot_or_are_centred() -> None:
    assert pixels(np.array([[-0.01, 0.5, 1.02]]))[0, :, 0].tolist() == [
        0,
        128,
        255,
    ]
    centred = pixels(np.array([[-1.0, 0.0, 1.0]]))[0, :, 0]
    assert centred.tolist() == [0, 128, 255]
    assert pixels(np.array([[np.nan, np.inf, 1.0]])).max() == 255


def test_grey_16_bit_is_a_straight_line() -> None:
    grey = np.arange(0, 65536, 257, dtype=np.uint16).reshape(16, 16)
    for kind in ("PNG", "TIFF"):
        found = pixels(encoded(Image.fromarray(grey), kind))
        assert np.array_equal(found[:, :, 0], grey // 257)
        assert np.array_equal(found[:, :, 0], found[:, :, 2])


def test_cmyk_jpeg_keeps_its_colours() -> None:
    red = Image.new("RGB", (32, 32), (200, 30, 40)).convert("CMYK")
    found = pixels(encoded(red, "JPEG"))
    assert abs(found - [200, 30, 40]).max() < 12


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA"])
def test_transparent_parts_are_white(mode: str) -> None:
    image = Image.new("RGBA", (4, 2), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 2, 2))
    image = image.convert(mode)
    source: Any = image if mode == "PA" else encoded(image)
    assert pixels(source)[0, :, 0].tolist() == [0, 0, 255, 255]


def test_palette_with_a_transparent_colour() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([10, 20, 30, 200, 0, 0])
    image.putpixel((1, 0), 1)
    found = pixels(encoded(image, transparency=0))
    assert found[0].tolist() == [[255, 255, 255], [200, 0, 0]]


def test_an_animation_shows_its_first_frame() -> None:
    red, blue = (Image.new("RGB", (8, 8), c) for c in ("red", "blue"))
    for kind in ("GIF", "PNG", "WEBP"):
        raw = encoded(
            red, kind, save_all=True, append_images=[blue], lossless=True
        )
        assert abs(pixels(raw) - [255, 0, 0]).max() < 4


@pytest.mark.skipif(
    not features.check("jpg_2000"), reason="this Pillow has no JPEG 2000"
)
@pytest.mark.parametrize("options", [{}, {"no_jp2": True}], ids=str)
def test_jpeg_2000(options: dict[str, bool]) -> None:
    raw = encoded(PICTURE, "JPEG2000", **options)
    assert np.array_equal(pixels(raw), np.asarray(PICTURE))
    for mode in ("L", "LA", "RGBA", "I;16"):
        image = PICTURE.convert("L").convert(mode)
        found = pixels(encoded(image, "JPEG2000", **options))
        assert found.shape == (40, 60, 3)
    with pytest.raises(StorytellerError, match="the picture is damaged"):
        load_picture(raw[:700])


def test_jpeg_2000_without_its_codec(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(99)
    monkeypatch.setattr(features, "check", lambda codec: codec != "jpg_2000")
    with pytest.raises(StorytellerError, match=r"JPEG 2000 .* save it as"):
        load_picture(raw)


def heic(image: Image.Image, **options: Any) -> bytes:
    """A picture as a telephone writes it."""
    writer = pytest.importorskip("pillow_heif", reason="no extra heic")
    writer.register_heif_opener()
    if "HEIF" not in Image.SAVE:
        pytest.skip("this pillow-heif cannot write")
    return encoded(image, "HEIF", quality=95, **options)


def test_heic() -> None:
    flat = Image.new("RGB", (64, 48), (200, 40, 30))
    flat.paste((20, 60, 180), (0, 0, 32, 48))
    found = pixels(heic(flat))
    assert found.shape == (48, 64, 3)
    assert abs(found[:, 4:28] - [20, 60, 180]).max() < 12
    assert abs(found[:, 36:60] - [200, 40, 30]).max() < 12


def test_heic_turned_by_a_telephone() -> None:
    stored = Image.new("RGB", (64, 48), "red")
    stored.paste("blue", (0, 0, 32, 48))
    exif = Image.Exif()
    exif[0x0112] = 6  # its left side is up
    found = pixels(heic(stored, exif=exif.tobytes()))
    assert found.shape == (64, 48, 3)
    assert found[8, 24, 2] > 200
    assert found[56, 24, 0] > 200


def test_damaged_heic_is_called_so() -> None:
    raw = heic(PICTURE)
    for damaged in (raw[:200], raw[: len(raw) // 2], raw[:-20]):
        with pytest.raises(StorytellerError, match="is damaged"):
            load_picture(damaged)


def test_heic_without_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    raw = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99)
    with pytest.raises(StorytellerError) as caught:
        load_picture(raw)
    assert str(caught.value) == (
        "the picture is a HEIC picture, which cannot be read here: install "
        "what reads it (pip install 'storyteller-lib[heic]'), or save it as "
        "JPEG"
    )


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_turned_by_exif_stands_upright(turn: int) -> None:
    upright = Image.new("RGB", (30, 20), "white")
    upright.paste("red", (0, 0, 8, 8))
    stored = {
        1: lambda image: image,
        2: lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: lambda image: image.rotate(180),
        4: lambda image: image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
        6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
        7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
        8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
    }[turn](upright)
    exif = Image.Exif()
    exif[0x0112] = turn
    found = pixels(encoded(stored, exif=exif.tobytes()))
    assert np.array_equal(found, np.asarray(upright))


def test_the_smallest_and_the_widest() -> None:
    assert pixels(encoded(Image.new("RGB", (1, 1), "red"))).shape == (1, 1, 3)
    wide = encoded(Image.new("L", (20_000, 300), 77))
    assert torch.allclose(to_tensor(wide), torch.tensor(77 / 255))
    jpeg = load_picture(encoded(Image.new("RGB", (5_000, 4_000)), "JPEG"))
    assert min(jpeg.size) >= 500


def test_a_callers_picture_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("RGB", (4_000, 3_000)).save(path)
    with Image.open(path) as image:
        load_picture(image)
        assert image.size == (4_000, 3_000)


BAD = {
    "text": b"hello world, this is no picture" * 9,
    "empty": b"",
    "markup": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "bomb": png_of_size(60_000, 60_000),
    "large": png_of_size(13_000, 13_000),
    "short": png_of_size(300, 300),
    "no width": png_of_size(0, 5),
    **{
        f"half a {kind}": encoded(PICTURE.convert("RGB"), kind)[:700]
        for kind in ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "PPM", "GIF")
    },
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_give_one_sentence_with_their_name(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.jpg"
    path.write_bytes(BAD[name])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(StorytellerError) as caught:
            load_picture(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(StorytellerError, match="the picture"):
        load_picture(BAD[name])


@pytest.mark.parametrize("name", ["bomb", "large"])
def test_too_many_pixels_are_called_so(name: str) -> None:
    with pytest.raises(StorytellerError, match="150 million pixels"):
        load_picture(BAD[name])


@pytest.mark.parametrize(
    "source",
    [
        "no such file.jpg",
        "a\0b.jpg",
        "",
        "x" * 5_000,
        "https://example.org/cat.jpg",
        Path(),
        np.zeros(5),
        np.zeros((0, 4)),
        np.zeros((3, 9, 9)),
        np.zeros((4, 4, 2), np.uint8),
        np.array([["a", "b"]]),
        np.ones((3, 3), complex),
        np.array([[None, 1]]),
        Image.new("RGB", (0, 5)),
    ],
    ids=lambda source: type(source).__name__,
)
def test_what_is_no_picture(source: Any) -> None:
    with pytest.raises(StorytellerError):
        load_picture(source)


@pytest.mark.parametrize("source", [None, 5, [1, 2], io.BytesIO(b"x")])
def test_what_cannot_be_a_source(source: Any) -> None:
    with pytest.raises(REFUSALS):
        load_picture(source)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StorytellerError, match="is a folder"):
        load_picture(tmp_path)
    with pytest.raises(StorytellerError, match="No such file"):
        load_picture(tmp_path / "missing.jpg")


def test_damaged_files_never_raise_anything_else() -> None:
    chance = random.Random(0)
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a description"
    kinds = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "PPM", "AVIF")
    whole = [
        encoded(PICTURE.convert("P" if kind == "GIF" else "RGB"), kind)
        for kind in kinds
    ] + [encoded(PICTURE, kind, exif=exif) for kind in kinds[:3]]
    refused = 0
    for _ in range(600):
        raw = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 9)):
            reach = min(len(raw), chance.choice([40, 300, len(raw)]))
            raw[chance.randrange(reach)] = chance.randrange(256)
        try:
            assert load_picture(bytes(raw)).mode == "RGB"
        except StorytellerError:
            refused += 1
    assert 100 < refused < 600


def test_to_tensor_squashes_the_whole_picture() -> None:
    image = Image.new("RGB", (320, 80), "black")
    image.paste((255, 0, 0), (160, 0, 320, 80))
    tensor = to_tensor(image)
    assert tensor.shape == (3, 160, 160)
    assert tensor.dtype == torch.float32
    assert tensor[:, :, :70].max() == 0
    assert (tensor[0, :, 90:] == 1).all()
    assert tensor[1:].max() == 0


def test_to_tensor_keeps_pixels_of_the_right_size() -> None:
    small = PICTURE.resize((24, 24))
    expected = torch.from_numpy(np.asarray(small) / 255).permute(2, 0, 1)
    torch.testing.assert_close(to_tensor(small, 24), expected.float())
    batch = to_tensors([small, PICTURE], 24)
    assert batch.shape == (2, 3, 24, 24)
    torch.testing.assert_close(batch[0], expected.float())
