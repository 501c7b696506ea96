"""Checks of chapters 7 and 9: the decoder, and how its words are chosen.

Chapter: book/07_training_the_decoder
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise, product
from typing import Any

import torch
from torch import Tensor, nn

from storyteller_lib.teaching.checks.forms import as_numbers, plain
from storyteller_lib.teaching.checks.kinds import (
    Check,
    Letters,
    Measured,
    Number,
    Words,
    called,
)
from storyteller_lib.text import tokenise

CHANCES = (1 / 2, 1 / 4, 1 / 8, 1 / 4)
WORDS = (".", "<unk>", "foxes", "we", "dance", "and")
END = 0
TABLE = (
    (0.0, 0.1, 0.5, 0.4, 0.0, 0.0),
    (0.5, 0.0, 0.0, 0.0, 0.0, 0.5),
    (0.2, 0.1, 0.0, 0.0, 0.4, 0.3),
    (0.0, 0.0, 0.0, 0.0, 0.9, 0.1),
    (0.4, 0.0, 0.0, 0.0, 0.0, 0.6),
    (0.0, 0.0, 0.0, 0.1, 0.9, 0.0),
)
"""Chapter 9's language of six words: what follows a word, how probably."""

SHORT, LONG = ("we", "dance"), ("we", "dance", "and", "dance")


def perplexity(chances: Sequence[float]) -> float:
    """One over the geometric mean of probabilities.

    Chapter: book/07_training_the_decoder
    """
    return math.exp(-sum(map(math.log, chances)) / len(chances))


def weights_saved(answer: Any, once: nn.Module, always: nn.Module) -> str:
    """The weights of a shared table, and the price of a condition.

    Chapter: book/07_training_the_decoder
    """

    def size(module: nn.Module) -> int:
        return sum(weights.numel() for weights in module.parameters())

    saved, cost = as_numbers(answer, 2)
    table: Tensor = once.get_parameter("words.weight")
    if saved != table.numel():
        return "a second table would be as large as the first."
    if cost == 64 * (always.get_parameter("initial.weight").shape[1] + 1):
        return "that is the small layer. The GRU reads more now, too."
    if cost != size(always) - size(once):
        return "two layers grow: the new one, and the GRU's for what it reads."
    return ""


def walks_straight(answer: Any) -> str:
    """Nine stops on the straight line between two thoughts.

    Chapter: book/07_training_the_decoder
    """
    start, end = torch.tensor([0.0, 2.0, -1.0]), torch.tensor([4.0, 2.0, 1.0])
    found, error = called(answer, start, end)
    if error:
        return error
    if isinstance(found, list | tuple):
        found = torch.stack([torch.as_tensor(it) for it in found])
    rows = torch.tensor(plain(found), dtype=torch.float32)
    if rows.shape != (9, 3):
        return f"nine thoughts are asked for; the shape is {[*rows.shape]}."
    if not torch.allclose(rows[0], start):
        return "it does not begin at the first thought."
    if not torch.allclose(rows[-1], end):
        return "it does not arrive at the second thought."
    steps = rows[1:] - rows[:-1]
    if not torch.allclose(steps, steps[:1].expand(8, 3), atol=1e-5):
        return "the steps are not all the same."
    return ""


def chance_of(words: Iterable[str]) -> float:
    """The probability of a sentence of the little language, with its end.

    Chapter: book/09_beam_search
    """
    ids = [END, *map(WORDS.index, words), END]
    return math.prod(TABLE[a][b] for a, b in pairwise(ids))


def best_of_three() -> str:
    """The most probable sentence of three words.

    Chapter: book/09_beam_search
    """
    three = [[*words] for words in product(WORDS[1:], repeat=3)]
    best = max(three, key=chance_of)
    return " ".join(best)


def border() -> float:
    """The alpha at which the longer of two sentences begins to win.

    Chapter: book/09_beam_search
    """
    ratio = math.log(chance_of(LONG)) / math.log(chance_of(SHORT))
    return math.log(ratio) / math.log((len(LONG) + 1) / (len(SHORT) + 1))


def mentions_the_sea(answer: Any, write: Callable[[Tensor], str]) -> str:
    """A bonus with which the story names the sea.

    Chapter: book/09_beam_search
    """
    bonus = torch.as_tensor(answer).float()
    if not bonus.any():
        return "all of it is zero: give one word a bonus."
    if "sea" in tokenise(write(bonus)):
        return ""
    return "no sea yet: is it the right word, and is the bonus large enough?"


CHECKS: dict[str, Check] = {
    "7.1": Letters(
        "a12432688f4c", "what does a low perplexity show, and what not?"
    ),
    "7.2": Number(
        lambda: math.log(200 / 10),
        "perplexity is the exponential of the loss. What is a ratio there?",
        tolerance=0.01,
        slips={190: "nats are wanted, not words."},
    ),
    "7.3": Number(
        lambda: perplexity(CHANCES),
        "take the mean of the four logarithms, and go back.",
        slips={
            32 / 9: "that is one over the mean of the probabilities; it is "
            "the mean of their logarithms that counts.",
            8: "that is the bits of the whole passage.",
            2: "that is the bits of a word, on average.",
        },
    ),
    "7.4": weights_saved,
    "7.5": walks_straight,
    "7.6": Measured(
        1.8,
        3.0,
        "with four times as many words the spread should fall to about a "
        "half or somewhat less: divide the larger by the smaller.",
    ),
    "9.1": Letters("a12432688f4c", "one is about pairs, one about *always*."),
    "9.2": Number(
        lambda: 2_000 + 39 * 5 * 2_000,
        "how many beginnings are continued at the first step, and later?",
        tolerance=1e-6,
        slips={400_000: "at the first step there is only one beginning."},
    ),
    "9.3": Words(
        best_of_three,
        "another one of three words is more probable; count the end as well.",
    ),
    "9.4": Number(
        border,
        "set the two scores equal: one logarithm by a power of 3, the other "
        "by a power of 5.",
        tolerance=0.01,
    ),
    "9.5": mentions_the_sea,
    "9.6": Measured(
        0.63,
        0.69,
        "divide the logarithms by 0.5, make probabilities of them again, and "
        "only then draw.",
    ),
}
