"""Checks of chapters 5 and 6: skip-thoughts, and words never seen.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import numpy as np

from storyteller_lib.teaching.checks.forms import Unreadable, as_numbers
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Function,
    Letters,
    Number,
    Numbers,
    Words,
    called,
)
from storyteller_lib.text import tokenise

SENTENCE = "the dragon found a cave"
SHELF = (5, 2, 3, 1)
READ = ((0.5,), (0.5, -0.5), (0.5, 0.5, 0.0), (-0.5, 0.0, 0.5))
SPELT = ("US", "the", "Turkey", "us", "TURKEY", "The", "Paris")


def crossing(books: int, sentences: int) -> float:
    """The share of triplets across a border, by counting.

    Chapter: book/05_skip_thoughts
    """
    owner = [book for book in range(books) for _ in range(sentences)]
    three = list(zip(owner[:-2], owner[1:-1], owner[2:], strict=True))
    return sum(len(set(of)) > 1 for of in three) / len(three)


def gru_of_one(
    numbers: tuple[float, ...], w: Any, u: Any, b: Any
) -> list[float]:
    """The states of a GRU of size 1, with three numbers for each of w, u, b.

    Chapter: book/05_skip_thoughts
    """
    h, states = 0.0, []
    for x in numbers:
        r, z = (
            1 / (1 + np.exp(-(w[k] * x + u[k] * h + b[k]))) for k in (0, 1)
        )
        n = np.tanh(w[2] * x + b[2] + r * u[2] * h)
        h = float((1 - z) * n + z * h)
        states.append(h)
    return states


def lives_in_the_moment(answer: Any) -> str:
    """A GRU whose state is what it has read last.

    Chapter: book/05_skip_thoughts
    """
    if not isinstance(answer, list | tuple) or len(answer) != 3:
        raise Unreadable("three parts are asked for: w, u and b.")
    w, u, b = (as_numbers(part, 3) for part in answer)
    for numbers in READ:
        last = gru_of_one(numbers, w, u, b)[-1]
        if abs(last - numbers[-1]) > 0.01:
            return f"after {numbers} its state is {last:.2f}."
    return ""


def minds_the_order(
    answer: Any, cosine: Callable[[str, str], float], words: Container[str]
) -> str:
    """Two sentences of the same words, and another thought.

    Chapter: book/05_skip_thoughts
    """
    if (
        not isinstance(answer, list | tuple)
        or len(answer) != 2
        or not all(isinstance(text, str) for text in answer)
    ):
        raise Unreadable("two sentences are asked for.")
    one, two = map(tokenise, answer)
    if one == two or sorted(one) != sorted(two):
        return "they must have the same words, in another order."
    if not all(word in words for word in one):
        return "there is a word that the encoder does not know."
    if cosine(*answer) >= 0.9:
        return "their thoughts are too close: let two creatures change places."
    return ""


def boldness(t: int, beta2: float) -> float:
    """The original's step over that of textbook Adam, at step t.

    Chapter: book/05_skip_thoughts
    """
    theirs = np.sqrt(1 - (1 - beta2) ** t) / (1 - 0.1**t)
    return float(theirs / (np.sqrt(1 - beta2**t) / (1 - 0.9**t)))


def harmless_from(beta2: float = 0.99) -> int:
    """The step from which on the boldness stays below 1.1.

    Chapter: book/05_skip_thoughts
    """
    bold = [t for t in range(1, 5_000) if boldness(t, beta2) >= 1.1]
    return bold[-1] + 1


def learns_the_map(answer: Any) -> str:
    """A function that learns W without b, and b afterwards.

    Chapter: book/06_vocabulary_expansion
    """
    dice = np.random.default_rng(0)
    x = dice.normal(2.0, 1.0, (200, 6))
    wanted, start = dice.normal(size=(4, 6)), dice.normal(size=4)
    found, error = called(answer, x, x @ wanted.T + start)
    if error:
        return error
    if not isinstance(found, list | tuple) or len(found) != 2:
        return "it should return W and b."
    w, b = (np.asarray(part, dtype=float) for part in found)
    if w.shape == wanted.T.shape and np.allclose(w.T, wanted, atol=1e-5):
        return "W lies on its side: it is to stand before v."
    if w.shape != wanted.shape or not np.allclose(w, wanted, atol=1e-5):
        return "W is another one: are both means subtracted?"
    if not np.allclose(b, start, atol=1e-5):
        return "b is another one: the line goes through the two means."
    return ""


def folds(answer: Any) -> str:
    """A dictionary from words in lower case to places in a list.

    Chapter: book/06_vocabulary_expansion
    """
    found, error = called(answer, [*SPELT])
    if error:
        return error
    if not isinstance(found, dict):
        return "it should return a dictionary."
    if any(word != word.lower() for word in found):
        return "there are capitals among the words."
    wanted = {"us": 3, "turkey": 2, "the": 1, "paris": 6}
    for word, place in wanted.items():
        if word not in found:
            return f"{word!r} is missing."
        if int(found[word]) != place:
            return f"{word!r} has the place of another spelling."
    return "" if len(found) == len(wanted) else "there are words too many."


CHECKS: dict[str, Check] = {
    "5.1": Words(
        lambda: f"nothing {SENTENCE}",
        "it reads the word *before* the one it must say, and has to say the "
        "end as well.",
    ),
    "5.2": Number(
        lambda: sum(max(0, n - 2) for n in SHELF),
        "which sentences of a book have a neighbour on each side?",
        slips={9: "that is with all books glued together."},
    ),
    "5.3": Function(
        crossing,
        lambda: [(3, 4), (10, 2), (1, 7), (25, 40)],
        "how many triplets are there, and how many cross one border?",
        tolerance=1e-6,
    ),
    "5.4": lives_in_the_moment,
    "5.5": minds_the_order,
    "5.6": Number(
        lambda: harmless_from(),
        "take the last step at which it is 1.1 or more, and the next one.",
        tolerance=0.006,
        slips={1751: "that is with the beta of 0.999, as it was."},
    ),
    "6.1": Letters(
        "4fe48592975c", "which row does the encoder fetch for each word?"
    ),
    "6.2": Numbers(
        lambda: [620.0, 300.0, 620.0 * 301],
        (
            "W v must have as many numbers as a row of the table.",
            "W must be able to take v.",
            "count the numbers of W, and those of b.",
        ),
    ),
    "6.3": learns_the_map,
    "6.4": folds,
    "6.5": Function(
        lambda cat, dog: (np.asarray(cat) + np.asarray(dog)) / 2,
        lambda: [(np.array([1.0, 0.0]), np.array([0.0, 3.0]))],
        "write the expected error down for a guess, and take its slope.",
    ),
    "6.6": Numbers(
        lambda: [0.895, 0.71, 0.465],
        ("with little noise nearly all of the length should be left.",)
        + ("measure lengths from the mean, and take the mean of them.",) * 2,
        tolerance=0.03,
    ),
}
