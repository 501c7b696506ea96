"""How figures look, and how they are stored in a page.

Colours are warm, and can be told apart by colour-blind readers; letters stay
legible on a phone. Figures with colour pictures in them are stored as JPEG,
all others as PNG: below 200 KB either way.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import base64
import html
import io
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.figure import Figure
from PIL import Image

from storyteller_lib.config import StorytellerError

PAPER = "#fffdf8"
INK = "#2e2620"
PALETTE = ("#c8553d", "#27335c", "#eaa221", "#4f9184", "#5f4a3e", "#a8c7e6")
"""Terracotta, night blue, amber, sage, bark, sky."""
DPI = 160
MOST_PIXELS = 480
MOST_BYTES = 180_000
QUALITIES = (88, 78, 68, 55)

STYLE: dict[Any, Any] = {
    "figure.facecolor": PAPER,
    "figure.figsize": (6.0, 3.6),
    "figure.dpi": DPI,
    "figure.constrained_layout.use": True,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlesize": 11,
    "axes.labelsize": 10.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.prop_cycle": cycler(color=PALETTE),
    "font.size": 10.5,
    "grid.color": "#e3d6bd",
    "image.cmap": "YlOrBr",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
}

Drawn = Figure | Image.Image


def use_style() -> None:
    """Draw all figures from here on in the style of the book.

    Chapter: book/02_pictures_captions_books
    """
    mpl.rcParams.update(STYLE)


def holds_pictures(figure: Figure) -> bool:
    """Whether a figure shows colour pictures, not only lines and cells.

    Chapter: book/02_pictures_captions_books
    """
    images = [image for axes in figure.axes for image in axes.images]
    arrays = [image.get_array() for image in images]
    return any(array is not None and array.ndim == 3 for array in arrays)


def figure_bytes(figure: Figure, kind: str) -> bytes:
    """A figure as a PNG or JPEG file (``kind``), with nothing cut off.

    Chapter: book/02_pictures_captions_books
    """
    if kind != "jpeg":
        return _saved(figure, {"optimize": True})
    drawn = Image.open(io.BytesIO(_saved(figure, {"compress_level": 1})))
    for quality in QUALITIES:  # the best that is small enough
        data = _jpeg(drawn, quality)
        if len(data) < MOST_BYTES:
            break
    return data


def _saved(figure: Figure, options: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format="png",
        dpi=figure.dpi,
        bbox_inches="tight",
        pil_kwargs=options,
    )
    return buffer.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    options: dict[str, Any] = {"subsampling": 0, "optimize": True}
    picture.convert("RGB").save(buffer, "JPEG", quality=quality, **options)
    return buffer.getvalue()


def described(figure: Figure, alt: str) -> Figure:
    """The figure, with words for those who cannot see it.

    The numbers in them are computed, as those in the figure are; so a
    training that ends elsewhere changes both. A notebook keeps the words
    beside the picture, and `make notebooks` gives them to the page.

    Chapter: book/02_pictures_captions_books
    """
    figure.set_label(alt)
    return figure


Stored = tuple[bytes, dict[str, str]]
"""The bytes of a picture, and what is known of it: its alt text."""


def png_unless_pictures(figure: Figure) -> Stored | None:
    """The PNG that a notebook stores; None for a figure with pictures.

    Chapter: book/02_pictures_captions_books
    """
    return None if holds_pictures(figure) else _stored(figure, "png")


def jpeg_if_pictures(figure: Figure) -> Stored | None:
    """The JPEG that a notebook stores; None for a figure of lines.

    Chapter: book/02_pictures_captions_books
    """
    return _stored(figure, "jpeg") if holds_pictures(figure) else None


def _stored(figure: Figure, kind: str) -> Stored:
    alt = str(figure.get_label())
    return figure_bytes(figure, kind), {"alt": alt} if alt else {}


def picture_bytes(picture: Image.Image, most: int = MOST_PIXELS) -> bytes:
    """A picture as a JPEG file, its longer side at most ``most`` pixels.

    Chapter: book/02_pictures_captions_books
    """
    small = picture.convert("RGB")
    small.thumbnail((most, most))
    return _jpeg(small, QUALITIES[0])


def image_html(drawn: Drawn, alt: str) -> str:
    """A figure or picture as an HTML image that needs no other file.

    Args:
        drawn: the figure, or the picture.
        alt: what is seen, with the numbers, for those who cannot see it.

    Raises:
        StorytellerError: if the alt text says next to nothing.

    Chapter: book/02_pictures_captions_books
    """
    if len(alt.strip()) < 15:
        raise StorytellerError(
            f"the alt text {alt!r} is too short: say what the picture shows"
        )
    if isinstance(drawn, Image.Image):
        kind, data = "jpeg", picture_bytes(drawn)
    else:
        kind = "jpeg" if holds_pictures(drawn) else "png"
        data = figure_bytes(drawn, kind)
    code = base64.b64encode(data).decode("ascii")
    return (
        f'<img src="data:image/{kind};base64,{code}" '
        f'alt="{html.escape(alt)}" style="max-width:100%;height:auto">'
    )
