"""Captions by themselves: Flickr30k and COCO as plain lines of text.

They teach how captions speak; no photograph is needed for that.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from pathlib import Path

from storyteller_lib.data.real.files import read_lines
from storyteller_lib.data.world import check_split

FOLDERS = ("flickr30k_captions", "coco_captions")


def caption_lines(data: Path, split: str) -> list[str]:
    """All captions of a split in the caption folders that are there.

    One caption a line in ``captions_SPLIT.txt`` or ``.txt.gz``; a folder
    or a split that is not there adds nothing, and neither do COCO's extra
    captions, which may be of any split.

    Raises:
        StorytellerError: if a file is broken.

    Chapter: book/02_pictures_captions_books
    """
    check_split(split)
    found: list[str] = []
    for folder in FOLDERS:
        for ending in ("txt", "txt.gz"):
            path = data / folder / f"captions_{split}.{ending}"
            if path.exists():
                found += read_lines(path)
                break
    return [" ".join(line.split()) for line in found if line.strip()]
