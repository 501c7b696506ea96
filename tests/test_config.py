from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import (
    FrozenInstanceError,
    dataclass,
    field,
    fields,
    is_dataclass,
)
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch

from storyteller_lib.config import (
    Settings,
    StorytellerError,
    cache_folder,
    data_folder,
    device,
    shown_rounded,
)
from tools.imports import modules


@dataclass(frozen=True)
class Sizes(Settings):
    width: int
    depth: int = 3

    def __post_init__(self) -> None:
        self.check_positive("width", "depth")


@dataclass(frozen=True)
class Wishes(Settings):
    share: float = 0.5
    most: int | None = None
    name: str = ""
    loud: bool = False

    def __post_init__(self) -> None:
        self.check_positive("share")


def test_a_setting_is_of_its_kind() -> None:
    legal = {"share": 1, "most": None, "name": "x", "loud": True}
    assert Wishes.from_dict(legal) == Wishes(1, None, "x", True)
    assert Wishes.from_dict({"most": 3, "share": np.float32(2)}).most == 3
    for wrong in (
        {"share": "1"},
        {"share": True},
        {"most": 2.5},
        {"name": None},
        {"loud": 1},
    ):
        (name,) = wrong
        with pytest.raises(StorytellerError, match=rf"Wishes\.{name} must be"):
            Wishes.from_dict(wrong)
    with pytest.raises(StorytellerError, match="must be a number, got 'x'"):
        Wishes(share="x")  # type: ignore[arg-type]


@dataclass(frozen=True)
class Share(Settings):
    value: float


@pytest.mark.parametrize(
    ("bounds", "right", "wrong", "said"),
    [
        ({}, [0, 7.5], [-1, math.inf, math.nan], "0 or more"),
        ({"most": 1}, [0, 1], [-0.1, 1.1, math.nan], "from 0 to 1"),
        ({"below": 1}, [0, 0.9], [1, -0.1], "from 0 to below 1"),
        ({"least": 2, "most": 3_000}, [2, 3_000], [1], "from 2 to 3,000"),
    ],
)
def test_a_setting_is_in_its_range(
    bounds: dict[str, float],
    right: list[float],
    wrong: list[float],
    said: str,
) -> None:
    for value in right:
        Share(value).check_range("value", **bounds)
    for value in wrong:
        with pytest.raises(StorytellerError, match=f"must be {said}, got"):
            Share(value).check_range("value", **bounds)


def test_settings_round_trip_and_cannot_be_changed() -> None:
    sizes = Sizes(4)
    assert sizes.to_dict() == {"width": 4, "depth": 3}
    assert Sizes.from_dict(sizes.to_dict()) == sizes
    assert Sizes.from_dict({"width": 1}) == Sizes(1, 3)
    with pytest.raises(FrozenInstanceError):
        sizes.width = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"width": 1, "hight": 2}, "no setting 'hight'; it has depth, width"),
        ({"depth": 1}, "needs the setting 'width'"),
        ({"width": 0}, r"Sizes\.width must be above zero, got 0"),
        ({"width": float("nan")}, "must be a whole number, got nan"),
        ({"width": "4"}, "must be a whole number, got '4'"),
        ({"width": True}, "must be a whole number, got True"),
        ({"width": 1, "depth": [2]}, "must be a whole number"),
        ([("width", 1)], "made of names with values"),
        (None, "made of names with values, got None"),
    ],
)
def test_settings_that_cannot_be(values: Any, words: str) -> None:
    with pytest.raises(StorytellerError, match=words):
        Sizes.from_dict(values)


def test_the_cache_folder_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "a" / "b"))
    assert cache_folder() == tmp_path / "a" / "b"
    assert cache_folder().is_dir()
    monkeypatch.delenv("STORYTELLER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder().is_dir()


def test_a_cache_folder_that_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("STORYTELLER_CACHE", str(tmp_path / "file"))
    with pytest.raises(StorytellerError, match="STORYTELLER_CACHE"):
        cache_folder()


def test_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYTELLER_DATA", "")
    assert data_folder() is None
    monkeypatch.setenv("STORYTELLER_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.setenv("STORYTELLER_DATA", str(tmp_path / "missing"))
    with pytest.raises(StorytellerError, match="missing"):
        data_folder()


@pytest.mark.parametrize(
    ("cuda", "mps", "best"),
    [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_the_best_device(
    cuda: bool, mps: bool, best: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert device().type == best


# What is shown of a model's numbers


@shown_rounded
@dataclass(frozen=True)
class Judged:
    text: str
    scores: tuple[float, ...]
    by_name: dict[str, float]
    secret: float = field(default=0.0, repr=False)


@shown_rounded
class Found(NamedTuple):
    text: str
    score: float


def test_numbers_are_shown_rounded_and_kept_whole() -> None:
    judged = Judged("0.123456", (1 / 3, 2.0), {"b": 1e-7, "a": 2 / 3}, 0.1)
    assert repr(judged) == (
        "Judged(text='0.123456', scores=(0.3333, 2.0), "
        "by_name={'b': 0.0, 'a': 0.6667})"
    )
    assert judged.scores[0] == 1 / 3
    assert judged != Judged("0.123456", (0.3333, 2.0), judged.by_name)
    text, score = Found("a fox", np.float32(0.1))
    assert repr([Found(text, score)]) == "[Found(text='a fox', score=0.1)]"


# What somebody wishes, not what a model says.
ASKED = {"Telling", "Cell", "Words"}
NUMBER = 0.123456789


NO_RESULTS = (".data.", ".teaching.", ".diagrams.")
"""Where scenes, answers to exercises, and places on a drawing are made."""


def results() -> Iterator[type]:
    """The library's public records that hold numbers of models."""
    for name in sorted(modules()):
        if any(part in name for part in NO_RESULTS):
            continue
        if name.endswith("__main__"):
            continue
        for found in vars(import_module(name)).values():
            record = isinstance(found, type) and found.__module__ == name
            if not record or issubclass(found, Settings):
                continue
            kinds = getattr(found, "__annotations__", {}).values()
            table = is_dataclass(found) or hasattr(found, "_fields")
            if table and "float" in " ".join(map(str, kinds)):
                yield found


def filled(record: type) -> Any:
    """A record that holds the same long number everywhere."""
    if not is_dataclass(record):
        return record._make([NUMBER] * len(record._fields))
    empty = object.__new__(record)
    for part in fields(record):
        object.__setattr__(empty, part.name, NUMBER)
    return empty


def test_every_result_is_shown_rounded() -> None:
    found = {kind for kind in results() if kind.__name__ not in ASKED}
    assert {"Story", "ScoredCaption"} <= {kind.__name__ for kind in found}
    long = [kind for kind in found if "0.1234567" in repr(filled(kind))]
    assert long == [], "decorate with shown_rounded"
