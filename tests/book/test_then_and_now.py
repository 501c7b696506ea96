"""What the page "Then and now" quotes is what was measured or computed."""

from __future__ import annotations

import json
import re
from statistics import mean

import torch

from storyteller_lib.originals.adam import OriginalAdam
from tools.paths import BOOK

ROWS = [
    line
    for line in (BOOK / "then_and_now.md").read_text("utf-8").splitlines()
    if line.startswith("|")
]


def row_with(words: str) -> str:
    """The one row of the page's tables in which these words stand."""
    (row,) = (line for line in ROWS if words in line)
    return row


def test_the_sentence_before_helps_as_measured() -> None:
    table = json.loads((BOOK / "measured" / "sequences.json").read_text())
    measured = [
        100 * mean(table["table"][name]["in order"]["right plot"])
        for name in (
            "and the sentence before, k = 1",
            "pictures only, k = 1",
            "and the sentence before, k = 3",
            "pictures only, k = 3",
        )
    ]
    quoted = re.findall(r"(\d+) %", row_with("VIST storyteller"))
    assert quoted == [f"{share:.0f}" for share in measured]


def test_the_original_adam_steps_as_far_as_said() -> None:
    weight = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimiser, moved = OriginalAdam([weight], lr=1.0), [0.0]
    for _ in range(2_000):
        weight.grad = torch.ones_like(weight)  # the textbook's goes by 1
        before = weight.item()
        optimiser.step()
        moved.append(before - weight.item())
    row = row_with("Adam whose bias correction")
    assert f"first step is {moved[1]:.1f} times" in row
    assert f"tenth {moved[10]:.1f} times" in row
    assert f"two thousandth {moved[2_000]:.2f} times" in row
