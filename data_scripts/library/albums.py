"""Measure how albums of real photographs are told.

    STORYTELLER_DATA=... python -m data_scripts.library.albums

Forty strips of five photographs each, drawn at random from Flickr8k's test
part, are told as albums and in the four voices. Counted are: whether each
sentence finds its own picture among the five, by the reader of people's
captions of chapter 12 (chance: one of five); whether one pronoun, *he* or
*she*, goes through the story; whether the judge of the library hears the
voice. Writes ``book/measured/albums.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from data_scripts.library.measure import library_judge
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.stories.ten_pictures import (
    CaptionReader,
    found_among,
)
from storyteller_lib.storyteller.sequences.albums import (
    ALBUM,
    AlbumTeller,
    album_teller,
)
from storyteller_lib.storyteller.sequences.teller import LENGTH
from storyteller_lib.text import tokenise

OUTPUT = Path("book/measured/albums.json")
STRIPS = 40
HE, SHE = frozenset(("he", "him", "his")), frozenset(("she", "her", "hers"))

Strip = Sequence[PictureRecord]
Told = list[tuple[str, ...]]


def strips(count: int) -> list[Strip]:
    """Test photographs, five at a time, none twice."""
    pictures = RealWorld().pictures("test")
    order = np.random.default_rng(0).permutation(len(pictures))
    return [
        [pictures[i] for i in order[LENGTH * n : LENGTH * (n + 1)].tolist()]
        for n in range(count)
    ]


def found(reader: CaptionReader, told: Told, shown: list[Strip]) -> float:
    """The share of sentences that find their picture among the five."""
    shares = [
        found_among(reader, story, [p.captions for p in strip], LENGTH)
        for story, strip in zip(told, shown, strict=True)
    ]
    return round(float(np.mean(shares)), 3)


def one_person(told: Told) -> float:
    """The share of stories with a *he* or a *she* and not with both."""
    words = [set(tokenise(" ".join(story))) for story in told]
    either = [w for w in words if w & (HE | SHE)]
    both = sum(bool(w & HE and w & SHE) for w in either)
    return round(1 - both / max(len(either), 1), 3)


def main() -> None:
    """Tell, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strips", type=int, default=STRIPS)
    chosen = parser.parse_args()
    teller, shown = album_teller("course"), strips(chosen.strips)
    assert isinstance(teller, AlbumTeller)
    train = RealWorld().pictures("train")
    reader = CaptionReader(c for p in train for c in p.captions)
    opened = [[p.open() for p in strip] for strip in shown]
    told: dict[str, Told] = {
        voice: [
            teller.story([p.copy() for p in strip], voice).sentences
            for strip in tqdm(opened, voice)
        ]
        for voice in (ALBUM, *GENRES)
    }
    judge = library_judge()
    texts = {g: [" ".join(story) for story in told[g]] for g in GENRES}
    rows: list[dict[str, Any]] = [
        {
            "row": voice,
            "finds its picture": found(reader, stories, shown),
            "one person": one_person(stories),
        }
        for voice, stories in told.items()
    ]
    captions = [tuple(p.captions[0] for p in strip) for strip in shown]
    rest = [  # the caption that is scored is not read
        [replace(p, captions=p.captions[1:]) for p in strip] for strip in shown
    ]
    figures = {
        "made_by": "python -m data_scripts.library.albums",
        "strips": len(shown),
        "chance": 1 / LENGTH,
        "rows": rows,
        "a person's caption": found(reader, captions, rest),
        "another strip's sentences": found(
            reader, [*told[ALBUM][1:], told[ALBUM][0]], shown
        ),
        "voice": judge.recognised(texts),
    }
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
