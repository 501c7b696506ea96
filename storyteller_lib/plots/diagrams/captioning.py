"""How captions are found, and how they are written: two diagrams.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Circle

from storyteller_lib.plots.diagrams.drawing import (
    SIGMA,
    SMALL,
    TIMES,
    Drawing,
)
from storyteller_lib.plots.figures import INK, PAPER


def two_towers() -> Figure:
    """Picture and caption, each brought to a point of the unit ball.

    Equation ``two-towers`` of the book; Kiros, Salakhutdinov and Zemel
    (2014).

    Chapter: book/03_captions_by_retrieval
    """
    d = Drawing(122)
    left, right, middle, ball = 20.0, 80.0, 50.0, 82.0
    picture = d.node("picture", left, 8, "picture $i$", 26, 12)
    seen = d.node("part", left, 27, "image\nencoder", 26, 13)
    pooled = d.cells("picture", left, 43, 6)
    linear = d.node("part", left, 58, "$W_u,\\ d_u$", 26, 9)
    caption = d.node("caption", right, 9, "caption $j$", 26, 10)
    words = d.node("part", right, 27, "word table", 26, 9)
    read = d.node("part", right, 43, "GRU, to the\nlast word", 28, 13)
    state = d.cells("caption", right, 58, 6)
    for lower, upper in (
        (picture, seen),
        (seen, pooled),
        (pooled, linear),
        (caption, words),
        (words, read),
        (read, state),
    ):
        d.arrow(lower.top(), upper.bottom())
    lengths = [d.operation(x, 72, "length 1", 23) for x in (left, right)]
    d.arrow(linear.top(), lengths[0].bottom())
    d.arrow(state.top(), lengths[1].bottom())
    d.axes.add_patch(
        Circle((middle, ball), 14, facecolor=PAPER, edgecolor=INK, lw=1.4)
    )
    place = d.node("picture", 37.9, ball + 7, "", 6, 6)
    other = d.node("caption", 62.1, ball + 7, "", 7, 5)
    d.arrow(lengths[0].top(), (left, ball + 7), place.left())
    d.arrow(lengths[1].top(), (right, ball + 7), other.right())
    d.line(place.right(), other.left(), dashed=True)
    loss = d.operation(middle, 112, "loss: who fits whom?", 54)
    d.arrow((middle, ball + 14), loss.bottom())
    for x, y, letter in (
        (36, 43, r"$\bar s_i$"),
        (65, 58, "$h_n$"),
        (28, ball + 11, "$u_i$"),
        (73, ball + 11.5, "$u'_j$"),
        (middle, ball + 2, "$S_{ij}$"),
    ):
        d.label(x, y, letter)
    d.label(middle, ball - 6, "unit ball", size=SMALL)
    return d.done(
        "Two towers that meet in a ball. On the left, from below: a picture, "
        "the image encoder, its pooled vector, a linear map, and scaling to "
        "length one, which gives a point u i on the unit ball. On the right: "
        "a caption, the word table, a GRU up to the last word, its state, and "
        "scaling to length one, which gives another point. A dashed line "
        "between the two points is their cosine S i j, and above the ball "
        "the loss asks who fits whom."
    )


def captioner_step() -> Figure:
    """A word of a caption: look, gate, LSTM, deep output.

    Equations ``attention`` and ``captioner-step`` of the book; Xu and others
    (2015).

    Chapter: book/04_captions_with_attention
    """
    d = Drawing(132)
    look, state, word = 17.0, 54.0, 88.0
    places = d.node("picture", look, 9, "places $s_i$", 26, 13)
    last = d.node("caption", word, 9, "word\nbefore", 18, 12, SMALL)
    attention = d.node("part", look, 37, "attention\n(keys, query)", 30, 13)
    gate = d.node("part", 43, 37, SIGMA, 11, 9)
    shut = d.operation(look, 61, TIMES)
    lstm = d.node("part", state, 77, "LSTM", 38, 11)
    mixed = d.node(
        "part",
        state,
        103,
        "deep output: tanh of\n$W_h h' + e_w + W_s\\, g \\hat s + d$",
        52,
        14,
    )
    scores = d.node("caption", state, 124, "next word: softmax of $\\ell_v$",
                    54, 10)  # fmt: skip
    d.arrow(places.top(), attention.bottom())
    d.arrow(attention.top(), shut.bottom())
    d.arrow(gate.top(), (43, 61), shut.right())
    d.arrow(shut.top(), (look, 103), mixed.left())
    d.dot(look, 77)
    d.arrow((look, 77), lstm.left())
    d.arrow((state, 11), lstm.bottom())
    d.dot(state, 21)
    d.arrow((state, 21), (26, 21), attention.bottom(9))
    d.dot(43, 21)
    d.arrow((43, 21), gate.bottom())
    d.arrow(last.top(), (word, 103), mixed.right())
    d.dot(word, 77)
    d.arrow((word, 77), lstm.right())
    d.arrow(lstm.top(), mixed.bottom())
    d.dot(state, 89)
    d.arrow((state, 89), (98, 89))
    d.arrow(mixed.top(), scores.bottom())
    for x, y, letter in (
        (state, 7, "$h,\\ m$"),
        (11, 49, r"$\hat s$"),
        (46.5, 49, "$g$"),
        (11.5, 70, r"$g\,\hat s$"),
        (92.5, 30, "$e_w$"),
        (71, 92.5, "$h',\\ m'$"),
    ):
        d.label(x, y, letter)
    return d.done(
        "One step of the captioner, from below. On the left the picture's "
        "places go into the attention, which asks with the state h; what it "
        "sees, s with a hat, is multiplied by the gate g, which reads the "
        "state too. In the middle an LSTM takes its state and memory, the "
        "word before from the right, and the gated look from the left. Its "
        "new state, the word and the look are mixed by the deep output, and a "
        "softmax of the scores is the next word. State and memory go on to "
        "the next step."
    )
