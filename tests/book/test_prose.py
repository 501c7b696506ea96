from __future__ import annotations

import csv
import io
import json
import random

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.own_texts import check_prose, share_of_words
from storyteller_lib.data.own_texts.prose import LEAST
from tests.helpers.desk import PROSE
from tools.paths import LIBRARY, ROOT

CHANCE = random.Random(0)
NUMBERS = [[round(CHANCE.gauss(0, 9), 3) for _ in range(6)] for _ in range(99)]


def table() -> str:
    """A table of people as a spreadsheet writes it."""
    file = io.StringIO()
    rows = [["Anna Smith", 31, "High Street 7", 12.5]] * 50
    csv.writer(file).writerows([["name", "age", "street", "paid"], *rows])
    return file.getvalue()


NO_PROSE = {
    "numbers": "\n".join(map(str, range(999))),
    "table of numbers": "\n".join(" ".join(map(str, r)) for r in NUMBERS),
    "csv": table(),
    "json": json.dumps({"rows": NUMBERS, "name": "a test"}, indent=1),
    "log": "2024-05-02 12:33:01,118 INFO [main] a.b.Cache: it is full\n" * 99,
    "lock": (ROOT / "requirements.lock").read_text(encoding="utf-8"),
}


@pytest.mark.parametrize("name", NO_PROSE)
def test_what_is_no_prose(name: str) -> None:
    with pytest.raises(StorytellerError, match=r"^it is no prose but") as e:
        check_prose(NO_PROSE[name], "it")
    assert "\n" not in str(e.value)


def test_this_librarys_code_is_no_prose() -> None:
    """But for a word list or two, and they are words indeed."""
    files = [p for p in LIBRARY.rglob("*.py") if p.stat().st_size > 1_000]
    shares = [share_of_words(p.read_text(encoding="utf-8")) for p in files]
    assert len(files) > 150
    assert sum(share >= LEAST for share in shares) < 0.03 * len(files)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        "“Where—where is he?” she cried; (nobody knew).",
        "_Never_, he said, don't trust a sea-captain's son...",
        "Кошка сидела на окне, и шёл дождь. Она спала.",
        "In the year 1866 the whole of Europe spoke of one thing only.",
    ],
)
def test_what_is_prose(text: str) -> None:
    check_prose(text, "it")


def test_of_a_long_text_a_sample_decides() -> None:
    assert share_of_words("dog " * 300_000 + "7 " * 100_000) == pytest.approx(
        0.75, abs=0.02
    )
