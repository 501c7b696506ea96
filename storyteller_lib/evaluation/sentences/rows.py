"""The eight sets of judged sentences as one table, a row an encoder.

Chapter: book/12_measuring_stories
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from tqdm.auto import tqdm

from storyteller_lib.data.real import sentence_sets
from storyteller_lib.data.real.sentence_sets import (
    OPINIONS,
    LabelledSentences,
    SentencePairs,
)
from storyteller_lib.evaluation.sentences.vectors import (
    Encode,
    classes,
    paraphrases,
    relatedness,
)

Task = Callable[[Encode], dict[str, float]]

FOLDS = "ten-fold cross-validation"
PUBLISHED = {
    "uni-skip (published)": {
        "SICK, Pearson": 0.8477,
        "SICK, Spearman": 0.7780,
        "SICK, MSE": 0.2872,
        "MSRP, accuracy": 0.730,
        "MSRP, F1": 0.819,
        "MR, accuracy": 0.755,
        "CR, accuracy": 0.793,
        "SUBJ, accuracy": 0.921,
        "MPQA, accuracy": 0.869,
        "TREC, accuracy": 0.914,
    },
    "combine-skip (published)": {
        "SICK, Pearson": 0.8584,
        "SICK, Spearman": 0.7916,
        "SICK, MSE": 0.2687,
        "MSRP, accuracy": 0.730,
        "MSRP, F1": 0.820,
        "MR, accuracy": 0.765,
        "CR, accuracy": 0.801,
        "SUBJ, accuracy": 0.936,
        "MPQA, accuracy": 0.871,
        "TREC, accuracy": 0.922,
    },
}
"""Kiros et al. (2015), on the official test parts, as they are commonly
quoted. Held against a source were combine-skip's on SICK, TREC, MR and SUBJ
(the authors' readme, an index of results), the others were not.
"""


def sentence_rows(
    folder: Path,
    encoders: Mapping[str, Encode],
    limit: int | None = None,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """A row of figures for each encoder, then those that were published.

    Args:
        folder: holds the sets, see ``sentence_sets``.
        encoders: texts to vectors, by name.
        limit: use so many sentences or pairs of a set only, drawn by the
            seed; test parts stay whole.
        seed: draws them, and shuffles the folds.

    Raises:
        StorytellerError: if a file is missing or broken.

    Chapter: book/12_measuring_stories
    """
    tasks = dict(_tasks(folder, limit, seed))
    rows = []
    steps = [(name, e, t) for name, e in encoders.items() for t in tasks]
    found: dict[str, dict[str, float]] = {name: {} for name in encoders}
    for name, encode, title in tqdm(steps, "sentence sets", disable=None):
        figures = tasks[title][1](encode)
        found[name] |= {f"{title}, {k}": v for k, v in figures.items()}
    rows = [{"row": name, **figures} for name, figures in found.items()]
    rows += [{"row": name, **figures} for name, figures in PUBLISHED.items()]
    return [
        *rows,
        {
            "row": "measured on",
            **{title: how for title, (how, _) in tasks.items()},
        },
    ]


def _tasks(
    folder: Path, limit: int | None, seed: int
) -> Iterator[tuple[str, tuple[str, Task]]]:
    """The name of each set, what it is measured on, and the measure."""

    def pairs(read: Any, train: str, test: str, measure: Any) -> Task:
        known = _fewer_pairs(read(folder, train), limit, seed)
        return lambda encode: measure(encode, known, read(folder, test))

    part = "test" if (folder / "sick/SICK_test.txt").exists() else "trial"
    yield (
        "SICK",
        (
            f"{part} part"
            + (" (no test part here)" if part != "test" else ""),
            pairs(sentence_sets.sick, "train", part, relatedness),
        ),
    )
    found = pairs(sentence_sets.stsb, "train", "test", relatedness)
    yield "STS-B", ("test part", found)
    found = pairs(sentence_sets.msrp, "train", "test", paraphrases)
    yield "MSRP", ("test part", found)
    yield "TREC", _trec(folder, limit, seed)
    for name in OPINIONS:
        some = _fewer(sentence_sets.opinions(folder, name), limit, seed)
        yield name.upper(), (FOLDS, _folded(some, seed))


def _folded(some: LabelledSentences, seed: int) -> Task:
    return lambda encode: classes(encode, some, seed=seed)


def _trec(folder: Path, limit: int | None, seed: int) -> tuple[str, Task]:
    known = _fewer(sentence_sets.trec(folder), limit, seed)
    if not (folder / "trec/TREC_10.label").exists():
        return f"{FOLDS} (no test part here)", _folded(known, seed)
    test = sentence_sets.trec(folder, "TREC_10")
    return "test part", lambda encode: classes(encode, known, test, seed=seed)


def _chosen(count: int, limit: int | None, seed: int) -> list[int]:
    order = np.random.default_rng(seed).permutation(count)
    return sorted(order[:limit].tolist())


def _fewer(
    data: LabelledSentences, limit: int | None, seed: int
) -> LabelledSentences:
    rows = _chosen(len(data), limit, seed)
    return LabelledSentences(
        [data.texts[i] for i in rows], [data.labels[i] for i in rows]
    )


def _fewer_pairs(
    data: SentencePairs, limit: int | None, seed: int
) -> SentencePairs:
    rows = _chosen(len(data), limit, seed)
    return SentencePairs(
        [data.first[i] for i in rows],
        [data.second[i] for i in rows],
        [data.said[i] for i in rows],
    )
