from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import Tensor

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, beam_search
from storyteller_lib.decoding.sampling import SamplingSettings, sample
from storyteller_lib.storyteller.story_length import (
    Spelling,
    StoryLength,
    WordLimits,
    count_words,
)
from storyteller_lib.text import EOS, Vocabulary, detokenise, tokenise

WORDS = Vocabulary(["dog", "ran", "'s", ".", "!", ",", "''", "sea"])
IDS = {word: i for i, word in enumerate(WORDS.words)}


def bigram(**likes: float) -> Any:
    """A model that likes some words more, whatever came before."""
    logits = torch.zeros(len(WORDS))
    for word, much in likes.items():
        logits[IDS.get(word, EOS)] = much

    def step(last: Tensor, state: dict[str, Tensor]) -> tuple[Tensor, Any]:
        rows = logits.log_softmax(0).expand(len(last), -1)
        return rows.clone(), state

    return step


def told(step: Any, shortest: int, longest: int, **options: Any) -> str:
    limits = WordLimits(WORDS, StoryLength(shortest, longest))
    result = beam_search(
        limits.limit(step),
        limits.start({"hidden": torch.zeros(1, 2)}),
        settings=BeamSettings(max_length=80, prefer_finished=True, **options),
    )[0]
    assert result.best.finished
    return detokenise(WORDS.decode(result.best.tokens))


@pytest.mark.parametrize(
    ("shortest", "longest"), [(1, 1), (3, 3), (5, 9), (1, 30), (20, 25)]
)
@pytest.mark.parametrize("eager", [-5.0, 0.0, 5.0])
def test_between_the_limits_and_in_whole_sentences(
    shortest: int, longest: int, eager: float
) -> None:
    text = told(bigram(eos=eager, dog=1.0), shortest, longest, width=4)
    assert shortest <= count_words(text) <= longest
    assert text[-1] in '.!"'


def test_a_model_that_never_ends_a_sentence_is_made_to() -> None:
    text = told(bigram(dog=9.0, eos=-9.0), 2, 4, width=2)
    assert text.endswith((".", "!"))
    assert count_words(text) <= 4


def test_the_log_probability_is_still_the_models() -> None:
    step = bigram(dog=2.0)
    limits = WordLimits(WORDS, StoryLength(2, 2))
    start = limits.start({"hidden": torch.zeros(1, 2)})
    best = beam_search(
        limits.limit(step), start, settings=BeamSettings(max_length=9)
    )[0].best
    rows, _ = step(torch.tensor([0]), {})
    wanted = sum(rows[0, token].item() for token in (*best.tokens, EOS))
    assert best.log_prob == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        "It wasn't the dog's sea.",
        'He said, "I cannot go." (Nobody could.)',
        "'Twas gonna rain -- but 1,000 dogs' owners didn't mind!",
        "He said: 'I didn't (not once) go.' ('Gone,' they'd say.)",
    ],
)
def test_words_are_counted_as_they_are_written(text: str) -> None:
    tokens = tokenise(text)
    words = Vocabulary(dict.fromkeys(tokens))
    spelling = Spelling(words)
    state = spelling.start(torch.zeros(1, dtype=torch.bool))
    for so_far, token in enumerate(words.encode(tokens), 1):
        state = spelling.write(torch.tensor([token]), state)
        written = detokenise(tokens[:so_far])
        assert state["words"].item() == count_words(written), written


def test_a_story_ends_only_after_a_sentence() -> None:
    limits = WordLimits(WORDS, StoryLength(1, 9))
    step = limits.limit(bigram(eos=9.0))
    state = limits.start({"hidden": torch.zeros(1, 2)})
    may_end = []
    for last in (-1, IDS["dog"], IDS["."], IDS["''"], IDS["sea"], IDS["''"]):
        log_probs, state = step(torch.tensor([last]), state)
        may_end.append(bool(log_probs[0, EOS].isfinite()))
    assert may_end == [False, False, True, True, False, False]


def test_words_without_full_stops_end_anywhere() -> None:
    words = Vocabulary(["la", "li"])
    limits = WordLimits(words, StoryLength(3, 3))

    def step(last: Tensor, state: Any) -> tuple[Tensor, Any]:
        return torch.full((len(last), 4), math.log(0.25)), state

    start = limits.start({"hidden": torch.zeros(1, 1)})
    best = beam_search(limits.limit(step), start)[0].best
    assert len(best.tokens) == 3
    assert best.finished


def test_chance_keeps_to_the_limits() -> None:
    limits = WordLimits(WORDS, StoryLength(4, 8))
    start = limits.start({"hidden": torch.zeros(50, 2)})
    found = sample(
        limits.limit(bigram(eos=2.0)),
        start,
        settings=SamplingSettings(max_length=60),
    )
    lengths = {count_words(detokenise(WORDS.decode(f.tokens))) for f in found}
    assert min(lengths) >= 4
    assert max(lengths) <= 8
    assert len(lengths) > 2


@pytest.mark.parametrize(
    "ends", [(0, 5), (5, 4), (-1, 3), (1, 1001), (1.0, 2), (True, 2)]
)
def test_limits_that_cannot_be(ends: Any) -> None:
    with pytest.raises((StorytellerError, TypeError)):
        StoryLength(*ends)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The dog ran.", 3),
        ('"Go!" he said -- and went.', 5),
        ("It wasn't 3 o'clock", 4),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words
