"""The pocket world's stories, in the layouts of VIST.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from storyteller_lib.data.splits import SPLITS
from storyteller_lib.data.storybook import drawing
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.plots import Plot, plots

SIZES = {"train": 4, "val": 2, "test": 2}
DESCRIPTIONS = 3


def write_vist(folder: Path, published: bool = False) -> None:
    """Write the stories of all splits.

    Args:
        folder: made if it is not there.
        published: the annotation files and photographs as VIST has them,
            instead of the compact texts.

    Chapter: book/11_stories_from_sequences
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number, split in enumerate(SPLITS, start=1):
        rng = random.Random(f"pocket-vist-{split}")
        made = [
            _Album(f"{number}{i}", plot, rng)
            for i, plot in enumerate(islice(plots(split), SIZES[split]))
        ]
        if published:
            _write_published(folder, split, made)
        else:
            _write_compact(folder, split, made)


class _Album:
    """One plot, told, and its pictures described."""

    def __init__(self, number: str, plot: Plot, rng: random.Random) -> None:
        self.number, self.plot = number, plot
        self.sentences = [s.lower() for s in plot.tell(rng)]
        self.photographs = [f"{number}{j}" for j in range(len(plot.scenes))]
        self.described = [
            [c.text.lower() for c in captions(scene, rng, DESCRIPTIONS)]
            for scene in plot.scenes
        ]


def _write_compact(folder: Path, split: str, albums: Iterable[_Album]) -> None:
    stories, described = [], []
    for album in albums:
        stories.append(
            {
                "split": split,
                "album_id": album.number,
                "story": " ".join(album.sentences),
                "sentences": album.sentences,
            }
        )
        for photograph, texts in _described(album):
            described.append(
                {
                    "split": split,
                    "photo_flickr_id": photograph,
                    "descriptions": texts,
                }
            )
    _write_lines(folder / f"stories_{split}.jsonl", stories)
    _write_lines(folder / f"descriptions_{split}.jsonl", described)


def _described(album: _Album) -> Iterable[tuple[str, list[str]]]:
    return zip(album.photographs, album.described, strict=True)


def _write_published(
    folder: Path, split: str, albums: Iterable[_Album]
) -> None:
    told: list[list[dict[str, Any]]] = []
    isolated: list[list[dict[str, Any]]] = []
    for album in albums:
        parts = zip(album.photographs, album.sentences, strict=True)
        told += [
            [
                {
                    "story_id": f"{album.number}00",
                    "album_id": album.number,
                    "photo_flickr_id": photograph,
                    "worker_arranged_photo_order": order,
                    "tier": "story-in-sequence",
                    "text": text,
                    "original_text": text,
                }
            ]
            for order, (photograph, text) in enumerate(parts)
        ]
        isolated += [
            [{"photo_flickr_id": photograph, "text": text}]
            for photograph, texts in _described(album)
            for text in texts
        ]
        _write_photographs(folder / "images" / split, album)
    for kind, part, notes in (
        ("sis", "story-in-sequence", told),
        ("dii", "description-in-isolation", isolated),
    ):
        (folder / kind).mkdir(exist_ok=True)
        path = folder / kind / f"{split}.{part}.json"
        path.write_text(json.dumps({"annotations": notes}), encoding="utf-8")


def _write_photographs(folder: Path, album: _Album) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, scene in zip(album.photographs, album.plot.scenes, strict=True):
        file = io.BytesIO()
        drawing.draw(scene).picture.save(file, "JPEG", quality=90)
        (folder / f"{name}.jpg").write_bytes(file.getvalue())


def _write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    lines = "".join(json.dumps(record) + "\n" for record in records)
    path.write_text(lines, encoding="utf-8")
