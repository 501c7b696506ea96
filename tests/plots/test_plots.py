"""Figures: right numbers, labelled, nothing cut, told apart by everybody."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pytest
import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image
from scipy.spatial.distance import pdist
from skimage.color import rgb2lab

from storyteller_lib import plots
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import (
    BeamResult,
    BeamSettings,
    beam_search,
)
from storyteller_lib.decoding.beam_trace import Trace
from storyteller_lib.plots import figures
from storyteller_lib.plots.search_views import beam_table, result_table
from storyteller_lib.training import History
from tests.helpers.colours import SEEN_BY, least_apart

WORDS = ["<eos>", "<unk>", "the", "fox", "<b>", "sleeps", "extraordinarily"]
CHANCES = torch.tensor(
    [
        [0.05, 0, 0.6, 0.1, 0.25, 0, 0],
        [1.0, 0, 0, 0, 0, 0, 0],
        [0.1, 0, 0, 0.4, 0.3, 0, 0.2],
        [0.2, 0, 0, 0, 0, 0.5, 0.3],
        [0.2, 0, 0, 0, 0, 0.7, 0.1],
        [0.6, 0, 0.3, 0, 0, 0, 0.1],
        [0.5, 0, 0.1, 0.4, 0, 0, 0],
    ]
)


@pytest.fixture(autouse=True)
def style() -> Iterator[None]:
    with mpl.rc_context(figures.STYLE):
        yield


def search() -> BeamResult:
    """A small search over a table of transitions, with its trace."""

    def step(
        last: torch.Tensor, state: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        return CHANCES[last.clamp(min=0)].clamp(min=1e-12).log(), state

    settings = BeamSettings(width=3, max_length=5, n_best=2)
    state = torch.zeros(1, 1)
    return beam_search(step, state, settings=settings, trace=True)[0]


def trace_of(result: BeamResult) -> Trace:
    assert result.trace is not None
    return result.trace


def photograph() -> Image.Image:
    noise = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
    return Image.fromarray(noise).resize((640, 480), Image.Resampling.BICUBIC)


LONG = ["a fox asleep under an old umbrella in the rain", "short", "b" * 30]
NUMBERS = np.array([[0.1, -0.5, 1], [1, 2.5, -3], [0, 0, 0.25]])
EXAMPLES = {
    "loss_curve": lambda: plots.loss_curve([3.0, 2.0, 1.5, 1.0], "loss"),
    "several loss curves": lambda: plots.loss_curve(
        {"small": [3.0, 2.0], "large": History([2.0, 1.0])}, "loss"
    ),
    "picture_grid": lambda: plots.picture_grid([photograph()] * 3, LONG, 2),
    "bars": lambda: plots.bars(dict.fromkeys(LONG, 1.0), "metres"),
    "bars in groups": lambda: plots.bars(
        {"a": [1, 2], "b": [3, 4]}, "metres", ["up", "down"]
    ),
    "heatmap": lambda: plots.heatmap(NUMBERS, LONG, LONG, "cosine"),
    "scatter2d": lambda: plots.scatter2d(NUMBERS, LONG, LONG),
    "beam_tree": lambda: plots.beam_tree(trace_of(search()), WORDS),
    "word_frequency": lambda: plots.word_frequency(
        Counter({"the": 900, "extraordinarily": 3, "unpronounceable": 1})
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_cut_off(name: str) -> None:
    figure = EXAMPLES[name]()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    stored = Image.open(io.BytesIO(figures.figure_bytes(figure, "png")))
    edges = np.asarray(stored.convert("RGB")).astype(int)
    paper = np.array([round(255 * c) for c in to_rgb(figures.PAPER)])
    for border in (edges[:2], edges[-2:], edges[:, :2], edges[:, -2:]):
        assert np.abs(border - paper).max() <= 2, "ink at the very edge"


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"picture_grid"}))
def test_axes_are_labelled(name: str) -> None:
    figure = EXAMPLES[name]()
    labels = [axes.get_xlabel() + axes.get_ylabel() for axes in figure.axes]
    if name == "heatmap":  # rows and columns have names; numbers a colour bar
        labels = labels[1:]
    assert labels
    assert all(labels)


@pytest.mark.parametrize("people", SEEN_BY)
def test_colours_are_told_apart(people: str) -> None:
    assert least_apart(figures.PALETTE, people) > 20


def test_the_loss_curve_shows_every_step_and_true_means() -> None:
    losses = np.random.default_rng(0).normal(size=800).tolist()
    raw, means = plots.loss_curve(losses, window=100).axes[0].lines
    assert raw.get_ydata() == pytest.approx(losses)
    steps, values = np.asarray(means.get_xdata()), means.get_ydata()
    assert values == pytest.approx(np.reshape(losses, (8, 100)).mean(1))
    assert steps == pytest.approx(np.arange(50, 800, 100))


def test_bars_are_as_long_as_the_numbers() -> None:
    figure = plots.bars({"a": [1, 2], "b": [3, 4]}, "m", ["up", "down"])
    lengths = [bar.get_width() for bar in figure.axes[0].patches]
    assert sorted(lengths) == [1, 2, 3, 4]
    shown = {text.get_text() for text in figure.axes[0].texts}
    assert shown == {"1", "2", "3", "4"}


def test_bars_say_thousands_without_powers_of_ten() -> None:
    figure = plots.bars({"a": 1796.1, "b": 5.3, "c": 0.2857}, "m")
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert sorted(shown) == ["0.286", "1,796", "5.3"]


def test_cells_of_a_heatmap_say_their_number_legibly() -> None:
    figure = plots.heatmap(NUMBERS, LONG, LONG, "cosine")
    image = figure.axes[0].images[0]
    for text in figure.axes[0].texts:
        column, row = (round(place) for place in text.get_position())
        number = NUMBERS[row, column]
        assert float(text.get_text()) == pytest.approx(number, abs=0.005)
        ground = rgb2lab(image.to_rgba(number)[:3])[0]
        ink = rgb2lab(to_rgb(text.get_color()))[0]
        assert abs(ground - ink) > 40, f"{number} is not legible"


def test_a_plane_in_space_is_drawn_without_distortion() -> None:
    chance = np.random.default_rng(0)
    plane = chance.normal(size=(20, 2)) * [3, 1]
    basis, _ = np.linalg.qr(chance.normal(size=(7, 2)))
    figure = plots.scatter2d(torch.tensor(plane @ basis.T), ["x"] * 20)
    drawn = figure.axes[0].collections[0].get_offsets()
    assert pdist(np.asarray(drawn)) == pytest.approx(pdist(plane))
    assert "(0% of the variance)" not in figure.axes[0].get_ylabel()


@pytest.mark.slow
def test_tsne_keeps_groups_together() -> None:
    chance = np.random.default_rng(0)
    centres = np.repeat(np.eye(2, 9) * 20, 15, axis=0)
    vectors = centres + chance.normal(size=(30, 9))
    groups = ["a"] * 15 + ["b"] * 15
    figure = plots.scatter2d(vectors, groups, method="tsne")
    first, second = (
        np.asarray(drawn.get_offsets()) for drawn in figure.axes[0].collections
    )
    between = np.linalg.norm(first.mean(0) - second.mean(0))
    assert between > 2 * max(first.std(), second.std())


def test_words_lie_at_their_rank_and_count() -> None:
    counts = Counter(the=8, fox=4, sleeps=2, here=2)
    _, dots = plots.word_frequency(counts).axes[0].lines
    assert list(dots.get_xdata()) == [1, 2, 3, 4]
    assert list(dots.get_ydata()) == [8, 4, 2, 2]


def test_the_tree_has_a_box_for_each_candidate() -> None:
    trace = trace_of(search())
    figure = plots.beam_tree(trace, WORDS, steps=99, dropped=99)
    count = sum(
        len(step.kept) + len(step.finished) + len(step.dropped)
        for step in trace.steps
    )
    assert len(figure.axes[0].texts) == count + 1  # the start
    assert len(figure.axes[0].lines) == count


def test_the_thick_line_spells_what_the_search_returned() -> None:
    result = search()
    figure = plots.beam_tree(trace_of(result), WORDS, steps=99)
    thick = [
        text.get_text().split("\n")[0]
        for text in figure.axes[0].texts
        if (box := text.get_bbox_patch()) and box.get_linewidth() > 1.5
    ]
    end = ["end"] if result.best.finished else []
    assert thick == [WORDS[i] for i in result.best.tokens] + end


def test_tables_hold_each_candidate_and_escape_words() -> None:
    trace = trace_of(search())
    step = trace.steps[2]
    text = beam_table(trace, WORDS, 2, dropped=1)
    shown = len(step.kept) + len(step.finished) + 1
    assert text.count("<tr") == 1 + shown
    assert f"{len(step.dropped)} dropped, the best 1 of them below" in text
    assert "<b>" not in text + result_table(trace, WORDS)
    assert "the &lt;b&gt; <strong>sleeps</strong>" in text


def test_figures_with_photographs_are_stored_small() -> None:
    figure = plots.picture_grid([photograph()] * 12, columns=4)
    stored = figures.jpeg_if_pictures(figure)
    assert stored is not None
    data, _ = stored
    assert figures.png_unless_pictures(figure) is None
    assert 10_000 < len(data) < 200_000
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_figures_of_lines_are_stored_as_png() -> None:
    figure = plots.loss_curve(np.linspace(3, 1, 500).tolist())
    stored = figures.png_unless_pictures(figure)
    assert stored is not None
    data, about = stored
    assert figures.jpeg_if_pictures(figure) is None
    assert len(data) < 200_000 and about == {}
    drawn = Image.open(io.BytesIO(data))
    assert drawn.format == "PNG"
    assert drawn.width > 700


def test_what_is_said_of_a_figure_goes_with_it() -> None:
    alt = f"A line that falls from {3} to {1}"
    figure = plots.described(plots.loss_curve([3.0, 1.0]), alt)
    stored = figures.png_unless_pictures(figure)
    assert stored is not None and stored[1] == {"alt": alt}
    photographs = plots.picture_grid([photograph()])
    stored = figures.jpeg_if_pictures(plots.described(photographs, alt))
    assert stored is not None and stored[1] == {"alt": alt}


def test_images_need_words() -> None:
    text = figures.image_html(photograph(), 'Red, green & "blue" noise')
    assert 'alt="Red, green &amp; &quot;blue&quot; noise"' in text
    with pytest.raises(StorytellerError, match="alt text"):
        figures.image_html(photograph(), "noise")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: plots.loss_curve([]),
        lambda: plots.picture_grid([]),
        lambda: plots.picture_grid([photograph()], ["one", "two"]),
        lambda: plots.bars({}, "metres"),
        lambda: plots.bars({"a": [1, 2]}, "metres", ["up"]),
        lambda: plots.heatmap(NUMBERS, LONG, LONG[:2], "cosine"),
        lambda: plots.scatter2d(NUMBERS, LONG[:2]),
        lambda: plots.scatter2d(NUMBERS, LONG, method="umap"),
        lambda: plots.word_frequency({}),
        lambda: plots.beam_tree(Trace((), ()), WORDS),
        lambda: beam_table(trace_of(search()), WORDS, 99),
    ],
)
def test_what_cannot_be_drawn_is_told(draw: object) -> None:
    assert callable(draw)
    with pytest.raises(StorytellerError):
        draw()
