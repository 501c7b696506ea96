"""What the first cells of every chapter need.

A notebook that is run twice prints the same: it computes on one thread, from
a seed. Numbers that come from training still differ from one processor to
the next; ``report`` prints them with the bound that the text relies on.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import os
import random
import warnings
from importlib.resources import files
from typing import SupportsFloat

import numpy as np
import torch
from IPython import get_ipython
from matplotlib.figure import Figure
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import load_picture
from storyteller_lib.plots.figures import (
    jpeg_if_pictures,
    png_unless_pictures,
    use_style,
)

SAMPLES = {
    "astronaut": ("skimage", "data/astronaut.png"),
    "chelsea": ("skimage", "data/chelsea.png"),
    "coffee": ("skimage", "data/coffee.png"),
    "rocket": ("skimage", "data/rocket.jpg"),
    "china": ("sklearn", "datasets/images/china.jpg"),
    "flower": ("sklearn", "datasets/images/flower.jpg"),
}


BOUNDS, WARN = "STORYTELLER_BOUNDS", "warn"
"""The variable by which a class chooses to be warned, not stopped."""


def setup(seed: int = 0) -> None:
    """Make a notebook repeatable, quiet and well drawn; the first cell.

    One thread, one seed for all that draws from global generators (the
    first weights of a model), no warnings, the style of the book.

    Chapter: book/02_pictures_captions_books
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)
    warnings.simplefilter("ignore")
    shell = get_ipython()  # type: ignore[no-untyped-call]
    if shell is not None:
        shell.run_line_magic("matplotlib", "inline")
        formatters = shell.display_formatter.formatters
        formatters["image/png"].for_type(Figure, png_unless_pictures)
        formatters["image/jpeg"].for_type(Figure, jpeg_if_pictures)
    use_style()


def report(
    name: str,
    value: SupportsFloat,
    at_least: float | int | None = None,
    at_most: float | int | None = None,
    digits: int = 3,
) -> None:
    """Print a number that comes from training; fail beyond its bounds.

    Prints for example ``recall at 1: 0.640 (at least 0.6)``. When notebooks
    are compared, the digits before the parentheses may differ. In a class,
    where many unlike machines run a chapter, ``STORYTELLER_BOUNDS=warn`` has
    it say so and go on.

    Args:
        name: what was measured, on one line.
        value: the number, or a tensor that holds one.
        at_least: the smallest value with which the text is still true.
        at_most: the largest.
        digits: how many to print after the point.

    Raises:
        StorytellerError: without any bound.
        AssertionError: if the value is beyond a bound, or not a number.

    Chapter: book/02_pictures_captions_books
    """
    number = float(value)
    bounds = []
    if at_least is not None:
        bounds.append((f"at least {at_least}", number >= at_least))
    if at_most is not None:
        bounds.append((f"at most {at_most}", number <= at_most))
    if not bounds:
        raise StorytellerError(
            f"give report({name!r}, ...) a bound, at_least or at_most"
        )
    words = ", ".join(bound for bound, _ in bounds)
    print(f"{name}: {number:,.{digits}f} ({words})")
    if not all(holds for _, holds in bounds):
        beyond = f"{name} is {number:g}; the text needs {words}"
        if os.environ.get(BOUNDS) != WARN:
            raise AssertionError(beyond)
        print(f"On this machine {beyond}. Read on, and mind the difference.")


def sample_photographs() -> dict[str, Image.Image]:
    """Six real photographs from scikit-image and scikit-learn, by name.

    They lie in the installed packages; nothing is fetched. An astronaut
    (Eileen Collins, NASA), the cat Chelsea, a cup of coffee, a rocket on
    its pad, a Chinese temple and a flower.

    Raises:
        StorytellerError: if a package is not installed.

    Chapter: book/01_a_story_from_a_picture
    """
    return {name: _sample(*place) for name, place in SAMPLES.items()}


def _sample(package: str, path: str) -> Image.Image:
    try:
        data = files(package).joinpath(path).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        raise StorytellerError(
            f"the photograph {path} is not in the package {package}: "
            "install what requirements.lock names"
        ) from None
    return load_picture(data)
