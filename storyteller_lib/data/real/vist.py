"""VIST: stories that people told about five photographs of an album.

Huang et al. (2016), "Visual storytelling". The published layout holds one
JSON file a split for stories in sequence and one for descriptions in
isolation (what is on each photograph, said by people who saw it alone), and
the photographs where somebody has them. The compact layout holds texts only,
as JSON lines. In both, names of people are ``[male]`` and ``[female]``.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from PIL.Image import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.files import cut_short, need, read_records
from storyteller_lib.data.world import (
    PictureRecord,
    PictureSequence,
    check_split,
)
from storyteller_lib.pictures import load_picture

LENGTH = 5
STORIES = "story-in-sequence"
DESCRIPTIONS = "description-in-isolation"


def stories(folder: Path, split: str) -> list[PictureSequence]:
    """The stories of a split that have five sentences.

    With the published files each has five pictures too; a photograph that
    is not in ``images`` cannot be opened, but has its descriptions.

    Raises:
        StorytellerError: if a file is missing or broken.

    Chapter: book/11_stories_from_sequences
    """
    compact = _compact(folder, "stories", split)
    if compact is not None:
        return _compact_stories(compact)
    described = descriptions(folder, split)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for note in _notes(folder, split, STORIES):
        found[str(note["story_id"])].append(note)
    photographs = _photographs(folder / "images")
    return [
        _published(name, notes, described, photographs)
        for name, notes in found.items()
        if len(notes) == LENGTH
    ]


def descriptions(folder: Path, split: str) -> dict[str, list[str]]:
    """What people said of single photographs, by the photograph's number.

    Raises:
        StorytellerError: if a file is missing or broken.

    Chapter: book/11_stories_from_sequences
    """
    compact = _compact(folder, "descriptions", split)
    if compact is not None:
        records = read_records(compact, "photo_flickr_id", "descriptions")
        return {r["photo_flickr_id"]: r["descriptions"] for r in records}
    found: dict[str, list[str]] = defaultdict(list)
    for note in _notes(folder, split, DESCRIPTIONS):
        found[str(note["photo_flickr_id"])].append(note["text"])
    return dict(found)


def _compact(folder: Path, kind: str, split: str) -> Path | None:
    """The compact file of a split; None where the published ones are."""
    check_split(split)
    plain = need(folder) / f"{kind}_{split}.jsonl"
    for path in (plain, plain.with_suffix(".jsonl.gz")):
        if path.exists():
            return path
    if any(folder.rglob(f"*.{STORIES}.json")):
        return None
    return need(plain)


def _compact_stories(path: Path) -> list[PictureSequence]:
    """Stories whose sentences are known; pictures there are none."""
    counts: dict[str, int] = defaultdict(int)
    found = []
    for record in read_records(path, "album_id", "story"):
        album, sentences = record["album_id"], record.get("sentences") or ()
        counts[album] += 1
        if len(sentences) == LENGTH:
            name = f"{album}-{counts[album]}"
            found.append(PictureSequence(name, tuple(sentences)))
    return found


def _notes(folder: Path, split: str, kind: str) -> list[dict[str, Any]]:
    """The annotations of a published file, each checked for what it needs."""
    paths = sorted(folder.rglob(f"{split}.{kind}.json"))
    path = need(paths[0] if paths else folder / f"{split}.{kind}.json")
    needed = {"photo_flickr_id", "text"}
    if kind == STORIES:
        needed |= {"story_id", "worker_arranged_photo_order"}
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        notes = [note for (note,) in whole["annotations"]]
        if all(needed <= set(note) for note in notes):
            return notes
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise cut_short(path, error) from None
    raise StorytellerError(
        f"an annotation in {path} lacks one of {', '.join(sorted(needed))}"
    )


def _published(
    name: str,
    notes: list[dict[str, Any]],
    described: Mapping[str, list[str]],
    photographs: Mapping[str, Path],
) -> PictureSequence:
    """One story in the order in which its teller put the photographs."""
    notes.sort(key=lambda note: int(note["worker_arranged_photo_order"]))
    numbers = [str(note["photo_flickr_id"]) for note in notes]
    pictures = tuple(
        PictureRecord(
            name=number,
            captions=tuple(described.get(number, ())),
            open=partial(_open, number, photographs.get(number)),
        )
        for number in numbers
    )
    return PictureSequence(name, tuple(n["text"] for n in notes), pictures)


@lru_cache(maxsize=4)
def _photographs(folder: Path) -> dict[str, Path]:
    """The photographs that there are, by their numbers."""
    return {path.stem: path for path in sorted(folder.rglob("*.*"))}


def _open(number: str, path: Path | None) -> Image:
    if path is None:
        raise StorytellerError(
            f"the photograph {number} of VIST is not there: put it into the "
            "folder vist/images of your data"
        )
    return load_picture(path)
