"""What the chapters rely on: repeatable runs, bounded numbers, pictures."""

from __future__ import annotations

import configparser
import re
import socket
import warnings
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from skimage import data
from sklearn.datasets import load_sample_image

from storyteller_lib import notebook, plots
from storyteller_lib.config import StorytellerError
from storyteller_lib.notebook import report, sample_photographs, setup
from storyteller_lib.plots import figures

RULES = Path(__file__).with_name("nbval_sanitize.cfg")


def sanitised(text: str) -> str:
    """The text as the comparison of notebooks sees it."""
    rules = configparser.RawConfigParser()
    rules.read(RULES, encoding="utf-8")
    for section in rules.sections():
        rule = rules[section]
        text = re.sub(rule["regex"], rule["replace"], text)
    return text


@pytest.mark.parametrize(
    ("value", "bounds", "printed"),
    [
        (0.64, {"at_least": 0.6}, "recall at 1: 0.640 (at least 0.6)\n"),
        (12345.6, {"at_most": 14000}, "recall at 1: 12,345.600 "),
        (-0.5, {"at_least": -0.6, "at_most": -0.4}, "recall at 1: -0.500 "),
        (torch.tensor(0.64), {"at_least": 0.6}, "recall at 1: 0.640 "),
        (np.float32(1), {"at_most": 1}, "recall at 1: 1.000 (at most 1)\n"),
    ],
)
def test_a_report_is_one_line(
    value: float,
    bounds: dict[str, float],
    printed: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    report("recall at 1", value, **bounds)
    out = capsys.readouterr().out
    assert out.startswith(printed)
    assert out.count("\n") == 1


def test_measured_digits_alone_may_differ(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def line(value: float, at_least: float, digits: int = 3) -> str:
        report("recall at 1", value, at_least=at_least, digits=digits)
        return sanitised(capsys.readouterr().out)

    assert line(0.641, 0.6) == line(0.702, 0.6)
    assert line(0.641, 0.6) == line(12345.678, 0.6)
    assert line(0.641, 0.6) != line(0.641, 0.5)
    assert "0.6" in line(0.641, 0.6)
    assert "0.641" not in line(0.641, 0.6)
    report("recall at 1", 0.64, at_least=0.6, at_most=0.7)
    both = sanitised(capsys.readouterr().out)
    assert "0.640" not in both
    assert "at least 0.6, at most 0.7" in both


def test_other_numbers_are_still_compared() -> None:
    for text in ("vocabulary: 812 words\n", "recall at 1: 0.640\n"):
        assert sanitised(text) == text


@pytest.mark.parametrize("value", [0.59, float("nan"), -1e9])
def test_a_number_below_its_bound_stops_the_notebook(value: float) -> None:
    with pytest.raises(AssertionError, match=r"at least 0\.6"):
        report("recall at 1", value, at_least=0.6)


def test_a_number_above_its_bound_stops_the_notebook() -> None:
    with pytest.raises(AssertionError, match="at most 2"):
        report("loss", 2.5, at_least=1, at_most=2)


def test_a_class_is_warned_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STORYTELLER_BOUNDS", "warn")
    report("recall at 1", 0.59, at_least=0.6)
    first, warning = capsys.readouterr().out.splitlines()
    assert first == "recall at 1: 0.590 (at least 0.6)"
    assert "On this machine recall at 1 is 0.59" in warning
    report("recall at 1", 0.61, at_least=0.6)
    assert len(capsys.readouterr().out.splitlines()) == 1
    monkeypatch.setenv("STORYTELLER_BOUNDS", "stop")
    with pytest.raises(AssertionError, match=r"at least 0\.6"):
        report("recall at 1", 0.59, at_least=0.6)


def test_a_report_without_a_bound_is_refused() -> None:
    with pytest.raises(StorytellerError, match="bound"):
        report("recall at 1", 0.64)


@pytest.fixture
def steady() -> Iterator[None]:
    threads = torch.get_num_threads()
    with mpl.rc_context(), warnings.catch_warnings():
        yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("steady")
def test_setup_makes_runs_repeat(capfd: pytest.CaptureFixture[str]) -> None:
    def weights() -> torch.Tensor:
        return torch.nn.Linear(4, 4).weight.detach()

    setup(seed=3)
    first = weights(), np.random.rand(2)
    assert torch.get_num_threads() == 1
    other = weights()
    setup(seed=3)
    assert torch.equal(weights(), first[0])
    assert np.array_equal(np.random.rand(2), first[1])
    assert not torch.equal(other, first[0])
    warnings.warn("not in a chapter", stacklevel=1)
    assert capfd.readouterr() == ("", "")


class Shell(InteractiveShell):
    """IPython without a terminal or a browser."""

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window to open."""


@pytest.fixture
def shell(steady: None) -> Iterator[InteractiveShell]:
    backend = mpl.get_backend()
    yield Shell.instance()
    Shell.clear_instance()
    plt.switch_backend(backend)


def test_figures_are_stored_once_in_the_kind_that_suits(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook, "get_ipython", lambda: shell)
    setup()
    photographs = list(sample_photographs().values())
    for figure, kind in (
        (plots.loss_curve([3.0, 2.0, 1.0]), "image/png"),
        (plots.picture_grid(photographs, columns=3), "image/jpeg"),
    ):
        shown, _ = shell.display_formatter.format(figure)
        images = [name for name in shown if name.startswith("image/")]
        assert images == [kind]
        assert len(shown[kind]) < 4 / 3 * 200_000  # base64
    plain, axes = plt.subplots()
    axes.plot([1, 2])
    assert isinstance(plain, Figure)
    assert plain.get_facecolor() == mpl.colors.to_rgba(figures.PAPER)


def test_photographs_are_those_of_the_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    found = sample_photographs()
    for name in ("astronaut", "chelsea", "coffee"):
        assert np.array_equal(np.asarray(found[name]), getattr(data, name)())
    for name in ("rocket", "china", "flower"):  # JPEG decoders round apart
        truth = (
            data.rocket()
            if name == "rocket"
            else load_sample_image(f"{name}.jpg")
        )
        seen = np.asarray(found[name]).astype(int)
        assert seen.shape == truth.shape
        assert np.abs(seen - truth).mean() < 2
    assert len(found) == 6
    assert {picture.mode for picture in found.values()} == {"RGB"}


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    places = {"dragon": ("no_such_package", "dragon.png")}
    monkeypatch.setattr(notebook, "SAMPLES", places)
    with pytest.raises(StorytellerError, match="no_such_package"):
        sample_photographs()
