"""The live desk: every move tells anew, and nothing ends in a traceback."""

from __future__ import annotations

import io
from typing import Any

import pytest
from ipywidgets import Button
from ipywidgets.embed import dependency_state
from PIL import Image

from storyteller_lib import widgets
from storyteller_lib.config import StorytellerError
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.story import lyric_lines
from storyteller_lib.storyteller.story_length import count_words
from storyteller_lib.widgets.live_desk import LENGTHS, LiveDesk
from tests.helpers.tiny import STYLES, tiny_models
from tests.helpers.upload import uploaded

PHOTOGRAPHS = {
    "red": Image.new("RGB", (30, 20), "red"),
    "blue": Image.new("RGB", (30, 20), "blue"),
}


class Told:
    """Stands for a storyteller; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, dict[str, Any]]] = []
        self.error: Exception | None = None

    def __call__(self, picture: Any, **setting: Any) -> str:
        self.asked.append((picture, setting))
        if self.error is not None:
            raise self.error
        return f"story <{len(self.asked)}>"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def desk(told: Told) -> LiveDesk:
    return LiveDesk(
        {"retold": told, "written": told}, PHOTOGRAPHS, ["romance", "thriller"]
    )


def upload(desk: LiveDesk, data: bytes) -> None:
    """Give the desk a file, as a browser does."""
    desk.upload.value = uploaded(data)


def png(colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(file, "PNG")
    return file.getvalue()


def test_every_move_tells_anew(desk: LiveDesk, told: Told) -> None:
    desk.faders["thriller"].value = 0.5
    desk.strength.value = 1.5
    desk.captions.value = 7
    desk.recipe.value = "written"
    desk.length.value = "20 to 40 words"
    desk.lines.index = 1
    desk.photograph.value = "blue"
    assert len(told.asked) == 7
    assert told.asked[-1] == (
        PHOTOGRAPHS["blue"],
        {
            "style": {"romance": 1.0, "thriller": 0.5},
            "strength": 1.5,
            "captions": 7,
            "length": (20, 40),
            "lyric": True,
        },
    )
    assert "story &lt;7&gt;" in desk.answer.value


def test_the_recipe_decides_who_tells() -> None:
    retold, written = Told(), Told()
    recipes = {"retold": retold, "written": written}
    desk = LiveDesk(recipes, PHOTOGRAPHS, ["romance"])
    desk.strength.value = 0.5
    assert (len(retold.asked), len(written.asked)) == (1, 0)
    desk.recipe.value = "written"
    assert (len(retold.asked), len(written.asked)) == (1, 1)


def test_with_all_faders_down_nothing_is_shifted(
    desk: LiveDesk, told: Told
) -> None:
    desk.faders["romance"].value = 0
    assert told.asked[-1][1]["strength"] == 0
    assert set(told.asked[-1][1]["style"]) == {"romance", "thriller"}


def test_bad_input_is_one_sentence(desk: LiveDesk, told: Told) -> None:
    told.error = StorytellerError("there is no style <x>: choose another")
    desk.strength.value = 0.3
    assert ">there is no style &lt;x&gt;: choose another<" in desk.answer.value
    told.error = RuntimeError("a\nlong\ntrace")
    desk.strength.value = 0.4
    assert "RuntimeError" in desk.answer.value
    assert "trace" not in desk.answer.value
    told.error = None
    desk.strength.value = 0.5
    assert "story" in desk.answer.value


def test_an_uploaded_picture_is_told_of(desk: LiveDesk, told: Told) -> None:
    upload(desk, png("green"))
    assert len(told.asked) == 1
    assert told.asked[0][0].size == (8, 6)
    assert desk.photograph.options == ("red", "blue", "your own")
    upload(desk, png("white"))
    assert len(told.asked) == 2
    assert told.asked[1][0].getpixel((0, 0)) == (255, 255, 255)
    desk.photograph.value = "red"
    upload(desk, png("black"))
    assert [picture.size for picture, _ in told.asked[2:]] == [
        (30, 20),
        (8, 6),
    ]
    assert len(desk.photograph.options) == 3


def test_a_file_that_is_no_picture(desk: LiveDesk, told: Told) -> None:
    upload(desk, b"no picture at all")
    assert told.asked == []
    assert "not a picture" in desk.answer.value
    assert desk.photograph.options == ("red", "blue")


def test_a_page_without_python_has_no_dead_controls(told: Told) -> None:
    box = widgets.live_desk({"retold": told}, PHOTOGRAPHS, ["romance"])
    kinds = [model["model_name"] for model in dependency_state([box]).values()]
    assert not any("Slider" in kind or "Dropdown" in kind for kind in kinds)
    button = box.children[0]
    assert isinstance(button, Button)
    assert button.description and button.tooltip
    assert told.asked == []
    button.click()
    assert len(told.asked) == 1
    assert "story" in box.children[0].children[1].children[0].value


def test_every_control_has_a_name(desk: LiveDesk) -> None:
    left = desk.box.children[0].children
    assert len(left) == 9
    assert all(it.description.strip() and it.tooltip for it in left)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_storyteller_takes_what_the_desk_asks(length: str) -> None:
    teller = Storyteller(tiny_models())
    desk = LiveDesk({"written": teller.story}, PHOTOGRAPHS, STYLES)
    desk.captions.value = 5
    desk.faders["romance"].value = 0.3
    desk.length.value = length
    story = teller.story(PHOTOGRAPHS["red"], **desk.setting())
    assert desk.answer.value.count("<blockquote") == 1
    assert (
        "1 adventure" in desk.answer.value or "adventure" in desk.answer.value
    )
    assert story.style == {"adventure": 1.0, "romance": 0.3}
    if LENGTHS[length]:
        assert count_words(story.text) >= 1
    desk.lines.index = 1
    for line in lyric_lines(story.text):
        assert line in desk.answer.value
