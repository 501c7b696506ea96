"""The page *Your own picture*: seconds from a click to words, and memory.

Run ``python -m tests.benchmarks.page`` after ``make site``. Each visit is a
browser of its own, which has loaded nothing yet; the site lies on this
machine, so that no network is measured. First words are the first caption
that the page says it sees, story words those of the story itself, or of a
draft. Seconds of the clock are a reader's on a machine that does nothing else;
those of work, on all cores, hardly change where others compute, too.
"""

from __future__ import annotations

import functools
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import psutil
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
    """Seconds from the click: to words, to the story's, to its end; and the
    page's work until the first and the last of these."""

    words: float
    story: float
    told: float
    work_to_words: float
    work: float


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
    before = work()
    page.get_by_role("button", name="Tell the story").click()
    page.wait_for_function("'words' in window.times", timeout=PATIENCE)
    to_words = work() - before
    page.wait_for_function("'told' in window.times", timeout=PATIENCE)
    to_end = work() - before
    times: dict[str, float] = page.evaluate("window.times")
    clock = [
        (times[name] - times["click"]) / 1_000
        for name in ("words", "story", "told")
    ]
    return Waits(*clock, to_words, to_end)


def renderers() -> list[psutil.Process]:
    """The processes of our own browser in which pages run."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if "--type=renderer" in process.cmdline():
                found.append(process)
    return found


def work() -> float:
    """Seconds of all cores' work that pages have taken."""
    times = [process.cpu_times() for process in renderers()]
    return sum(one.user + one.system for one in times)


def memory() -> float:
    """MB that a page's process has taken at most (Linux; else nan)."""
    most = []
    for process in renderers():
        with suppress(OSError, ValueError):
            lines = Path(f"/proc/{process.pid}/status").read_text("utf-8")
            (line,) = (x for x in lines.split("\n") if x.startswith("VmHWM"))
            most.append(int(line.split()[1]) * 1024 / 1e6)
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
        f"{own.story:.2f} s to the story's, {own.told:.2f} s to its end; "
        f"work {own.work_to_words:.2f} s and {own.work:.2f} s"
        for name, own in waits.items()
    ]
    budgets = (
        f"budgets: {FIRST_WORDS} s to words when the storyteller is there, "
        f"{FIRST_STORY:.0f} s to a first story"
    )
    return [*lines, f"the page: at most {most:,} MB ({budgets})"]


if __name__ == "__main__":
    print("\n".join(report(int(sys.argv[1]) if sys.argv[1:] else 3)))
