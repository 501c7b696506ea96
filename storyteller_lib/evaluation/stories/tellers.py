"""Whoever tells stories, as something that can be measured.

A ``Teller`` has a name and a function from a picture and a style to a
story's text. The storyteller with any of its options is one; so is anything
else that you can call. Stories are kept as they are told, so that a
measurement that was cut off goes on where it was.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import hashlib
import inspect
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, NamedTuple

from tqdm.auto import tqdm

from storyteller_lib.config import StorytellerError, shown_rounded
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.captioners import (
    attention_parts,
    check_captioner,
)
from storyteller_lib.storyteller.choosing.candidates import SelectionSettings
from storyteller_lib.storyteller.models.key import models_key
from storyteller_lib.storyteller.telling import Telling
from storyteller_lib.storyteller.writing import Writing

SETTING: dict[str, Any] = {"beam_width": 10, "length": (40, 80)}
"""What every story is asked for, unless a teller says otherwise."""


@shown_rounded
class Told(NamedTuple):
    """A story's text, and the caption it thought fitted best.

    Chapter: book/12_measuring_stories
    """

    text: str
    caption: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Teller:
    """A way to tell stories.

    Attributes:
        name: what its row is called.
        tell: makes a story of a picture in a style.
        about: how it is made, as plain values, for the record.
        storyteller: whose models can be measured by themselves, if any.

    Chapter: book/12_measuring_stories
    """

    name: str
    tell: Callable[[PictureRecord, str], Told]
    about: Mapping[str, Any] = field(default_factory=dict)
    storyteller: Storyteller | None = None


def teller(name: str, storyteller: Storyteller, **how: Any) -> Teller:
    """A storyteller with options as something to measure.

    Args:
        name: what its row is called.
        storyteller: with its models.
        how: whatever ``Storyteller.story`` takes; ``SETTING`` otherwise.

    Raises:
        StorytellerError: for an option that ``story`` does not take, or a
            value that it would refuse.

    Chapter: book/12_measuring_stories
    """
    asked = {**SETTING, **how}
    _check_wishes(storyteller, asked)

    def tell(picture: PictureRecord, style: str) -> Told:
        begun = time.perf_counter()
        story = storyteller.story(picture.open(), style, **asked)
        best = story.captions[0].text if story.captions else ""
        return Told(story.text, best, time.perf_counter() - begun)

    about = {"models": storyteller.models.name, "options": asked}
    return Teller(name, tell, about, storyteller)


def _check_wishes(storyteller: Storyteller, asked: dict[str, Any]) -> None:
    """Refuse before the measuring what ``story`` would refuse in it."""
    rest = dict(asked)
    captions = rest.pop("captions", None)
    captioner = rest.pop("captioner", None)
    Telling.asked(**rest)
    if captions is not None:
        storyteller.within(captions)
    if captioner is not None:
        check_captioner(captioner)
    if captioner not in (None, "retrieval"):
        attention_parts(storyteller.models)


def load_tellers(
    models: Sequence[str] = ("course",), rows: Sequence[str] = ()
) -> list[Teller]:
    """Tellers from what is written on the command line.

    Args:
        models: names or folders of models; one teller for each.
        rows: more of them as ``NAME: option=value option=value``; options
            of ``Storyteller.load`` (``models`` is the first of ``models``
            unless told), of ``Storyteller.story`` and of
            ``SelectionSettings``, as JSON or words.

    Raises:
        StorytellerError: if a row cannot be read, or names an option that
            none of the three takes.

    Chapter: book/12_measuring_stories
    """
    asked = [(m, {"models": m}) for m in models if not rows]
    asked += [_read(row, models[0]) for row in rows]
    loads = set(inspect.signature(Storyteller.load).parameters)
    choices = {f.name for f in fields(SelectionSettings)}
    choices -= {"candidates", *(f.name for f in fields(Writing))}
    found, loaded = [], dict[str, Storyteller]()
    for name, options in asked:
        chosen = {k: v for k, v in options.items() if k in loads}
        key = json.dumps(chosen, sort_keys=True)
        if key not in loaded:
            loaded[key] = Storyteller.load(**chosen)
        choice = {k: v for k, v in options.items() if k in choices}
        known = {*loads, *choices}
        rest = {k: v for k, v in options.items() if k not in known}
        made = teller(name, _choosing(loaded[key], choice), **rest)
        weights = models_key(chosen.get("models", "course"))
        about = {**made.about, **chosen, "weights": weights}
        if choice:
            about["selection"] = choice
        found.append(Teller(name, made.tell, about, loaded[key]))
    return found


def _choosing(by: Storyteller, choice: dict[str, Any]) -> Storyteller:
    """The same storyteller, which chooses among candidates otherwise."""
    if not choice:
        return by
    selection = {**by.models.selection, **choice}
    SelectionSettings.from_dict(selection)
    return Storyteller(replace(by.models, selection=selection), by.beam)


def tell_all(
    by: Teller,
    pictures: Sequence[PictureRecord],
    styles: Sequence[str],
    keep: Path | None = None,
) -> dict[str, list[Told]]:
    """Stories of every picture in every style.

    Args:
        by: who tells them.
        pictures: what about.
        styles: in which styles.
        keep: a folder in which stories are kept, and found again by a
            teller with the same name and record.

    Returns:
        For each style a story a picture.

    Chapter: book/12_measuring_stories
    """
    path = None
    if keep is not None:
        record = json.dumps([by.name, by.about], sort_keys=True, default=str)
        key = hashlib.sha256(record.encode()).hexdigest()[:12]
        keep.mkdir(parents=True, exist_ok=True)
        path = keep / f"stories-{key}.jsonl"
    known = _kept(path)
    told: dict[str, list[Told]] = {style: [] for style in styles}
    pairs = [(picture, style) for picture in pictures for style in styles]
    for picture, style in tqdm(pairs, f"stories by {by.name}", disable=None):
        story = known.get((picture.name, style)) or by.tell(picture, style)
        told[style].append(story)
        if path is not None and (picture.name, style) not in known:
            with path.open("a", encoding="utf-8") as file:
                line = [picture.name, style, *story]
                file.write(json.dumps(line) + "\n")
    return told


def _kept(path: Path | None) -> dict[tuple[str, str], Told]:
    """Stories told before; a last line that was cut off is told again."""
    found: dict[tuple[str, str], Told] = {}
    if path is None or not path.exists():
        return found
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0]
    for line in filter(None, whole.split("\n")):
        picture, style, *story = json.loads(line)
        found[picture, style] = Told(*story)
    path.write_text(whole + "\n" if whole else "", encoding="utf-8")
    return found


def _read(row: str, models: str) -> tuple[str, dict[str, Any]]:
    name, colon, rest = row.partition(":")
    options: dict[str, Any] = {"models": models}
    for pair in rest.split():
        key, equals, value = pair.partition("=")
        if not equals:
            colon = ""
        try:
            options[key] = json.loads(value)
        except json.JSONDecodeError:
            options[key] = value
    if not colon or not name.strip():
        raise StorytellerError(
            f"cannot read the row {row!r}: write NAME: option=value "
            "option=value, such as 'wide: beam_width=50'"
        )
    return name.strip(), options
