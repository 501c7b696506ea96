"""What lies beside the checkpoints for people to read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.training import log as log_module
from storyteller_lib.training.log import History, TrainingLog

LINE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  a decoder  step 1,200 of 3,000  "
    r"loss 2\.5000  held out 2\.7000  rate 1\.50e-03  \d+\.\d steps/s  done"
)


def losses(count: int) -> list[float]:
    return [2.0 + (count - i) / 10 for i in range(1, count + 1)]


def test_a_line_says_where_a_training_is(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path / "run", "a decoder", 3_000)
    log.write(History(), 0.0, "begun")
    history = History([9.0] * 1_175 + [2.0, 3.0] * 12 + [2.5], {1_200: 2.7})
    log.write(history, 0.0015, "done")
    first, last = (tmp_path / "run" / "log.txt").read_text().splitlines()
    assert first.endswith("step 0 of 3,000  rate 0.00e+00  begun")
    assert LINE.fullmatch(last), last


def test_the_plot_shows_a_curve_that_falls(tmp_path: Path) -> None:
    log = TrainingLog(tmp_path, "a decoder", 100)
    log.draw(History(losses(100), {50: 6.0, 100: 5.0}), last=True)
    with Image.open(tmp_path / "loss.png") as file:
        assert file.format == "PNG"
        picture = file.convert("RGB")
    width, height = picture.size
    pixels = picture.load()
    blue = [
        (x, y)
        for x in range(width)
        for y in range(height)
        if pixels[x, y][2] > 150 and pixels[x, y][0] < 60
    ]
    left = [y for x, y in blue if x < width * 0.3]
    right = [y for x, y in blue if x > width * 0.8]
    # rows count from the top, where the legend shows the colour too
    assert max(right) > max(left) + height / 3
    assert not list(tmp_path.glob(".*"))


def test_the_plot_is_not_drawn_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(log_module.time, "perf_counter", lambda: now[0])
    log = TrainingLog(tmp_path, "x", 9)
    plot = tmp_path / "loss.png"
    for second, drawn in [(1, False), (61, True), (100, False), (122, True)]:
        now[0] = float(second)
        plot.unlink(missing_ok=True)
        log.draw(History([1.0]))
        assert plot.exists() is drawn, second
    plot.unlink()
    log.draw(History([1.0]), last=True)
    assert plot.exists()
    log.draw(History(), last=True)


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    log = TrainingLog(None, "x", 9)
    log.write(History([1.0]), 0.1)
    log.draw(History([1.0]), last=True)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = TrainingLog(tmp_path / "file" / "run", "x", 9)
    with pytest.raises(StorytellerError, match=r"log in .* could not be"):
        log.write(History([1.0]), 0.1)
    with pytest.raises(StorytellerError, match=r"plot in .* could not be"):
        log.draw(History([1.0]), last=True)
