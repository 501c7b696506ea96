"""The pocket world's judged sentences, in the layouts of the real sets.

Captions of drawn scenes take the place of what people wrote; how alike two
of them are is how much their scenes have in common.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from storyteller_lib.data.real.sentence_sets import OPINIONS
from storyteller_lib.data.storybook.captions import captions
from storyteller_lib.data.storybook.scene import Scene, scenes

PAIRS, KIND = 30, 20
PARTS = ("subject", "action", "place", "weather")
QUESTIONS = {
    "HUM:ind": "Who was {} ?",
    "LOC:other": "Where does {} live ?",
    "NUM:count": "How many of {} are there ?",
}

Pair = tuple[str, str, float]


def write_sentence_sets(folder: Path) -> None:
    """Write all eight sets into a folder, which is made.

    Chapter: book/12_measuring_stories
    """
    for part in ("train", "trial"):
        rows = [
            f"{i}\t{a}\t{b}\t{1 + 4 * alike:.1f}\tNEUTRAL"
            for i, (a, b, alike) in enumerate(_pairs(f"sick-{part}"))
        ]
        head = "pair_ID\tsentence_A\tsentence_B\trelatedness_score"
        _write(folder / f"sick/SICK_{part}.txt", [f"{head}\tjudgment", *rows])
    for part in ("train", "dev", "test"):
        rows = [
            f"pocket\tscenes\tours\t{i:04}\t{5 * alike:.3f}\t{a}\t{b}"
            for i, (a, b, alike) in enumerate(_pairs(f"stsb-{part}"))
        ]
        _write(folder / f"stsb/sts-{part}.csv", rows)
    for part in ("train", "test"):
        rows = [
            f"{int(alike == 1)}\t{i}\t{i}\t{a}\t{b}"
            for i, (a, b, alike) in enumerate(_pairs(f"msrp-{part}"))
        ]
        head = "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String"
        _write(folder / f"msrp/msr_paraphrase_{part}.txt", [head, *rows])
    _write(folder / "trec" / "train_5500.label", _questions())
    for number, (name, files) in enumerate(OPINIONS.items()):
        for file, some in zip(files, _kinds(number), strict=True):
            _write(folder / name / file, some)


def _pairs(name: str) -> Iterable[Pair]:
    """Two captions each, and the share of parts that they agree in."""
    rng = random.Random(f"pocket-{name}")
    known = list(islice(scenes("train", rng.randrange(1_000)), PAIRS))
    for i, scene in enumerate(known):
        # Every other pair is of one scene, and the others of neighbours.
        other = scene if i % 2 else known[i - 1]
        a, b = _caption(scene, rng), _caption(other, rng)
        same = [getattr(scene, p) == getattr(other, p) for p in PARTS]
        yield a, b, sum(same) / len(PARTS)


def _questions() -> Iterable[str]:
    for scene in islice(scenes("train", 7), KIND):
        for label, question in QUESTIONS.items():
            yield f"{label} {question.format(scene.subject)}"


def _kinds(number: int) -> tuple[list[str], list[str]]:
    """Captions of rainy scenes, and of sunny ones."""
    rng = random.Random(f"pocket-kinds-{number}")
    found: dict[str, list[str]] = {"rain": [], "sunny": []}
    for scene in scenes("train", number):
        some = found.get(scene.weather)
        if some is not None and len(some) < KIND:
            some.append(_caption(scene, rng))
        if all(len(texts) == KIND for texts in found.values()):
            return found["rain"], found["sunny"]
    raise AssertionError("scenes never end")


def _caption(scene: Scene, rng: random.Random) -> str:
    return rng.choice([caption.text for caption in captions(scene, rng)])


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
