"""What the story library covers, and what it repeats.

    STORYTELLER_DATA=... python -m data_scripts.library.coverage

People's captions of Flickr8k's train photographs say what is photographed:
which of their things and actions, and pairs of them, do the library's scenes
have? How often do runs of words, openings and sentences come again? And how
much of what is kept apart for measuring stands in what is learnt from?
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from storyteller_lib.data.library.scenes import LibraryScene, library_scenes
from storyteller_lib.data.photo_captions.concepts import content_words
from storyteller_lib.data.real.world import RealWorld
from storyteller_lib.evaluation.stories.copying import copies
from storyteller_lib.retelling.seen import Seen
from storyteller_lib.text import split_sentences

OUTPUT = Path("book/measured/library.json")
AGREED = 0.4
"""Share of a photograph's captions that name what counts as shown."""
FREQUENT = 10
"""Photographs that a concept or a pair must be on, to be asked for."""
RUN, OPENING = 5, 2
"""Words in a run, and in an opening."""

Pair = tuple[str, str]


def pairs(shown: Iterable[frozenset[str]]) -> Counter[Pair]:
    """How many pictures show both of two concepts."""
    return Counter(
        pair for them in shown for pair in combinations(sorted(them), 2)
    )


def covered(
    asked: Counter[Any], had: Counter[Any], scale: float
) -> dict[str, float]:
    """How much of what is frequently asked for is had.

    Args:
        asked: how many photographs show each.
        had: how many scenes do.
        scale: scenes a photograph.

    Returns:
        How many kinds are asked for; which share of them is had at all; and
        which share of all occurrences is of kinds that are had at all, and
        at least a tenth or a half as often as they are asked for.
    """
    frequent = {what: n for what, n in asked.items() if n >= FREQUENT}
    total = sum(frequent.values())
    found: dict[str, float] = {
        "asked for": len(frequent),
        "kinds had": sum(had[w] > 0 for w in frequent) / len(frequent),
    }
    for name, share in (("at all", 0.0), ("a tenth", 0.1), ("half", 0.5)):
        enough = sum(
            n
            for what, n in frequent.items()
            if had[what] > 0 and had[what] >= share * scale * n
        )
        found[f"occurrences had {name}"] = enough / total
    return found


def coverage(scenes: Sequence[LibraryScene]) -> dict[str, Any]:
    """What of the photographs' concepts and pairs the scenes have."""
    photographs = [
        frozenset(
            concept
            for concept, share in Seen.of(picture.captions).shares.items()
            if share >= AGREED
        )
        for picture in RealWorld().pictures("train")
    ]
    told = [
        frozenset(c for text in scene.captions for c in content_words(text))
        for scene in scenes
    ]
    asked, had = (
        Counter(concept for them in some for concept in them)
        for some in (photographs, told)
    )
    scale = len(told) / len(photographs)
    return {
        "concepts": covered(asked, had, scale),
        "pairs": covered(pairs(photographs), pairs(told), scale),
    }


def repetition(scenes: Sequence[LibraryScene]) -> dict[str, Any]:
    """Runs of words, openings and sentences that come again."""
    runs: Counter[str] = Counter()
    openings: Counter[str] = Counter()
    sentences: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for scene in scenes:
        for genre, text in scene.passages.items():
            said = re.findall(r"[a-z']+", text.lower())
            words.update(said)
            openings[f"{genre}: {' '.join(said[:OPENING])}"] += 1
            runs.update(
                {
                    " ".join(said[i : i + RUN])
                    for i in range(len(said) - RUN + 1)
                }
            )
            sentences.update(split_sentences(text))
    long = Counter({s: n for s, n in sentences.items() if s.count(" ") > 4})
    return {
        "words": sum(words.values()),
        "different words": len(words),
        "commonest runs of five words": runs.most_common(8),
        "commonest openings": openings.most_common(8),
        "sentences of six words or more that come again": sum(
            n > 1 for n in long.values()
        ),
        "the commonest of them": long.most_common(3),
    }


def kept_apart() -> dict[str, Any]:
    """How far what is measured on differs from what is learnt from."""
    train = [
        text
        for scene in library_scenes("train")
        for text in scene.passages.values()
    ]
    test = library_scenes("test")
    told = [text for scene in test for text in scene.passages.values()]
    said = [text for scene in test for text in scene.captions]
    known = {text for s in library_scenes("train") for text in s.captions}
    shared = copies(told, train)
    return {
        "test passages": len(told),
        "share eight words in a row with train": sum(shared) / len(told),
        "test captions": len(said),
        "stand in train to the letter": sum(t in known for t in said),
    }


def main() -> None:
    """Measure, print and write."""
    scenes = library_scenes()
    found = {
        "made_by": "python -m data_scripts.library.coverage",
        "scenes": len(scenes),
        "coverage of Flickr8k train": coverage(scenes),
        "repetition": repetition(scenes),
        "kept apart": kept_apart(),
    }
    OUTPUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
