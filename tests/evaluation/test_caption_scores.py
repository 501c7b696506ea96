"""BLEU, METEOR and CIDEr against sums on paper and an original's numbers."""

from __future__ import annotations

import json
import lzma
import math
from pathlib import Path

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.evaluation.captions.cider import Cider
from storyteller_lib.evaluation.captions.retrieval import score_figures
from storyteller_lib.evaluation.captions.scores import (
    METEOR,
    bleu,
    caption_scores,
    meteor,
    plain_words,
)
from tests.helpers.oracles import needed, oracles

BARE = " without brevity penalty"


def words(*lines: str) -> list[list[str]]:
    return [line.split() for line in lines]


def test_bleu_by_hand() -> None:
    found = bleu(
        words("the dog runs on the the beach"),
        [words("the dog runs at the beach")],
    )
    # The reference has two of the three "the": with dog, runs and beach 5
    # of 7 words. Pairs: the dog, dog runs, the beach: 3 of 6. Triples: the
    # dog runs, 1 of 5.
    assert found["BLEU-1"] == pytest.approx(5 / 7)
    assert found["BLEU-2"] == pytest.approx((5 / 7 * 3 / 6) ** 0.5)
    assert found["BLEU-3"] == pytest.approx((5 / 7 * 3 / 6 / 5) ** (1 / 3))
    assert found["BLEU-4"] < 1e-2
    assert found["BLEU-2" + BARE] == found["BLEU-2"]  # long enough


def test_the_brevity_penalty_is_that_of_the_nearest_length() -> None:
    found = bleu(
        words("a dog"),
        [words("a dog runs on a beach", "a dog runs here today", "x y z")],
    )
    assert found["BLEU-1" + BARE] == pytest.approx(1)
    # Nearest to two words are three.
    assert found["BLEU-1"] == pytest.approx(math.exp(1 - 3 / 2))


def test_meteor_matches_stems_but_no_synonyms() -> None:
    people = [words("two dogs are running")]
    assert meteor(words("two dog are run"), people) == pytest.approx(
        1 - 0.5 / 4**3  # all match, in one chunk of four words
    )
    same = meteor(words("two hounds are running"), people)
    nonsense = meteor(words("two xyzzy are running"), people)
    assert same == pytest.approx(nonsense)
    # The best of several references counts.
    more = [[*people[0], *words("two hounds are running")]]
    assert meteor(words("two hounds are running"), more) > same


def test_cider_by_hand() -> None:
    """Four pictures; *dog* stands in two of them, *cat* in one."""
    people = [
        words("dog runs"),
        words("dog sleeps"),
        words("cat sleeps"),
        words("bird sings"),
    ]
    cider = Cider(people)
    two, one = math.log(4 / 2), math.log(4)
    # "dog runs": by words (dog: log 2, runs: log 4), by pairs one of log 4.
    same = cider.scores(words("dog runs", "x", "x", "x"), d=False)
    assert same[0] == pytest.approx(10 * (1 + 1) / 4)
    half = cider.scores(words("dog sings", "x", "x", "x"), d=False)[0]
    cosine = two**2 / (two**2 + one**2)
    assert half == pytest.approx(10 * cosine / 4)
    assert cider.scores(words("x", "cat", "x", "x"), d=False)[1] == 0


def test_cider_d_clips_and_wants_the_right_length() -> None:
    people = [words("dog runs"), words("cat sleeps"), words("bird sings")]
    cider = Cider(people)
    rare = math.log(3)
    found = cider.scores(words("dog dog dog", "x", "y"))[0]
    # Three dogs: a vector of 3 log 3, clipped to log 3 in the product; and
    # the pair (dog dog) is in no caption.
    cosine = rare * rare / (3 * rare * math.hypot(rare, rare))
    penalty = math.exp(-(1**2) / (2 * 6**2))
    assert found == pytest.approx(10 * penalty * cosine / 4)
    plain = cider.scores(words("dog dog dog", "x", "y"), d=False)[0]
    assert plain == pytest.approx(10 / math.sqrt(2) / 4)


def test_what_all_pictures_have_is_worth_nothing() -> None:
    cider = Cider([words("a dog"), words("a cat")])
    assert cider.score(words("a", "a")) == 0


def test_several_captions_of_a_picture_are_averaged() -> None:
    people = [words("dog runs", "cat runs"), words("bird sings")]
    cider = Cider(people)
    one = Cider(people).scores(words("dog runs", "x"))[0]
    apart = [cider._alike(["dog", "runs"], r, True) for r in people[0]]
    assert one == pytest.approx(sum(apart) / 2)


def test_all_scores_at_once() -> None:
    people = [["A dog runs.", "The dog is running!"], ["A red bird sings."]]
    found = caption_scores(["A dog runs", "a red bird sings ."], people)
    assert found["BLEU-3"] == pytest.approx(1)
    assert found[METEOR] > 0.95
    assert found["CIDEr-D"] > 5
    read = " ".join(plain_words('"A dog," he said; run!'))
    assert read == "a dog he said run"


def test_refuses_what_cannot_be_compared() -> None:
    with pytest.raises(StorytellerError, match="1 captions for 2"):
        caption_scores(["a"], [["a"], ["b"]])
    with pytest.raises(StorytellerError, match="two pictures"):
        Cider([words("a dog")])


@pytest.mark.parametrize("path", oracles("vist_bleu/bleu.json"))
def test_bleu_of_five_runs_of_vist(path: Path) -> None:
    """The first 20 and 200 stories as their own script measured them."""
    needed(path)
    folder = path.parent
    people = lines(folder / "references_story_valid.txt.xz")
    compared = 0
    for run in json.loads(path.read_text()):
        told = lines(folder / run["file"])
        for some in run["subsets"]:
            first, count = some["first_line"], some["lines"]
            if count < 20:
                continue
            chosen = slice(first, first + count)
            found = bleu(told[chosen], [[r] for r in people[chosen]])
            for n, expected in enumerate(some["bleu"], start=1):
                ours = 100 * found[f"BLEU-{n}{BARE}"]
                assert ours == pytest.approx(expected, abs=0.051)
                compared += 1
    assert compared >= 40


def lines(path: Path) -> list[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [line.split() for line in file]


@pytest.mark.parametrize(
    "path", oracles("vist_bleu/multi_reference/bleu.json")
)
def test_bleu_with_four_references(path: Path) -> None:
    needed(path)

    def read(name: str) -> list[list[str]]:
        text = (path.parent / name).read_text(encoding="utf-8")
        return [line.split() for line in text.rstrip("\n").split("\n")]

    people = zip(*(read(f"reference{i}") for i in range(4)), strict=True)
    found = bleu(read("hypothesis"), [list(four) for four in people])
    stored = json.loads(path.read_text())["four_references"]["bleu"]
    for n, expected in enumerate(stored, start=1):
        ours = 100 * found[f"BLEU-{n}{BARE}"]
        assert ours == pytest.approx(expected, abs=0.051)


def test_ranking_both_ways_by_hand() -> None:
    import torch

    # Two pictures with two captions each; picture 0 prefers a wrong one.
    scores = torch.tensor([[0.5, 0.1, 0.9, 0.0], [0.0, 0.2, 0.8, 0.7]])
    found = score_figures(scores)
    assert found["annotation"]["recall at 1"] == 0.5
    assert found["annotation"]["gallery"] == 4
    # Captions 0 and 3 find their pictures; 1 and 2 do not.
    assert found["search"]["recall at 1"] == 0.5
    assert found["search"]["median rank"] == 1  # 1, 2, 2, 1: the lower one
    with pytest.raises(StorytellerError, match="dealt evenly"):
        score_figures(torch.zeros(2, 3))
