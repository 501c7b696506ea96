"""What is asked of stories, against small cases with known answers."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.data.world import GENRES
from storyteller_lib.evaluation.stories.copying import copies, plain_words
from storyteller_lib.evaluation.stories.figures import (
    distinct,
    repeats,
    shared_sentences,
    story_figures,
)
from storyteller_lib.evaluation.stories.nouns import MASK, NounMask
from storyteller_lib.evaluation.stories.style_judge import StyleJudge
from storyteller_lib.evaluation.stories.ten_pictures import (
    CaptionReader,
    content_stems,
    found_among,
)

BOOK = "One two three, four -- five six; seven EIGHT nine. Ten!"
LINES = ["a dog runs", "two dogs sleep", "a red bird", "the sea", "a tree"]


def test_eight_words_in_a_row_are_a_copy_and_seven_are_not() -> None:
    texts = [
        "He said: two three four five six seven eight nine",
        "two three four five six seven eight",
        "two three four five six seven ate nine ten",
        "two three four five six seven eight, ten",
        "",
    ]
    assert copies(texts, [BOOK]) == [True, False, False, False, False]
    assert copies(texts, [BOOK], run=7) == [True, True, False, True, False]
    assert copies(texts, []) == [False] * 5


def test_a_copy_may_stand_in_any_book_but_not_across_two() -> None:
    text = ["a b c d e f g h"]
    assert copies(text, ["x y", "z a b c d e f g h i"]) == [True]
    assert copies(text, ["x a b c d", "e f g h"]) == [False]


def test_copies_agree_with_a_plain_search() -> None:
    rng = np.random.default_rng(0)
    book = " ".join(rng.choice(list("abcde"), 400))
    texts = [" ".join(rng.choice(list("abcde"), 12)) for _ in range(300)]
    expected = [
        any(
            f" {' '.join(text.split()[i : i + 5])} " in f" {book} "
            for i in range(8)
        )
        for text in texts
    ]
    assert copies(texts, [book], run=5) == expected
    assert 30 < sum(expected) < 290


def test_plain_words_know_apostrophes() -> None:
    found = " ".join(plain_words("Don't -- the dog’s 3 BONES!"))
    assert found == "don't the dog's bones"


def test_counting_by_hand() -> None:
    text = "the fox saw the fox saw the end"
    # pairs: the fox, fox saw, saw the, the fox, fox saw, saw the, the end
    assert distinct(text) == pytest.approx(4 / 7)
    assert repeats(text, 4)  # the fox saw the: at the 1st and the 4th word
    assert not repeats(text, 5)
    assert not repeats("the fox saw the end", 2)
    assert distinct("fox") == 1
    told = ["A fox ran. It was late.", "It was late! Why?", "Why not? Ah."]
    assert shared_sentences(told) == pytest.approx(2 / 6)
    assert shared_sentences(["So so. So so."]) == 0  # within one is no matter


def test_a_row_of_figures_by_hand() -> None:
    found = story_figures(["a b c d", "a b <unk>", "a b a b a b"], (4, 5))
    assert found == {
        "length": pytest.approx(1 / 3),
        "words": pytest.approx(13 / 3),
        "distinct-2": pytest.approx((1 + 1 + 2 / 5) / 3),
        "repeats 4 words": pytest.approx(1 / 3),
        "shared sentences": 0,
        "unknown words": pytest.approx(1 / 3),
    }
    with pytest.raises(StorytellerError, match="no stories"):
        story_figures([])


def test_stems_of_content_words() -> None:
    assert content_stems("The dogs were running to a DOG!") == [
        "dog",
        "run",
        "dog",
    ]


def test_rare_words_count_more_than_common_ones() -> None:
    reader = CaptionReader(LINES)
    assert reader.rarity("dog") == pytest.approx(np.log(6 / 3))
    assert reader.rarity("unicorn") == pytest.approx(np.log(6))
    picture = reader.picture(["a dog sleeps", "the dog"])
    # dog twice and sleep once: 2 log 2 and log 3, to length 1.
    length = np.hypot(2 * np.log(2), np.log(3))
    score = reader.score("Sleep, dog, and sleep.", picture)
    expected = (2 * np.log(2) ** 2 + np.log(3) ** 2) / length
    assert score == pytest.approx(expected)
    assert reader.score("Nothing of the kind.", picture) == 0


def test_each_text_finds_its_picture() -> None:
    captions = [[line, line] for line in LINES]
    reader = CaptionReader(LINES)
    assert found_among(reader, LINES, captions, among=5) == [1] * 5
    others = [*LINES[1:], LINES[0]]
    found = found_among(reader, others, captions, among=5)
    assert found == [0] * 5


def test_texts_that_say_nothing_are_right_by_chance() -> None:
    captions = [[f"thing{i}"] for i in range(30)]
    reader = CaptionReader(["a thing"])
    found = found_among(reader, ["it was so"] * 30, captions, among=10)
    assert found == [pytest.approx(0.1)] * 30


def test_the_others_are_drawn_anew_and_never_the_own() -> None:
    """A text that fits two of thirty wins in part, or wholly if the other
    is not among the ten; the share is what drawing without replacement says.
    """
    captions = [["fox"], ["fox"], *[[f"thing{i}"] for i in range(28)]]
    reader = CaptionReader(["a thing"])
    texts = ["fox", "fox", *["zebra"] * 28]
    first = [
        found_among(reader, texts, captions, 10, seed)[0]
        for seed in range(400)
    ]
    assert set(first) == {0.5, 1.0}
    share = np.mean([x == 0.5 for x in first])
    assert share == pytest.approx(9 / 29, abs=0.08)


def test_refuses_too_few_pictures() -> None:
    reader = CaptionReader(LINES)
    with pytest.raises(StorytellerError, match="among 10 of 5"):
        found_among(reader, LINES, [[line] for line in LINES])
    with pytest.raises(StorytellerError, match="captions of other"):
        CaptionReader([])


def voices(seed: int, count: int) -> dict[str, list[str]]:
    world = StorybookWorld(seed)
    return {
        genre: [p.text for p in world.passages(genre, "val", count)]
        for genre in GENRES
    }


def test_the_judge_knows_the_voices_of_another_world() -> None:
    judge = StyleJudge(voices(1, 40))
    found = judge.recognised(voices(2, 15))
    assert found["mean"] > 0.9
    # Told under wrong names, they are not recognised.
    fresh = voices(2, 15)
    wrong = {g: fresh[GENRES[i - 1]] for i, g in enumerate(GENRES)}
    assert judge.recognised(wrong)["mean"] < 0.1


def test_a_judge_is_at_a_loss_with_words_it_cannot_know() -> None:
    judge = StyleJudge(voices(1, 30))
    found = judge.recognised({g: ["zyx qwv"] * 5 for g in GENRES})
    assert found["mean"] == 0.25
    with pytest.raises(StorytellerError, match="two genres"):
        StyleJudge({"romance": ["my love"]})
    with pytest.raises(StorytellerError, match="every genre"):
        judge.recognised({"romance": []})


def test_nouns_and_names_are_masked() -> None:
    texts = [
        "The ship went down, and Ahab saw the ship go.",
        "His ship was old, but Ahab loved a whale and no other whale.",
        "He said that Ahab went slowly, and the whale went quickly.",
    ]
    mask = NounMask(texts)
    assert mask.names == {"ahab"}
    assert {"ship", "whale"} <= mask.nouns
    assert mask.tokens("Ahab saw the whale.") == [
        MASK,
        "saw",
        "the",
        MASK,
        ".",
    ]
    assert mask.share(["Ahab saw."]) == pytest.approx(1 / 3)


DATA = os.environ.get("STORYTELLER_DATA")
BROWN = Path(DATA or "-") / "nltk_data/corpora/brown.zip"


@pytest.mark.skipif(not BROWN.is_file(), reason="STORYTELLER_DATA is unset")
def test_nouns_as_people_tagged_them() -> None:
    """The docstring's figures: 80 of 100 nouns found, 73 of 100 right."""
    lines = []
    with zipfile.ZipFile(BROWN) as archive:
        for name in archive.namelist():
            if re.search(r"brown/c[klmnpr]\d\d$", name):
                text = archive.read(name).decode()
                lines += [line.split() for line in text.split("\n")]
    tagged = [[t.rsplit("/", 1) for t in line] for line in lines if line]
    mask = NounMask(" ".join(w for w, _ in line) for line in tagged)
    pairs = [
        (word.lower() in mask.masked, tag.startswith(("nn", "np")))
        for line in tagged
        for word, tag in line
        if word.isalpha()
    ]
    both = sum(got and noun for got, noun in pairs)
    assert both / sum(noun for _, noun in pairs) == pytest.approx(
        0.8, abs=0.01
    )
    assert both / sum(got for got, _ in pairs) == pytest.approx(0.73, abs=0.01)
