"""The built pages, seen by a browser as a reader would see them."""

from __future__ import annotations

import functools
import gzip
import json
import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from operator import itemgetter
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import (
    Browser,
    Locator,
    Page,
    Response,
    expect,
    sync_playwright,
)

from storyteller_lib.data.library.scenes import (
    LibraryScene,
    file_of,
    library_scene,
    library_scenes,
)
from tools import vendor
from tools.paths import BOOK, HTML, ROOT

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PHONE, DESKTOP = 390, 1280
PATIENCE = 120_000  # milliseconds: a busy machine is no fault of a page
expect.set_options(timeout=PATIENCE)
NOT_ALT = re.compile(r"\.(png|svg|jpe?g)$|^[0-9a-f_.-]{16,}$|^_?images?\b")


def missing(reason: str) -> None:
    """Skip for a reader of the code, fail where everything must be run."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pages() -> list[str]:
    """The pages of the built site; none before ``make site``."""
    found = sorted((HTML / "book").glob("*.html"))
    return [f"book/{path.name}" for path in found]


OTHER_PAGES = ("index.html", "genindex.html", "search.html")


def test_the_site_is_built() -> None:
    if not (HTML / "index.html").exists():
        missing("the site is not built: run make site first")
    assert "book/intro.html" in pages()


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(HTML))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        missing("Chromium is not installed: pages are not looked at")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=FLAGS, timeout=120_000
        )
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """A page that was opened, and what the browser noticed on the way."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def is_outside(url: str) -> bool:
    """Whether a request leaves this machine."""
    parts = urlsplit(url)
    local = parts.hostname in ("127.0.0.1", "localhost")
    return parts.scheme not in ("data", "blob", "about") and not local


def visit(browser: Browser, url: str, width: int) -> Visit:
    """Open a page as a reader with a screen of this width."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(PATIENCE)
    found = Visit(page)
    # Refused at once, so that a page without network is what is tested.
    page.route(is_outside, lambda route: route.abort())
    page.on(
        "request",
        lambda r: found.outside.append(r.url) if is_outside(r.url) else None,
    )
    page.on(
        "console",
        lambda m: (
            found.errors.append(f"{m.text} {m.location.get('url', '')}")
            if m.type == "error"
            else None
        ),
    )
    page.on("pageerror", lambda error: found.errors.append(str(error)))
    page.goto(url, wait_until="networkidle")
    draw_widgets(page)
    return found


VIEWS = 'script[type="application/vnd.jupyter.widget-view+json"]'


def draw_widgets(page: Page) -> None:
    """Have the widgets of a page drawn, if it has any: as for printing."""
    if page.locator(VIEWS).count():
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_selector(".jupyter-widgets", state="attached")
        page.wait_for_timeout(500)


OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width + 1) return [];
  const scrolls = (e) => {
    for (; e && e !== document.body; e = e.parentElement) {
      if (getComputedStyle(e).overflowX !== 'visible') return true;
    }
    return false;
  };
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > width + 1)
    .filter((e) => !scrolls(e.parentElement))
    .slice(0, 5)
    .map((e) => e.outerHTML.slice(0, 160));
}"""

NAMELESS = """() => [...document.querySelectorAll(
    '[role=slider], .jupyter-widgets select, .jupyter-widgets button')]
  .filter((e) => {
    const label = e.id && document.querySelector(
      `label[for="${CSS.escape(e.id)}"]`);
    const words = [e.getAttribute('aria-label'), e.title,
      label && label.textContent,
      e.tagName === 'BUTTON' && e.textContent];
    return !words.some((word) => word && word.trim());
  })
  .map((e) => e.outerHTML.slice(0, 160))"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("name", pages())
def test_page(browser: Browser, address: str, name: str, width: int) -> None:
    seen = visit(browser, address + name, width)
    try:
        assert seen.outside == [], "the page asks other hosts"
        assert seen.errors == [], "the browser's console shows errors"
        too_wide = seen.page.evaluate(OVERFLOW)
        assert too_wide == [], f"wider than {width} pixels"
        assert seen.page.evaluate(NAMELESS) == [], "no accessible name"
        assert seen.page.locator(".katex-error").count() == 0, "broken maths"
    finally:
        seen.page.close()


# Readers with a keyboard, a telephone, a screen reader

IN_THEME = """(theme) => {
  const still = document.createElement('style');
  still.textContent =
    '* {transition: none !important; animation: none !important}';
  document.head.append(still);
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.mode = theme;
  document.querySelectorAll('details').forEach((e) => { e.open = true; });
}"""

SHUT_OUT = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .flatMap((v) => v.nodes.map(
      (n) => `${v.id} at ${n.target}: ${n.failureSummary.slice(0, 300)}`));
}"""


@pytest.fixture(scope="module")
def axe() -> str:
    """The script that looks for what shuts readers out."""
    try:
        folder = vendor.ensure(vendor.CHECKING, [vendor.AXE])
    except vendor.VendorError as error:
        missing(str(error))
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*pages(), "search.html"])
def test_nobody_is_shut_out_in_light_or_dark(
    browser: Browser, address: str, axe: str, name: str
) -> None:
    page = visit(browser, address + name, DESKTOP).page
    try:
        page.evaluate(axe)
        for theme in ("light", "dark"):
            page.evaluate(IN_THEME, theme)
            assert page.evaluate(SHUT_OUT) == [], theme
    finally:
        page.close()


def test_axe_sees_who_is_shut_out(browser: Browser, axe: str) -> None:
    page = browser.new_page()
    try:
        page.set_content("<p style='color: #aaa'>Pale <img src='a.png'></p>")
        page.evaluate(axe)
        page.evaluate(IN_THEME, "light")
        found = " ".join(page.evaluate(SHUT_OUT))
        assert "color-contrast at p" in found
        assert "image-alt at img" in found
    finally:
        page.close()


CONTROLS = """() => {
  const kinds = 'a[href], button, input, select, textarea, summary, ' +
    '[role=button], [role=slider], [contenteditable=true], [onclick]';
  const seen = (e) => e.checkVisibility({visibilityProperty: true}) &&
    e.getClientRects().length && !e.disabled && !e.closest('[inert]');
  const controls = [...document.querySelectorAll(kinds)].filter(seen);
  document.addEventListener('focusin', (event) => {
    event.target.reached = true;
  });
  window.controls = controls;
  return controls.length;
}"""
UNREACHED = """() => {
  // Tab stops at a group of radio buttons once; arrows go on within it.
  const alike = (e) => e.type === 'radio'
    ? window.controls.filter((o) => o.type === 'radio' && o.name === e.name)
    : [e];
  return window.controls
    .filter((e) => e.isConnected && !alike(e).some((o) => o.reached))
    .map((e) => e.outerHTML.slice(0, 160));
}"""


@pytest.mark.parametrize("name", pages())
def test_keyboard_reaches_every_control(
    browser: Browser, address: str, name: str
) -> None:
    page = visit(browser, address + name, DESKTOP).page
    try:
        count = page.evaluate(CONTROLS)
        assert count > 10
        # Wide tables and code scroll, and are stopped at on the way.
        for _ in range(2 * count + 50):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement === document.body"):
                break  # once around
        assert page.evaluate(UNREACHED) == []
    finally:
        page.close()


MENUS_OF_A_PHONE = (
    (".primary-toggle", "#pst-primary-sidebar-modal", "The idea"),
    (".secondary-toggle", "#pst-secondary-sidebar-modal", "The chapters"),
)


@pytest.mark.parametrize(("button", "menu", "title"), MENUS_OF_A_PHONE)
def test_menus_of_a_phone_open_and_close(
    browser: Browser,
    address: str,
    axe: str,
    button: str,
    menu: str,
    title: str,
) -> None:
    page = visit(browser, address + "book/intro.html", PHONE).page
    try:
        opening = page.locator(button).first
        opening.focus()
        page.keyboard.press("Enter")
        expect(page.locator(menu)).to_be_visible()
        expect(page.locator(menu).get_by_text(title)).to_be_visible()
        page.evaluate(axe)
        for theme in ("light", "dark"):
            page.evaluate(IN_THEME, theme)
            assert page.evaluate(SHUT_OUT) == [], theme
        page.keyboard.press("Escape")
        expect(page.locator(menu)).to_be_hidden()
        expect(opening).to_be_focused()
    finally:
        page.close()


CUT = """(kinds) => [...document.querySelectorAll(kinds)]
  .filter((e) => e.getClientRects().length)
  .filter((e) => {
    const words = document.createRange();
    words.selectNodeContents(e);
    const box = e.parentElement.getBoundingClientRect();
    const {left, right} = words.getBoundingClientRect();
    return e.scrollWidth > e.clientWidth + 1 && e.clientWidth ||
      left < box.left - 1 || right > box.right + 1;
  })
  .map((e) => e.textContent)"""
WHOLE = ".bd-sidebar-primary .caption"
"""What must be read as a whole: the titles of the parts."""


@pytest.mark.parametrize("width", [PHONE, 1000, 1100, DESKTOP])
def test_titles_are_not_cut(
    browser: Browser, address: str, width: int
) -> None:
    page = visit(browser, address + "book/intro.html", width).page
    try:
        toc = (ROOT / "_toc.yml").read_text(encoding="utf-8")
        titles = toc.count("- caption:")
        assert page.locator(WHOLE).count() == titles
        assert page.evaluate(CUT, WHOLE) == []
        page.set_content(
            "<div style='width: 9rem; overflow: hidden'>"
            "<p class='x' style='white-space: nowrap'>" + "word " * 20
        )
        assert len(page.evaluate(CUT, ".x")) == 1
    finally:
        page.close()


SPILT = """(name) => [...document.querySelectorAll(`#${name} text`)]
  .filter((text) => {
    let shape = text.previousElementSibling;
    while (!shape.matches('.shape')) shape = shape.previousElementSibling;
    const beside = text.matches('.beside');
    const room = (beside ? document.getElementById(name) : shape)
      .getBoundingClientRect();
    const box = text.getBoundingClientRect();
    return box.left < room.left + 1 || box.right > room.right - 1 ||
      box.top < room.top || box.bottom > room.bottom;
  })
  .map((text) => text.textContent)"""
LETTERS = """(name) => {
  const drawn = document.getElementById(name);
  const wide = drawn.getBoundingClientRect().width;
  const scale = wide / drawn.viewBox.baseVal.width;
  return Math.min(...[...drawn.querySelectorAll('text')].map(
    (text) => scale * parseFloat(getComputedStyle(text).fontSize)));
}"""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize(
    ("name", "drawn"), [("intro", "book-map"), ("notation", "legend")]
)
def test_letters_of_drawings_lie_in_their_shapes(
    browser: Browser, address: str, name: str, drawn: str, width: int
) -> None:
    page = visit(browser, f"{address}book/{name}.html", width).page
    try:
        assert page.locator(f"#{drawn} text").count() >= 7
        assert page.evaluate(SPILT, drawn) == []
        assert page.evaluate(LETTERS, drawn) > 11, "too small to be read"
        page.evaluate(
            "(name) => { document.querySelector(`#${name} text`).textContent"
            " = 'far too much to be written into any shape of it' }",
            drawn,
        )
        assert len(page.evaluate(SPILT, drawn)) == 1
    finally:
        page.close()


def test_the_map_leads_to_every_chapter_by_keyboard(
    browser: Browser, address: str
) -> None:
    page = visit(browser, address + "book/intro.html", PHONE).page
    try:
        links = page.locator("#book-map a")
        pages_led_to = {link.get_attribute("href") for link in links.all()}
        assert pages_led_to == {
            name.removeprefix("book/") for name in with_quiz()
        }
        links.first.focus()
        expect(links.first).to_be_focused()
        page.keyboard.press("Tab")
        expect(links.nth(1)).to_be_focused()
        ring = "e => getComputedStyle(e.querySelector('.shape')).strokeWidth"
        assert links.nth(1).evaluate(ring) != links.nth(2).evaluate(ring)
        page.keyboard.press("Enter")
        page.wait_for_url("**/book/0*.html")
    finally:
        page.close()


def test_icons_are_there(browser: Browser, address: str) -> None:
    page = visit(browser, address + "book/intro.html", DESKTOP).page
    try:
        icons = page.locator("svg.svg-inline--fa")
        drawn = page.locator("svg.svg-inline--fa > path[d]")
        assert icons.count() == drawn.count() > 10
        assert page.locator("i.fa-solid, i.fas").count() == 0
    finally:
        page.close()


@functools.cache
def soup(path: Path) -> BeautifulSoup:
    """A page's elements."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


MOST_BYTES = 1_500_000
"""What a page may weigh, packed as servers send it, before one scrolls."""
TEXTS = (".html", ".js", ".css", ".svg", ".json")


def packed(response: Response) -> int:
    """The bytes of an answer, as servers send it."""
    body = response.body()
    packs = urlsplit(response.url).path.endswith(TEXTS)
    return len(gzip.compress(body, 6) if packs else body)


@pytest.mark.parametrize("name", pages())
def test_a_page_is_light_and_fetches_the_rest_when_near(
    browser: Browser, address: str, name: str
) -> None:
    page = browser.new_page(viewport={"width": DESKTOP, "height": 900})
    page.set_default_timeout(PATIENCE)
    seen: list[Response] = []
    page.on("response", lambda answer: seen.append(answer))
    try:
        page.goto(address + name, wait_until="networkidle")
        weights = {answer.url: packed(answer) for answer in seen}
        total = sum(weights.values())
        assert total <= MOST_BYTES, sorted(weights.items(), key=itemgetter(1))
        before = {urlsplit(answer.url).path for answer in seen}
        assert not any("mathjax" in path for path in before)
        drawing = "/_static/vendor/embed-amd.js"
        assert drawing not in before
        for view in page.locator(VIEWS).all()[:1]:
            view.evaluate("view => view.parentElement.scrollIntoView()")
            page.wait_for_selector(".jupyter-widgets", state="attached")
            assert drawing in {urlsplit(answer.url).path for answer in seen}
    finally:
        page.close()


@pytest.mark.parametrize("name", pages())
def test_pictures_have_their_places_before_they_load(name: str) -> None:
    pictures = soup(HTML / name).select("article img[src^='../_images/']")
    late = [it for it in pictures if not str(it["src"]).endswith(".svg")]
    assert all(it.get("loading") == "lazy" for it in late)
    for picture in late:
        with Image.open((HTML / name).parent / str(picture["src"])) as image:
            size = (str(picture["width"]), str(picture["height"]))
            assert size == tuple(map(str, image.size))


def test_formulas_are_there_without_a_script() -> None:
    page = HTML / "book" / "05_skip_thoughts.html"
    formulas = soup(page).select(".math")
    assert len(formulas) > 30
    for formula in formulas:
        assert formula.select(".katex-mathml math")  # for those who listen
        assert formula.select(".katex-html[aria-hidden=true]")
        assert not formula.select(".katex-error")


SHOWN = """() => [...document.querySelectorAll('.jupyter-widgets')]
  .filter((e) => e.offsetParent && !e.querySelector('.jupyter-widgets'))
  .filter((e) => !e.closest('.widget-slider, .widget-dropdown'))
  .map((e) => e.innerText + [...e.querySelectorAll('img'),
    ...(e.matches('img') ? [e] : [])].map((i) => i.src).join())
  .join('\\n')"""


SLIDERS, MENUS = "[role=slider]", ".jupyter-widgets select"


def nudge(page: Page, but: str = "") -> None:
    """Move all sliders but one a step: at strength 0 all styles are alike,
    and two blends may tell one story, so that a place of its own is needed.
    """
    for other in page.locator(SLIDERS).all():
        if other.is_visible() and other.get_attribute("aria-label") != but:
            other.focus()
            page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)


def trials(page: Page, control: Locator) -> Iterator[None]:
    """Each other choice of a menu, or a slider pushed to and fro, then to
    its ends: near its middle it may be silent.
    """
    count = control.locator("option").count()
    for place in [*range(1, count), 0] if count else []:
        control.select_option(index=place)
        yield
    arrows = ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft")
    for key in () if count else (*arrows, "Home", "End"):
        control.focus()
        page.keyboard.press(key)
        yield


def moves(page: Page, control: Locator) -> bool:
    """Whether a control changes what is shown where the others stand."""
    before = page.evaluate(SHOWN)
    for _ in trials(page, control):
        for _ in range(20):
            page.wait_for_timeout(100)
            if page.evaluate(SHOWN) != before:
                return True
    return False


def changes_the_page(page: Page, control: Locator) -> bool:
    """Whether a control changes what is shown outside of itself: here, with
    the other sliders a step or two further, or with one after the other back
    at its beginning (where many styles are blended, one more may be silent).
    """
    label = control.get_attribute("aria-label") or ""
    for _ in range(3):
        if moves(page, control):
            return True
        nudge(page, but=label)
    for other in page.locator(SLIDERS).all():
        if other.is_visible() and other.get_attribute("aria-label") != label:
            other.focus()
            page.keyboard.press("Home")
            if moves(page, control):
                return True
    return False


@pytest.mark.parametrize("kind", [SLIDERS, MENUS], ids=["sliders", "menus"])
@pytest.mark.parametrize("name", pages())
def test_every_control_changes_the_page(
    browser: Browser, address: str, name: str, kind: str
) -> None:
    page = visit(browser, address + name, DESKTOP).page
    try:
        for control in page.locator(kind).all():
            if control.is_visible():
                label = control.evaluate(
                    "e => e.ariaLabel || e.labels?.[0]?.textContent"
                )
                assert changes_the_page(page, control), f"{label} is dead"
    finally:
        page.close()


@pytest.mark.parametrize("name", pages())
def test_images_say_what_they_show(name: str) -> None:
    for image in soup(HTML / name).select("article img"):
        alt = (image.get("alt") or "").strip()
        assert len(alt) >= 15, f"{image['src']}: alt text {alt!r}"
        assert not NOT_ALT.search(alt), f"{image['src']}: alt text {alt!r}"


def is_dead(target: str, name: str) -> bool:
    """Whether a page's link leads nowhere within the site."""
    url = urljoin(f"http://site/{name}", target)
    if urlsplit(url).netloc != "site":
        return False
    where, fragment = urldefrag(url.removeprefix("http://site/"))
    path = HTML / unquote(where.partition("?")[0])
    path = path / "index.html" if path.is_dir() else path
    if not path.is_file():
        return True
    if not fragment or path.suffix != ".html":
        return False
    if path.name == Path(LIBRARY_PAGE).name and fragment.isdecimal():
        scenes = {scene.number for scene in library_scenes()}
        return int(fragment) not in scenes  # the page's script opens it
    return soup(path).find(id=unquote(fragment)) is None


@pytest.mark.parametrize("name", [*pages(), *OTHER_PAGES])
def test_links_within_the_site_lead_somewhere(name: str) -> None:
    leading = "a[href], img[src], link[href], script[src]"
    elements = soup(HTML / name).select(leading)
    targets = {e.get("href") or e.get("src") for e in elements}
    dead = sorted(t for t in targets if is_dead(str(t), name))
    assert dead == []


# The quizzes at the chapters' ends


def with_quiz() -> list[str]:
    """The pages of the chapters."""
    return [name for name in pages() if re.match(r"book/\d\d_", name)]


@pytest.mark.parametrize("name", with_quiz())
def test_quiz_tells_why_by_keyboard_and_without_script(
    browser: Browser, address: str, name: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(address + name, wait_until="domcontentloaded")
        groups = page.locator(".story-quiz fieldset").all()
        assert 4 <= len(groups) <= 6
        for group in groups:
            told = group.locator(".reasons p")
            assert not any(reason.is_visible() for reason in told.all())
            group.get_by_role("radio").first.focus()
            page.keyboard.press("Space")
            expect(told.nth(0)).to_be_visible()
            page.keyboard.press("ArrowDown")
            expect(told.nth(1)).to_be_visible()
            expect(told.nth(0)).to_be_hidden()
    finally:
        context.close()


@pytest.mark.parametrize("name", with_quiz())
def test_exercises_have_the_numbers_of_their_checks(name: str) -> None:
    page = soup(HTML / name)
    chapter = int(Path(name).stem[:2])
    titles = page.select(".exercise .admonition-title")
    numbers = [title.text.split()[1] for title in titles]
    assert numbers == [f"{chapter}.{n + 1}" for n in range(len(numbers))]
    assert len(numbers) >= 6


# The story library and its reader

LIBRARY_PAGE = "book/the_library.html"
NUMBER = 1234


@pytest.fixture(scope="module")
def scripts() -> Path:
    """The folder with the library's scripts."""
    folder = HTML / "_static" / "library"
    if not folder.is_dir():
        missing("the site is not built: run make site first")
    return folder


def handed_over(script: Path) -> list:
    """What a script of the library hands to the page."""
    text = script.read_text(encoding="utf-8")
    found = re.fullmatch(
        r'storyLibrary\.take\("(\w+)", (.+)\);\s*', text, re.S
    )
    assert found is not None, f"{script.name} does something else"
    assert found[1] == script.stem
    return json.loads(found[2])


def test_library_scripts_hold_exactly_the_scenes(scripts: Path) -> None:
    told = {}
    for path in scripts.glob("scenes*.js"):
        for scene in handed_over(path):
            assert path.stem == Path(file_of(scene["number"])).stem
            assert scene["number"] not in told
            told[scene["number"]] = scene
    assert told == {
        scene.number: {
            "number": scene.number,
            "split": scene.split,
            "captions": list(scene.captions),
            "passages": scene.passages,
        }
        for scene in library_scenes()
    }


def test_library_captions_can_all_be_searched(scripts: Path) -> None:
    every = [[s.number, *s.captions] for s in library_scenes()]
    assert handed_over(scripts / "captions.js") == every


def test_library_page_knows_the_numbers_and_works_without_script(
    scripts: Path,
) -> None:
    page = soup(HTML / LIBRARY_PAGE)
    rows = json.loads(page.select_one("#story-library")["data-ranges"])
    known = [n for first, last in rows for n in range(first, last + 1)]
    assert known == [scene.number for scene in library_scenes()]
    plain = page.select("#story-library article")
    assert len(plain) >= 3
    for article in plain:
        scene = library_scene(int(article["id"]))
        shown = [p.text for p in article.select(":scope > section p")]
        assert shown == list(scene.passages.values())


def test_no_other_page_loads_the_library(scripts: Path) -> None:
    loading = [
        name
        for name in pages()
        if any(
            "library" in s["src"] for s in soup(HTML / name).select("[src]")
        )
    ]
    assert loading == [LIBRARY_PAGE]


def test_library_page_names_python_that_works(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (BOOK / "the_library.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.+?)```", text, re.S)
    assert code is not None
    exec(code[1], {})
    assert capsys.readouterr().out.strip()


def expect_scene(page: Page, scene: LibraryScene) -> None:
    """Wait until a scene is all that is shown, and look at all of it."""
    article = page.locator("#story-library article")
    first = article.locator("header p")
    expect(first).to_have_text(f"Scene {scene.number:04d} · {scene.split}")
    expect(article.locator("h2 span")).to_have_text(list(scene.captions))
    passages = article.locator("section p")
    expect(passages).to_have_text(list(scene.passages.values()))
    names = [genre.replace("-", " ").capitalize() for genre in scene.passages]
    expect(article.locator("h3")).to_have_text(names)


def test_library_shows_the_scene_of_the_address_and_turns(
    browser: Browser, address: str, scripts: Path
) -> None:
    seen = visit(browser, f"{address}{LIBRARY_PAGE}#{NUMBER}", DESKTOP)
    page = seen.page
    try:
        expect_scene(page, library_scene(NUMBER))
        page.get_by_role("button", name="Next").press("Enter")
        expect_scene(page, library_scene(NUMBER + 1))
        assert page.url.endswith(f"#{NUMBER + 1}")
        page.get_by_role("button", name="Previous").last.press("Enter")
        expect_scene(page, library_scene(NUMBER))
        page.go_back()
        expect_scene(page, library_scene(NUMBER + 1))
        field = page.get_by_label("Scene", exact=True)
        field.fill("123")
        field.press("Enter")
        expect_scene(page, library_scene(123))
        page.get_by_role("button", name="At random").click()
        expect(page.locator("#story-library [id='0123']")).to_have_count(0)
        another = page.locator("#story-library article").get_attribute("id")
        expect_scene(page, library_scene(int(str(another))))
        assert seen.outside == []
        assert seen.errors == []
    finally:
        page.close()


def test_library_ends_and_gaps_are_told(
    browser: Browser, address: str, scripts: Path
) -> None:
    last = library_scenes()[-1]
    url = f"{address}{LIBRARY_PAGE}#{last.number}"
    page = visit(browser, url, DESKTOP).page
    try:
        expect_scene(page, last)
        turn = page.locator("#story-library .turn")
        expect(turn.get_by_role("button", name="Next")).to_be_disabled()
        page.evaluate(f"location.hash = '#{last.number + 1}'")
        expect(page.locator(".missing")).to_contain_text("has no scene")
        page.locator(".missing a").click()
        expect_scene(page, last)
    finally:
        page.close()


def test_library_search_finds_and_loads_captions_only_then(
    browser: Browser, address: str, scripts: Path
) -> None:
    seen = visit(browser, address + LIBRARY_PAGE, PHONE)
    page = seen.page
    loaded = """() => performance.getEntriesByType('resource')
      .map((e) => e.name.split('/library/')[1]).filter(Boolean)"""
    scene = library_scene(NUMBER)
    try:
        assert len(page.evaluate(loaded)) == 1, "more than one script at first"
        field = page.get_by_label("Words in captions")
        field.fill(scene.captions[0].upper())
        field.press("Enter")
        expect(page.locator(".found-count")).to_contain_text("found")
        assert "captions.js" in page.evaluate(loaded)
        assert page.evaluate(OVERFLOW) == []
        page.locator(".found a").first.press("Enter")
        expect_scene(page, scene)
        expect(page.locator(".scene h2")).to_be_focused()
        field.fill("xyzzy")
        field.press("Enter")
        expect(page.locator(".found-count")).to_have_text("0 scenes found.")
        expect(page.locator(".found a")).to_have_count(0)
        assert seen.outside == []
        assert seen.errors == []
    finally:
        page.close()


def test_library_works_where_the_folder_is_opened_as_a_file(
    browser: Browser, scripts: Path
) -> None:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.goto(f"{(HTML / LIBRARY_PAGE).as_uri()}#{NUMBER}")
        expect_scene(page, library_scene(NUMBER))
        page.get_by_role("button", name="Next").click()
        expect_scene(page, library_scene(NUMBER + 1))
        page.get_by_label("Words in captions").fill("dog")
        page.get_by_role("button", name="Search", exact=True).last.click()
        expect(page.locator(".found a").first).to_be_visible()
    finally:
        page.close()


def test_dead_links_are_told_from_live_ones() -> None:
    assert is_dead("nosuch.html", "book/intro.html")
    assert not is_dead("https://example.org/", "book/intro.html")
    assert not is_dead("the_library.html#0316", "book/intro.html")
    assert is_dead("the_library.html#1100", "book/intro.html")


def test_outside_addresses_are_told_from_our_own() -> None:
    assert is_outside("https://example.org/x.js")
    assert is_outside("file:///etc/hosts")
    assert not is_outside("http://127.0.0.1:8000/a.html")
    assert not is_outside("data:image/png;base64,AAAA")
