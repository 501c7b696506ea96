"""Writers that look back: two diagrams.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from matplotlib.figure import Figure

from storyteller_lib.plots.diagrams.drawing import (
    PLUS,
    SIGMA,
    SMALL,
    Drawing,
)


def pointer() -> Figure:
    """The next sentence of an album: said, or taken over.

    Equations ``attention-of-words`` and ``pointer`` of the book; See, Liu
    and Manning (2017).

    Chapter: book/11_stories_from_sequences
    """
    d = Drawing(136)
    left, right = 22.0, 76.0
    for i, x in enumerate((8.0, 22.0, 36.0), 1):
        picture = d.node("picture", x, 8, f"{i}", 12, 11)
        d.arrow(picture.top(), (x, 20))
    looks = d.node("part", left, 25, "GRU: pictures", 40, 10)
    words = ("Tilly", "found", "a map")
    for x, word in zip((60.0, 76.0, 92.0), words, strict=True):
        told = d.node("story", x, 7, word, 14.5, 9, SMALL)
        d.arrow(told.top(), (x, 20))
    reads = d.node("part", right, 25, "GRU: sentence before", 46, 10)
    writer = d.node("part", left, 53, "GRU: writer", 40, 10)
    attention = d.node("part", right, 53, "attention\nto the states $s_i$",
                       44, 14)  # fmt: skip
    d.arrow(looks.top(), writer.bottom())
    d.arrow(reads.top(), attention.bottom())
    d.arrow((62, 30), (62, 38), (33, 38), writer.bottom(11))
    d.arrow(writer.right(), attention.left())
    said = d.node("part", left, 84, r"$p_{\mathrm{said}}(w)$", 30, 11)
    gate = d.node("part", 52, 84, SIGMA, 12, 10)
    copied = d.node("operation", 84, 84, "copy $w_i$\nwith $a_i$", 28, 15,
                    SMALL)  # fmt: skip
    d.arrow(writer.top(), said.bottom())
    d.dot(left, 67)
    d.arrow((left, 67), (49, 67), gate.bottom(-3))
    d.arrow((70, 60), (70, 67), (55, 67), gate.bottom(3))
    d.dot(55, 73)
    d.arrow((55, 73), (31, 73), said.bottom(9))
    d.arrow((84, 60), copied.bottom())
    mix = d.operation(52, 107, PLUS)
    d.arrow(said.top(), (left, 107), mix.left())
    d.arrow(copied.top(), (84, 107), mix.right())
    d.arrow(gate.top(), mix.bottom())
    following = d.node("story", 52, 127, "next word: $p(w)$", 42, 10)
    d.arrow(mix.top(), following.bottom())
    for x, y, letter in (
        (48, 57, "$h$"),
        (73.5, 64.5, r"$\hat s$"),
        (88, 67, "$a_i$"),
        (55.5, 96, "$g$"),
    ):
        d.label(x, y, letter)
    d.label(34, 111, "say", size=SMALL)
    d.label(70, 111, "take over", size=SMALL)
    return d.done(
        "The writer of the next sentence, from below. Three pictures are read "
        "by one GRU, and the words of the sentence before, Tilly found a map, "
        "by another; both give the writer, a third GRU, its first state. The "
        "writer's state h asks the attention, which weighs the other reader's "
        "states. Above, two ways to a word: p said, what the writer would say "
        "by itself, and the words of the sentence before, copied with the "
        "weights a i. A gate g, which reads the state and what was seen, "
        "mixes the two into p of w."
    )


def transformer_layer() -> Figure:
    """One layer: self-attention, cross-attention, an inner network.

    Equation ``now-layer`` of the book; Vaswani and others (2017), with the
    norms before (Xiong and others, 2020).

    Chapter: book/14_how_it_is_done_now
    """
    d = Drawing(146)
    spine, part = 18.0, 56.0
    d.label(spine, 6, "$x_t$")
    d.line((spine, 10), (spine, 20))
    levels = (
        ("$N_1$", "self-attention", "$a_t$"),
        ("$N_2$", "cross-attention", "$b_t$"),
        ("$N_3$", r"$W_1,\ g,\ W_2$", "$y_t$"),
    )
    y, start = 20.0, 20.0
    for norm, name, result in levels:
        normed = d.node("part", part, y, norm, 16, 9)
        inner = d.node("part", part, y + 16, name, 40, 10)
        plus = d.operation(spine, y + 29, PLUS)
        d.dot(spine, y)
        d.arrow((spine, y), normed.left())
        d.arrow(normed.top(), inner.bottom())
        d.arrow(inner.top(), (part, y + 29), plus.right())
        d.arrow((spine, start), plus.bottom())
        d.label(spine - 7, y + 36, result)
        start = y + 32.5
        y += 42
    d.arrow((spine, start), (spine, 141))
    d.label(88, 20, r"$x_1 \dots x_t$")
    d.arrow((79, 20), (64, 20))
    thought = d.node("thought", 87, 58, "thought", 20, 12, SMALL)
    d.arrow(thought.top(), (87, 78), (76, 78))
    d.label(87, 83, r"$m_1 \dots m_M$")
    return d.done(
        "One layer of the transformer, from below. What is known at a word, "
        "x t, runs up the left side, and three times something is added to "
        "it. First, through a layer norm, self-attention to the words from "
        "the first to this one: a t. Then, through a norm, cross-attention "
        "to the vectors m that are made of the thought, a ball on the right: "
        "b t. Last, through a norm, an inner network of W 1, g and W 2: y t."
    )
