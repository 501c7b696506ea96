"""Styles of one's own: small files, found again by name or by path.

A style file holds the mean thought b of somebody's passages and a card that
says whose they were and which models can use it: b lies in the space of one
skip-thought encoder and means nothing to another.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.checkpoints import load_weights, read_card, save_weights
from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.style import check_style, parse_style

Vector = Float[Tensor, " dim"]

SUFFIX = ".safetensors"
TENSOR = "style"
_NAME = re.compile(r"\w[\w '-]{0,79}")


@dataclass(frozen=True)
class Style:
    """A style: its vector, and where it comes from.

    Attributes:
        name: what to call it.
        vector: the mean thought b of its passages.
        card: the sources, the number of passages and their length in
            words, and the models that it was made with.

    Chapter: book/08_style_shifting
    """

    name: str
    vector: Vector
    card: dict[str, Any]

    def save(self, path: Path | None = None) -> Path:
        """Write the style; by default where it is found by its name.

        Raises:
            StorytellerError: if the disk refuses the file.
        """
        path = path or styles_folder() / f"{self.name}{SUFFIX}"
        card = {**self.card, "name": self.name}
        save_weights(path, {TENSOR: self.vector}, card=card, dtype="float32")
        return path

    @classmethod
    def load(cls, path: Path) -> Style:
        """Read what ``save`` wrote.

        Raises:
            StorytellerError: if the file is missing, broken or no style.
        """
        tensors, card = load_weights(path), read_card(path)
        vector = tensors.get(TENSOR)
        reader = card.get("reader")
        if (
            vector is None
            or vector.dim() != 1
            or not vector.is_floating_point()
            or not isinstance(reader, str)
        ):
            raise StorytellerError(
                f"{path} is not a style: make one with storyteller style build"
            )
        if not vector.isfinite().all():
            raise StorytellerError(
                f"the style {path} holds values that are no numbers: "
                "build it again"
            )
        return cls(str(card.get("name", path.stem)), vector, card)

    def fit(self, models: Models) -> Vector:
        """The vector, if it was made with these models' encoder.

        Raises:
            StorytellerError: if it was made with other models, or is of
                another size.
        """
        if self.card["reader"] != reader_of(models):
            raise StorytellerError(
                f"the style {self.name!r} was built with other models "
                f"({self.card.get('models')}) than these ({models.name}): "
                "build it again with them"
            )
        if self.vector.shape != models.caption_mean.shape:
            raise StorytellerError(
                f"the style {self.name!r} has {len(self.vector)} numbers and "
                f"not {len(models.caption_mean)}: build it again"
            )
        return self.vector.to(models.caption_mean.device)


def styles_folder() -> Path:
    """The folder of one's own styles (``STORYTELLER_STYLES``).

    Chapter: book/08_style_shifting
    """
    chosen = os.environ.get("STORYTELLER_STYLES")
    if chosen:
        return Path(chosen).expanduser()
    return Path(platformdirs.user_data_dir("storyteller")) / "styles"


def own_styles() -> dict[str, Path]:
    """The files of one's own styles, by name.

    Chapter: book/08_style_shifting
    """
    return {p.stem: p for p in sorted(styles_folder().glob(f"*{SUFFIX}"))}


def check_name(name: str) -> None:
    """Raise StorytellerError unless a style may be called so.

    A name is also the name of a file, and stands in blends.

    Chapter: book/08_style_shifting
    """
    if not _NAME.fullmatch(name):
        raise StorytellerError(
            f"a style cannot be called {name!r}: use letters, digits, "
            "blanks, hyphens and apostrophes, 80 at most"
        )


def reader_of(models: Models) -> str:
    """What a style must share with models: a hash of encoder and words.

    Chapter: book/08_style_shifting
    """
    digest = hashlib.blake2b(digest_size=8)
    for name, tensor in sorted(models.thoughts.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().contiguous().numpy().tobytes())
    digest.update("\n".join(models.words.words).encode())
    return digest.hexdigest()


def style_weights(style: Any) -> dict[str, float]:
    """Weights from whatever names a style: text, a file, or weights.

    Raises:
        StorytellerError: if it is none of these.

    Chapter: book/08_style_shifting
    """
    if isinstance(style, Path) or (
        isinstance(style, str) and os.path.isfile(style)  # noqa: PTH113
    ):
        return {str(style): 1.0}
    if isinstance(style, str):
        return parse_style(style)
    if isinstance(style, Mapping) and all(isinstance(n, str) for n in style):
        return dict(style)
    raise StorytellerError(
        "a style is a name, a style file or names with weights, such as "
        f"{{'adventure': 0.7, 'romance': 0.3}}, got {style!r}"
    )


def find_vectors(
    weights: Mapping[str, float], models: Models
) -> dict[str, Vector]:
    """The vector of each style: the models', one's own by name, or a file.

    Raises:
        StorytellerError: for an unknown style (with the nearest names), or
            a file that is broken or made with other models.

    Chapter: book/08_style_shifting
    """
    found = dict(models.styles)
    own = own_styles()
    for name in weights:
        if name in found:
            continue
        if name not in own and not is_file_name(name):
            check_style(name, [*found, *own])
        path = own.get(name, Path(name))
        found[name] = Style.load(path).fit(models)
    return found


def is_file_name(name: str) -> bool:
    """Whether a style's name is that of a file rather than of a style.

    Chapter: book/08_style_shifting
    """
    return name.endswith(SUFFIX) or os.path.isfile(name)  # noqa: PTH113


def shown_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights by names for showing, which differ as the styles do.

    Chapter: book/08_style_shifting
    """
    short = {name: short_name(name) for name in weights}
    names = Counter(short.values())
    return {
        short[name] if names[short[name]] == 1 else name: weight
        for name, weight in weights.items()
    }


def short_name(name: str) -> str:
    """A style's name for showing: a file without its folder and ending.

    Chapter: book/08_style_shifting
    """
    return Path(name).stem if is_file_name(name) else name
