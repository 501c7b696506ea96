"""The exercises' checks: right forms accepted, wrong ones told apart."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from storyteller_lib.attention_captioner import (
    AttentionCaptioner,
    AttentionCaptionerSettings,
)
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.evaluation.captions.pointing import Pointing
from storyteller_lib.storyteller.story import lyric_lines
from storyteller_lib.style import shift
from storyteller_lib.teaching import check
from storyteller_lib.teaching.checking import RIGHT, verdict
from storyteller_lib.teaching.checks import CHECKS, MODULES
from storyteller_lib.teaching.checks.forms import (
    Unreadable,
    alike,
    as_letters,
    as_number,
    as_numbers,
    as_words,
    is_missing,
)
from storyteller_lib.teaching.checks.leaving import pack
from storyteller_lib.teaching.checks.style import best_sum
from storyteller_lib.text import Vocabulary, tokenise

CHANCE = torch.Generator().manual_seed(0)
STYLES = dict(
    zip(
        ("romance", "thriller"),
        torch.randn(2, 6, generator=CHANCE),
        strict=True,
    )
)
READ = torch.randn(3, 6, generator=CHANCE)
LENGTHS = [3, 5, 3, 3, 5, 7]
PEOPLE = [["A dog.", "The dog runs."], ["A cat.", "It sleeps."]]
COSINES = {"cosine": lambda one, two: 0.5, "words": {"a", "cat", "dog", "saw"}}


class Decoder(nn.Module):
    """As much of a decoder as its weights are counted of."""

    def __init__(self, condition: int) -> None:
        super().__init__()
        self.words = nn.Embedding(10, 4)
        self.initial = nn.Linear(3, 5)
        if condition:
            self.condition = nn.Linear(3, condition)
            self.more = nn.Linear(condition, 2, bias=False)


class Twister:
    """The Mersenne Twister, as NumPy's old generator has it."""

    def __init__(self, seed: int) -> None:
        self.bits = np.random.RandomState(seed)._bit_generator

    def whole(self) -> int:
        return int(self.bits.random_raw())


def below(T: type[Twister], seed: int, limit: int, count: int) -> list[int]:
    """Numbers as ``torch.randint`` draws them."""
    twister = T(seed)
    return [twister.whole() % limit for _ in range(count)]


DECODERS = {"once": Decoder(0), "always": Decoder(64)}


def told(*totals_of: tuple[int, float]) -> list[SimpleNamespace]:
    """Retold passages: scene and total."""
    return [SimpleNamespace(scene=s, total=t) for s, t in totals_of]


EVENINGS = {
    "cat": {
        "one": told((1, 9.0), (2, 8.5)),
        "two": told((1, 8.0), (3, 1.0)),
    }
}


def in_turn(found: dict[str, Any]) -> dict[str, Any]:
    """One genre after the other takes the best that is left."""
    taken: set[int] = set()
    chosen = {}
    for genre, passages in found.items():
        first = next(it for it in passages if it.scene not in taken)
        taken.add(first.scene)
        chosen[genre] = first
    return chosen


def best_of_all(found: dict[str, Any]) -> dict[str, Any]:
    """The right evening of the two above."""
    return {"one": found["one"][1], "two": found["two"][0]}


def heard(strength: float) -> float:
    """Nine stories in ten from a strength of 0.7 on."""
    return 1.0 if strength > 0.65 else 0.5


def means(style: dict[str, float]) -> dict[str, float]:
    """A judge that hears a third of what is in a blend of halves."""
    return {name: weight * 0.7 for name, weight in style.items()}


class Teller:
    """A storyteller that only shifts."""

    models = SimpleNamespace(caption_mean=torch.tensor([1.0, 0.0]))
    styles = {"thriller": [2.0, 0.0], "romance": [0.0, 4.0]}

    def shift(self, x: torch.Tensor, style: dict[str, float]) -> torch.Tensor:
        b = sum(w * torch.tensor(self.styles[n]) for n, w in style.items())
        return x - self.models.caption_mean + b


ASKED = {"teller": Teller(), "x": torch.tensor([5.0, 5.0])}


def one_name(story: tuple[str, ...]) -> bool:
    names = {"bruno", "clara", "felix", "luna", "otto", "tilly"}
    return len({w for s in story for w in tokenise(s)} & names) == 1


def learn(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x0, y0 = x.mean(0), y.mean(0)
    w = np.linalg.lstsq(x - x0, y - y0, rcond=None)[0].T
    return w, y0 - w @ x0


def fold(spellings: list[str]) -> dict[str, int]:
    found = {w: i for i, w in enumerate(spellings) if w == w.lower()}
    for i, w in enumerate(spellings):
        found.setdefault(w.lower(), i)
    return found


def by_pile(lengths: list[int], size: int) -> list[list[int]]:
    piles: dict[int, list[int]] = {}
    for number, length in enumerate(lengths):
        piles.setdefault(length, []).append(number)
    return [
        pile[i : i + size]
        for pile in piles.values()
        for i in range(0, len(pile), size)
    ]


def props(hit: float, chance: float) -> list[Pointing]:
    return [Pointing(0.3, hit, 0.04, chance)] * 2


def bonus(*places: int) -> torch.Tensor:
    found = torch.zeros(4)
    found[list(places)] = 9.0
    return found


def write(given: torch.Tensor) -> str:
    return "We saw the sea." if given[2] > 8 else "We saw a fox."


def softly(said: list[float], wanted: list[float], t: float) -> float:
    """The student's surprise at what the softened teacher says."""
    p, q = (np.exp(np.array(it) / t) for it in (wanted, said))
    return float(-(p / p.sum() * np.log(q / q.sum())).sum())


def best_of_two(scores: list[float]) -> float:
    """The larger of each two different candidates, on the mean."""
    n = len(scores)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    return float(np.mean([max(scores[i], scores[j]) for i, j in pairs]))


def elected(these: list[str], gain: Callable[[str, str], float]) -> int:
    """The first of those that gain most over the others."""
    table = np.array([[gain(a, b) for b in these] for a in these])
    return int((table.sum(1) - table.diagonal()).argmax())


CROSSING = [lambda b, n: 2 * (b - 1) / (b * n - 2)]
MOMENT = ([0, 0, 1.0986], [0, 0, 0], [0, -20, 0])
SAME = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
MOVED = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
Forms = dict[str, tuple[list[Any], list[Any], dict[str, Any]]]
FORMS: Forms = {  # number: right answers, wrong ones, what is given
    "1.1": (["bdcea", "b, d, c, e, a", [*"BDCEA"]], ["bdcae", "abcde", 7], {}),
    "1.2": (["bc", {"c", "b"}, "C, B"], ["b", "abc", "xy"], {}),
    "1.3": ([(0.8, 0.95), "0.8, 0.95"], [(0.95, 0.8), (2, 3), (0.1, 0.9)], {}),
    "1.4": (
        [torch.tensor([5.0, 7.0]), [5, 7]],
        [[1.0, 2.0], [5, 5], [1, 2, 3]],
        ASKED,
    ),
    "1.5": (
        [lambda a, b: np.dot(a, b) / np.linalg.norm(a) / np.linalg.norm(b)],
        [lambda a, b: float(np.dot(a, b)), lambda a: 1, 0.5],
        {},
    ),
    "2.1": ([10, "10", np.int64(10)], [28, 18, 7], {}),
    "2.2": ([[2, 4, 1], (2, 4, 1), torch.tensor([2, 4, 1])], ["2 4 0"], {}),
    "2.3": (
        [tokenise],
        [str.split, lambda text: text.undefined, "a text"],
        {},
    ),
    "2.4": ([(2592, 440), [2592.0, 440]], [(2592, 432), (216, 36), 6], {}),
    "2.5": ([(SAME, MOVED), [SAME, MOVED]], [(SAME, SAME), SAME, (1, 2)], {}),
    "2.6": ([31, "31"], [81, 9, 30], {}),
    "2.7": ([0.087], [0.34, 0.01], {}),
    "3.1": (["ac", ["c", "a"]], ["ab", "abcd"], {}),
    "3.2": ([(0.6, 3), ["3/5", 3]], [(0.6, 12), (0.4, 3)], {}),
    "3.3": ([0.2, torch.tensor(0.2), "1/5"], [0.6, 0.1, "one"], {}),
    "3.7": ([0.102], [0.4, 0.01], {}),
    "4.1": ([(0.45, 0.4219)], [(0.45, 0.45), (0.7, 0.6)], {}),
    "4.2": (["bc"], ["bcd"], {}),
    "4.3": ([(0.75, 0.875), np.array([0.75, 0.875])], [(0.5, 0.5)], {}),
    "4.5": ([props(0.5, 0.04)], [props(0.1, 0.04), props(0.9, 0.3), 7], {}),
    "4.6": ([10.8], [11.5, 8], {}),
    "5.1": (
        [
            "nothing the dragon found a cave",
            "Nothing, the dragon found a cave",
        ],
        ["the dragon found a cave", 5],
        {},
    ),
    "5.2": ([4], [9, 11, 3], {}),
    "5.3": (CROSSING, [lambda b, n: 2 / n, lambda b, n: 1 / 0], {}),
    "5.4": ([MOMENT], [([0, 0, 1], [0, 0, 0], [0, 0, 0]), (1, 2, 3)], {}),
    "5.5": (
        [("a cat saw a dog", "a dog saw a cat")],
        [("a cat", "a dog"), ("a cat", "a cat"), ("a fox", "fox a"), "a cat"],
        COSINES,
    ),
    "5.6": ([175, 176], [1751, 100], {}),
    "6.1": (["ad"], ["a", "abd"], {}),
    "6.2": (
        [(620, 300, 186_620)],
        [(300, 620, 186_620), (620, 300, 186_000)],
        {},
    ),
    "6.3": (
        [learn],
        [lambda x, y: (learn(x, y)[0].T, 0), lambda x, y: 3],
        {},
    ),
    "6.4": (
        [fold],
        [
            lambda s: {w: i for i, w in enumerate(s)},
            lambda s: {w.lower(): i for i, w in enumerate(s)},
            lambda s: {},
        ],
        {},
    ),
    "6.5": ([lambda a, b: (a + b) / 2], [lambda a, b: a], {}),
    "6.6": ([(0.89, 0.7, 0.455)], [(0.9, 0.9, 0.9), (0.5, 1, 2)], {}),
    "7.1": (["ac"], ["c"], {}),
    "7.2": ([3.0, math.log(20)], [190, 2.3], {}),
    "7.3": ([4, torch.tensor(4.0)], [32 / 9, 8, 2], {}),
    "7.4": (
        [(40, 64 * 4 + 128)],
        [(40, 256), (10, 384), (40, 384, 1)],
        DECODERS,
    ),
    "7.5": (
        [lambda a, b: torch.stack([a.lerp(b, n / 8) for n in range(9)])],
        [
            lambda a, b: torch.stack([a] * 9),
            lambda a, b: torch.stack([a, b]),
            lambda a, b: torch.stack([a] * 8 + [b]),
            lambda a, b: torch.stack([b] * 9),
        ],
        {},
    ),
    "7.6": ([2.3], [1.0, 4.0, 0.4], {}),
    "8.1": (["ad", "d a"], ["acd"], {}),
    "8.2": ([(2.5, 1.5), torch.tensor([2.5, 1.5])], [(2, 2), (2.5, 2)], {}),
    "8.3": (
        [
            lambda y, c, b, s: shift(y, b, c, s),
            lambda y, c, b, s: y - s * (b - c),
        ],
        [lambda y, c, b, s: shift(y, b, c, 1.0), lambda y, c, b, s: y[0]],
        {},
    ),
    "8.4": (
        [lambda t: shift(t, STYLES["romance"], STYLES["thriller"])],
        [
            lambda t: t,
            lambda t: t + STYLES["thriller"],
            lambda t: t[0],
            lambda t: shift(t, STYLES["thriller"], STYLES["romance"]),
        ],
        {"read": READ, "styles": STYLES},
    ),
    "8.5": ([lambda n: n**-0.5], [lambda n: 1 / n, lambda n: 1.0], {}),
    "8.6": (
        [lambda n, v: (1 / v, 1 / n, 1 / n, 10 / n)],
        [lambda n, v: (1 / v, 1 / n, 1 / (n * v), 10 / n), lambda n, v: 1],
        {},
    ),
    "8.7": ([(0.95, 0.917, 0.9)], [(0.7, 0.45, 0.22)], {}),
    "9.1": (["ac"], ["abc"], {}),
    "9.2": ([392_000, "392,000"], [400_000, 80_000], {}),
    "9.3": (
        [
            "foxes and dance",
            ["foxes", "and", "dance"],
            "Foxes and dance.",
            "foxes and dance .",
        ],
        ["we dance and", "foxes dance and dance"],
        {},
    ),
    "9.4": ([0.54, 0.541], [0.5, 0.6], {}),
    "9.5": ([bonus(2)], [bonus(), bonus(1)], {"write": write}),
    "9.6": ([0.66], [0.5, 0.9], {}),
    "10.1": (["bd"], ["bcd"], {}),
    "10.2": ([56 / 1024, "56/1024"], [45 / 1024, 0.8], {}),
    "10.3": ([lyric_lines], [lambda text: text.split(",")], {}),
    "10.4": ([0.7], [0.5, 0.9, 5], {"heard": heard}),
    "10.5": (
        [{"thriller": 0.5, "romance": 0.5}],
        [{"thriller": 0.9, "romance": 0.1}, {"romance": 1.0}, "thriller"],
        {"means": means},
    ),
    "10.6": (
        [best_of_all],
        [in_turn, lambda f: {g: it[0] for g, it in f.items()}, lambda f: {}],
        {"found": EVENINGS},
    ),
    "10.7": ([0.0555], [0.04, 0.5], {}),
    "11.1": (["bd"], ["bc"], {}),
    "11.2": ([0.37], [0.35, 0.3, 0.4], {}),
    "11.3": ([7], [10, 14], {}),
    "11.4": ([one_name], [lambda story: True, lambda story: False], {}),
    "11.5": ([0.065], [0.5, 0.2, 3], {"whole": 0.86, "mixed": 0.15}),
    "11.6": ([(5.16, 1.17)], [(3.34, 1.14), (5.16, 1.14)], {}),
    "12.1": (["bc"], ["ab"], {}),
    "12.2": ([0.61, math.exp(-0.5)], [6 / 9, 1, 0.5], {}),
    "12.3": (
        ["a a a a a", ["a"] * 5],
        ["dog " * 5, "a dog a dog a", "a a"],
        {"people": PEOPLE},
    ),
    "12.4": ([(1_000, 1), [1000.0, 1]], [(1_000, 0), (3, 1)], {}),
    "12.5": (
        [{2: 1.0, 5: 1.0, 20: 0.95, 60: 0.82}],
        [{2: 1.0}, {2: 0.5, 5: 0.9, 20: 0.1, 60: 0.05}, [1, 1]],
        {},
    ),
    "12.6": ([(0.66, 0.33, 0.12)], [(0.9, 0.9, 0.9), (0.66, 0.6, 0.1)], {}),
    "13.1": ([49.6], [49_600_000, 12.4], {}),
    "13.2": (["ac"], ["abc", "ace"], {}),
    "13.3": (
        [lambda n, w, d: 6 * n * d * (w + d)],
        [lambda n, w, d: n * d],
        {},
    ),
    "13.4": (
        [by_pile],
        [
            lambda lengths, size: [[*range(len(lengths))]],
            lambda lengths, size: [[0]],
            lambda lengths, size: [[i] for i in range(5)],
        ],
        {"lengths": LENGTHS},
    ),
    "13.5": ([lambda own, n, rows: own * n / rows], [lambda own, n, r: 1], {}),
    "13.6": ([0.004, 0.0040], [0.0039, 0.0041, 0.0078], {}),
    "14.1": (["ac"], ["ab"], {}),
    "14.2": ([21], [36, 15, 6], {}),
    "14.3": (
        [((0.25, 0.75), (1, 6)), torch.tensor([[0.25, 0.75], [1.0, 6.0]])],
        [((0.75, 0.25), (3, 2)), ((0.25, 0.75), (1, 2)), (0.25, 0.75)],
        {},
    ),
    "14.4": (
        [lambda x, k: [x[max(0, t + 1 - k) : t + 1] for t in range(len(x))]],
        [
            lambda x, k: [x[: t + 1] for t in range(len(x))],
            lambda x, k: [x[t : t + k] for t in range(len(x))],
        ],
        {},
    ),
    "14.5": (
        [lambda s, t: 2 * s.layers * s.dim * t],
        [lambda s, t: s.layers * s.dim * t, lambda s, t: 2 * s.dim],
        {},
    ),
    "14.6": ([(0.93, 0.32)], [(0.32, 0.93), (0.93, 0.1)], {}),
    "15.1": (["ac", "ca"], ["ab", "acd"], {}),
    "15.2": (
        [(0.67, 0.24, 0.09), torch.tensor([2.0, 1.0, 0.0]).softmax(0)],
        [(0.867, 0.117, 0.016), (0.6652, 0.3, 0.0348), (0.6652, 0.2447, 0.1)],
        {},
    ),
    "15.3": ([(0.25, 1), "1/4 1"], [(0.5, 1), (0.25, 0)], {}),
    "15.4": (
        [softly],
        [lambda a, b, t: t * t * softly(a, b, t), lambda a, b, t: 0.0],
        {},
    ),
    "15.5": (
        [lambda n, k: 2 * n * n * k + 9 * n * k],
        [lambda n, k: 9 * n * k * n * k, lambda n, k: n * k],
        {},
    ),
    "15.6": ([0.87], [0.4, 1.2], {}),
    "16.1": (["bc"], ["ad", "abc"], {}),
    "16.2": (
        [(0, 1.2247, -1.2247)],
        [(0, 1, -1), (1.22, 0, 0), (0, 1.2247, 1)],
        {},
    ),
    "16.3": ([best_of_two], [max, lambda scores: sum(scores)], {}),
    "16.4": (
        [elected],
        [lambda these, gain: 0, lambda these, gain: len(these) - 1],
        {},
    ),
    "16.5": ([33, "33"], [32, 26, 40], {}),
    "16.6": ([2.07], [2.35, 1.9], {}),
    "17.1": (["bc", {"c", "b"}], ["ab", "bcd"], {}),
    "17.2": ([2.02, "2.02"], [2.0, 8.0, 2_020_000, 4], {}),
    "17.3": (
        [((60, -127, 0), (3, -7, 0)), torch.tensor([60, -127, 0, 3, -7, 0])],
        [((60, 127, 0), (3, -7, 0)), ((60, -127, 0), (4, -8, 0))],
        {},
    ),
    "17.4": (
        [
            pack,
            lambda values: torch.tensor(pack(values)),
            lambda values: bytes(pack(values)),
        ],
        [
            lambda values: values,
            lambda values: [a + 16 * b for a, b in pairwise(values)],
        ],
        {},
    ),
    "17.5": (
        [below],
        [
            lambda T, s, n, k: [T(s).whole() % n for _ in range(k)],
            lambda T, s, n, k: [0] * k,
        ],
        {"twister": Twister},
    ),
    "17.6": ([(0.197, 0.0066)], [(0.0066, 0.197), (0.197, 0.1)], {}),
}
ELSEWHERE = {"3.4", "3.5", "3.6", "4.4"}
"""Checks that ask a model; tested below."""


def each(which: int) -> list[Any]:
    """Every right answer (0) or every wrong one (1)."""
    return [
        pytest.param(number, form, FORMS[number][2], id=f"{number}-{i}")
        for number in FORMS
        for i, form in enumerate(FORMS[number][which])
    ]


def test_every_check_is_tested() -> None:
    assert set(FORMS) | ELSEWHERE == set(CHECKS)
    assert sum(len(module.CHECKS) for module in MODULES) == len(CHECKS)


@pytest.mark.parametrize(("number", "answer", "given"), each(0))
def test_right_forms_are_accepted(
    number: str, answer: Any, given: dict[str, Any]
) -> None:
    assert verdict(number, answer, **given) == RIGHT


@pytest.mark.parametrize(("number", "answer", "given"), each(1))
def test_wrong_ones_get_one_sentence(
    number: str, answer: Any, given: dict[str, Any]
) -> None:
    says = verdict(number, answer, **given)
    assert says.startswith("not yet: ")
    assert "\n" not in says and len(says) < 160
    assert says == verdict(number, answer, **given), "chance decides"


@pytest.mark.parametrize("number", sorted(CHECKS))
@pytest.mark.parametrize("nothing", [None, ..., "", [], {}, (None, None)])
def test_no_answer_is_told_from_a_wrong_one(number: str, nothing: Any) -> None:
    given = FORMS[number][2] if number in FORMS else {}
    assert verdict(number, nothing, **given) == "no answer yet."


FUNCTIONS = [n for n, forms in FORMS.items() if callable(forms[0][0])]


@pytest.mark.parametrize("number", FUNCTIONS)
def test_a_function_without_content_is_no_answer(number: str) -> None:
    empty: Callable[..., None] = lambda *_: None  # noqa: E731
    assert verdict(number, empty, **FORMS[number][2]) == "no answer yet."


@pytest.mark.parametrize("number", FUNCTIONS)
def test_a_function_that_fails_is_told_in_a_sentence(number: str) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("out of\n pencils")

    says = verdict(number, broken, **FORMS[number][2])
    assert says == "not yet: it stopped with RuntimeError: out of pencils"


@pytest.mark.parametrize("number", ["99.1", "8", "8.9", ""])
def test_an_unknown_number_gets_one_sentence(number: str) -> None:
    with pytest.raises(StorytellerError, match="has a check") as error:
        check(number, 1)
    assert "\n" not in str(error.value)


def test_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    check("5.2", 4)
    check("5.2", 9)
    check("5.2", None)
    assert capsys.readouterr().out == (
        "5.2: right.\n"
        "5.2: not yet: that is with all books glued together.\n"
        "5.2: no answer yet.\n"
    )


def test_hints_do_not_tell() -> None:
    for number, (right, wrong, given) in FORMS.items():
        for answer in right:
            if not isinstance(answer, str | int | float) or number == "9.2":
                continue
            says = {verdict(number, it, **given) for it in wrong}
            for text in says:
                assert str(answer) not in text.split(), (number, text)


# Checks that ask a model


def test_a_search_is_held_against_the_weather() -> None:
    weathers = [w for w in lexicon.WEATHERS for _ in range(5)]
    scenes = [SimpleNamespace(weather=w) for w in weathers]

    def search(text: str, k: int) -> list[int]:
        asked = next(
            w
            for w, p in lexicon.WEATHERS.items()
            if text == f"A picture {p[0]}."
        )
        return [i for i, w in enumerate(weathers) if w == asked][:k]

    assert verdict("3.4", search, scenes=scenes) == RIGHT
    for wrong in (lambda text, k: [0] * k, lambda text, k: []):
        assert "not yet" in verdict("3.4", wrong, scenes=scenes)


def test_a_vote_must_be_full_and_right() -> None:
    scene = SimpleNamespace(a=1, b=2, c=3, d=4, e=5)
    bank = SimpleNamespace(nearest=lambda vector, k: [None])
    given = {"seen": torch.zeros(2, 3), "bank": bank, "scenes": [scene] * 2}
    full = dict(scene.__dict__)
    assert verdict("3.5", lambda found: full, **given) == RIGHT
    few, wrong = {"a": 1}, dict.fromkeys(full, 1)
    for answer in (few, wrong):
        says = verdict("3.5", lambda found, it=answer: it, **given)
        assert says.startswith("not yet")
    assert verdict("3.5", lambda found: None, **given) == "no answer yet."


def test_a_test_for_nothing_names_what_it_got_wrong() -> None:
    given = {"photos": {"cat": 1.0}, "odd": {"stripes": 0.0}}
    assert verdict("3.6", lambda p: p > 0.5, **given) == RIGHT
    assert "lets in stripes" in verdict("3.6", lambda p: True, **given)
    assert "turns away cat" in verdict("3.6", lambda p: False, **given)


def test_lowest_gates_are_computed_anew() -> None:
    words = Vocabulary.build([[*"abcdefgh"]])
    torch.manual_seed(0)
    captioner = AttentionCaptioner(
        AttentionCaptionerSettings(len(words), 4, word_dim=8, dim=12)
    ).eval()
    chance = random.Random(0)
    ids = [chance.choices(range(2, len(words)), k=6) for _ in range(40)]
    test = torch.randn(40, 9, 4, generator=CHANCE)
    given = {"captioner": captioner, "test": test, "ids": ids, "words": words}
    three = [
        it
        for it in (
            [a, b, c]
            for a in words.words[2:]
            for b in words.words[2:]
            for c in words.words[2:]
            if a < b < c
        )
        if verdict("4.4", it, **given) == RIGHT
    ]
    assert len(three) == 1
    assert verdict("4.4", three[0][::-1], **given) == RIGHT
    assert "three words" in verdict("4.4", three[0][:2], **given)
    assert "often enough" in verdict("4.4", ["a", "b", "zebra"], **given)


def test_the_best_evening_is_not_the_greedy_one() -> None:
    found = EVENINGS["cat"]
    greedy = sum(it.total for it in in_turn(found).values())
    assert best_sum(list(found.values())) == 16.5 > greedy


# Forms


def test_numbers_are_read_in_many_forms() -> None:
    for form in (
        0.75,
        "3/4",
        " 0.75 ",
        np.float32(0.75),
        torch.tensor([0.75]),
    ):
        assert as_number(form) == 0.75
    assert as_number("1,000,000") == 1_000_000
    for wrong in ("dog", "1/0", True, None, [1, 2], object()):
        with pytest.raises(Unreadable):
            as_number(wrong)


def test_lists_of_numbers_are_read_in_many_forms() -> None:
    forms = ([1, 2], (1, 2), "1, 2", "(1; 2)", np.array([1, 2]))
    for form in (*forms, torch.tensor([[1.0, 2.0]])):
        assert as_numbers(form, 2) == [1, 2]
    for wrong in ([1], {1, 2}, {1: 2}, 7, "1 dog"):
        with pytest.raises(Unreadable):
            as_numbers(wrong, 2)


def test_letters_and_words() -> None:
    assert as_letters("B, d", "abcd") == as_letters(["b", "d"], "abcd") == "bd"
    assert as_letters({"d", "b"}, "abcd") == "bd"
    assert as_words("The Fox, ran") == ["the", "fox", "ran"]
    for wrong in ("xyz", 3, ["a", 1]):
        with pytest.raises(Unreadable):
            as_letters(wrong, "abcd")


def test_what_is_missing() -> None:
    assert is_missing([None, ...]) and is_missing({"a": None})
    assert not is_missing(0) and not is_missing([0])
    assert not is_missing(torch.zeros(3)) and not is_missing(False)


def test_values_are_alike_up_to_a_tolerance() -> None:
    assert alike(torch.tensor([1.0, 2.0]), (1, 2.00001), 1e-3)
    assert alike([["a", 1]], (("a", 1),), 0)
    assert not alike([1, 2], [1, 2, 3], 1) and not alike(True, 1.5, 1)
    assert not alike("a", 1, 1) and not alike(3, [3], 1)
