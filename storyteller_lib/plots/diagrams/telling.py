"""How a story is told from a thought: three diagrams.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from matplotlib.figure import Figure

from storyteller_lib.plots.diagrams.drawing import SMALL, Drawing


def decoder() -> Figure:
    """A decoder that is shown the thought at each step.

    Equations ``first-state`` and ``decoder-output`` of the book; Kiros and
    others (2015), equations 5 to 7.

    Chapter: book/07_training_the_decoder
    """
    d = Drawing(96)
    row, places = 44.0, (42.0, 65.0, 88.0)
    thought = d.node("thought", 10, 24, "$y$", 11, 11)
    first = d.node("part", 13, row, r"tanh: $W_0,\ d_0$", 25, 10, SMALL)
    d.arrow(thought.top(), (10, row - 5))
    before = first
    for x, read, say in zip(
        places, ("nothing", "the", "fox"), ("the", "fox", "slept"), strict=True
    ):
        step = d.node("part", x, row, "GRU", 14, 10)
        d.arrow(before.right(), step.left())
        before = step
        mixed = d.node("part", x, 64, r"$W_h,\ d_h$", 18, 9)
        d.arrow(step.top(), mixed.bottom())
        said = d.node("story", x, 84, say, 18, 10)
        d.arrow(mixed.top(), said.bottom())
        d.label(x - 3, 8, read)
        d.arrow((x - 3, 12), step.bottom(-3))
        d.arrow((x + 4, 24), step.bottom(4), dashed=True)
    d.line(thought.right(), (places[-1] + 4, 24), dashed=True)
    d.label(30, row + 4, "$h_0$")
    d.label(16, 84, "says $w$\nwith $p(w)$", size=SMALL)
    d.label(16, 8, "reads $e$", size=SMALL)
    d.label(places[0] - 4, 74, r"$\ell_w$")
    return d.done(
        "The decoder. The thought y, a ball on the left, goes through a tanh "
        "layer and becomes the first state, h 0, of a row of three GRU steps. "
        "The steps read nothing, the, and fox; above each a small layer "
        "scores all words, and the word that comes out is the, fox, and "
        "slept. A dashed line leads from the thought along below the steps "
        "and up into each of them."
    )


def style_shift() -> Figure:
    """The shift of a thought, as arrows in a plane.

    Equation ``style-shift`` of the book, with the strength at 1; Kiros
    (2015).

    Chapter: book/08_style_shifting
    """
    d = Drawing(74)
    d.node("caption", 14, 16, "$c$", 13, 9)
    d.node("style", 60, 28, "$b$", 15, 11)
    d.node("thought", 36, 52, "$x$", 11, 11)
    d.node("thought", 82, 64, "$y$", 11, 11)
    d.arrow((21, 18), (52.6, 26))
    d.arrow((42, 53.5), (76, 62.4))
    d.arrow((17, 21.5), (32.5, 47), dashed=True)
    d.arrow((63.2, 34), (78.5, 59), dashed=True)
    d.label(41, 17, "$b-c$")
    d.label(55, 63, "$b-c$")
    d.label(19, 38, "$x-c$")
    d.label(78, 43, "$x-c$")
    d.label(14, 6, "mean of captions", size=SMALL)
    d.label(64, 17, "mean of a style", size=SMALL)
    d.label(19, 61, "this picture's\ncaptions", size=SMALL)
    d.label(88, 52, "$x-c+b$")
    return d.done(
        "Four points in a plane, the corners of a parallelogram. An arrow "
        "leads from c, the mean of captions, to b, the mean of a style. A "
        "parallel arrow of the same length leads from x, the thought of this "
        "picture's captions, to y, which is x minus c plus b. Two dashed "
        "arrows, from c to x and from b to y, are parallel and equally long "
        "too: what sets this picture apart stays."
    )


def pipeline() -> Figure:
    """From a picture to a story that is written, or retold.

    Chapter: book/10_the_storyteller
    """
    d = Drawing(150)
    middle, left, right = 50.0, 25.0, 72.0
    picture = d.node("picture", middle, 141, "picture", 26, 12)
    captions = d.node("caption", middle, 120, "captions", 28, 10)
    x = d.node("thought", middle, 100, "$x$", 11, 11)
    style = d.node("style", 81, 82, "style $b$", 24, 11)
    shifted = d.node("operation", middle, 82, "$x-c+b$", 28, 10, SMALL)
    y = d.node("thought", middle, 63, "$y$", 11, 11)
    for upper, lower in (
        (picture, captions),
        (captions, x),
        (x, shifted),
        (shifted, y),
    ):
        d.arrow(upper.bottom(), lower.top())
    d.arrow(style.left(), shifted.right())
    d.label(middle + 3, 130.5, "find (3), or write (4)", "left", SMALL)
    d.label(middle + 3, 110, "read (5, 6)", "left", SMALL)
    d.label(30, 90.5, "shift (8)", size=SMALL)
    chains = (
        (left, "written", "part", ("decoder (7)", "beam or dice (9)")),
        (right, "retold", "operation", ("find in a library", "fit (10)")),
    )
    for place, name, role, parts in chains:
        upper = d.node(role, place, 46.5, parts[0], 41, 10)
        lower = d.node("operation", place, 32, parts[1], 41, 10)
        start = y.left() if place == left else y.right()
        d.arrow(start, (place, 63), upper.top())
        aside = -12 if place == left else 12
        d.label(place + aside, 57, name, weight="bold")
        d.arrow(upper.bottom(), lower.top())
    d.arrow(picture.right(), (98, 141), (98, 46.5), upper.right())
    d.label(96, 112, "look (3)", "right", SMALL)
    choose = d.node("operation", middle, 19, "choose", 26, 9)
    story = d.node("story", middle, 5, "story", 26, 9)
    d.arrow((left, 27), (left, 19), choose.left())
    d.arrow((right, 27), (right, 19), choose.right())
    d.arrow(choose.bottom(), story.top())
    return d.done(
        "The whole storyteller from top to bottom. A picture leads to "
        "captions, which are found or written; they are read into a thought "
        "x; a style b comes in from the right, and the thought becomes y, "
        "which is x minus c plus b. Below, the way forks. Written, on the "
        "left: the decoder, then beam or dice. Retold, on the right: find in "
        "the library, for which the picture is looked at once more, then fit. "
        "Both end at choose, and at the story."
    )


def chooser() -> Figure:
    """Many candidates, several judges, one story.

    Equations ``selection-score`` and ``retelling-score`` of the book.

    Chapter: book/10_the_storyteller
    """
    d = Drawing(104)
    middle, places = 50.0, (17.0, 50.0, 83.0)
    thought = d.node("thought", middle, 96, "$y$", 11, 11)
    d.label(middle + 9, 96, "draw many, or find many", "left", SMALL)
    for i, x in enumerate(places, 1):
        told = d.node("story", x, 72, f"candidate {i}", 29, 12, SMALL)
        judged = d.node(
            "operation", x, 49, "judge:\n$q_1,\\ q_2, \\dots$", 29, 17
        )
        total = d.node("operation", x, 27, f"$S_{i}$", 12, 9)
        d.arrow(thought.bottom(), (middle, 84), (x, 84), told.top())
        d.arrow(told.bottom(), judged.top())
        d.arrow(judged.bottom(), total.top())
        near = middle + (x - middle) / 3
        d.arrow(total.bottom(), (x, 16), (near, 16), (near, 10.5))
    d.label(54, 37, "weigh: $\\omega_k$", "left", SMALL)
    d.node("story", middle, 6, "the one with the largest $S$", 62, 9)
    return d.done(
        "The chooser. From the thought y, a ball at the top, three arrows "
        "lead to three pages, candidates one to three, which are drawn or "
        "found. Each is judged: it gets scores q 1, q 2 and so on. Each "
        "candidate's scores are weighed and added to a total S. Three arrows "
        "lead from the totals to one page: the candidate with the largest."
    )
