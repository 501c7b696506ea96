"""The page on which a reader tries the storyteller, and what stands ready.

A page that was opened as a file may not fetch a picture to look at its
pixels, but it may load a script: so each sample is a small image to be seen
and a script with the picture itself, loaded when it is chosen.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageOps

from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.storybook.drawing import draw
from storyteller_lib.data.storybook.scene import Scene
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.notebook import sample_photographs
from storyteller_lib.web.picture_tables import picture_tables
from tools.paths import ROOT

TEMPLATE = ROOT / "tools" / "try_it.html"
WHOLE, SMALL = 480, 144
"""Pixels of a sample's longer side, and of the square that shows it."""
DRAWN = 10
FIRST = "thriller"
PHOTOGRAPHS = {
    "chelsea": "The face of a tabby cat that looks into the camera",
    "coffee": "A cup of coffee with a spoon on a wooden table",
    "rocket": "A rocket on its launch pad at dusk, lit from below",
    "china": "A Chinese pagoda above trees, and a lake in the haze behind",
    "flower": "An orange dahlia before dark green leaves",
}
"""What the sample photographs show, in the order of the page.

Of the astronaut, a real person, nobody is to be told a story here.
"""


@dataclass(frozen=True)
class Sample:
    """A picture that the page has ready, and what it shows."""

    name: str
    alt: str
    picture: Image.Image


def photographs() -> Iterator[Sample]:
    """The sample photographs of packages that the book depends on."""
    found = sample_photographs()
    for name, alt in PHOTOGRAPHS.items():
        picture = found[name]
        picture.thumbnail((WHOLE, WHOLE), Image.Resampling.LANCZOS)
        yield Sample(name, alt, picture)


def different(found: list[Scene], count: int) -> list[Scene]:
    """Scenes of which no two have the same subject, or the same place."""
    chosen: list[Scene] = []
    for scene in found:
        subjects = {one.subject for one in chosen}
        places = {one.place for one in chosen}
        if scene.subject not in subjects and scene.place not in places:
            chosen.append(scene)
    return chosen[:count]


def drawn_scenes() -> Iterator[Sample]:
    """A few scenes of the storybook world, of its test split."""
    world, limit = StorybookWorld(), 200
    told = dict(
        zip(
            world.scenes("test", limit),
            world.captions("test", limit),
            strict=True,
        )
    )
    for i, scene in enumerate(different(list(told), DRAWN)):
        picture = draw(scene, WHOLE).picture
        yield Sample(f"scene{i}", f"Drawn: {told[scene][0].text}", picture)


def write_sample(sample: Sample, folder: Path) -> None:
    """The image that is seen, and the script with the picture."""
    small = ImageOps.fit(sample.picture, (SMALL, SMALL))
    small.save(folder / f"{sample.name}.jpg", quality=82)
    content = io.BytesIO()
    sample.picture.save(content, "JPEG", quality=88)
    text = base64.b64encode(content.getvalue()).decode()
    script = f"tryItSamples[{json.dumps(sample.name)}] = {json.dumps(text)};\n"
    (folder / f"{sample.name}.js").write_text(script, encoding="utf-8")


def sample_html(sample: Sample) -> str:
    """The button of a sample."""
    image = f"../_static/storyteller/samples/{sample.name}.jpg"
    return (
        f'<li id="{escape(sample.name)}">'
        f'<button type="button" data-name="{escape(sample.name)}">'
        f'<img src="{image}" width="{SMALL}" height="{SMALL}" '
        f'alt="{escape(sample.alt)}"></button></li>'
    )


def link_html(sample: Sample) -> str:
    """A sample on another page; it leads to this one, where it is taken."""
    image = f"../_static/storyteller/samples/{sample.name}.jpg"
    return (
        f'<li><a href="try_it.html#{escape(sample.name)}">'
        f'<img src="{image}" width="{SMALL}" height="{SMALL}" '
        f'alt="{escape(sample.alt)}"></a></li>'
    )


def strip_html(samples: list[Sample]) -> str:
    """The photographs in a row, for the landing page."""
    items = "\n".join(map(link_html, samples[: len(PHOTOGRAPHS)]))
    return (
        '<link rel="stylesheet" href="../_static/storyteller.css">\n'
        f'<ul class="try-it-strip">\n{items}\n</ul>\n'
    )


def voice_html(genre: str) -> str:
    """The fader of a voice; its name is a button for this voice alone."""
    title = genre.replace("-", " ").capitalize()
    value = 100 if genre == FIRST else 0
    return (
        f'<div class="fader"><button type="button" data-voice="{genre}" '
        f'aria-pressed="false" title="{title} alone">{title}</button>'
        f'<input type="range" name="{genre}" min="0" max="100" step="5" '
        f'value="{value}" aria-label="{title}, share"><output></output></div>'
    )


def page_html(samples: list[Sample], total: int) -> str:
    """What the page holds before any script is asked.

    Args:
        samples: the pictures that it has ready.
        total: bytes that the storyteller takes, when it is asked for.
    """
    values = {
        "SAMPLES": "\n".join(map(sample_html, samples)),
        "VOICES": "\n".join(map(voice_html, GENRES)),
        "TABLES": json.dumps(picture_tables()),
        "MEGABYTES": f"{total / 1e6:.0f}",
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, value in values.items():
        page = page.replace(f"{{{name}}}", value)
    return page


def lay_out(source: Path, total: int) -> None:
    """Put page, samples and their strip where the pages' sources are.

    Args:
        source: the folder of the sources.
        total: as of ``page_html``.
    """
    samples = [*photographs(), *drawn_scenes()]
    folder = source / "web_static" / "storyteller" / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        write_sample(sample, folder)
    page = source / "book" / TEMPLATE.name
    page.write_text(page_html(samples, total), encoding="utf-8")
    strip = page.with_name("try_it_strip.html")
    strip.write_text(strip_html(samples), encoding="utf-8")
