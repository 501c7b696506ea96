"""In a browser the storyteller says what it says in Python, word for word."""

from __future__ import annotations

import functools
import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from PIL import Image
from playwright.sync_api import Browser

from storyteller_lib.data.genres import GENRES
from storyteller_lib.storyteller import Storyteller
from tests.test_pages import (  # noqa: F401 - the fixtures, too
    DESKTOP,
    Quiet,
    Visit,
    browser,
    visit,
)
from tests.web.parts import drawn_scenes, exported
from tools import web_storyteller

pytestmark = pytest.mark.slow
SEED, CANDIDATES = 7, 6
SCENES = 2
PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "rocket")
PROGRAM = Path(__file__).with_name("agreement.js").read_text("utf-8")
PAGE = "<!DOCTYPE html><title>storyteller</title><script src={}></script>"


def save_pictures(folder: Path) -> list[str]:
    """Drawn scenes and photographs, as files of several kinds."""
    for i, picture in enumerate(drawn_scenes(SCENES)):
        picture.save(folder / f"scene{i}.png")
    for name in PHOTOGRAPHS:
        photograph = Image.fromarray(getattr(skimage.data, name)())
        photograph.convert("RGB").save(folder / f"{name}.png")
    turned = Image.open(folder / "chelsea.png").transpose(
        Image.Transpose.ROTATE_90
    )
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees, clockwise
    turned.save(folder / "turned.jpg", quality=95, exif=exif)
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script, the parts and pictures."""
    exported()
    folder = tmp_path_factory.mktemp("site")
    (folder / "pictures").mkdir()
    save_pictures(folder / "pictures")
    web_storyteller.bundle(folder / web_storyteller.BUNDLE)
    shutil.copytree(web_storyteller.packed(), folder / "parts")
    page = PAGE.format(web_storyteller.BUNDLE)
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def seen(browser: Browser, site: Path) -> Iterator[Visit]:  # noqa: F811
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/index.html"
        yield visit(browser, address, DESKTOP)
        server.shutdown()


@pytest.fixture(scope="module")
def tellers() -> dict[str, Storyteller]:
    retold = Storyteller.load("course", "retold")
    written = Storyteller(replace(retold.models, shelf=None))
    return {"retold": retold, "written": written}


def in_python(
    tellers: dict[str, Storyteller], path: Path, styles: Sequence[str]
) -> dict[str, Any]:
    """What the library makes of a picture."""
    retold, written = tellers["retold"], tellers["written"]
    eye = retold.look(path)
    found, share = retold.seen(path, 20, "both", eye=eye)
    x = retold.think([caption.text for caption in found])
    c = retold.mean_caption(share)
    greedy = {}
    for style in styles:
        thought = retold.shift(x, style, 1.0, c)
        best = retold.tell(thought[None], beam_width=1)[0].best
        greedy[style] = retold.write(best)
    by_chance = written.story(
        path, styles[0], seed=SEED, candidates=CANDIDATES
    )
    return {
        "captions": [[caption.text, caption.score] for caption in found],
        "note": retold.note(eye),
        "told": {style: retold.story(path, style).text for style in styles},
        "greedy": greedy,
        "drawn": retold.story(path, styles[0], seed=SEED).text,
        "written": by_chance.text,
    }


def in_page(
    seen: Visit, name: str, styles: Sequence[str] = GENRES
) -> dict[str, Any]:
    """What the page makes of it."""
    asked = {
        "url": f"pictures/{name}",
        "styles": styles,
        "seed": SEED,
        "candidates": CANDIDATES,
    }
    found: dict[str, Any] = seen.page.evaluate(PROGRAM, asked)
    return found


def texts(found: dict[str, Any]) -> list[str]:
    return [text for text, _ in found["captions"]]


def test_pictures_without_loss_are_told_word_for_word(
    seen: Visit, site: Path, tellers: dict[str, Storyteller]
) -> None:
    names = [path.name for path in (site / "pictures").glob("*.png")]
    assert len(names) == SCENES + len(PHOTOGRAPHS)
    for i, name in enumerate(names):
        styles = [*GENRES[i % 4 :], *GENRES[: i % 4]]
        here = in_python(tellers, site / "pictures" / name, styles)
        there = in_page(seen, name, styles)
        assert texts(there) == texts(here), name
        for (_, mine), (_, theirs) in zip(
            there["captions"], here["captions"], strict=True
        ):
            assert mine == pytest.approx(theirs, abs=1e-3)
        for part in ("note", "told", "greedy", "drawn", "written"):
            assert there[part] == here[part], f"{name}, {part}"


def test_a_photograph_is_turned_upright(seen: Visit, site: Path) -> None:
    styles = GENRES[:1]
    turned = in_page(seen, "turned.jpg", styles)
    upright = in_page(seen, "chelsea.png", styles)
    assert turned["size"] == upright["size"] == [451, 300]
    shared = set(texts(turned)) & set(texts(upright))
    assert len(shared) >= 15


def test_the_storyteller_comes_from_its_own_folder(
    seen: Visit, site: Path
) -> None:
    in_page(seen, "scene0.png", GENRES[:1])
    progress = seen.page.evaluate("globalThis.progress")
    assert progress["loaded"] == progress["total"]
    assert seen.outside == []
    assert seen.errors == []
    manifest = json.loads(
        (exported() / "storyteller.json").read_text(encoding="utf-8")
    )
    assert progress["total"] < 30_000_000
    assert progress["total"] > 0.3 * sum(
        known["bytes"] for known in manifest["files"].values()
    )
