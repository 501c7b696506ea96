"""Blind reading: the sheet gives nothing away, the key counts right."""

from __future__ import annotations

import pytest
from PIL.Image import Image

from data_scripts.measure.blind_reading import count, pairs
from storyteller_lib.config import StorytellerError
from storyteller_lib.data.world import PictureRecord


def records(number: int) -> list[PictureRecord]:
    return [
        PictureRecord(f"{i}.jpg", (f"caption {i}",), Image)
        for i in range(number)
    ]


def test_the_key_knows_whose_story_is_whose() -> None:
    told = [[f"first of {i}" for i in range(20)]]
    told.append([f"second of {i}" for i in range(20)])
    sheet, key = pairs(records(20), told, seed=3)
    blocks = sheet.split("\n\n")
    assert set(key) == {"A", "B"}
    seen = set()
    for number, (block, second) in enumerate(
        zip(blocks, key, strict=True), start=1
    ):
        head, caption, *both = block.strip().split("\n")
        assert head == f"{number}."
        i = caption.rpartition(" ")[2]
        seen.add(i)
        (own,) = (line for line in both if line.strip()[0] == second)
        assert own.endswith(f"second of {i}")
    assert seen == {str(i) for i in range(20)}
    answers = "\n".join(f"{n} {s}" for n, s in enumerate(key, start=1))
    assert count(key, answers) == {"second": 20}


def test_answers_are_counted() -> None:
    found = count(["A", "B", "A"], "1 A\n3 B\n2 =\n")
    assert found == {"second": 1, "first": 1, "equal": 1}


@pytest.mark.parametrize(
    "wrong", ["1 A", "1 A\n2 C", "1 A\n3 B", "1 A\n2", "1 A\n2 is B"]
)
def test_answers_must_be_whole(wrong: str) -> None:
    with pytest.raises(StorytellerError, match="one for each of the 2"):
        count(["A", "B"], wrong)
