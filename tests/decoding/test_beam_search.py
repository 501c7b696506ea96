"""Beam search against results worked out by hand, or by brute force."""

from __future__ import annotations

import itertools
import json
import math
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    Hypothesis,
    beam_search,
    greedy,
)
from storyteller_lib.decoding.beams import gather_rows, top_candidates
from storyteller_lib.decoding.rules import block_repeats
from tests.benchmarks import beam_search as bench
from tests.benchmarks.original_beam import original_beam_search

EOS, UNK, A, B, C, D = range(6)
# row: the last token (eos never is); the row of eos serves as the start
TRANSITIONS = torch.tensor(
    [
        # eos, unk, a, b, c, d
        [0.00, 0.00, 0.60, 0.40, 0.00, 0.00],  # start
        [1.00, 0.00, 0.00, 0.00, 0.00, 0.00],  # unk
        [0.35, 0.00, 0.00, 0.00, 0.40, 0.25],  # a
        [0.00, 0.00, 0.00, 0.00, 0.10, 0.90],  # b
        [0.60, 0.00, 0.00, 0.00, 0.00, 0.40],  # c
        [0.90, 0.00, 0.10, 0.00, 0.00, 0.00],  # d
    ]
)


def walk(table: Tensor):
    """A step over a table of transitions; its state is not used."""
    log_probs = table.log()

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return log_probs[last.clamp(min=0)], state

    return step


def by_sums(**settings: Any) -> BeamSettings:
    return BeamSettings(**{"length_normalisation": 0.0, **settings})


def search(table: Tensor = TRANSITIONS, **settings: Any) -> BeamResult:
    found = beam_search(
        walk(table), None, settings=by_sums(**settings), trace=True
    )
    return found[0]


class Nested(NamedTuple):
    """A state in the odd shapes that a model may choose."""

    parts: dict[str, list[Tensor]]
    length: tuple[Tensor, None]


class HistoryModel:
    """A model whose next words depend on all the words before.

    Its state is a number made from the history, so a state that does not
    follow its hypothesis shows at once.
    """

    def __init__(self, vocabulary: int, seed: int = 0) -> None:
        chance = torch.Generator().manual_seed(seed)
        logits = torch.randn(997, vocabulary, generator=chance).double()
        self.table = (2 * logits).log_softmax(dim=1)

    def start(self, *numbers: int) -> Nested:
        mixed = torch.tensor(numbers)
        length = torch.zeros(len(numbers), 1, 2)
        return Nested({"mixed": [mixed]}, (length, None))

    def step(self, last: Tensor, state: Nested) -> tuple[Tensor, Nested]:
        mixed = (state.parts["mixed"][0] * 31 + last + 7) % 997
        length, none = state.length
        return self.table[mixed], Nested(
            {"mixed": [mixed]}, (length + 1, none)
        )

    def log_prob(self, start: int, choices: list[int]) -> float:
        """The log-probability of choices, one at a time."""
        total, number, last = 0.0, start, -1
        for choice in choices:
            number = (number * 31 + last + 7) % 997
            total += float(self.table[number, choice])
            last = choice
        return total


def choices_of(found: Hypothesis) -> list[int]:
    return [*found.tokens, EOS] if found.finished else list(found.tokens)


def everything(
    model: HistoryModel, start: int, s: BeamSettings
) -> list[tuple[float, tuple[int, ...], bool]]:
    """Every sequence the settings allow, with its score, best first."""
    words = range(1, model.table.shape[1])
    found = []
    for length in range(s.max_length + 1):
        for tokens in itertools.product(words, repeat=length):
            if s.forbid_unknown and UNK in tokens:
                continue
            finished = length < s.max_length
            if finished and length < s.min_length:
                continue
            picked = [*tokens, EOS] if finished else list(tokens)
            total = model.log_prob(start, picked)
            score = total / len(picked) ** s.length_normalisation
            found.append((score, tokens, finished))
    return sorted(found, reverse=True)


def simple_beam(
    model: HistoryModel, start: int, s: BeamSettings
) -> tuple[float, tuple[int, ...]]:
    """The search in plain lists, always to the greatest length."""
    pool, beam = [], [(0.0, ())]
    for _ in range(s.max_length):
        candidates = []
        for total, tokens in beam:
            number, last = start, -1
            for token in (*tokens, None):
                number, last = (number * 31 + last + 7) % 997, token
            for word in range(model.table.shape[1]):
                if word == UNK and s.forbid_unknown:
                    continue
                if word == EOS and len(tokens) < s.min_length:
                    continue
                more = total + float(model.table[number, word])
                candidates.append((more, (*tokens, word)))
        candidates.sort(reverse=True)
        for total, tokens in candidates[: s.width]:
            if tokens[-1] == EOS:
                score = total / len(tokens) ** s.length_normalisation
                pool.append((score, tokens[:-1]))
        beam = [c for c in candidates if c[1][-1] != EOS][: s.width]
    power = s.max_length**s.length_normalisation
    return max(pool + [(total / power, tokens) for total, tokens in beam])


def test_greedy_takes_the_bait_and_a_beam_of_two_does_not():
    # greedy: a .6, c .4, end .6; the beam also keeps b .4, d .9, end .9
    step = walk(TRANSITIONS)
    first = greedy(step, None)[0].best
    assert first.tokens == (A, C)
    assert first.log_prob == pytest.approx(math.log(0.6 * 0.4 * 0.6))
    best = search(width=2).best
    assert best.tokens == (B, D)
    assert best.finished
    assert best.score == pytest.approx(math.log(0.4 * 0.9 * 0.9))


def test_trace_tells_the_search_worked_out_by_hand():
    found = search(width=2, max_length=5, n_best=2)
    assert found.trace is not None
    one, two, three = found.trace.steps[:3]

    def told(group: Any) -> list[tuple[int, int, float]]:
        return [
            (c.token, c.parent, round(math.exp(c.log_prob), 4)) for c in group
        ]

    assert told(one.kept) == [(A, 0, 0.6), (B, 0, 0.4)]
    assert one.dropped == one.finished == ()
    # the end after a (.21) is third of all: too weak for a beam of two
    assert told(two.kept) == [(D, 1, 0.36), (C, 0, 0.24)]
    assert told(two.dropped) == [(EOS, 0, 0.21), (D, 0, 0.15)]
    assert told(three.finished) == [(EOS, 0, 0.324), (EOS, 1, 0.144)]
    assert told(three.kept) == [(D, 1, 0.096), (A, 0, 0.036)]
    assert found.trace.tokens(2, three.finished[0]) == (B, D)
    assert found.trace.tokens(2, three.kept[0]) == (A, C, D)
    assert [h.tokens for h in found.hypotheses] == [(B, D), (A, C)]
    # nothing in the beam (.096) can beat the second of the pool (.144)
    assert len(found.trace.steps) == 3


def test_trace_agrees_with_the_result_and_is_json():
    model = HistoryModel(12)
    settings = BeamSettings(width=4, max_length=9, n_best=4)
    state = model.start(5, 600)
    for start, found in zip(
        (5, 600),
        beam_search(model.step, state, settings=settings, trace=True),
        strict=True,
    ):
        trace = found.trace
        assert trace is not None
        ended = {
            trace.tokens(i, c): c.log_prob
            for i, step in enumerate(trace.steps)
            for c in step.finished
        }
        for best in found.hypotheses:
            if best.finished:
                assert ended[best.tokens] == pytest.approx(best.log_prob)
        for i, step in enumerate(trace.steps):
            assert len(step.kept) <= 4
            for c in (*step.kept, *step.dropped):
                tokens = list(trace.tokens(i, c))
                tokens += [EOS] * (c.token == EOS)
                truth = model.log_prob(start, tokens)
                assert c.log_prob == pytest.approx(truth, abs=1e-4)
        assert json.loads(json.dumps(trace.as_dict()))["hypotheses"][0] == (
            found.best.as_dict()
        )


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("min_length", [0, 2])
@pytest.mark.parametrize("forbid", [True, False])
def test_wide_beam_finds_what_brute_force_finds(alpha, min_length, forbid):
    settings = BeamSettings(
        width=400,
        max_length=4,
        min_length=min_length,
        forbid_unknown=forbid,
        length_normalisation=alpha,
        n_best=12,
    )
    model = HistoryModel(5, seed=3)
    truth = everything(model, 11, settings)[:12]
    found = beam_search(model.step, model.start(11), settings=settings)[0]
    assert [(h.tokens, h.finished) for h in found.hypotheses] == [
        (tokens, finished) for _, tokens, finished in truth
    ]
    scores = [h.score for h in found.hypotheses]
    assert scores == pytest.approx([score for score, *_ in truth], abs=1e-9)


@pytest.mark.parametrize("width", [1, 2, 3, 7])
@pytest.mark.parametrize("alpha", [0.0, 0.7, 1.0])
def test_every_width_agrees_with_plain_lists(width, alpha):
    settings = BeamSettings(
        width=width, max_length=8, length_normalisation=alpha
    )
    model = HistoryModel(9, seed=width)
    starts = tuple(range(0, 900, 60))
    results = beam_search(model.step, model.start(*starts), settings=settings)
    for start, found in zip(starts, results, strict=True):
        score, tokens = simple_beam(model, start, settings)
        assert found.best.tokens == tokens
        assert found.best.score == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize("alpha", [0.0, 1.0])
def test_state_follows_its_hypothesis(alpha):
    model = HistoryModel(30)
    settings = BeamSettings(
        width=6, max_length=12, n_best=6, length_normalisation=alpha
    )
    starts = (1, 50, 777)
    results = beam_search(model.step, model.start(*starts), settings=settings)
    for start, found in zip(starts, results, strict=True):
        assert len(found.hypotheses) == 6
        for h in found.hypotheses:
            truth = model.log_prob(start, choices_of(h))
            assert h.log_prob == pytest.approx(truth, abs=1e-9)
            count = len(choices_of(h))
            assert h.score == pytest.approx(truth / count**alpha, abs=1e-9)


def test_a_batch_is_each_of_its_sentences_alone():
    model = HistoryModel(20)
    settings = BeamSettings(width=5, max_length=15, n_best=3)
    starts = tuple(range(0, 990, 110))
    together = beam_search(
        model.step, model.start(*starts), settings=settings, trace=True
    )
    lengths = set()
    for start, found in zip(starts, together, strict=True):
        alone = beam_search(
            model.step, model.start(start), settings=settings, trace=True
        )
        assert found == alone[0]
        lengths.add(len(found.best.tokens))
    assert len(lengths) > 1


def test_rows_follow_their_parents():
    state = {"x": torch.arange(6), "y": (torch.arange(12).view(6, 2),)}
    moved = gather_rows(state, torch.tensor([[2, 2, 0], [1, 0, 0]]))
    assert moved["x"].tolist() == [2, 2, 0, 4, 3, 3]
    assert moved["y"][0][:, 1].tolist() == [5, 5, 1, 9, 7, 7]


def test_length_normalisation_changes_the_winner():
    # by sums: a .5, end .4 = .20 beats b .5, c .9, d .9, end .45 = .182;
    # by means of logs: .2 ** (1/2) = .447 loses to .182 ** (1/4) = .653
    table = torch.zeros(6, 6)
    table[EOS, [A, B]] = 0.5
    table[A, [EOS, A]] = torch.tensor([0.4, 0.6])
    table[A, A] = 0  # the rest of it is lost
    table[B, C] = table[C, D] = 0.9
    table[D, EOS] = 0.45
    assert search(table, width=2).best.tokens == (A,)
    mean = search(table, width=2, length_normalisation=1.0).best
    assert mean.tokens == (B, C, D)
    assert mean.score == pytest.approx(math.log(0.5 * 0.81 * 0.45) / 4)


def test_lengths_are_kept_within_their_limits():
    for seed in range(5):
        model = HistoryModel(8, seed)
        for low, high in ((0, 3), (2, 6), (6, 6)):
            settings = by_sums(
                width=3, min_length=low, max_length=high, n_best=3
            )
            found = beam_search(model.step, model.start(1), settings=settings)
            for h in found[0].hypotheses:
                assert low <= len(h.tokens) <= high
                assert h.finished == (len(h.tokens) < high)


def test_no_limit_means_the_empty_sentence_when_it_is_likeliest():
    table = torch.full((6, 6), 0.02)
    table[:, EOS] = 0.9
    best = search(table, min_length=0).best
    assert best.tokens == ()
    assert best.finished
    assert best.score == best.log_prob == pytest.approx(math.log(0.9))
    assert len(search(table, min_length=3).best.tokens) == 3


def test_finished_first_if_they_are_preferred():
    # running on is likelier than ending, at every step
    table = torch.tensor([[0.2, 0.0, 0.8]] * 3)
    cut = search(table, width=2, max_length=4, length_normalisation=1.0)
    assert cut.best.tokens == (A, A, A, A)
    assert not cut.best.finished
    whole = search(
        table,
        width=2,
        max_length=4,
        length_normalisation=1.0,
        prefer_finished=True,
    )
    assert whole.best.tokens == (A, A, A)
    assert whole.best.finished


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_ngram_is_repeated(size):
    table = torch.tensor([[0.0, 0.0, 0.6, 0.3, 0.1]] * 5)
    settings = by_sums(width=4, max_length=9, no_repeat_ngram=size, n_best=4)
    step = walk(table)
    for h in beam_search(step, None, settings=settings)[0].hypotheses:
        grams = [
            h.tokens[i : i + size] for i in range(len(h.tokens) - size + 1)
        ]
        assert len(grams) == len(set(grams))
    # three words: 3 tokens without a repeated word, 9 at least with pairs
    longest = {1: 3, 2: 9, 3: 9}[size]
    assert len(h.tokens) == longest


def test_only_the_token_that_repeats_is_forbidden():
    scores = torch.zeros(3, 9)
    tokens = torch.tensor([[4, 5, 4, 5, 4], [2, 3, 4, 5, 6], [7, 7, 7, 7, 7]])
    block_repeats(scores, tokens, 2)
    assert scores.isinf().nonzero().tolist() == [[0, 5], [2, 7]]
    block_repeats(scores, tokens, 6)
    assert scores.isinf().sum() == 2


def test_unknown_banned_and_bonus():
    table = torch.tensor([[0.1, 0.5, 0.2, 0.15, 0.05, 0.0]] * 6)
    free = search(table, max_length=3, forbid_unknown=False)
    assert free.best.tokens == (UNK, UNK, UNK)
    for h in search(table, max_length=3, width=5, n_best=5).hypotheses:
        assert UNK not in h.tokens

    def tell(**options: Any) -> tuple[int, ...]:
        settings = by_sums(max_length=3)
        step = walk(table)
        return beam_search(step, None, settings=settings, **options)[
            0
        ].best.tokens

    assert tell() == (A,)
    assert tell(banned={A}) == (B,)
    bonus = torch.zeros(6)
    bonus[C] = 5.0
    assert tell(bonus=bonus) == (C, C, C)
    with pytest.raises(StorytellerError, match="between 0 and 5"):
        tell(banned=[6])


def test_a_bonus_does_not_stop_the_search_too_early():
    # .6 * e for d comes late: only the bonus makes the longer one win
    table = torch.zeros(6, 6)
    table[EOS, [A, B]] = torch.tensor([0.5, 0.5])
    table[A, EOS] = 0.9
    table[B, C] = table[C, D] = 0.5
    table[D, EOS] = 1.0
    bonus = torch.zeros(6)
    bonus[D] = 3.0
    step = walk(table)
    found = beam_search(step, None, settings=by_sums(width=2), bonus=bonus)
    assert found[0].best.tokens == (B, C, D)
    truth = math.log(0.5 * 0.5 * 0.5) + 3
    assert found[0].best.log_prob == pytest.approx(truth)


def test_width_one_by_sums_is_greedy():
    for seed in range(20):
        model = HistoryModel(7, seed)
        number, last, tokens = 4, -1, []
        while len(tokens) < 12:
            number = (number * 31 + last + 7) % 997
            row = model.table[number].clone()
            row[UNK] = -math.inf
            if not tokens:
                row[EOS] = -math.inf
            last = int(row.argmax())
            if last == EOS:
                break
            tokens.append(last)
        settings = BeamSettings(max_length=12)
        found = greedy(model.step, model.start(4), settings=settings)[0].best
        assert found.tokens == tuple(tokens)
        assert found.finished == (last == EOS)


def test_a_beam_wider_than_the_vocabulary():
    for width in (7, 50, 1000):
        assert search(width=width).best.tokens == (B, D)


def test_a_model_that_only_ends():
    table = torch.tensor([[1.0, 0.0, 0.0]] * 3)
    assert search(table, min_length=0).best == Hypothesis((), 0.0, 0.0, True)
    assert search(table, min_length=1).best == Hypothesis((), 0.0, 0.0, False)
    only = torch.ones(1, 1)
    assert search(only, min_length=0).best == Hypothesis((), 0.0, 0.0, True)


def test_a_dead_end_still_returns_something():
    table = torch.zeros(6, 6)
    table[EOS, A], table[EOS, B], table[A, C] = 0.3, 0.7, 0.5
    best = search(table, width=3, max_length=8).best
    assert best.tokens == (A, C)
    assert not best.finished
    assert best.score == best.log_prob == pytest.approx(math.log(0.15))
    # a sentence at a dead end does not disturb its neighbour in the batch
    model = HistoryModel(6)
    model.table[7 * 31 + 6] = -math.inf
    settings = by_sums(max_length=6)
    both = beam_search(model.step, model.start(7, 8), settings=settings)
    alone = beam_search(model.step, model.start(8), settings=settings)
    assert both[0].best == Hypothesis((), 0.0, 0.0, False)
    assert both[1] == alone[0]


def test_the_search_stops_when_nothing_can_win():
    calls = []

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        calls.append(len(last))
        return walk(TRANSITIONS)(last, state)

    beam_search(step, None, settings=by_sums(width=2, max_length=50))
    assert calls == [2, 2, 2]


@pytest.mark.parametrize("shape", [(1, 640), (3, 20_011), (2, 5)])
@pytest.mark.parametrize("count", [1, 5, 100])
def test_top_candidates_are_the_top(shape, count):
    chance = torch.Generator().manual_seed(count)
    scores = torch.randn(shape, generator=chance)
    scores[:, ::3] = -math.inf
    count = min(count, shape[1])
    values, places = top_candidates(scores, count)
    assert torch.equal(values, scores.sort(descending=True).values[:, :count])
    assert torch.equal(scores.gather(1, places), values)


def test_half_precision_gives_the_same_sentence():
    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        log_probs, state = walk(TRANSITIONS)(last, state)
        return log_probs.to(torch.bfloat16), state

    found = beam_search(step, None, settings=by_sums(width=2))
    assert found[0].best.tokens == (B, D)


def test_log_probabilities_may_lie_in_memory_as_they_like():
    columns = TRANSITIONS.log().T.contiguous()

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return columns[:, last.clamp(min=0)].T, state

    found = beam_search(step, torch.zeros(2, 1), settings=by_sums(width=2))
    assert [f.best.tokens for f in found] == [(B, D), (B, D)]


def test_the_model_keeps_its_log_probabilities():
    table = TRANSITIONS.log()
    before = table.clone()
    settings = BeamSettings(width=1, min_length=2, no_repeat_ngram=1)

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return table[: len(last)], state

    beam_search(step, None, settings=settings, banned=[D])
    assert torch.equal(table, before)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"width": 0}, "width must be above zero, got 0"),
        ({"max_length": 0}, "max_length must be above zero"),
        ({"min_length": 9, "max_length": 5}, "min_length .* got 9"),
        ({"no_repeat_ngram": -1}, "no_repeat_ngram .* got -1"),
        ({"length_normalisation": -0.5}, "length_normalisation .* got -0.5"),
        ({"length_normalisation": math.nan}, "got nan"),
        ({"n_best": 0}, "n_best"),
        ({"width": 1_001}, "width must be from 1 to 1,000, got 1001"),
        ({"width": 10**30}, "width must be from 1 to 1,000"),
        ({"n_best": 10**9}, "n_best must be from 1 to 1,000"),
    ],
)
def test_settings_refuse_nonsense(wrong, message):
    with pytest.raises(StorytellerError, match=message):
        BeamSettings(**wrong)


def test_broken_models_are_told_so():
    def nan(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return torch.full((len(last), 200), math.nan), state

    with pytest.raises(StorytellerError, match="not numbers after 0 tokens"):
        beam_search(nan, torch.zeros(1, 1))

    def flat(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return torch.zeros(6), state

    with pytest.raises(StorytellerError, match=r"shape \(5, vocabulary\)"):
        beam_search(flat, torch.zeros(1, 1))
    with pytest.raises(StorytellerError, match="same number of rows"):
        beam_search(flat, (torch.zeros(2, 3), torch.zeros(3)))


@pytest.mark.parametrize("width", [1, 5, 20])
def test_same_best_as_the_original_where_no_hypothesis_ends_early(width):
    decoder = bench.Decoder(dim=16, vocabulary=300)
    assert bench.ours(decoder, width, 12) == bench.original(decoder, width, 12)


ORACLES = Path(os.environ.get("STORYTELLER_DATA", "-")) / "oracles/decoder"


def kiros_decoder(folder: Path, ctx: int):
    """The released decoder's step, from its description, in NumPy."""
    with np.load(folder / "romance.npz") as file:
        p = {name: file[name] for name in file.files}
    thought = np.load(folder / "ctx.npy")[ctx]
    start = np.tanh(thought @ p["ff_state_W"] + p["ff_state_b"])

    def step(last: np.ndarray, h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = p["Wemb"][np.maximum(last, 0)] * (last >= 0)[:, None]
        gates = h @ p["decoder_U"] + x @ p["decoder_W"] + p["decoder_b"]
        r, u = np.split(1 / (1 + np.exp(-gates)), 2, axis=1)
        new = np.tanh(
            (h @ p["decoder_Ux"]) * r + x @ p["decoder_Wx"] + p["decoder_bx"]
        )
        h = u * h + (1 - u) * new
        out = h
        if "ff_hid_W" in p:
            out = np.tanh(out @ p["ff_hid_W"] + p["ff_hid_b"])
        logits = out @ p["ff_logit_W"] + p["ff_logit_b"]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True), h

    return step, start


@pytest.mark.skipif(not ORACLES.is_dir(), reason="STORYTELLER_DATA is unset")
@pytest.mark.parametrize("kind", ["plain", "deep"])
def test_the_yardstick_does_what_the_original_did(kind):
    cases = json.loads((ORACLES / kind / "gen_sample.json").read_text())
    for case in cases:
        step, start = kiros_decoder(ORACLES / kind, case["ctx"])
        samples, costs = original_beam_search(
            step, start, case["k"], case["maxlen"], case["use_unk"]
        )
        assert samples == case["samples"]
        assert costs == pytest.approx(case["scores"], rel=1e-4)


@pytest.mark.skipif(not ORACLES.is_dir(), reason="STORYTELLER_DATA is unset")
@pytest.mark.parametrize("kind", ["plain", "deep"])
def test_the_search_is_never_worse_than_the_original(kind):
    cases = json.loads((ORACLES / kind / "gen_sample.json").read_text())
    for case in cases:
        step, start = kiros_decoder(ORACLES / kind, case["ctx"])

        def torch_step(last, state, step=step):
            probabilities, after = step(last.numpy(), state.numpy())
            return torch.tensor(probabilities).log(), torch.tensor(after)

        settings = by_sums(
            width=case["k"],
            min_length=0,
            max_length=case["maxlen"],
            forbid_unknown=not case["use_unk"],
        )
        state = torch.tensor(start)[None]
        found = beam_search(torch_step, state, settings=settings)[0].best
        best = min(case["scores"])
        assert -found.log_prob <= best + 1e-4
        if case["k"] == 1:
            assert choices_of(found) == case["samples"][0]
