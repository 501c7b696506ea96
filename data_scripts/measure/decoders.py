"""What a decoder has read, and what came of it: the table of chapter 12.

    STORYTELLER_DATA=... python -m data_scripts.measure.decoders [CLASS]

The decoder of novels, with the encoder that it learnt with; after scenes,
albums and novels; after dresses, too, as it ships; and one that a class
trained on the library alone (``storyteller train all --world library --preset
class --out CLASS``). Each is given the captions of the library's *test*
scenes, shifted, and is asked how surprised it is by the passages: told of
their own scene, of another, in another voice. Writes
``book/measured/decoders.json``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from data_scripts.course.pack import NOVELS
from data_scripts.library.decoder import NAME, RUNS, load_decoder
from storyteller_lib.data.library.scenes import LibraryScene, library_scenes
from storyteller_lib.data.world import GENRES
from storyteller_lib.skip_thoughts.combine_skip import ThoughtEncoder
from storyteller_lib.story_decoder import (
    StoryDecoder,
    passage_batch,
)
from storyteller_lib.storyteller.models.files import (
    load_models,
    ordinary_encoder,
)
from storyteller_lib.text import UNK, Vocabulary, tokenise

OUTPUT = Path("book/measured/decoders.json")
EVERY, BATCH = 4, 64


class Writer(NamedTuple):
    """A decoder with the encoder whose thoughts it knows."""

    encoder: ThoughtEncoder
    words: Vocabulary
    decoder: StoryDecoder


def writers(lesson: Path | None) -> dict[str, Writer]:
    """The decoders, by what they have read."""
    ordinary, old_words = ordinary_encoder("course")
    course = load_models("course")
    taught = course.thoughts, course.words
    found = {
        "novels": Writer(ordinary, old_words, load_decoder(NOVELS / NAME)),
        "and the library": Writer(
            *taught, load_decoder(RUNS / "ground" / NAME)
        ),
        "and its dresses": Writer(*taught, course.decoder),
    }
    if lesson is not None:
        own = load_models(lesson)
        found["the library alone, in a lesson"] = Writer(
            own.thoughts, own.words, own.decoder
        )
    return found


@torch.no_grad()
def surprise(writer: Writer, scenes: list[LibraryScene]) -> dict[str, float]:
    """Cross-entropy of the scenes' passages, in nats a word."""
    train = library_scenes("train")[::EVERY]

    def captions(some: list[LibraryScene]) -> Tensor:
        texts = [text for scene in some for text in scene.captions[:2]]
        read = writer.encoder.encode(texts, writer.words)
        return read.unflatten(0, (-1, 2)).mean(dim=1)

    def passages(some: list[LibraryScene]) -> list[str]:
        return [s.passages[g] for s in some for g in GENRES]

    told = writer.encoder.encode(passages(list(train)), writer.words)
    styles = told.unflatten(0, (-1, len(GENRES))).mean(dim=0)
    about = captions(scenes) - captions(list(train)).mean(dim=0)
    ids = [writer.words.encode(tokenise(t)) for t in passages(scenes)]
    asked = {
        "own scene": about[:, None] + styles,
        "another scene": about.roll(7, dims=0)[:, None] + styles,
        "another voice": about[:, None] + styles.roll(1, dims=0),
    }
    found = {
        name: _mean(writer.decoder, thoughts.flatten(0, 1), ids)
        for name, thoughts in asked.items()
    }
    count = sum(map(len, ids))
    found["unknown words"] = round(
        sum(row.count(UNK) for row in ids) / count, 4
    )
    return found


def _mean(
    decoder: StoryDecoder, thoughts: Tensor, ids: list[list[int]]
) -> float:
    total, count = 0.0, 0
    for start in range(0, len(ids), BATCH):
        some = slice(start, start + BATCH)
        nats = decoder.surprise(passage_batch(thoughts[some], ids[some]))
        total, count = total + float(nats.sum()), count + len(nats)
    return round(total / count, 3)


def main() -> None:
    """Measure all, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lesson", nargs="?", type=Path, metavar="CLASS")
    chosen = parser.parse_args()
    scenes = list(library_scenes("test"))
    rows: list[dict[str, Any]] = [
        {"row": name, **surprise(writer, scenes)}
        for name, writer in writers(chosen.lesson).items()
    ]
    figures = {
        "made_by": "python -m data_scripts.measure.decoders CLASS",
        "scenes": len(scenes),
        "rows": rows,
    }
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
