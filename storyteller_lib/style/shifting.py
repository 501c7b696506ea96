"""Style shifting: take the caption out of a thought, put a style in.

``x - c + b``: x is the mean thought of a picture's captions, c the mean
thought of many captions (what all captions share: their voice), b the mean
thought of passages in the wanted style (neural-storyteller, Kiros, 2015).

What decides the quality of a shift, and is kept here: c must be the mean of
the same kind of captions as x; b the mean of passages of the length one
wants, for length is a style too; and the shifted vector is not normalised
again. The genre may also be given by training a decoder on it alone.

Chapter: book/08_style_shifting
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Mapping
from numbers import Real
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from storyteller_lib.config import StorytellerError

Vector = Float[Tensor, " dim"]
MOST_STRENGTH = 1e6
"""Far beyond sense; thoughts shifted further end as no numbers at all."""


def mean_thought(thoughts: Float[Tensor, "texts dim"]) -> Vector:
    """The mean of thoughts: what the texts have in common.

    Raises:
        StorytellerError: for no thoughts at all.

    Chapter: book/08_style_shifting
    """
    if len(thoughts) == 0:
        raise StorytellerError("a style needs at least one text")
    return thoughts.mean(dim=0)


def shift(
    x: Float[Tensor, "... dim"],
    c: Vector,
    b: Vector,
    strength: float = 1.0,
) -> Float[Tensor, "... dim"]:
    """The style shift ``x + strength * (b - c)``.

    At strength 1 this is x - c + b; at 0 the captions' thought as it is;
    between and beyond, less and more of the style.

    Raises:
        StorytellerError: if the strength is no finite number, or one of
            more than a million.

    Chapter: book/08_style_shifting
    """
    check_strength(strength)
    return x + strength * (b - c)


def check_strength(strength: Any) -> None:
    """Raise StorytellerError unless a style can be so strong.

    Chapter: book/08_style_shifting
    """
    if not _is_number(strength):
        raise StorytellerError(
            f"the strength of a style must be a number, got {strength!r}"
        )
    if abs(strength) > MOST_STRENGTH:
        raise StorytellerError(
            "the strength of a style must be from -1,000,000 to 1,000,000, "
            f"got {strength!r}"
        )


def blend(
    styles: Mapping[str, Vector], weights: Mapping[str, float]
) -> Vector:
    """A weighted mean of style vectors; the weights need not sum to one.

    Raises:
        StorytellerError: for an unknown style (with the nearest names), a
            weight that is negative or no number, weights that sum to zero
            or to no number, or no weights at all.

    Chapter: book/08_style_shifting
    """
    if not isinstance(weights, Mapping):
        raise StorytellerError(
            "a style is a name or names with weights, such as "
            f"{{'adventure': 0.7, 'romance': 0.3}}, got {weights!r}"
        )
    for name, weight in weights.items():
        check_style(name, styles)
        if not _is_number(weight) or weight < 0:
            raise StorytellerError(
                f"the weight of {name} must be zero or more, got {weight!r}"
            )
    total = sum(weights.values())
    if total <= 0:
        raise StorytellerError("the weights of a blend must not all be zero")
    if math.isinf(total):
        raise StorytellerError(
            "the weights of a blend are too large to be added up: only their "
            "ratio counts, so choose smaller ones"
        )
    parts = [styles[name] * (w / total) for name, w in weights.items()]
    return torch.stack(parts).sum(dim=0)  # (dim,)


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and math.isfinite(value)


def check_style(name: str, styles: Collection[str]) -> None:
    """Raise StorytellerError, with the nearest names, if it is unknown.

    Chapter: book/08_style_shifting
    """
    if name not in styles:
        near = difflib.get_close_matches(str(name), styles, 2, 0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise StorytellerError(
            f"there is no style {name!r}: {hint}"
            f"Styles here: {', '.join(styles)}"
        )


def parse_style(text: str) -> dict[str, float]:
    """Weights from text: ``romance`` or ``adventure=0.7,romance=0.3``.

    Raises:
        StorytellerError: if a part is not ``name`` or ``name=number``, or
            a name comes twice.

    Chapter: book/08_style_shifting
    """
    weights: dict[str, float] = {}
    for part in text.split(","):
        name, given, weight = (piece.strip() for piece in part.partition("="))
        try:
            value = float(weight) if given else 1.0
        except ValueError:
            raise StorytellerError(
                f"cannot read the style {part.strip()!r}: write a name, or "
                "names with weights such as adventure=0.7,romance=0.3"
            ) from None
        if name in weights:
            raise StorytellerError(f"the style {name!r} is named twice")
        weights[name] = value
    return weights
