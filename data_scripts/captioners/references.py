"""What chapter 4 says of photographs that may not be shipped.

    STORYTELLER_DATA=... python -m data_scripts.captioners.references

Counts the training photographs with a word in any of their captions, and
scores the course captioner against four references a photograph, each of
the five left out in turn: as many as one person is held against. Writes
``book/measured/captioner.json``.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from data_scripts.captioners.figures import bleus
from data_scripts.captioners.train import TESTED, WEIGHTS, load_captioner
from storyteller_lib.attention_captioner.annotations import annotations_of
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import PictureRecord
from storyteller_lib.evaluation.captions.captioning import write_all
from storyteller_lib.storyteller.models.files import load_image_encoder
from storyteller_lib.text import Vocabulary, detokenise, tokenise

OUTPUT = Path(__file__).parents[2] / "book" / "measured" / "captioner.json"
ASKED = {"dog": ("dog", "dogs"), "cat": ("cat", "cats"),
         "rocket": ("rocket", "rockets")}  # fmt: skip
REFERENCES = 5


def with_word(records: Sequence[PictureRecord], forms: Sequence[str]) -> int:
    """Photographs that have a form of the word in any of their captions."""
    said = [set(tokenise(" ".join(it.captions))) for it in records]
    return sum(bool(words & set(forms)) for words in said)


def told(records: Sequence[PictureRecord]) -> list[str]:
    """The course captioner's caption of each photograph."""
    folder = WEIGHTS / "course"
    captioner = load_captioner(folder / "attention_captioner.safetensors")
    words = Vocabulary.load(folder / "caption_words.txt")
    seen = annotations_of(load_image_encoder("course"), records, "course-test")
    rows = write_all(captioner, seen)
    return [detokenise(words.decode(row)) for row in rows]


def against_four(
    captions: Sequence[str] | None, records: Sequence[PictureRecord]
) -> list[float]:
    """BLEU-1 to BLEU-4 against all but one reference, the mean of five.

    Args:
        captions: one a photograph; by default the one left out, a person's.
        records: the photographs with what people wrote of them.
    """
    found = []
    for out in range(REFERENCES):
        mine = captions or [record.captions[out] for record in records]
        rest = [
            [text for i, text in enumerate(record.captions) if i != out]
            for record in records
        ]
        found.append(bleus(mine, rest)["BLEU"])
    return [round(float(score), 2) for score in np.mean(found, axis=0)]


def main() -> None:
    """Count, score and write."""
    world = RealWorld()
    learnt = world.pictures("train")
    asked = world.pictures("test", TESTED)
    table = {
        "made_by": "python -m data_scripts.captioners.references",
        "photographs learnt from": len(learnt),
        "with a word in any caption": {
            word: with_word(learnt, forms) for word, forms in ASKED.items()
        },
        "photographs scored": len(asked),
        "BLEU against four": against_four(told(asked), asked),
        "BLEU of a person against four": against_four(None, asked),
    }
    OUTPUT.write_text(json.dumps(table, indent=2) + "\n")
    print(json.dumps(table, indent=2))


if __name__ == "__main__":
    main()
