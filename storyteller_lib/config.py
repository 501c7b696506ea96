"""Where things are, what they run on, and how they fail.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import MISSING, asdict, dataclass, fields, is_dataclass
from numbers import Integral, Real
from pathlib import Path
from typing import Any, TypeVar

import platformdirs
import torch

S = TypeVar("S", bound="Settings")
T = TypeVar("T")

SHOWN_DIGITS = 4
"""Digits after the point of a number that a model gave, where it is shown."""

_KINDS: dict[str, tuple[type, str]] = {
    "int": (Integral, "a whole number"),
    "float": (Real, "a number"),
    "bool": (bool, "true or false"),
    "str": (str, "text"),
}
"""What a setting may be, by its annotation; others are not looked at."""


class StorytellerError(ValueError):
    """Bad input, told in one sentence that says what to do about it.

    Chapter: book/02_pictures_captions_books
    """


def check_known(kind: str, name: Any, known: Iterable[Any]) -> None:
    """Raise StorytellerError unless the name is one of those there are.

    Args:
        kind: of what, such as ``genre``.
        name: what was asked for.
        known: what there is.

    Chapter: book/02_pictures_captions_books
    """
    if name not in (there := tuple(known)):
        raise StorytellerError(
            f"there is no {kind} {name!r}: choose one of "
            f"{', '.join(map(str, there))}"
        )


@dataclass(frozen=True)
class Settings:
    """Base of all settings: frozen, checked, and stored as plain JSON.

    Subclasses are frozen dataclasses that check themselves in
    ``__post_init__``, with ``check_positive(...)`` and ``check_range(...)``.

    Chapter: book/02_pictures_captions_books
    """

    def to_dict(self) -> dict[str, Any]:
        """The settings as a dictionary of plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls: type[S], values: Any) -> S:
        """Settings from a dictionary such as ``to_dict`` returns.

        Raises:
            StorytellerError: for a name the settings do not have, one that
                is missing, or a value of the wrong kind.
        """
        known = {field.name for field in fields(cls)}
        if not isinstance(values, dict):
            raise StorytellerError(
                f"{cls.__name__} is made of names with values, got {values!r}"
            )
        if strange := sorted(set(values) - known):
            raise StorytellerError(
                f"{cls.__name__} has no setting {strange[0]!r}; "
                f"it has {', '.join(sorted(known))}"
            )
        needed = {
            field.name
            for field in fields(cls)
            if field.default is field.default_factory is MISSING
        }
        if missing := sorted(needed - set(values)):
            raise StorytellerError(
                f"{cls.__name__} needs the setting {missing[0]!r}"
            )
        given = {  # JSON has no tuples
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        cls.check_kinds(given)
        try:
            return cls(**given)
        except TypeError as error:  # such as text inside of a list
            raise StorytellerError(
                f"{cls.__name__} cannot be made of {values}: {error}"
            ) from None

    @classmethod
    def check_kinds(cls, values: dict[str, Any]) -> None:
        """Raise StorytellerError for text, say, where a number belongs."""
        for field in fields(cls):
            named, _, none = str(field.type).partition(" | ")
            kind, said = _KINDS.get(named, (object, ""))
            value = values.get(field.name)
            if field.name not in values or kind is object:
                continue
            if none and value is None:
                continue
            strange = isinstance(value, bool) and kind is not bool
            if strange or not isinstance(value, kind):
                raise StorytellerError(
                    f"{cls.__name__}.{field.name} must be {said}, "
                    f"got {value!r}"
                )

    def check_range(
        self,
        *names: str,
        least: float = 0,
        most: float = math.inf,
        below: float = math.inf,
    ) -> None:
        """Raise StorytellerError unless these settings are in a range.

        Args:
            names: of the settings.
            least: the smallest that they may be.
            most: the largest.
            below: what they may not reach.
        """
        said = f"{least:,} or more"
        if most < math.inf:
            said = f"from {least:,} to {most:,}"
        elif below < math.inf:
            said = f"from {least:,} to below {below:,}"
        self.check_kinds({name: getattr(self, name) for name in names})
        for name in names:
            value = getattr(self, name)
            if not least <= value <= most or value >= below:
                raise StorytellerError(
                    f"{type(self).__name__}.{name} must be {said}, "
                    f"got {value!r}"
                )

    def check_positive(self, *names: str) -> None:
        """Raise StorytellerError unless these settings are above zero."""
        self.check_kinds({name: getattr(self, name) for name in names})
        for name in names:
            value = getattr(self, name)
            if not value > 0:
                raise StorytellerError(
                    f"{type(self).__name__}.{name} must be above zero, "
                    f"got {value!r}"
                )


def shown_rounded(cls: type[T]) -> type[T]:
    """A dataclass or named tuple whose ``repr`` rounds its numbers.

    The last digits of what a model computes are the processor's, and nobody
    reads sixteen of them. The values themselves stay as they are.

    Chapter: book/02_pictures_captions_books
    """
    if is_dataclass(cls):
        names = [field.name for field in fields(cls) if field.repr]
    else:
        names = list(cls._fields)  # type: ignore[attr-defined]

    def shown(self: T) -> str:
        told = (f"{n}={_rounded(getattr(self, n))!r}" for n in names)
        return f"{type(self).__qualname__}({', '.join(told)})"

    cls.__repr__ = shown  # type: ignore[assignment]
    return cls


def _rounded(value: Any) -> Any:
    """The value, with rounded numbers wherever it holds some."""
    if isinstance(value, Real) and not isinstance(value, Integral):
        return round(float(value), SHOWN_DIGITS)
    if type(value) in (list, tuple):
        return type(value)(map(_rounded, value))
    if type(value) is dict:
        return {_rounded(k): _rounded(v) for k, v in value.items()}
    return value


def check_seed(seed: int | None) -> None:
    """Raise StorytellerError unless this seeds chance, or is None.

    Chapter: book/02_pictures_captions_books
    """
    whole = isinstance(seed, Integral) and not isinstance(seed, bool)
    if seed is not None and not (whole and 0 <= seed < 2**63):
        raise StorytellerError(
            f"a seed is a whole number from 0 to 2^63 - 1, got {seed!r}"
        )


def device() -> torch.device:
    """The best device here: CUDA, else MPS (Apple), else the CPU.

    Chapter: book/02_pictures_captions_books
    """
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def cache_folder() -> Path:
    """The folder for what can be made again (``STORYTELLER_CACHE``).

    Raises:
        StorytellerError: if there can be no such folder.

    Chapter: book/02_pictures_captions_books
    """
    chosen = os.environ.get("STORYTELLER_CACHE")
    folder = chosen or platformdirs.user_cache_dir("storyteller")
    path = Path(folder).expanduser()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorytellerError(
            f"the cache folder {path} cannot be made ({error.strerror}): "
            "name another one in STORYTELLER_CACHE"
        ) from None
    return path


def data_folder() -> Path | None:
    """The folder of gathered real data (``STORYTELLER_DATA``), if any.

    Raises:
        StorytellerError: when the variable names no folder.

    Chapter: book/02_pictures_captions_books
    """
    chosen = os.environ.get("STORYTELLER_DATA")
    if not chosen:
        return None
    path = Path(chosen).expanduser()
    if not path.is_dir():
        raise StorytellerError(
            f"STORYTELLER_DATA names {path}, which is not a folder: "
            "point it at your data or unset it"
        )
    return path
