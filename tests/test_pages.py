"""The built pages, seen by a browser as a reader would see them."""

from __future__ import annotations

import functools
import os
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tools.paths import HTML

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
    if has_widgets(page):
        page.wait_for_selector(".jupyter-widgets")
        page.wait_for_timeout(500)
    return found


def has_widgets(page: Page) -> bool:
    """Whether the page holds widgets to be drawn."""
    mark = 'script[type="application/vnd.jupyter.widget-view+json"]'
    return page.locator(mark).count() > 0


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
        assert seen.page.locator("mjx-merror").count() == 0, "broken maths"
    finally:
        seen.page.close()


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
    """Each other choice of a menu, or a slider pushed to and fro."""
    count = control.locator("option").count()
    for place in [*range(1, count), 0] if count else []:
        control.select_option(index=place)
        yield
    arrows = ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft")
    for key in () if count else arrows:
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
    """Whether a control changes what is shown outside of itself, here or
    with the other sliders a step or two further.
    """
    label = control.get_attribute("aria-label") or ""
    for _ in range(3):
        if moves(page, control):
            return True
        nudge(page, but=label)
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


@functools.cache
def soup(path: Path) -> BeautifulSoup:
    """A page's elements."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


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
    return soup(path).find(id=unquote(fragment)) is None


@pytest.mark.parametrize("name", pages())
def test_links_within_the_site_lead_somewhere(name: str) -> None:
    elements = soup(HTML / name).select("a[href], img[src], link[href]")
    targets = {e.get("href") or e.get("src") for e in elements}
    dead = sorted(t for t in targets if is_dead(str(t), name))
    assert dead == []


def test_dead_links_are_told_from_live_ones() -> None:
    assert is_dead("nosuch.html", "book/intro.html")
    assert not is_dead("https://example.org/", "book/intro.html")


def test_outside_addresses_are_told_from_our_own() -> None:
    assert is_outside("https://example.org/x.js")
    assert is_outside("file:///etc/hosts")
    assert not is_outside("http://127.0.0.1:8000/a.html")
    assert not is_outside("data:image/png;base64,AAAA")
