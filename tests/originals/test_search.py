"""The search of neural-storyteller, hypothesis by hypothesis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from storyteller_lib.decoding.beam_search import (
    BeamResult,
    beam_search,
)
from storyteller_lib.originals.files.dictionaries import UNKNOWN
from storyteller_lib.originals.models.story_decoder import (
    BEAM,
    in_order_of_finishing,
    read_story_decoder,
)
from storyteller_lib.story_decoder import StoryDecoder
from storyteller_lib.text import EOS, UNK_WORD, Vocabulary
from tests.helpers import oracles
from tests.helpers.oracles import told

KINDS = ["plain", "deep"]
Search = Callable[..., BeamResult]


def read(kind: str) -> tuple[StoryDecoder, Vocabulary, torch.Tensor]:
    folder = oracles.folder("decoder", kind)
    parts = read_story_decoder(
        folder / "romance.npz", folder / "romance_dictionary.pkl"
    )
    return *parts, torch.from_numpy(np.load(folder / "ctx.npy"))


@torch.no_grad()
def search(
    decoder: StoryDecoder, thought: torch.Tensor, **choices: Any
) -> BeamResult:
    state, settings = decoder.start(thought[None]), replace(BEAM, **choices)
    return beam_search(decoder.step, state, settings=settings)[0]


def searches(kind: str, file: str) -> Iterator[tuple[Any, Search, Vocabulary]]:
    """What the original found, with our search of the same thought."""
    decoder, words, thoughts = read(kind)
    cases = told(oracles.folder("decoder", kind) / file)
    assert cases
    for case in cases:
        yield case, partial(search, decoder, thoughts[case["ctx"]]), words


@pytest.mark.parametrize("kind", KINDS)
def test_every_hypothesis_in_order(kind: str) -> None:
    for case, search_so, _ in searches(kind, "gen_sample.json"):
        found = search_so(
            width=case["k"],
            n_best=case["k"],
            max_length=case["maxlen"],
            forbid_unknown=not case["use_unk"],
            empty_last=False,
        )
        ours = in_order_of_finishing(found.hypotheses)
        tokens = [[*h.tokens, *[EOS] * h.finished] for h in ours]
        assert tokens == case["samples"]
        costs = [-h.log_prob for h in ours]
        assert costs == pytest.approx(case["scores"], rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_written(kind: str) -> None:
    for case, search_so, words in searches(kind, "run_sampler.json"):
        free = case["use_unk"]
        best = search_so(
            width=case["beam_width"], forbid_unknown=not free
        ).best
        text = " ".join(words.decode(best.tokens))
        assert text.replace(UNK_WORD, UNKNOWN) == case["text"]


def two_steps(*rows: list[float]) -> tuple[object, None]:
    """A model of one sentence whose step has given probabilities."""
    seen = iter(range(len(rows)))

    def step(last: torch.Tensor, state: object) -> tuple[torch.Tensor, object]:
        row = torch.tensor(rows[next(seen)]).log()
        return row.expand(len(last), -1), state

    return step, None


def test_the_empty_story_takes_its_place_but_does_not_win() -> None:
    rows = [0.6, 0.1, 0.2, 0.1], [0.9, 0.02, 0.04, 0.04]
    settings = replace(BEAM, width=2, max_length=2)
    step, state = two_steps(*rows)
    best = beam_search(step, state, settings=settings)[0].best
    assert best.tokens == (2,)
    allowed = replace(settings, empty_last=False)
    step, state = two_steps(*rows)
    best = beam_search(step, state, settings=allowed)[0].best
    assert best.tokens == ()


def test_an_empty_beam_tells_the_empty_story() -> None:
    """A beam of one place that ends at once: the original fails here."""
    step, state = two_steps([0.9, 0.02, 0.04, 0.04])
    settings = replace(BEAM, width=1, max_length=5)
    found = beam_search(step, state, settings=settings)[0]
    assert [h.tokens for h in found.hypotheses] == [()]


def test_a_beam_shrinks_as_hypotheses_finish() -> None:
    rows = [0.1, 0.0, 0.5, 0.4], [0.5, 0.0, 0.3, 0.2], [0.4, 0.0, 0.5, 0.1]
    settings = replace(BEAM, width=2, n_best=2, max_length=3)
    step, state = two_steps(*rows)
    found = beam_search(step, state, settings=settings)[0]
    # at the second step both places end, so there is no third
    assert {h.tokens for h in found.hypotheses} == {(2,), (3,)}


def test_a_forbidden_unknown_word_is_the_last_resort() -> None:
    step, state = two_steps([0.2, 0.7, 0.1])
    settings = replace(BEAM, width=3, n_best=3, max_length=1)
    found = beam_search(step, state, settings=settings)[0]
    assert [h.tokens for h in found.hypotheses] == [(2,), (1,), ()]
    step, state = two_steps([0.2, 0.7, 0.1])
    never = replace(settings, unknown_cost=None)
    found = beam_search(step, state, settings=never)[0]
    assert (1,) not in {h.tokens for h in found.hypotheses}
