"""The page *Your own picture*: seconds from a click to words, and memory.

Run ``python -m tests.benchmarks.page`` after ``make site``. Each visit is a
browser of its own, which has loaded nothing yet; the site lies on this
machine, so that no network is measured. First words are the first caption
that the page says it sees, story words those of the story itself (of a draft,
where it is written).
"""

from __future__ import annotations

import functools
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, Playwright, sync_playwright

HTML = Path(__file__).resolve().parent.parent.parent / "_build" / "html"
PAGE = "book/try_it.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 300_000  # milliseconds
FIRST_WORDS, FIRST_STORY = 0.5, 6.0
"""Budgets in seconds: from a click to words when the storyteller is there,
and to a story when nothing is."""

WATCH = """() => {
  const root = document.querySelector('#try-it');
  const times = (window.times = {});
  const seen = (name) => { times[name] ??= performance.now(); };
  root.querySelector('form').addEventListener('submit',
    () => seen('click'), { capture: true, once: true });
  const look = () => {
    if (!('click' in times)) return;
    const said = root.querySelector('.status').textContent;
    if (said.startsWith('It sees')) seen('words');
    if (said.endsWith('is told.')) seen('told');
    const story = root.querySelector('.told .text, .told .drafts li');
    const busy = root.classList.contains('busy');
    const fresh = story && story !== window.before && story.textContent;
    if (busy && fresh) seen('story');
  };
  window.before = root.querySelector('.told .text');
  const watcher = new MutationObserver(look);
  const all = { childList: true, subtree: true, characterData: true };
  watcher.observe(root, all);
}"""


class Waits(NamedTuple):
    """Seconds from the click to the first words, the story's first, all."""

    words: float
    story: float
    told: float


class Visit(NamedTuple):
    """What one visitor waits for, and the MB that the page takes at most."""

    waits: dict[str, Waits]
    memory: float


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def ask(page: Page, picture: str) -> Waits:
    """Choose a sample picture, ask for its story, and watch the clock."""
    page.get_by_role("button", name=picture).click()
    page.wait_for_function("document.querySelector('#try-it canvas')")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Tell the story").click()
    page.wait_for_function("'told' in window.times", timeout=PATIENCE)
    times: dict[str, float] = page.evaluate("window.times")
    begun = times["click"]
    return Waits(
        *((times[name] - begun) / 1_000 for name in ("words", "story", "told"))
    )


def memory() -> float:
    """MB that a page's process has taken at most (Linux; else nan)."""
    most = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            line = (status.parent / "cmdline").read_bytes()
            if b"--type=renderer" in line and b"extension-process" not in line:
                lines = dict(
                    row.split(":", 1)
                    for row in status.read_text().split("\n")
                    if ":" in row
                )
                most.append(int(lines["VmHWM"].split()[0]) * 1024 / 1e6)
        except (OSError, KeyError):
            continue  # it has just ended
    return max(most, default=float("nan"))


def visit(playwright: Playwright, program: str, address: str) -> Visit:
    """One visit: a story from nothing, then one of each recipe."""
    browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address + PAGE, wait_until="networkidle")
    waits = {"the first story": ask(page, "The face of a tabby cat")}
    waits["another story"] = ask(page, "A rocket")
    page.get_by_text("More wishes").click()
    page.get_by_label("Written").check()
    waits["a written one"] = ask(page, "An orange dahlia")
    found = Visit(waits, memory())
    browser.close()
    return found


def medians(rounds: int) -> tuple[dict[str, Waits], float]:
    """The medians of some visits, and the most memory of all.

    Raises:
        RuntimeError: without Chromium, or a site that was built.
    """
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or not (HTML / PAGE).is_file():
        raise RuntimeError("this needs Chromium, and a site from make site")
    with serving(HTML) as address, sync_playwright() as playwright:
        visits = [visit(playwright, program, address) for _ in range(rounds)]
    waits = {
        name: Waits(
            *(
                round(statistics.median(own), 2)
                for own in zip(*(v.waits[name] for v in visits), strict=True)
            )
        )
        for name in visits[0].waits
    }
    return waits, round(max(one.memory for one in visits))


def report(rounds: int = 3) -> list[str]:
    """A line for each story, and one for the memory."""
    try:
        waits, most = medians(rounds)
    except RuntimeError as error:
        return [f"the page: {error}"]
    lines = [
        f"the page, {name}: {own.words:.2f} s to the first words, "
        f"{own.story:.2f} s to the story's, {own.told:.2f} s to its end"
        for name, own in waits.items()
    ]
    budgets = (
        f"budgets: {FIRST_WORDS} s to words when the storyteller is there, "
        f"{FIRST_STORY:.0f} s to a first story"
    )
    return [*lines, f"the page: at most {most:,} MB ({budgets})"]


if __name__ == "__main__":
    print("\n".join(report(int(sys.argv[1]) if sys.argv[1:] else 3)))
