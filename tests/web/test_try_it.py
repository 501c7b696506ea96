"""A reader's own picture becomes a story in the page, by hand and by eye.

What the page does of itself is tried with an engine of a few lines in the
place of the storyteller; that the whole tells a story, with the storyteller.
"""

from __future__ import annotations

import io
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from data_scripts.measure.style_grid import photographs
from storyteller_lib.data.genres import GENRES
from storyteller_lib.web.picture_tables import picture_tables
from tests.book.test_pages import (  # noqa: F401 - the fixtures, too
    DESKTOP,
    OVERFLOW,
    PATIENCE,
    PHONE,
    Visit,
    address,
    browser,
    missing,
    pages,
    soup,
    visit,
)
from tests.helpers.desk import encoded, picture, write_bad_pictures
from tests.web.test_picture_files import boxed, strange_files
from tools.paths import HTML
from tools.try_it_page import PHOTOGRAPHS

PAGE = "book/try_it.html"
ENGINE = "**/_static/storyteller/storyteller.js"
MOCK = Path(__file__).with_name("mock_engine.js")
LOADED = """() => performance.getEntriesByType('resource')
  .map((e) => e.name.split('/_static/storyteller/')[1]).filter(Boolean)"""


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    if not (HTML / PAGE).is_file():
        missing("the site is not built: run make site first")


@pytest.fixture
def seen(browser: Browser, address: str) -> Iterator[Visit]:  # noqa: F811
    """The page with the small engine."""
    found = visit(browser, "about:blank", DESKTOP)
    found.page.route(ENGINE, lambda route: route.fulfill(path=MOCK))
    found.page.goto(address + PAGE)
    yield found
    assert found.outside == [], "the page asks other hosts"
    assert found.errors == [], "the browser's console shows errors"
    found.page.close()


def take(page: Page, name: str, content: bytes) -> None:
    """Choose a file, as a reader does."""
    file = {"name": name, "mimeType": "", "buffer": content}
    page.locator("#try-it [name=picture]").set_input_files(file)  # type: ignore[arg-type]


def tell(page: Page) -> Locator:
    """Ask for the story, and wait until it is there."""
    page.get_by_role("button", name="Tell the story").click()
    source = page.locator("#try-it .source")
    expect(source).to_be_visible()
    expect(page.locator("#try-it .right")).to_have_attribute(
        "aria-busy", "false"
    )
    return page.locator("#try-it .told .text")


# The whole of it, with the storyteller


def three_actions(page: Page, voice: str) -> str:
    """A photograph, a voice, a story."""
    page.get_by_role("button", name="The face of a tabby cat").click()
    page.get_by_role("button", name=voice, exact=True).click()
    return tell(page).inner_text()


def test_a_story_in_three_actions_from_a_server_and_from_a_folder(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    seen = visit(browser, address + PAGE, DESKTOP)
    served = three_actions(seen.page, "Romance")
    assert len(served.split()) >= 30
    source = seen.page.locator("#try-it .source").inner_text()
    assert "(romance)" in source and "After scene" in source
    assert seen.outside == [] and seen.errors == []
    seen.page.close()
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((HTML / PAGE).as_uri())
    assert three_actions(page, "Romance") == served
    assert not [url for url in asked if url.startswith("http")]
    page.close()


def test_the_decoder_writes_in_the_page_too(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    seen = visit(browser, address + PAGE, PHONE)
    page = seen.page
    page.get_by_text("More wishes").click()
    page.get_by_label("Written").check()
    story = three_actions(page, "Adventure")
    assert len(story.split()) >= 16
    page.get_by_text("How this story came about").click()
    candidates = page.locator("#try-it .candidates li")
    expect(candidates.first).to_contain_text(story)
    assert page.evaluate(OVERFLOW) == []
    assert seen.outside == [] and seen.errors == []
    page.close()


# The page alone


def test_nothing_is_loaded_before_a_story_is_asked_for(seen: Visit) -> None:
    page = seen.page
    take(page, "cat.jpg", encoded(picture(), "JPEG"))
    expect(page.locator("#try-it .status")).to_contain_text("cat.jpg is here")
    before = page.evaluate(LOADED)
    assert "storyteller.js" not in before
    assert not [name for name in before if name.startswith("parts/")]
    cost = page.locator("#try-it .cost")
    expect(cost).to_contain_text(" MB are loaded, from this site alone")
    tell(page)
    assert "storyteller.js" in page.evaluate(LOADED)
    expect(cost).to_be_hidden()


def test_no_other_page_loads_the_storyteller() -> None:
    loading = [
        name
        for name in pages()
        if any(
            "storyteller/" in script["src"]
            for script in soup(HTML / name).select("script[src]")
        )
    ]
    assert loading == [PAGE]


def hostile() -> dict[str, bytes]:
    """Files that are no pictures, by name."""
    kinds = {
        f"{name}.jpg": content
        for name, content in strange_files().items()
        if name.isascii() and "sign" not in name
    }
    whole = encoded(picture(), "WEBP")
    return {
        **kinds,
        "half.webp": whole[: len(whole) // 2],
        "phone.heic": boxed("heic", "mif1"),
        "scan.tiff": encoded(picture(), "TIFF"),
        "zeros.png": bytes(2_000),
        "nameless": b"?",
    }


def test_what_is_no_picture_is_told_in_one_sentence(
    seen: Visit, tmp_path: Path
) -> None:
    write_bad_pictures(tmp_path)
    bad = {p.name: p.read_bytes() for p in tmp_path.glob("*.*")}
    files = {**hostile(), **bad}
    assert len(files) >= 30
    error = seen.page.locator("#try-it .error")
    told = {}
    for name, content in files.items():
        take(seen.page, name, content)
        expect(error).to_contain_text(name)
        told[name] = error.inner_text()
        assert told[name].count(". ") == 0 and told[name].endswith(".")
        assert ": " in told[name], "it says what to do"
        expect(seen.page.locator("#try-it canvas")).to_have_count(0)
    assert told["empty.jpg"].endswith("is empty (0 bytes): choose another.")
    assert "a PDF document, which cannot be read" in told["paper.pdf"]
    assert "has more than 150 million pixels" in told["bomb.png"]
    assert "is damaged or cut short (its end is" in told["cut.jpg"]
    assert "a TIFF picture" in told["scan.tiff"]
    assert "a HEIC picture" in told["phone.heic"]


def turned() -> bytes:
    """A picture that lies on its side, and says so."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(picture(60, 90), "JPEG", exif=exif)


def test_strange_pictures_are_shown_upright_and_on_white(seen: Visit) -> None:
    page = seen.page
    clear = Image.fromarray(np.zeros((20, 30, 4), np.uint8))
    frames = [picture(20, 30, seed).convert("P") for seed in range(3)]
    moving = {"save_all": True, "append_images": frames[1:]}
    files = {
        "turned.jpg": (turned(), (60, 90)),
        "clear.png": (encoded(clear, "PNG"), (30, 20)),
        "moving.gif": (encoded(frames[0], "GIF", **moving), (30, 20)),
        "grey.png": (encoded(picture().convert("L"), "PNG"), (80, 60)),
        "cmyk.jpg": (encoded(picture().convert("CMYK"), "JPEG"), (80, 60)),
        "wide.png": (encoded(picture(2, 20_000), "PNG"), (20_000, 2)),
        "large.jpg": (encoded(picture(4_200, 5_000), "JPEG"), (3_000, 2_520)),
        "dot.png": (encoded(picture(1, 1), "PNG"), (1, 1)),
    }
    for name, (content, size) in files.items():
        take(page, name, content)
        canvas = page.locator("#try-it canvas")
        expect(canvas).to_have_attribute("aria-label", f"Your picture {name}")
        shown = canvas.evaluate("e => [e.width, e.height]")
        assert tuple(shown) == size, name
    take(page, "clear.png", files["clear.png"][0])
    tell(page)
    note = page.locator("#try-it .note")
    expect(note).to_contain_text("nothing in this picture")


def test_a_picture_may_be_dropped_or_pasted(seen: Visit) -> None:
    page = seen.page
    dropped = """([kind, name, data]) => {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      if (data) transfer.items.add(new File([bytes], name));
      const target = document.querySelector('#try-it .frame');
      const how = { bubbles: true, cancelable: true };
      target.dispatchEvent(kind === 'drop'
        ? new DragEvent('drop', { ...how, dataTransfer: transfer })
        : new ClipboardEvent('paste', { ...how, clipboardData: transfer }));
    }"""
    data = b64encode(encoded(picture(), "PNG")).decode()
    label = page.locator("#try-it canvas")
    for kind in ("drop", "paste"):
        page.evaluate(dropped, [kind, f"{kind}.png", data])
        expect(label).to_have_attribute(
            "aria-label", f"Your picture {kind}.png"
        )
    page.evaluate(dropped, ["drop", "", ""])
    expect(page.locator("#try-it .error")).to_contain_text("no file")


CAMERA = """() => {
  const canvas = Object.assign(document.createElement('canvas'),
    { width: 320, height: 240 });
  const pen = canvas.getContext('2d');
  setInterval(() => {
    pen.fillStyle = 'teal';
    pen.fillRect(0, 0, 320, 240);
  }, 50);
  window.stream = canvas.captureStream(20);
  navigator.mediaDevices.getUserMedia = async () => window.stream;
}"""
NO_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new Error(); };
}"""


def test_the_camera_takes_a_picture_and_is_off_again(seen: Visit) -> None:
    page = seen.page
    page.evaluate(NO_CAMERA)
    camera = page.get_by_role("button", name="Use the camera")
    camera.click()
    error = page.locator("#try-it .error")
    expect(error).to_contain_text("the camera cannot be used: allow it")
    page.evaluate(CAMERA)
    camera.click()
    page.wait_for_function("document.querySelector('video').videoWidth")
    page.get_by_role("button", name="Take it").click()
    canvas = page.locator("#try-it canvas")
    expect(canvas).to_have_attribute("aria-label", "Your picture Photograph")
    assert canvas.evaluate("e => [e.width, e.height]") == [320, 240]
    ended = "window.stream.getTracks().every((t) => t.readyState === 'ended')"
    page.wait_for_function(ended)
    page.evaluate(CAMERA)
    camera.click()
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_function(ended)
    expect(page.locator("#try-it dialog")).to_be_hidden()


def test_the_keyboard_is_enough(seen: Visit) -> None:
    page = seen.page
    page.locator("#try-it .samples button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#try-it canvas")).to_have_attribute(
        "aria-label", "The face of a tabby cat that looks into the camera"
    )
    thriller = page.get_by_label("Thriller, share")
    thriller.focus()
    page.keyboard.press("Home")
    page.get_by_label("Romance, share").focus()
    page.keyboard.press("End")
    expect(thriller).to_have_attribute("aria-valuetext", "0 %")
    page.keyboard.press("Enter")  # as in any form
    story = page.locator("#try-it .told .text")
    expect(story).to_contain_text("romance, 1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    another = page.get_by_role("button", name="Another one")
    before = story.inner_text()
    another.focus()
    page.keyboard.press("Enter")
    expect(story).not_to_have_text(before)
    source = page.locator("#try-it .source")
    expect(source).to_contain_text("choice 2 of 8")
    expect(page.locator("#try-it .gallery li")).to_have_count(2)


def test_after_the_last_choice_a_seed_draws_anew(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A rocket").click()
    told = {tell(page).inner_text()}
    source = page.locator("#try-it .source")
    for choice in range(2, 9):
        page.get_by_role("button", name="Another one").click()
        expect(source).to_contain_text(f"choice {choice} of 8")
        told.add(page.locator("#try-it .told .text").inner_text())
    assert len(told) == 8
    page.get_by_role("button", name="Another one").click()
    expect(source).to_contain_text("seed")
    page.get_by_role("button", name="Adventure", exact=True).click()
    page.get_by_role("button", name="Another one").click()
    expect(page.locator("#try-it .voice")).to_have_text("An adventure")
    expect(source).not_to_contain_text("seed")


def test_wishes_reach_the_storyteller(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A Chinese pagoda").click()
    page.get_by_text("More wishes").click()
    page.get_by_label("Strength of the shift").fill("0.5")
    page.get_by_label("Captions it is told from").fill("12")
    page.get_by_label("Words", exact=True).select_option("49-60")
    for genre, weight in zip(GENRES, ("20", "0", "60", "0"), strict=True):
        page.locator(f"#try-it [name={genre}]").fill(weight)
    shares = page.locator("#try-it .voices output")
    expect(shares).to_have_text(["25 %", "0 %", "75 %", "0 %"])
    expect(tell(page)).to_contain_text("(adventure, 0.5, 49,60)")
    voice = page.locator("#try-it .voice")
    expect(voice).to_have_text("A blend: 25 % adventure, 75 % thriller")
    page.get_by_text("How this story came about").click()
    expect(page.locator("#try-it .captions li")).to_have_count(12)
    drawing = page.locator("#try-it .shift svg")
    expect(drawing).to_have_attribute(
        "aria-label", re.compile("The shift at strength 0.5: from c")
    )
    for genre in GENRES:
        page.locator(f"#try-it [name={genre}]").fill("0")
    page.get_by_role("button", name="Tell the story").click()
    expect(page.locator("#try-it .error")).to_have_text(
        "give at least one voice a share."
    )


def test_stories_are_told_of_the_same_photographs_as_at_the_desk() -> None:
    assert set(PHOTOGRAPHS) == set(photographs())  # of no real person


def test_the_landing_page_leads_to_a_picture(
    browser: Browser,  # noqa: F811
    address: str,  # noqa: F811
) -> None:
    seen = visit(browser, f"{address}book/intro.html", PHONE)
    page = seen.page
    links = page.locator(".try-it-strip a")
    expect(links).to_have_count(len(PHOTOGRAPHS))
    links.nth(2).click()
    page.wait_for_url("**/try_it.html#rocket")
    expect(page.locator("#try-it canvas")).to_have_attribute(
        "aria-label", "A rocket on its launch pad at dusk, lit from below"
    )
    assert seen.outside == [] and seen.errors == []
    page.close()


def test_a_picture_is_asked_for_first(seen: Visit) -> None:
    seen.page.get_by_role("button", name="Tell the story").click()
    expect(seen.page.locator("#try-it .error")).to_have_text(
        "choose a picture first."
    )
    assert "storyteller.js" not in seen.page.evaluate(LOADED)


WATCH_DRAFTS = """() => {
  window.drafts = new Set();
  new MutationObserver(() => {
    for (const draft of document.querySelectorAll('.drafts li')) {
      window.drafts.add(draft.textContent);
    }
  }).observe(document.querySelector('#try-it .told'),
    { childList: true, subtree: true });
}"""


def test_what_is_seen_and_found_is_shown_before_the_story(
    seen: Visit,
) -> None:
    page = seen.page
    page.get_by_role("button", name="A rocket").click()
    page.evaluate(WATCH_DRAFTS)
    text = tell(page).inner_text()
    first, *others = page.evaluate("[...window.drafts]")
    assert first == "A man in a canoe on a dark lake, number 2."
    assert text in others, "the passage, while the decoder reads it"
    expect(page.locator("#try-it .drafts")).to_have_count(0)


def test_drafts_that_come_to_nothing_are_taken_away(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A rocket").click()
    text = tell(page).inner_text()
    page.evaluate("() => { storyteller.failing = true; }")
    page.get_by_role("button", name="Tell the story").click()
    error = page.locator("#try-it .error")
    expect(error).to_have_text("the picture is too dark: take a lighter one.")
    expect(page.locator("#try-it .told .text")).to_have_text(text)
    expect(page.locator("#try-it .drafts")).to_have_count(0)


def test_drafts_are_shown_while_they_are_written(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A rocket").click()
    page.get_by_text("More wishes").click()
    page.get_by_label("Written").check()
    page.evaluate(WATCH_DRAFTS)
    text = tell(page).inner_text()
    shown = page.evaluate("[...window.drafts]")
    drafts = [draft for draft in shown if "in a canoe on a" not in draft]
    assert len(drafts) > 5 and all(draft in text for draft in drafts)
    expect(page.locator("#try-it .source")).to_contain_text(
        "the best of 12 drafts"
    )
    page.get_by_text("How this story came about").click()
    expect(page.locator("#try-it .candidates li")).to_have_count(8)
    page.get_by_role("button", name="Show the other 4").click()
    expect(page.locator("#try-it .candidates li")).to_have_count(12)


def test_stories_are_kept(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A cup of coffee").click()
    text = tell(page).inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Postcard").click()
    assert download.value.suggested_filename == "story.png"
    card = Image.open(io.BytesIO(download.value.path().read_bytes()))
    assert card.size == (1800, 1200)
    left = np.asarray(card.convert("RGB").crop((200, 400, 700, 800)))
    right = np.asarray(card.convert("L").crop((970, 200, 1700, 1000)))
    assert left.std() > 20, "the picture is on it"
    assert 0.005 < (right < 100).mean() < 0.3, "the story is on it"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a page").click()
    saved = download.value.path().read_text(encoding="utf-8")
    assert "<blockquote" in saved and text in saved
    assert 'alt="A cup of coffee with a spoon' in saved
    assert 'src="data:image/jpeg;base64,' in saved
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#try-it .status")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(text) and "after scene 1102" in copied


def test_stories_of_this_visit_hang_in_a_gallery(seen: Visit) -> None:
    page = seen.page
    gallery = page.locator("#try-it .gallery")
    expect(gallery).to_be_hidden()
    page.get_by_role("button", name="A rocket").click()
    first = tell(page).inner_text()
    page.get_by_role("button", name="An orange dahlia").click()
    page.get_by_role("button", name="Romance", exact=True).click()
    tell(page)
    cards = gallery.get_by_role("button")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("A romance")
    cards.last.press("Enter")
    expect(page.locator("#try-it .told .text")).to_have_text(first)
    expect(page.locator("#try-it .told")).to_be_focused()
    expect(page.locator("#try-it canvas")).to_have_attribute(
        "aria-label", "A rocket on its launch pad at dusk, lit from below"
    )


def test_a_picture_may_be_taken_while_a_story_is_told(seen: Visit) -> None:
    page = seen.page
    page.get_by_role("button", name="A rocket").click()
    first = tell(page).inner_text()
    page.evaluate("""() => {
      const told = document.querySelector('#try-it .tell');
      told.click();
      document.querySelectorAll('#try-it .samples button')[1].click();
    }""")
    cards = page.locator("#try-it .gallery li")
    expect(cards).to_have_count(2)
    canvas = page.locator("#try-it canvas")
    expect(canvas).to_have_attribute(
        "aria-label", "A cup of coffee with a spoon on a wooden table"
    )
    expect(page.locator("#try-it .told .text")).to_have_text(first)


def test_a_storyteller_that_cannot_be_loaded_may_be_tried_again(
    seen: Visit,
) -> None:
    page = seen.page
    page.unroute(ENGINE)
    page.route(ENGINE, lambda route: route.abort())
    page.get_by_role("button", name="A rocket").click()
    page.get_by_role("button", name="Tell the story").click()
    error = page.locator("#try-it .error")
    expect(error).to_contain_text("storyteller.js could not be loaded")
    page.unroute(ENGINE)
    page.route(ENGINE, lambda route: route.fulfill(path=MOCK))
    tell(page)
    expect(error).to_be_empty()
    seen.errors.clear()  # the browser tells of what was not to be had


def test_tables_in_the_page_are_the_library_s() -> None:
    found = soup(HTML / PAGE).select_one("#try-it script.pictures")
    assert found is not None
    assert json.loads(found.text) == picture_tables()
