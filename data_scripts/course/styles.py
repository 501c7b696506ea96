"""The course's style vectors and voices: genres, and styles of form.

A genre's vector is the mean thought of its passages. So is that of a form:
of the passages that are shortest or longest, plainest or most ornate, told
by an *I*, or pure description. Voices, for judging candidates, are the same
passages' word counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor

from storyteller_lib.data.world import GENRES
from storyteller_lib.text import Vocabulary

SHARE = 0.08
"""A form's passages: those that have most of it, so many of all."""

SMOOTHING = 10.0
"""Counts added to each word's, so that rare words say little."""

Measure = Callable[[Sequence[str]], float]

_ME_WORDS = "i me my mine myself we us our ours ourselves"
_OTHER_WORDS = (
    "he him his himself she her hers herself they them their you your"
)
_ME = frozenset(_ME_WORDS.split())
_PEOPLE = _ME | frozenset(_OTHER_WORDS.split())
_JOINTS = frozenset((",", ";", ":", "--"))


def _share(words: frozenset[str]) -> Measure:
    return lambda tokens: sum(t in words for t in tokens) / len(tokens)


FORMS: dict[str, Measure] = {
    "short": lambda tokens: -len(tokens),
    "long": len,
    "plain": lambda tokens: (
        tokens.count(".") / len(tokens) - 2 * _share(_JOINTS)(tokens)
    ),
    "ornate": lambda tokens: (
        _share(_JOINTS)(tokens) + 0.02 * sum(map(len, tokens)) / len(tokens)
    ),
    "first-person": _share(_ME),
    "description": lambda tokens: -_share(_PEOPLE)(tokens),
}
"""Name of a form -> how much of it a passage has."""


def form_styles(
    thoughts: Float[Tensor, "passages dim"],
    ids: Sequence[Sequence[int]],
    words: Vocabulary,
) -> dict[str, Float[Tensor, " dim"]]:
    """The mean thought of the passages that have most of each form."""
    tokens = [[words.words[i] for i in row] for row in ids]
    most = max(1, round(SHARE * len(ids)))
    return {
        name: thoughts[
            torch.tensor([measure(row) for row in tokens]).topk(most).indices
        ]
        .float()
        .mean(dim=0)
        for name, measure in FORMS.items()
    }


def genre_voices(
    ids: Sequence[Sequence[int]],
    genres: Int[Tensor, " passages"],
    words: Vocabulary,
) -> dict[str, Float[Tensor, " vocabulary"]]:
    """Each word's log-odds in a genre against the mean of all genres."""
    counts = torch.full((len(GENRES), len(words)), SMOOTHING)
    for row, genre in zip(ids, genres.tolist(), strict=True):
        counts[genre].index_add_(0, torch.tensor(row), torch.ones(len(row)))
    chances = (counts / counts.sum(dim=1, keepdim=True)).log()
    odds = chances - chances.mean(dim=0)  # (genres, vocabulary)
    return dict(zip(GENRES, odds, strict=True))
