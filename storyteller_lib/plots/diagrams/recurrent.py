"""One step of an LSTM and of a GRU, drawn.

Chapter: book/04_captions_with_attention
"""

from __future__ import annotations

from matplotlib.figure import Figure

from storyteller_lib.plots.diagrams.drawing import (
    PLUS,
    SIGMA,
    SMALL,
    TIMES,
    Drawing,
)


def lstm_step() -> Figure:
    """A step of an LSTM: what is forgotten, written down, and said aloud.

    Equation ``lstm`` of the book; Hochreiter and Schmidhuber (1997), with
    the forget gate of Gers and others (2000).

    Chapter: book/04_captions_with_attention
    """
    d = Drawing(78)
    memory, middle, gates, bus = 68.0, 50.0, 30.0, 16.0
    times, plus = (
        d.operation(20, memory, TIMES),
        d.operation(57, memory, PLUS),
    )
    both = d.operation(57, middle, TIMES)
    squash = d.operation(86, 57, "tanh", 12)
    out = d.operation(86, 42, TIMES)
    f, i, proposal, o = (
        d.node("part", x, gates, text, 12, 9)
        for x, text in ((20, SIGMA), (39, SIGMA), (57, "tanh"), (74, SIGMA))
    )
    d.arrow((4, memory), times.left())
    d.arrow(times.right(), plus.left())
    d.arrow(plus.right(), (97, memory))
    d.dot(86, memory)
    d.arrow((86, memory), squash.top())
    d.arrow(squash.bottom(), out.top())
    d.arrow(out.right(), (97, 42))
    d.arrow(f.top(), times.bottom())
    d.arrow(i.top(), (39, middle), both.left())
    d.arrow(proposal.top(), both.bottom())
    d.arrow(both.top(), plus.bottom())
    d.arrow(o.top(), (74, 42), out.left())
    d.line((4, bus), (74, bus))
    for part in (f, i, proposal, o):
        if part is not o:
            d.dot(part.x, bus)
        d.arrow((part.x, bus), part.bottom())
    word = d.cells("caption", 10, 5)
    d.line(word.top(), (10, bus))
    d.dot(10, bus)
    for x, y, letter in (
        (6, 72, "$m$"),
        (94, 73, "$m'$"),
        (6, 20, "$h$"),
        (94, 46.5, "$h'$"),
        (20, 5, "$e$"),
        (16.5, 41, "$f$"),
        (35.5, 41, "$i$"),
        (60.5, 40, r"$\tilde m$"),
        (70.5, 40, "$o$"),
    ):
        d.label(x, y, letter)
    d.label(62, 8, "each box: $W e + U h + d$", size=SMALL)
    return d.done(
        "One step of an LSTM. The memory m runs along the top: it is "
        "multiplied by the forget gate f, something is added, and it leaves "
        "as m prime. What is added is the proposal, m with a tilde, times the "
        "input gate i. Below, four boxes read the word e and the state h. "
        "A tanh of the new memory, times the output gate o, leaves as the "
        "new state h prime."
    )


def gru_step() -> Figure:
    """A step of a GRU: a mean of the old state and a proposal.

    Equation ``gru-again`` of the book; Cho and others (2014), as PyTorch
    computes it.

    Chapter: book/05_skip_thoughts
    """
    d = Drawing(81)
    state, mix, inner, gates, bus, words = 72.0, 57.0, 45.0, 31.0, 17.0, 9.0
    keep = d.operation(22, state, TIMES)
    plus = d.operation(84, state, PLUS)
    rest = d.operation(44, mix, "$1-z$", 14)
    new = d.operation(84, mix, TIMES)
    reset = d.operation(62, inner, TIMES)
    z = d.node("part", 22, gates, SIGMA, 12, 9)
    r = d.node("part", 43, gates, SIGMA, 12, 9)
    u = d.node("part", 62, gates, "$U_n$", 12, 9)
    proposal = d.node("part", 84, gates, "tanh", 14, 9)
    d.arrow((4, state), keep.left())
    d.arrow(keep.right(), plus.left())
    d.arrow(plus.right(), (97, state))
    d.arrow(z.top(), keep.bottom())
    d.dot(22, mix)
    d.arrow((22, mix), rest.left())
    d.arrow(rest.right(), new.left())
    d.arrow(new.top(), plus.bottom())
    d.arrow(proposal.top(), new.bottom())
    d.arrow(r.top(), (43, inner), reset.left())
    d.arrow(u.top(), reset.bottom())
    d.arrow(reset.right(), (72, inner), (72, gates), proposal.left())
    d.dot(10, state)
    d.line((10, state), (10, bus), (62, bus))
    d.line((10, words), (84, words))
    for part in (z, r):
        d.arrow((part.x - 3, bus), part.bottom(-3))
        d.arrow((part.x + 3, words), part.bottom(3))
        d.dot(part.x - 3, bus)
        d.dot(part.x + 3, words)
    d.arrow((62, bus), u.bottom())
    d.arrow((84, words), proposal.bottom())
    d.cells("story", 9, words)
    for x, y, letter in (
        (6, 76.5, "$h$"),
        (95, 77, "$h'$"),
        (9, 4, "$e$"),
        (18.5, 43, "$z$"),
        (39.5, 42, "$r$"),
        (88, 44, r"$\tilde h$"),
    ):
        d.label(x, y, letter)
    return d.done(
        "One step of a GRU. The state h runs along the top: it is multiplied "
        "by the update gate z, something is added, and it leaves as h prime. "
        "What is added is the proposal, h with a tilde, times one minus z. "
        "The two gates r and z read the word e and the state h. The "
        "proposal, a tanh, reads the word, and the state times U n only as "
        "far as the reset gate r lets it through."
    )
