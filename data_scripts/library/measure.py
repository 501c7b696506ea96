"""Measure retelling and arrival: what chapters 8, 10 and 12 tell of.

    STORYTELLER_DATA=... python -m data_scripts.library.measure

Retells the first photographs of Flickr8k's test part in four voices, holds
the stories against the judges of ``evaluate`` and a judge that learnt the
voices from the library's train scenes, and measures where the shifted
thoughts of scenes arrive that the encoder never read.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from data_scripts.library.thoughts import measure as arrival_of
from storyteller_lib.data.library.world import LibraryWorld
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.data.world import GENRES, PictureRecord
from storyteller_lib.evaluation.stories.jury import Jury
from storyteller_lib.evaluation.stories.style_judge import StyleJudge
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.story import Story

OUTPUT = Path("book/measured/retelling.json")

Stories = dict[str, list[Story]]


def tell(
    teller: Storyteller, pictures: list[PictureRecord]
) -> tuple[Stories, float]:
    """A story a picture in each voice, and the seconds of one."""
    begun = time.perf_counter()
    told: Stories = {genre: [] for genre in GENRES}
    for picture in tqdm(pictures, "retold"):
        for genre in GENRES:
            told[genre].append(
                teller.story(picture.open(), genre, length=(40, 80))
            )
    seconds = time.perf_counter() - begun
    return told, seconds / (len(pictures) * len(GENRES))


def voices(told: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    """How often a judge of the library recognises each voice."""
    judge = library_judge()
    return {
        "retold": judge.recognised(told),
        "test passages": judge.recognised(library_passages("test")),
    }


def library_passages(split: str) -> dict[str, list[str]]:
    """The passages of a split, by genre."""
    world = LibraryWorld()
    return {g: [p.text for p in world.passages(g, split)] for g in GENRES}


def library_judge() -> StyleJudge:
    """A judge of voices that learnt from the library's train scenes."""
    return StyleJudge(library_passages("train"))


def sources(told: Stories) -> dict[str, Any]:
    """Which scenes were told after, and how much was exchanged."""
    found = [s.source for some in told.values() for s in some if s.source]
    scenes = Counter(one.scene for one in found)
    changed = sum(bool(one.exchanges) for one in found)
    return {
        "stories": len(found),
        "scenes": len(scenes),
        "share of the commonest": scenes.most_common(1)[0][1] / len(found),
        "share with an exchange": changed / len(found),
        "exchanges": Counter(
            str(e) for one in found for e in one.exchanges
        ).most_common(10),
    }


def main() -> None:
    """Measure, write the figures, and keep the stories to be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--keep", type=Path, default=Path("runs/retold.json"))
    chosen = parser.parse_args()
    world = RealWorld()
    pictures = list(world.pictures("test", chosen.pictures))
    teller = Storyteller.load("course", recipe="retold")
    told, seconds = tell(teller, pictures)
    texts = {g: [s.text for s in some] for g, some in told.items()}
    kept = [
        {"picture": p.name, **{g: told[g][i].to_dict() for g in GENRES}}
        for i, p in enumerate(pictures)
    ]
    chosen.keep.parent.mkdir(parents=True, exist_ok=True)
    chosen.keep.write_text(json.dumps(kept), encoding="utf-8")
    others = [c for p in world.pictures("train") for c in p.captions]
    jury = Jury.of_novels(pictures, others, world.folder / "novels")
    shelf = teller.models.shelf
    assert shelf is not None
    arrived = arrival_of(shelf.encoder, shelf.words, "test")
    figures = {
        "made_by": "python -m data_scripts.library.measure",
        "pictures": f"{len(pictures)} of Flickr8k test, the first",
        "scenes": len(shelf.scenes),
        "rows": [
            {**row, "seconds a story": seconds}
            for row in jury.rows({"retold": texts})
            if row["row"].startswith("retold")
        ],
        "voices": voices(texts),
        "sources": sources(told),
        "arrival": {
            str(strength): asdict(found) for strength, found in arrived.items()
        },
    }
    OUTPUT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
