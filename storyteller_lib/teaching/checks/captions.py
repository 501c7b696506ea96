"""Checks of chapters 3 and 4: captions that are found, and written.

Chapter: book/03_captions_by_retrieval
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from storyteller_lib.attention_captioner import AttentionCaptioner
from storyteller_lib.attention_captioner.batches import caption_batch
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.evaluation.captions.pointing import Pointing
from storyteller_lib.teaching.checks.forms import Missing, Unreadable, as_words
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Letters,
    Measured,
    Number,
    Numbers,
    called,
)
from storyteller_lib.text import Vocabulary
from storyteller_lib.visual_semantic_embedding.ranking import ranking_loss

FOUR = (
    (0.9, 0.3, 0.1, 0.2),
    (0.4, 0.5, 0.6, 0.1),
    (0.2, 0.1, 0.7, 0.6),
    (0.0, 0.3, 0.2, 0.8),
)
"""Chapter 3's example: pictures in rows, captions in columns."""

OFTEN = 20


def shows_the_weather(search: Any, scenes: Sequence[Any]) -> str:
    """A search that finds pictures of the weather that is asked for.

    Chapter: book/03_captions_by_retrieval
    """
    right = 0
    for weather, phrases in lexicon.WEATHERS.items():
        found, error = called(search, f"A picture {phrases[0]}.", 5)
        if error:
            return error
        places = [int(i) for i in found]
        if len(places) != 5:
            return f"it found {len(places)} pictures, and 5 were asked for."
        right += sum(scenes[i].weather == weather for i in places)
    total = 5 * len(lexicon.WEATHERS)
    if right >= 0.9 * total:
        return ""
    return f"{right} of {total} pictures show the weather; 27 should."


def votes_well(
    vote: Any, seen: Tensor, bank: Any, scenes: Sequence[Any], k: int = 100
) -> str:
    """A vote of captions that names much of a scene, and rightly.

    Chapter: book/03_captions_by_retrieval
    """
    named, right = 0, 0
    for vector, scene in zip(seen, scenes, strict=True):
        found = bank.nearest(vector, k)
        claims, error = called(vote, found)
        if error:
            return error
        named += len(claims)
        right += sum(claims[p] == getattr(scene, p) for p in claims)
    if named < 4.2 * len(scenes):
        return (
            f"it names {named / len(scenes):.1f} parts of a scene; all "
            "captions together know more."
        )
    if right < 0.9 * named:
        return f"{right / named:.0%} of what it says is true; count votes."
    return ""


def tells_nothing(
    anything: Any, photos: Mapping[str, Any], odd: Mapping[str, Any]
) -> str:
    """A test that lets photographs in and turns pictures of nothing away.

    Chapter: book/03_captions_by_retrieval
    """
    for pictures, wanted in ((photos, True), (odd, False)):
        for name, picture in pictures.items():
            found, error = called(anything, picture)
            if error:
                return error
            if bool(found) != wanted:
                says = "turns away" if wanted else "lets in"
                return f"it {says} {name}."
    return ""


def context_of_three() -> list[float]:
    """The context of three places with weights of 1, 2 and 5 eighths.

    Chapter: book/04_captions_with_attention
    """
    places = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    return [float(x) for x in np.array([1, 2, 5]) / 8 @ places]


def lowest_gates(
    answer: Any,
    captioner: AttentionCaptioner,
    test: Tensor,
    ids: Sequence[Sequence[int]],
    words: Vocabulary,
) -> str:
    """The three words of the lowest mean gate, of those written often.

    Chapter: book/04_captions_with_attention
    """
    given = as_words(answer)
    if len(given) != 3:
        raise Unreadable("three words are asked for.")
    with torch.inference_mode():
        _, look = captioner.read(caption_batch(test, [*ids]))
    gates: dict[str, list[float]] = {}
    for row, beta in zip(ids, look.gates.tolist(), strict=True):
        for i, value in zip(row, beta, strict=False):
            gates.setdefault(words.words[i], []).append(value)
    means = {w: np.mean(b) for w, b in gates.items() if len(b) >= OFTEN}
    if set(given) - set(means):
        return "one of them was not written often enough to count."
    lowest = sorted(means, key=lambda word: means[word])[:3]
    if sorted(given) != sorted(lowest):
        return "there is a word with a lower mean gate."
    return ""


def finds_props(answer: Any) -> str:
    """The pointing game of small things, or its mean.

    Chapter: book/04_captions_with_attention
    """
    if isinstance(answer, list | tuple):
        if not answer:
            raise Missing
        answer = Pointing.mean(answer)
    if not isinstance(answer, Pointing):
        raise Unreadable("a list of what `pointing` returns is asked for.")
    if answer.chance > 0.08:
        return "these things are smaller: take the mask named action."
    if answer.hit < 5 * answer.chance:
        return "no better than luck? Take the map of the word itself."
    return ""


CHECKS: dict[str, Check] = {
    "3.1": Letters(
        "a12432688f4c", "put 0 and 1 for the gates into the formulas."
    ),
    "3.2": Numbers(
        lambda: [3 / 5, 3.0],
        (
            "how many of the five ranks are 5 or better?",
            "sort the ranks, and take the one in the middle.",
        ),
    ),
    "3.3": Number(
        lambda: float(ranking_loss(torch.tensor(FOUR), margin=0.1)),
        "four hinges were open. Which of them are still?",
        slips={0.6: "that is with a margin of 0.2."},
    ),
    "3.4": shows_the_weather,
    "3.5": votes_well,
    "3.6": tells_nothing,
    "3.7": Measured(
        0.095,
        0.109,
        "scale both vectors to length 1, take the spread of many cosines, "
        "and think of one over the root of the dimension.",
    ),
    "4.1": Numbers(
        lambda: [0.45, math.tanh(0.45)],
        (
            "m' is f m + i times the proposal.",
            "h' is o times the tanh of the new memory.",
        ),
    ),
    "4.2": Letters(
        "66527edcbe17", "what is computed anew at each word, and what is not?"
    ),
    "4.3": Numbers(
        context_of_three,
        ("the exponential of a logarithm is the number itself.",) * 2,
    ),
    "4.4": lowest_gates,
    "4.5": finds_props,
    "4.6": Measured(
        10.5,
        11.1,
        "try baselines a tenth apart, with the same dice for each.",
    ),
}
