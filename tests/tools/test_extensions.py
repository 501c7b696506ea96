"""What the site adds to Sphinx: late pictures and widgets, early formulas."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from sphinxcontrib import katex

from tools.extensions import formulas, late_widgets
from tools.extensions.late_images import late


def test_a_picture_says_its_size_and_may_come_late(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "fox.png")
    found = late('<p><img alt="a fox" src="fox.png" /></p>', tmp_path)
    assert 'loading="lazy" width="30" height="20" alt="a fox"' in found


@pytest.mark.parametrize("src", ["drawn.svg", "gone.png", "data:image/png;"])
def test_other_pictures_stay_as_they_are(src: str, tmp_path: Path) -> None:
    (tmp_path / "drawn.svg").write_text("<svg/>")
    page = f'<img src="{src}">'
    assert late(page, tmp_path) == page


class App(SimpleNamespace):
    """As much of Sphinx as an extension asks for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(outdir=folder, added={}, loaded=[])

    def add_js_file(self, name: str, **options: str) -> None:
        self.added[name] = options

    def setup_extension(self, name: str) -> None:
        self.loaded.append(name)


def script(**attributes: str) -> SimpleNamespace:
    return SimpleNamespace(attributes=attributes)


def test_what_widgets_hold_leaves_the_page(tmp_path: Path) -> None:
    held = '{"state": {"a": "</p>"}}'
    state = script(type=late_widgets.STATE, body=held)
    other = script(src="theme.js")
    context: dict[str, Any] = {
        "script_files": [other, state],
        "pathto": lambda path, resource: f"../{path}",
    }
    app = App(tmp_path)
    late_widgets.put_off(app, "book/02_words", "", context, None)
    assert context["script_files"] == [other]
    path = app.added["widgets.js"]["data-state"]
    text = (tmp_path / path.removeprefix("../")).read_text(encoding="utf-8")
    (said,) = re.findall(r"textContent = (.+);", text)
    assert json.loads(said) == held


def test_a_page_without_widgets_is_left_alone(tmp_path: Path) -> None:
    app, context = App(tmp_path), {"script_files": [script(src="a.js")]}
    late_widgets.put_off(app, "book/intro", "", context, None)
    assert app.added == {} and not list(tmp_path.iterdir())


def test_a_formula_that_cannot_be_read_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(katex, "NODEJS_BINARY", katex.NODEJS_BINARY)
    monkeypatch.setattr(katex, "KATEX_DEFAULT_OPTIONS", {})
    app = App(tmp_path)
    formulas.setup(app)
    assert app.loaded == ["sphinxcontrib.katex"]
    assert "<math" in katex.render_latex(r"x - c + b")
    with pytest.raises(katex.KaTeXError, match="fraction"):
        katex.render_latex(r"\fraction{x}")
