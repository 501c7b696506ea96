"""Photographs with captions: Flickr8k and COCO, compact or as published.

A folder is read in whichever layout it is in. The compact layout holds
``captions.jsonl`` (file, split, captions) beside tars of JPEGs; the
published ones hold a folder of JPEGs beside lists of captions.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PIL.Image import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.real.files import (
    PictureTar,
    cut_short,
    need,
    read_lines,
    read_records,
)
from storyteller_lib.data.world import PictureRecord, check_split
from storyteller_lib.pictures import load_picture

FLICKR_LISTS = {"train": "train", "val": "dev", "test": "test"}
COCO_SPLITS, COCO_YEARS = ("train", "val"), ("2017", "2014")


def flickr8k(folder: Path, split: str) -> list[PictureRecord]:
    """A split of Flickr8k (Hodosh et al., 2013): 8,000 photographs.

    Published layout: ``Flickr8k.token.txt`` and the three lists of
    ``Flickr_8k.trainImages.txt`` and so on, with the JPEGs in
    ``Flickr8k_Dataset`` (or ``Flicker8k_Dataset``, as its zip spells it).

    Raises:
        StorytellerError: if a file is missing or broken.

    Chapter: book/02_pictures_captions_books
    """
    check_split(split)
    if (need(folder) / "captions.jsonl").exists():
        return _compact(folder, split, f"{split}.tar")
    captions: dict[str, list[str]] = defaultdict(list)
    for line in read_lines(_find(folder, "Flickr8k.token.txt")):
        label, tab, caption = line.partition("\t")
        if tab:
            captions[label.partition("#")[0]].append(caption)
    listed = f"Flickr_8k.{FLICKR_LISTS[split]}Images.txt"
    names = [name for name in read_lines(_find(folder, listed)) if name]
    pictures = _find(folder, "Flick*8k_Dataset")
    return [
        _record(name, captions, partial(_from_folder, pictures))
        for name in map(str.strip, names)
    ]


def coco(folder: Path, split: str) -> list[PictureRecord]:
    """A split of COCO captions (Chen et al., 2015): train or val.

    Published layout: ``annotations/captions_train2017.json`` and the JPEGs
    in ``train2017``, or both of 2014: the same photographs, split otherwise.
    Of a folder with some of both, the year is read of which more is there
    (2017 if as much), for both splits: train of one year and val of the
    other share photographs. A photograph that is not there is left out,
    since few people have all of them. COCO's test captions are secret.

    Raises:
        StorytellerError: for the split test; if a file is missing or broken.

    Chapter: book/02_pictures_captions_books
    """
    check_split(split)
    if split not in COCO_SPLITS:
        raise StorytellerError("COCO has no captions for its test split")
    if (need(folder) / "captions.jsonl").exists():
        return _compact(folder, split, "images160.tar")
    year = max(COCO_YEARS, key=lambda year: _there_of_coco(folder, year))
    notes, pictures = map(need, _paths_of_coco(folder, split, year))
    return _annotated(notes, pictures)


def _paths_of_coco(folder: Path, split: str, year: str) -> tuple[Path, Path]:
    """Where a split's captions are, and where its photographs."""
    name = f"{split}{year}"
    return folder / "annotations" / f"captions_{name}.json", folder / name


def _there_of_coco(folder: Path, year: str) -> int:
    """How much of a year is there."""
    return sum(
        path.exists()
        for split in COCO_SPLITS
        for path in _paths_of_coco(folder, split, year)
    )


def _annotated(path: Path, pictures: Path) -> list[PictureRecord]:
    """The photographs of a folder with captions from COCO's JSON."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        names = {image["id"]: image["file_name"] for image in found["images"]}
        captions: dict[str, list[str]] = defaultdict(list)
        for item in found["annotations"]:
            captions[names[item["image_id"]]].append(item["caption"])
    except (ValueError, KeyError, TypeError) as error:
        raise cut_short(path, repr(error)) from None
    present = {file.name for file in pictures.iterdir()}
    return [
        _record(name, captions, partial(_from_folder, pictures))
        for name in sorted(captions.keys() & present)
    ]


def unlabelled(folder: Path) -> list[PictureRecord]:
    """Photographs without captions: all of ``photos.tar``, in its order.

    Raises:
        StorytellerError: if the tar is missing or cut short.

    Chapter: book/02_pictures_captions_books
    """
    archive = PictureTar(folder / "photos.tar")
    return [
        PictureRecord(name, (), partial(_from_tar, archive, name))
        for name in archive.names
    ]


def _compact(folder: Path, split: str, tar: str) -> list[PictureRecord]:
    records = read_records(
        folder / "captions.jsonl", "file", "split", "captions"
    )
    chosen = [record for record in records if record["split"] == split]
    archive = PictureTar(folder / tar)
    for record in chosen:
        if record["file"] not in archive:
            raise cut_short(archive.path, f"no {record['file']} in it")
    captions = {record["file"]: record["captions"] for record in chosen}
    return [
        _record(name, captions, partial(_from_tar, archive))
        for name in captions
    ]


def _record(
    name: str,
    captions: Mapping[str, Sequence[str]],
    opener: Callable[[str], Image],
) -> PictureRecord:
    if not captions.get(name):
        raise StorytellerError(f"there are no captions for {name}")
    tidy = (" ".join(caption.split()) for caption in captions[name])
    return PictureRecord(name, tuple(tidy), partial(opener, name))


def _from_tar(archive: PictureTar, name: str) -> Image:
    return load_picture(archive.read(name))


def _from_folder(folder: Path, name: str) -> Image:
    return load_picture(folder / Path(name).name)


def _find(folder: Path, pattern: str) -> Path:
    """The one file of that name in the folder or a folder in it."""
    found = sorted([*folder.glob(pattern), *folder.glob(f"*/{pattern}")])
    return found[0] if found else need(folder / pattern)
