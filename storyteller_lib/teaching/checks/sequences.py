"""Checks of chapter 11: five pictures, five sentences.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

import random
from itertools import islice
from typing import Any

from storyteller_lib.data.storybook.plots import (
    KINDS,
    LENGTH,
    plots,
    read_sentence,
)
from storyteller_lib.teaching.checks.forms import as_number
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Letters,
    Number,
    Numbers,
    called,
)

Film = list[tuple[Any, ...]]


def film(kind: str, last: int, k: int, weather: bool = True) -> Film:
    """What k pictures up to the last one show, whoever is in them.

    Chapter: book/11_stories_from_sequences
    """
    beats = KINDS[kind][max(0, last + 1 - k) : last + 1]
    return [
        (
            it.action,
            it.weather if weather else None,
            it.count,
            it.thing,
            it.place == beats[0].place,
        )
        for it in beats
    ]


def plots_left(k: int, weather: bool = True) -> list[int]:
    """For each picture of each plot: how many plots show such a film.

    Chapter: book/11_stories_from_sequences
    """
    films = {
        (kind, j): film(kind, j, k, weather)
        for kind in KINDS
        for j in range(LENGTH)
    }
    return [
        len({kind for (kind, _), other in films.items() if other == one})
        for one in films.values()
    ]


def mean_plots(k: int, weather: bool) -> float:
    """How many plots a film of k pictures leaves, on average.

    Chapter: book/11_stories_from_sequences
    """
    left = plots_left(k, weather)
    return sum(left) / len(left)


def knows_names(answer: Any) -> str:
    """Whether a function tells stories of one name from the others.

    Chapter: book/11_stories_from_sequences
    """
    dice = random.Random(0)
    good = [plot.tell(dice) for plot in islice(plots("val"), 20)]
    bad = [
        (*story[:4], later[4])
        for story, later in zip(good, good[1:] + good[:1], strict=True)
    ]
    for story in (*good, *bad):
        found, error = called(answer, story)
        if error:
            return error
        readings = [read_sentence(sentence) for sentence in story]
        names = {reading.name for reading in readings if reading}
        if bool(found) != (len(names) == 1):
            one = "one name" if len(names) == 1 else "two names"
            return f"it is wrong about a story with {one}."
    return ""


def worse_than_shuffled(answer: Any, whole: float, mixed: float) -> str:
    """The share of right plots, backwards.

    Chapter: book/11_stories_from_sequences
    """
    share = as_number(answer)
    if not 0 <= share <= 1:
        return "a share lies between 0 and 1."
    if share >= whole / 2:
        return "as good as in order? Turn the five pictures round."
    if share >= mixed:
        return "that is no worse than shuffled; turn each story, not the list."
    return ""


CHECKS: dict[str, Check] = {
    "11.1": Letters(
        "1fe52ca61d23", "count the plots that two and three pictures leave."
    ),
    "11.2": Number(
        lambda: (1 - 0.5 * 0.6) * 0.1 + 0.5 * 0.6,
        "what is said keeps one minus g times the words' weights; then what "
        "is copied is added.",
        slips={
            0.35: "only the weights of *words* are taken from what is said.",
            0.3: "that is what is copied. What is said is still there.",
        },
    ),
    "11.3": Number(
        lambda: sum(left > 1 for left in plots_left(2)),
        "ask `could_be` about each of the 70 pictures.",
    ),
    "11.4": knows_names,
    "11.5": worse_than_shuffled,
    "11.6": Numbers(
        lambda: [mean_plots(1, False), mean_plots(2, False)],
        (
            "leave the weather out of `film`, and count for k = 1.",
            "the first is right. And for k = 2?",
        ),
        tolerance=0.01,
    ),
}
