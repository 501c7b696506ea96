"""Widgets as a page without Python has them: their state, and its links.

The state that is embedded in a page holds all that the browser knows. Here a
small stand-in for the browser moves a control and follows the links; what it
shows then must be the page that was asked for.
"""

from __future__ import annotations

import io
import itertools
import re
from typing import Any

import pytest
import torch
from bs4 import BeautifulSoup
from ipywidgets import Box, Dropdown, SelectionSlider, VBox
from ipywidgets.embed import dependency_state, embed_data
from PIL import Image

from storyteller_lib import widgets
from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.decoding.beam_trace import Trace
from storyteller_lib.storyteller.styles.grid import (
    GridSettings,
    GridStory,
    StyleGrid,
)
from tests.helpers.upload import uploaded

State = dict[str, Any]
WORDS = ["<eos>", "<unk>", "fox", "sleeps"]


class Browser:
    """Embedded widgets, moved without Python."""

    def __init__(self, box: Box) -> None:
        data = embed_data(views=[box], state=dependency_state([box]))
        models = data["manager_state"]["state"]
        self.root = data["view_specs"][0]["model_id"]
        self.states: dict[str, State] = {
            name: dict(model["state"]) for name, model in models.items()
        }
        self.kinds = {name: m["model_name"] for name, m in models.items()}

    def control(self, description: str) -> str:
        """The model of the control with this description."""
        (name,) = (
            name
            for name, state in self.states.items()
            if state.get("description") == description
        )
        return name

    def move(self, description: str, index: int) -> None:
        """Move a control and follow its links."""
        name = self.control(description)
        self.states[name]["index"] = index
        for model, kind in self.kinds.items():
            if kind != "LinkModel":
                continue
            source, trait = self.states[model]["source"]
            target, changed = self.states[model]["target"]
            if source == f"IPY_MODEL_{name}" and trait == "index":
                there = target.removeprefix("IPY_MODEL_")
                self.states[there][changed] = index

    def shown(self, name: str | None = None) -> str:
        """The HTML that is seen, of a model and all that is in it."""
        name = name or self.root
        state = self.states[name]
        if "HTML" in self.kinds[name]:
            return str(state["value"])
        children = [
            child.removeprefix("IPY_MODEL_")
            for child in state.get("children", [])
        ]
        if self.kinds[name] == "StackModel":
            chosen = state["selected_index"]
            children = [] if chosen is None else [children[chosen]]
        return "".join(map(self.shown, children))

    def visible(self) -> str:
        """The text that is left when style sheets have hidden theirs."""
        soup = BeautifulSoup(self.shown(), "html.parser")
        for sheet in soup.find_all("style"):
            selector, hides, rest = sheet.text.partition("{display:none")
            assert hides and rest == "!important}"
            for element in soup.select(selector):
                element.clear()
            sheet.clear()
        return soup.get_text(" ", strip=True)


def controls(box: Box) -> list[SelectionSlider | Dropdown]:
    """All controls of a widget, in their order."""
    found: list[SelectionSlider | Dropdown] = []
    for child in box.children:
        if isinstance(child, SelectionSlider | Dropdown):
            found.append(child)
        elif isinstance(child, Box):
            found += controls(child)
    return found


def picture(colour: str = "red") -> Image.Image:
    return Image.new("RGB", (64, 48), colour)


def found_trace() -> Trace:
    def step(
        last: torch.Tensor, state: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        rows = torch.tensor([[0.2, 0.0, 0.5, 0.3]]).expand(len(last), 4)
        return rows.clamp(min=1e-12).log(), state

    settings = BeamSettings(width=2, max_length=3)
    start = torch.zeros(1, 1)
    result = beam_search(step, start, settings=settings, trace=True)[0]
    assert result.trace is not None
    return result.trace


def test_a_stepper_turns_to_every_page() -> None:
    browser = Browser(widgets.stepper(["one", "two", "three"], "page"))
    assert browser.shown() == "one"
    for place in (2, 0, 1):
        browser.move("page", place)
        assert browser.shown() == ["one", "two", "three"][place]


def test_two_sliders_reach_every_page_of_a_grid() -> None:
    pages = [[f"{row}{column}" for column in "abc"] for row in "12"]
    browser = Browser(widgets.grid2(pages, ("row", "column")))
    for row in (1, 0):
        for column in (2, 0, 1):
            browser.move("column", column)
            browser.move("row", row)
            assert browser.shown() == pages[row][column]


def test_the_desk_tells_the_story_of_style_and_strength() -> None:
    stories = {"romance": ["r0", "r1"], "thriller": ["t0", "t1 <b> & so"]}
    above = (picture(), "A red field without anything in it")
    desk = widgets.story_desk(stories, [0, 0.5], above)
    browser = Browser(desk)
    browser.move("style", 1)
    browser.move("strength of the shift", 1)
    assert ">t1 &lt;b&gt; &amp; so<" in browser.shown()
    assert 'alt="A red field' in browser.shown()
    assert controls(desk)[0].options == ("romance", "thriller")
    assert [label for label, _ in controls(desk)[1].options] == ["0", "0.5"]


def test_a_search_is_stepped_through_to_its_result() -> None:
    trace = found_trace()
    box = widgets.beam_stepper(trace, WORDS)
    browser = Browser(box)
    for place, step in enumerate(trace.steps):
        browser.move("step of the search", place)
        page = browser.shown()
        assert f"Step {place + 1} of {len(trace.steps)}" in page
        numbers = {f"{kept.log_prob:.2f}" for kept in step.kept}
        assert numbers <= set(re.findall(r"-?\d+\.\d\d", page))
    browser.move("step of the search", len(trace.steps))
    assert "What the search returned" in browser.shown()
    assert [label for label, _ in controls(box)[0].options][-1] == "result"


PICKED = [
    widgets.Page("<p>always</p>", {}),
    widgets.Page("<p>one</p>", {0: [0]}),
    widgets.Page("<p>two small</p>", {0: [1], 1: [0]}),
    widgets.Page("<p>two or three large</p>", {0: [1, 2], 1: [1]}),
]
PICKERS = [
    widgets.Control("number", ["1", "2", "3"], 1),
    widgets.Control("size", ["small", "large"], 0, True),
]


@pytest.mark.parametrize(
    ("number", "size", "text"),
    [
        (0, 0, "always one"),
        (0, 1, "always one"),
        (1, 0, "always two small"),
        (1, 1, "always two or three large"),
        (2, 0, "always"),
        (2, 1, "always two or three large"),
    ],
)
def test_a_chooser_shows_what_belongs_to_all_positions(
    number: int, size: int, text: str
) -> None:
    browser = Browser(widgets.chooser(PICKERS, PICKED))
    assert browser.visible() == "always two small"
    browser.move("size", size)
    browser.move("number", number)
    assert browser.visible() == text


def test_two_choosers_on_a_page_do_not_meddle() -> None:
    other = [widgets.Page("<p>another</p>", {0: [2]})]
    browser = Browser(
        VBox(
            [
                widgets.chooser(PICKERS, PICKED),
                widgets.chooser([widgets.Control("third", "abc", 2)], other),
            ]
        )
    )
    assert browser.visible() == "always two small another"
    browser.move("third", 0)
    assert browser.visible() == "always two small"


BLENDED = GridSettings(
    styles=("romance", "thriller"),
    strengths=(0.0, 1.0, 2.0),
    captions=(1, 3),
    recipes=("retold", "written"),
)


def made_grid() -> StyleGrid:
    """A grid whose stories say where they belong."""
    stories = {
        name: {
            cell: GridStory(
                f"{name}: {'+'.join(cell.styles)}, "
                f"{cell.strength:g} & {cell.captions}/{cell.recipe}",
                "after scene 1102" if cell.recipe == "retold" else "",
            )
            for cell in BLENDED.cells()
        }
        for name in ("cat", "cup")
    }
    captions = {name: ["one.", "two.", "<b>."] for name in stories}
    return StyleGrid(BLENDED, captions, stories, "made")


def made_desk() -> Box:
    seen = {
        "cat": (picture(), "A red field without any cat in it"),
        "cup": (picture("blue"), "A blue field without any cup in it"),
    }
    return widgets.style_desk(made_grid(), seen, start=["thriller"])


def quotations(browser: Browser) -> list[str]:
    """The stories that are seen."""
    return re.findall(r"(?:cat|cup): \S*,? .*?\d/[a-z]+", browser.visible())


def test_the_style_desk_has_one_story_everywhere() -> None:
    browser, grid = Browser(made_desk()), made_grid()
    ways = itertools.product(
        range(2), *[range(2)] * 2, range(3), *[range(2)] * 2
    )
    for photo, romance, thriller, strength, captions, recipe in ways:
        browser.move("photograph", photo)
        browser.move("romance", romance)
        browser.move("thriller", thriller)
        browser.move("strength", strength)
        browser.move("captions", captions)
        browser.move("recipe", recipe)
        styles = ["romance"] * romance + ["thriller"] * thriller
        expected = grid.story(
            ["cat", "cup"][photo],
            styles,
            BLENDED.strengths[strength],
            BLENDED.captions[captions],
            BLENDED.recipes[recipe],
        )
        assert quotations(browser) == [expected.text]
        assert ("after scene" in browser.visible()) is bool(expected.source)


def test_the_style_desk_shows_picture_captions_and_song() -> None:
    browser = Browser(made_desk())
    assert quotations(browser) == ["cat: thriller, 1 & 3/retold"]
    assert "It saw: one. two. <b>. ." in browser.visible()
    browser.move("captions", 0)
    assert "It saw: one. and" not in browser.visible()
    assert "It saw: one. ." in browser.visible()
    browser.move("written as", 1)
    assert "cat: thriller 1 & 1/retold" in browser.visible()
    assert 'alt="A red field without any cat' in browser.shown()


def test_the_style_desk_needs_pictures_and_known_styles() -> None:
    seen = {"cat": (picture(), "A red field without any cat in it")}
    with pytest.raises(StorytellerError, match="picture of 'cup'"):
        widgets.style_desk(made_grid(), seen)
    seen["cup"] = seen["cat"]
    with pytest.raises(StorytellerError, match="no style 'western'"):
        widgets.style_desk(made_grid(), seen, start=["western"])


BOXES = {
    "stepper": lambda: widgets.stepper(["a", "b"], "page"),
    "grid2": lambda: widgets.grid2([["a", "b"]], ("row", "column")),
    "story_desk": lambda: widgets.story_desk({"romance": ["a"]}, [1]),
    "beam_stepper": lambda: widgets.beam_stepper(found_trace(), WORDS),
    "chooser": lambda: widgets.chooser(PICKERS, PICKED),
    "style_desk": made_desk,
}


@pytest.mark.parametrize("name", BOXES)
def test_controls_have_names_and_need_no_python(name: str) -> None:
    found = controls(BOXES[name]())
    assert found
    for control in found:
        assert control.description.strip()
        assert control.tooltip
        watched = control._trait_notifiers.get("index", {})
        ours = [
            str(getattr(handler, "__module__", ""))
            for handlers in watched.values()
            for handler in handlers
        ]
        assert not any("storyteller_lib" in module for module in ours)


def test_pictures_keep_their_alt_text() -> None:
    frames = [(picture(), "A red field, seen from above"), "<p>words</p>"]
    page = Browser(widgets.stepper(frames, "page")).shown()
    assert 'alt="A red field, seen from above"' in page
    assert "data:image/jpeg;base64," in page


def put_into(box: VBox, data: bytes) -> None:
    """Put a file into the button, as a browser does."""
    box.children[0].value = uploaded(data)


def test_an_uploaded_picture_is_shown() -> None:
    seen: list[Image.Image] = []
    box = widgets.upload_picture(seen.append)
    buffer = io.BytesIO()
    picture("blue").save(buffer, "PNG")
    put_into(box, buffer.getvalue())
    assert [image.size for image in seen] == [(64, 48)]
    assert seen[0].getpixel((0, 0)) == (0, 0, 255)


def test_a_file_that_is_no_picture_gets_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seen: list[Image.Image] = []
    put_into(widgets.upload_picture(seen.append), b"no picture")
    assert seen == []
    assert "not a picture" in capsys.readouterr().out


def test_the_upload_says_that_it_needs_python() -> None:
    box = widgets.upload_picture(lambda picture: None)
    assert box.children[0].description == "Choose a picture"
    assert "make lab" in Browser(box).shown()


@pytest.mark.parametrize(
    "build",
    [
        lambda: widgets.stepper([], "page"),
        lambda: widgets.stepper(["a"], " "),
        lambda: widgets.stepper(["a", "b"], "page", ["only one"]),
        lambda: widgets.stepper([(picture(), "short")], "page"),
        lambda: widgets.grid2([], ("row", "column")),
        lambda: widgets.grid2([["a"], ["b", "c"]], ("row", "column")),
        lambda: widgets.story_desk({"romance": ["a"]}, [0, 1]),
        lambda: widgets.chooser(PICKERS, [widgets.Page("x", {2: [0]})]),
        lambda: widgets.chooser(PICKERS, [widgets.Page("x", {0: [3]})]),
        lambda: widgets.chooser(PICKERS, [widgets.Page("x", {0: []})]),
        lambda: widgets.chooser([widgets.Control(" ", "ab")], []),
        lambda: widgets.chooser([widgets.Control("m", [], 0, True)], []),
        lambda: widgets.live_desk({"a": str}, {}, ["romance"]),
        lambda: widgets.live_desk({"a": str}, {"cat": "cat.jpg"}, []),
        lambda: widgets.live_desk({}, {"cat": "cat.jpg"}, ["romance"]),
    ],
)
def test_bad_pages_are_told(build: object) -> None:
    assert callable(build)
    with pytest.raises(StorytellerError):
        build()
