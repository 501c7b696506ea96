"""From sentences to thoughts, and to more words: two diagrams.

Chapter: book/05_skip_thoughts
"""

from __future__ import annotations

from itertools import pairwise

from matplotlib.figure import Figure

from storyteller_lib.plots.diagrams.drawing import SMALL, Drawing


def _chain(d: Drawing, places: tuple[float, ...], y: float) -> None:
    """A row of GRU steps, the state handed on from each to the next."""
    nodes = [d.node("part", x, y, "GRU", 11.5, 9, SMALL) for x in places]
    for one, after in pairwise(nodes):
        d.arrow(one.right(), after.left())


def skip_thoughts() -> Figure:
    """An encoder, and two decoders that are told nothing but the thought.

    Equation ``skip-thought-loss`` of the book; Kiros and others (2015).

    Chapter: book/05_skip_thoughts
    """
    d = Drawing(104)
    middle, upper, lower = 52.0, 80.0, 24.0
    reading, writing = (8.0, 23.0, 38.0), (63.0, 78.0, 93.0)
    _chain(d, reading, middle)
    thought = d.node("thought", 50.5, middle, "$x$", 8, 8)
    d.arrow((reading[-1] + 5.75, middle), thought.left())
    for x, letter in zip(reading, ("$w_1$", "$w_2$", "$w_3$"), strict=True):
        word = d.node("story", x, middle - 15, letter, 12, 9)
        d.arrow(word.top(), (x, middle - 4.5))
    d.label(23, middle + 9, "encoder", weight="bold")
    for y, sign, name in ((upper, "-", "before"), (lower, "+", "after")):
        _chain(d, writing, y)
        d.arrow(
            (thought.top() if y > middle else thought.bottom()),
            (50.5, y),
            (writing[0] - 5.75, y),
        )
        said = [f"$w^{sign}_{i}$" for i in (1, 2, 3)]
        for x, letter in zip(writing, said, strict=True):
            says = d.node("story", x, y + 13, letter, 12, 9)
            d.arrow((x, y + 4.5), says.bottom())
        for x, letter in zip(writing[1:], said[:2], strict=True):
            d.arrow((x, y - 9.5), (x, y - 4.5))
            d.label(x, y - 12.5, letter)
        d.label(63, y - 12.5, "nothing", size=SMALL)
        d.arrow((63, y - 9.5), (63, y - 4.5))
        d.label(78, y + 21, f"the sentence {name}", weight="bold")
    return d.done(
        "Skip-thoughts. On the left a row of three GRU steps, the encoder, "
        "reads the words of a sentence; its last state is the thought x, a "
        "ball in the middle. From the ball two arrows lead to two more rows "
        "of GRU steps on the right. The upper row is the decoder of the "
        "sentence before, the lower row that of the sentence after. Each step "
        "reads the word before, the first one nothing, and says a word."
    )


def _row(
    d: Drawing, x: float, y: float, word: str, role: str, side: str
) -> None:
    """A word and its vector, in a table of them."""
    cells = d.cells(role, x, y, 5)
    beside = cells.left()[0] - 2 if side == "right" else cells.right()[0] + 2
    d.label(beside, y, word, side, SMALL)


def vocabulary_map() -> Figure:
    """A linear map that brings words into the table of an encoder.

    Equation ``expansion`` of the book; Mikolov, Le and Sutskever (2013), as
    Kiros and others (2015) used it.

    Chapter: book/06_vocabulary_expansion
    """
    d = Drawing(80)
    left, right = 29.0, 71.0
    d.label(left, 75, "counted vectors $v$", weight="bold", size=10)
    d.label(right, 75, "word table $e$", weight="bold", size=10)
    known, new = ("fox", "red", "castle"), ("badger", "crimson")
    heights = (67.0, 62.0, 57.0)
    for y, word in zip(heights, known, strict=True):
        _row(d, left, y, word, "story", "right")
        _row(d, right, y, word, "part", "left")
    learnt = d.node("part", 50, 40, "$W,\\ d$", 18, 11)
    d.arrow((left, 53.5), (left, 40), learnt.left())
    d.arrow((right, 53.5), (right, 40), learnt.right())
    d.label(50, 50.5, "learn from the words\nthat both know", size=SMALL)
    below = (15.0, 10.0)
    for y, word in zip(below, new, strict=True):
        _row(d, left, y, word, "story", "right")
        _row(d, right, y, word, "part", "left")
    d.arrow((left, 18.5), (left, 27), (47, 27), learnt.bottom(-3))
    d.arrow(learnt.bottom(3), (53, 27), (right, 27), (right, 18.5))
    d.label(50, 21, "$W v + d$")
    d.label(50, 4, "then map the others", size=SMALL)
    return d.done(
        "Two tables of word vectors, the counted ones on the left and the "
        "encoder's word table on the right. Above, fox, red and castle stand "
        "in both; two arrows lead from there to a box, W and d, which is "
        "learnt from them. Below, badger and crimson stand only on the left; "
        "their vectors go through the box, become W v plus d, and are put "
        "below the rows of the table on the right."
    )
