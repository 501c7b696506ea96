"""Measure how albums of real photographs are told.

    STORYTELLER_DATA=... python -m data_scripts.library.albums

Forty strips of five photographs each, drawn at random from Flickr8k's test
part, are told as albums and in the four voices. Counted are: whether each
sentence finds its own picture among the five, by the reader of people's
captions of chapter 12 (chance: one of five); whether one pronoun, *he* or
*she*, goes through the story; whether the judge of the library hears the
voice. The library's test albums are told, too, from the places of their
captions in place of pictures, and cost the decoder some nats a word, before
and after it learnt albums. Writes ``book/measured/albums.json``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm

from data_scripts.library.album_decoder import (
    batch_of,
    lengths_of,
    sentence_texts,
)
from data_scripts.library.material import RUNS, Reader
from data_scripts.library.measure import library_judge
from storyteller_lib.album_decoder import AlbumDecoder
from storyteller_lib.data.library.albums import library_albums
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.stories.ten_pictures import (
    CaptionReader,
    found_among,
)
from storyteller_lib.retelling.pronouns import one_person
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.sequences.albums import (
    ALBUM,
    AlbumTeller,
    Sight,
    album_teller,
)
from storyteller_lib.storyteller.sequences.teller import LENGTH
from storyteller_lib.text import tokenise

OUTPUT = Path("book/measured/albums.json")
KEPT = Path("runs/albums.json")
STRIPS = 100
VOICES = (ALBUM, *GENRES)
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


def of_one_person(told: Told) -> float:
    """The share of stories with a *he* or a *she* and not with both."""
    texts = [" ".join(story) for story in told]
    either = [t for t in texts if (HE | SHE) & {*tokenise(t)}]
    return round(sum(map(one_person, either)) / max(len(either), 1), 3)


def among_own(reader: CaptionReader, told: Told) -> float:
    """The share of the test albums' sentences that find their caption."""
    albums = library_albums("test")
    shares = [
        found_among(reader, story, [[c] for c in album.captions], LENGTH)
        for story, album in zip(told, albums, strict=True)
    ]
    return round(float(np.mean(shares)), 3)


@torch.inference_mode()
def from_captions(teller: AlbumTeller, voice: str) -> Told:
    """The library's test albums, each caption's place being the picture's."""
    models = teller.teller.models
    told = []
    for album in tqdm(library_albums("test"), f"{voice}, of captions"):
        places = models.embedding.embed_texts(
            album.captions, models.embedding_words
        )
        seen = []
        for eye in places:
            found = models.bank.nearest(eye, models.captions)
            x = teller.teller.think([caption.text for caption in found])
            seen.append(Sight(eye, found, teller.teller.shift(x, voice)))
        told.append(teller.tell(seen, {voice: 1.0}, teller.drawing()))
    return told


@torch.no_grad()
def surprise(models: Models, decoder: StoryDecoder) -> float:
    """What a word of the test albums costs a decoder that turns, in nats."""
    reader = Reader(models, RUNS / "encoded")
    texts = sentence_texts(reader, "test", models)
    texts.caption_means = models.caption_mean[None]
    told = AlbumDecoder(decoder.settings).eval()
    told.load_state_dict(decoder.state_dict())
    stories = list(range(len(lengths_of(texts))))
    return round(float(told(*batch_of(texts, stories))), 3)


def row(
    voice: str, told: Told, shown: list[Strip], reader: CaptionReader
) -> dict[str, Any]:
    """What chapter 11 says of a voice; its albums in the library beside."""

    def written(split: str | None) -> Told:
        return [a.tellings.get(voice, a.story) for a in library_albums(split)]

    return {
        "row": voice,
        "finds its picture": found(reader, told, shown),
        "one person": of_one_person(told),
        "one person, written": of_one_person(written(None)),
        "finds its caption, written": among_own(reader, written("test")),
    }


def main() -> None:
    """Tell, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strips", type=int, default=STRIPS)
    parser.add_argument("--keep", type=Path, default=KEPT)
    chosen = parser.parse_args()
    teller, shown = album_teller("course"), strips(chosen.strips)
    assert isinstance(teller, AlbumTeller)
    plain = load_models("course")
    train = RealWorld().pictures("train")
    reader = CaptionReader(c for p in train for c in p.captions)
    told: dict[str, Told] = {
        voice: [
            teller.story([p.open() for p in strip], voice).sentences
            for strip in tqdm(shown, voice)
        ]
        for voice in VOICES
    }
    chosen.keep.parent.mkdir(parents=True, exist_ok=True)
    chosen.keep.write_text(json.dumps(told, indent=1), encoding="utf-8")
    rows = [row(voice, told[voice], shown, reader) for voice in VOICES]
    for line in rows:
        line["finds its caption"] = among_own(
            reader, from_captions(teller, line["row"])
        )
    judge = library_judge()
    texts = {g: [" ".join(story) for story in told[g]] for g in GENRES}
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
        "nats a word": {
            "as it was": surprise(plain, plain.decoder),
            "taught": surprise(plain, teller.teller.models.decoder),
        },
    }
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
