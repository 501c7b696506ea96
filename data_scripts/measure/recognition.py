"""Measure how often the course models say that they recognise nothing.

Of photographs they should not, of pictures that show nothing they should.

    python -m data_scripts.measure.recognition

The photographs are Flickr8k's and COCO's in STORYTELLER_DATA; the others,
of ten kinds, are drawn here.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.pictures import PictureLike
from storyteller_lib.storyteller import Storyteller

PICTURES = 200
WIDE, HIGH = 400, 300
WORDS = "the night was long and the road was dark but nobody asked why " * 30

Chance = np.random.Generator


def _colour(chance: Chance) -> tuple[int, ...]:
    return tuple(chance.integers(0, 256, 3).tolist())


def _image(array: Any) -> Image.Image:
    return Image.fromarray(np.clip(array, 0, 255).astype(np.uint8))


def _between(share: np.ndarray, chance: Chance) -> Image.Image:
    """Two colours, mixed by shares from 0 to 1."""
    ends = chance.integers(0, 256, (2, 3))
    return _image(ends[0] + (ends[1] - ends[0]) * share[..., None])


def plain(chance: Chance) -> Image.Image:
    """One colour, black and white among them."""
    usual = [(0, 0, 0), (255, 255, 255), _colour(chance), _colour(chance)]
    return Image.new("RGB", (WIDE, HIGH), usual[chance.integers(4)])


def gradient(chance: Chance) -> Image.Image:
    """One colour becomes another."""
    y, x = np.mgrid[0 : 1 : HIGH * 1j, 0 : 1 : WIDE * 1j]
    ways = [x, y, np.hypot(x - 0.5, y - 0.5).clip(0, 1)]
    return _between(ways[chance.integers(3)], chance)


def noise(chance: Chance) -> Image.Image:
    """Noise, pixel by pixel."""
    size = (HIGH, WIDE, 3)
    wide = chance.normal(chance.uniform(60, 200), chance.uniform(10, 60), size)
    even = chance.integers(0, 256, size)
    return _image(wide if chance.random() < 0.5 else even)


def clouds(chance: Chance) -> Image.Image:
    """Noise with more of the slow waves than of the fast ones."""
    rows, columns = np.fft.fftfreq(HIGH)[:, None], np.fft.fftfreq(WIDE)
    waves = (np.hypot(rows, columns) + 1 / WIDE) ** chance.uniform(0.8, 2.2)
    layers = []
    for _ in range(3):
        spectrum = np.fft.fft2(chance.normal(size=(HIGH, WIDE)))
        layer = np.fft.ifft2(spectrum / waves).real
        layers.append(128 + 50 * (layer - layer.mean()) / layer.std())
    return _image(np.stack(layers, axis=-1))


def blocks(chance: Chance) -> Image.Image:
    """Noise in blocks, sharp or blurred."""
    side = int(chance.integers(2, 24))
    small = _image(chance.integers(0, 256, (side, side, 3)))
    ways = (Image.Resampling.NEAREST, Image.Resampling.BICUBIC)
    return small.resize((WIDE, HIGH), ways[chance.integers(2)])


def page(chance: Chance) -> Image.Image:
    """A page of text."""
    image = Image.new("RGB", (600, 800), (int(chance.integers(225, 256)),) * 3)
    size = int(chance.integers(12, 34))
    font, top = ImageFont.load_default(size), 40.0
    draw = ImageDraw.Draw(image)
    for line in textwrap.wrap(WORDS[chance.integers(99) :], 1_050 // size):
        if top < 740:
            draw.text((40, top), line, fill=(20, 20, 20), font=font)
        top += 1.4 * size
    return image


def stripes(chance: Chance) -> Image.Image:
    """Waves in any direction."""
    y, x = np.mgrid[0:HIGH, 0:WIDE]
    angle, speed = chance.uniform(0, np.pi), chance.uniform(0.03, 0.6)
    wave = np.sin(speed * (x * np.cos(angle) + y * np.sin(angle)))
    sharp = np.sign(wave) if chance.random() < 0.4 else wave
    return _between((sharp + 1) / 2, chance)


def scribble(chance: Chance) -> Image.Image:
    """Lines of a pen that goes anywhere."""
    image = Image.new("RGB", (WIDE, HIGH), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(int(chance.integers(3, 14))):
        corners = chance.integers(20, 280, (int(chance.integers(2, 7)), 2))
        ink = tuple(chance.integers(0, 160, 3).tolist())
        points = [tuple(corner) for corner in corners.tolist()]
        draw.line(points, fill=ink, width=int(chance.integers(1, 8)))
    return image


def shapes(chance: Chance) -> Image.Image:
    """Discs and boxes."""
    image = Image.new("RGB", (WIDE, HIGH), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(int(chance.integers(2, 12))):
        x, y, wide, high = chance.integers(15, 160, 4).tolist()
        shape = draw.ellipse if chance.random() < 0.5 else draw.rectangle
        shape((2 * x, y, 2 * x + wide, y + high), fill=_colour(chance))
    return image


def chart(chance: Chance) -> Image.Image:
    """Columns with years below."""
    image = Image.new("RGB", (480, 360), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    draw.line((50, 20, 50, 320, 460, 320), fill=0, width=2)
    for place, high in enumerate(chance.integers(20, 280, 8).tolist()):
        x = 60 + 50 * place
        draw.rectangle((x, 320 - high, x + 35, 320), fill=_colour(chance))
        draw.text((x, 325), str(2000 + place), fill=0, font=font)
    return image


KINDS: tuple[Callable[[Chance], Image.Image], ...] = (
    plain,
    gradient,
    noise,
    clouds,
    blocks,
    page,
    stripes,
    scribble,
    shapes,
    chart,
)


def unrecognised(
    teller: Storyteller, pictures: Iterable[PictureLike]
) -> np.ndarray:
    """Of which pictures it is said that nothing was recognised.

    Chapter: book/03_captions_by_retrieval
    """
    notes = [teller.note(teller.look(picture)) for picture in pictures]
    return np.array([bool(note) for note in notes])


def main(seed: int = 1) -> None:
    """Measure, and show the shares."""
    teller, world = Storyteller.load("course"), RealWorld()
    chance = np.random.default_rng(seed)
    for kind in KINDS:
        drawn = (kind(chance) for _ in range(PICTURES // len(KINDS)))
        share = unrecognised(teller, drawn).mean()
        print(f"{kind.__name__:<20} {share:.1%}", flush=True)
    for name, records in {
        "Flickr8k, test": world.pictures("test"),
        "COCO, val": world.coco_pictures("val"),
    }.items():
        some = chance.permutation(len(records))[:PICTURES]
        share = unrecognised(teller, (records[i].open() for i in some)).mean()
        print(f"{name:<20} {share:.1%} of {len(some)}", flush=True)


if __name__ == "__main__":
    main()
