"""The n-gram model against sums on paper, and against NLTK's."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from nltk.lm.models import KneserNeyInterpolated
from nltk.util import everygrams

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.storybook.world import StorybookWorld
from storyteller_lib.evaluation.stories.kneser_ney import (
    KneserNey,
    KneserNeySettings,
)
from storyteller_lib.text import UNK_WORD, tokenise

FOXES = [line.split() for line in ("we dance", "we sing", "foxes dance")]


def test_a_bigram_model_by_hand() -> None:
    """Pairs: (^ we) twice; (we dance), (we sing), (^ foxes), (foxes dance),
    (dance .) twice, (sing .). Different words before: we 1, foxes 1, dance 2,
    sing 1, the end 2, and an unknown word is counted as one: 8 in all.
    """
    model = KneserNey(FOXES, KneserNeySettings(2, 0.5, 1))
    found = np.exp(model.log_probs([["we", "dance"]]))
    we = (2 - 0.5) / 3 + 0.5 * 2 / 3 * (1 / 8)
    dance = (1 - 0.5) / 2 + 0.5 * 2 / 2 * (2 / 8)
    end = (2 - 0.5) / 2 + 0.5 * 1 / 2 * (2 / 8)
    np.testing.assert_allclose(found, [we, dance, end])
    # An unknown word, and what follows it: only the shortest context is left.
    found = np.exp(model.log_probs([["bears", "dance"]]))
    np.testing.assert_allclose(found[:2], [0.5 * 2 / 3 / 8, 2 / 8])


def test_perplexity_is_the_inverse_of_the_mean_probability() -> None:
    model = KneserNey(FOXES, KneserNeySettings(2, 0.5, 1))
    texts = [[["we", "dance"], ["foxes", "sing"]], [["we", "sing"]]]
    each = model.log_probs([s for text in texts for s in text])
    assert len(each) == 9  # six words and three ends
    expected = math.prod(np.exp(each)) ** (-1 / 9)
    assert model.perplexity(texts) == pytest.approx(expected)


def test_of_many_words_an_even_text_is_as_hard_as_their_number() -> None:
    words = [f"w{i}" for i in range(50)]
    model = KneserNey([[w] for w in words], KneserNeySettings(1, 0.5, 1))
    # Fifty words seen once, the end fifty times, an unknown word.
    each = model.log_probs([[w] for w in words])
    np.testing.assert_allclose(np.exp(each[::2]), 1 / 101)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_probabilities_after_any_context_sum_to_one(order: int) -> None:
    sentences = passages(12)
    model = KneserNey(sentences, KneserNeySettings(order, 0.75, 2))
    words = [w for w in model.words.words if w != "<eos>"]
    for start in (["the", "fox"], ["never", "heard", "of"], []):
        known = model.log_probs([[*start, w] for w in words])
        # Of each sentence the last word but the end.
        length = len(start) + 2
        total = np.exp(known[len(start) :: length]).sum()
        end = np.exp(model.log_probs([start])[-1])
        assert total + end == pytest.approx(1)


def passages(count: int) -> list[list[str]]:
    found = StorybookWorld().passages("adventure", "val", count)
    return [tokenise(s) for p in found for s in p.sentences]


@pytest.mark.parametrize("order", [2, 3])
def test_is_nltks_model_only_faster(order: int) -> None:
    train, fresh = passages(40), passages(50)[-30:]
    ours = KneserNey(train, KneserNeySettings(order, 0.6, 2))
    theirs = KneserNeyInterpolated(order, discount=0.6)
    theirs.fit([grams(known(s, ours), order) for s in train], ours.words.words)
    for sentence in fresh[:6]:
        padded = ["<s>"] * (order - 1) + [*known(sentence, ours), "<eos>"]
        expected = [
            math.log(theirs.score(padded[i], padded[i - order + 1 : i]))
            for i in range(order - 1, len(padded))
        ]
        np.testing.assert_allclose(ours.log_probs([sentence]), expected)


def known(sentence: Sequence[str], model: KneserNey) -> list[str]:
    return [w if w in model.words else UNK_WORD for w in sentence]


def grams(sentence: list[str], order: int) -> list[tuple[str, ...]]:
    """All n-grams that end with a word or the end."""
    padded = ["<s>"] * (order - 1) + [*sentence, "<eos>"]
    found = everygrams(padded, max_len=order)
    return [gram for gram in found if gram[-1] != "<s>"]


def test_a_context_never_reaches_into_the_sentence_before() -> None:
    model = KneserNey(FOXES, KneserNeySettings(3, 0.5, 1))
    alone = model.log_probs([["we", "sing"]])
    behind = model.log_probs([["foxes", "dance"], ["we", "sing"]])
    np.testing.assert_allclose(behind[3:], alone)


def test_real_order_is_less_surprising_than_none() -> None:
    model = KneserNey(passages(300))
    fresh = passages(330)[-60:]
    rng = np.random.default_rng(0)
    shuffled = [list(rng.permutation(s)) for s in fresh]
    assert model.perplexity([fresh]) * 3 < model.perplexity([shuffled])


def test_unknown_words_are_counted() -> None:
    model = KneserNey(FOXES, KneserNeySettings(2, 0.5, 1))
    assert model.unknown([[["we", "dance"], ["bears", "sing"]]]) == 0.25


def test_refuses_what_makes_no_model() -> None:
    with pytest.raises(StorytellerError, match="needs text"):
        KneserNey([[]])
    with pytest.raises(StorytellerError, match="between 0 and 1"):
        KneserNeySettings(discount=1.0)
    with pytest.raises(StorytellerError, match="order must be above"):
        KneserNeySettings(order=0)
    with pytest.raises(StorytellerError, match="too many"):
        KneserNey(FOXES, KneserNeySettings(order=40))
    with pytest.raises(StorytellerError, match="at least one sentence"):
        KneserNey(FOXES).perplexity([])
