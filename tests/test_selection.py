"""Candidates: drawn by chance, judged by three scores, the best kept."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, Hypothesis
from storyteller_lib.prose_critic import (
    ProseCritic,
    ProseCriticSettings,
    Sentence,
)
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.candidates import (
    COMMONEST,
    SCORES,
    SelectionSettings,
    concept_shares,
    fit_of,
    variety_of,
)
from storyteller_lib.storyteller.model_files import load_models
from storyteller_lib.storyteller.models import Models
from storyteller_lib.storyteller.selection import Selection, keywords
from storyteller_lib.text import EOS, UNK
from tests.tiny import CAPTIONS, STYLES, WORDS, tiny_models

DOG = ["A dog runs on the beach.", "A dog.", "A dog and a ball.", "A man."]


@pytest.fixture
def models() -> Models:
    made = tiny_models()
    made.selection = {"candidates": 6, "keyword_bonus": 2.0}
    chance = torch.Generator().manual_seed(1)
    made.voices = {
        name: torch.randn(len(WORDS), generator=chance) for name in STYLES
    }
    torch.manual_seed(2)
    word_dim = made.decoder.settings.word_dim
    made.critic = ProseCritic(ProseCriticSettings(word_dim, 8)).eval()
    return made


def hypothesis(text: str) -> Hypothesis:
    return Hypothesis(tuple(WORDS.encode(text.split())), 0.0, 0.0, True)


def test_shares_count_captions_not_words() -> None:
    shares = concept_shares([*DOG, "A dog with a dog."])
    assert shares["dog"] == pytest.approx(4 / 5)
    assert shares["beach"] == pytest.approx(1 / 5)
    assert next(iter(shares)) == "dog"


def test_fit_is_what_the_captions_name() -> None:
    shares = {"dog": 0.75, "beach": 0.25}
    assert fit_of("The dog was on the beach.", shares) == pytest.approx(1)
    assert fit_of("The dog was there.", shares) > fit_of("A beach.", shares)
    assert fit_of("Nothing at all.", shares) == 0
    strange = fit_of("The dog and the horse.", shares)
    assert strange == pytest.approx(0.75 - 0.25 / 2)


def test_keywords_are_the_words_of_the_concepts() -> None:
    wished = keywords({"dog": 0.5, "zebra": 0.5}, WORDS, bonus=3.0)
    members = wished.members[0].nonzero().squeeze(1).tolist()
    assert "dog" in [WORDS.words[i] for i in members]
    assert UNK not in members and EOS not in members
    assert len(wished.bonus) == 1  # no word of zebra is known
    assert float(wished.bonus[0]) == pytest.approx(1.5)


def test_scores_by_hand(models: Models) -> None:
    selection = Selection(models, BeamSettings(), SelectionSettings(3))
    thought = torch.randn(12, generator=torch.Generator().manual_seed(2))
    texts = ["a dog runs", "a cat sleeps in the snow", "a dog"]
    drawn = [hypothesis(text) for text in texts]
    found = selection.judge(
        drawn, thought, {"dog": 1.0}, {"romance": 0.5, "thriller": 0.5}
    )
    by_text = {one.text.lower(): one for one in found}
    odds = (models.voices["romance"] + models.voices["thriller"]) / 2
    for text, one in zip(texts, drawn, strict=True):
        score = by_text[text]
        ids = list(one.tokens)
        assert score.style == pytest.approx(float(odds[ids].mean()))
        state, last, total = models.decoder.start(thought[None]), -1, 0.0
        for token in [*ids, EOS]:
            log_probs, state = models.decoder.step(torch.tensor([last]), state)
            total, last = total + log_probs[0, token].item(), token
        assert score.fluency == pytest.approx(total / (len(ids) + 1), abs=1e-5)
    totals = [one.total for one in found]
    assert totals == sorted(totals, reverse=True)
    assert sum(totals) == pytest.approx(0, abs=1e-4)  # each standardised


@pytest.mark.parametrize("name", SCORES)
def test_one_weight_alone_decides(models: Models, name: str) -> None:
    weights = dict.fromkeys(SCORES, 0.0) | {name: 1.0}
    settings = SelectionSettings(8, **weights)
    selection = Selection(models, BeamSettings(), settings)
    thought = torch.randn(12, generator=torch.Generator().manual_seed(3))
    drawn = [hypothesis(text) for text in CAPTIONS[:8]]
    found = selection.judge(drawn, thought, {"dog": 1.0}, {"romance": 1.0})
    scores = [getattr(one, name) for one in found]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) > 1 or name == "variety"  # all are common


def test_the_critic_reads_each_sentence(models: Models) -> None:
    settings = SelectionSettings(3, prose=1.0)
    selection = Selection(models, BeamSettings(), settings)
    (stop,) = WORDS.encode(["."])
    told = hypothesis("a dog runs . a cat sleeps .")
    assert told.tokens.count(stop) == 2
    half = told.tokens[: told.tokens.index(stop) + 1]
    assert models.critic is not None
    odds = models.critic.judge(
        models.decoder.words, [(half, 0), (told.tokens, len(half))]
    )
    expected = pytest.approx(sum(odds) / 2, abs=1e-6)
    known: dict[Sentence, float] = {}
    assert selection.prose([told], known) == [expected]
    assert len(known) == 2
    assert selection.prose([told], dict.fromkeys(known, 3.0)) == [3.0]
    silent = Selection(models, BeamSettings(), SelectionSettings(3))
    assert silent.prose([told]) == [0.0]


def test_sentences_that_are_known_are_not_read_again(models: Models) -> None:
    selection = Selection(models, BeamSettings(), SelectionSettings(3))
    thought = torch.randn(12, generator=torch.Generator().manual_seed(2))
    begun = hypothesis("a dog runs .")
    told = [
        hypothesis("a dog runs . a cat sleeps ."),
        hypothesis("a dog runs . then she said . a horse"),
        begun,
    ]
    alone = selection.fluency(told, thought)
    known: dict[Sentence, float] = {}
    selection.fluency([begun], thought, known)
    assert len(known) == 1
    assert selection.fluency(told, thought, known) == pytest.approx(alone)
    assert len(known) == 4
    (first,) = (s for s in known if len(s[0]) == 4)
    known[first] -= 9 * 9  # so it is taken from there, and not read again
    less = selection.fluency(told[:1], thought, known)[0]
    assert less == pytest.approx(alone[0] - 9)


def test_variety_is_of_the_less_common_words() -> None:
    a, b, c = range(COMMONEST + 1, COMMONEST + 4)
    assert variety_of([a, b, 5, 5, 5, c]) == 1
    assert variety_of([a, b, 5, a, a]) == pytest.approx(2 / 4)
    assert variety_of([5, 5]) == variety_of([]) == 1


def test_sentences_can_be_chosen_one_by_one(models: Models) -> None:
    models.selection |= {"by_sentence": True, "guidance": 1.5, "top_p": 1.0}
    teller = Storyteller(models)
    story = teller.retell(DOG, "romance", seed=5, length=(6, 20))
    assert 6 <= len(story.text.split()) <= 20
    assert story.candidates[0].text == story.text
    totals = [one.total for one in story.candidates]
    assert totals == sorted(totals, reverse=True)
    again = teller.retell(DOG, "romance", seed=5, length=(6, 20))
    assert again.to_dict() == story.to_dict()
    models.selection |= {"by_sentence": False}
    other = teller.retell(DOG, "romance", seed=5, length=(6, 20))
    assert other.text != story.text


def test_a_story_keeps_its_candidates(models: Models) -> None:
    teller = Storyteller(models)
    story = teller.retell(DOG, "romance", seed=5)
    assert story.candidates[0].text == story.text
    assert 1 < len(story.candidates) <= 6
    again = teller.retell(DOG, "romance", seed=5)
    assert again.to_dict() == story.to_dict()
    told = json.loads(json.dumps(story.to_dict()))["candidates"]
    assert {"text", "total", *SCORES} == set(told[0])
    alone = teller.retell(DOG, "romance", candidates=1)
    assert alone.candidates == ()


def test_a_trace_is_of_the_beam(models: Models) -> None:
    story = Storyteller(models).retell(DOG, trace=True)
    assert story.trace is not None and not story.candidates


def test_keywords_make_their_words_likelier(models: Models) -> None:
    teller = Storyteller(models)

    def named(bonus: float) -> int:
        models.selection = {
            "candidates": 60,
            "keyword_bonus": bonus,
            "top_p": 1.0,
        }
        story = teller.retell(["a dog"], "romance", seed=1)
        return sum("dog" in one.text.lower() for one in story.candidates)

    assert named(6.0) > named(0.0)


def test_what_was_chosen_survives_the_folder(
    models: Models, tmp_path: Path
) -> None:
    models.save(tmp_path, {"made_by": "a test"})
    again = load_models(tmp_path)
    assert again.selection == models.selection
    for name, voice in models.voices.items():
        torch.testing.assert_close(
            again.voices[name], voice, atol=2e-3, rtol=1e-3
        )


def test_a_recipe_has_a_folder_of_its_own(
    models: Models, tmp_path: Path
) -> None:
    models.save(tmp_path, {})
    other = replace(models, decoder=tiny_models(seed=7).decoder, selection={})
    other.save(tmp_path / "plain", {})
    usual, plain = load_models(tmp_path), load_models(tmp_path, "plain")
    assert plain.recipe == "plain" and not plain.selection
    assert not torch.equal(
        plain.decoder.hidden.weight, usual.decoder.hidden.weight
    )
    torch.testing.assert_close(plain.bank.vectors, usual.bank.vectors)
    with pytest.raises(StorytellerError, match="they have course, plain"):
        load_models(tmp_path, "fancy")


@pytest.mark.parametrize(
    "wrong",
    [
        {"candidates": 0},
        {"temperature": 0.0},
        {"top_p": -1.0},
        {"keyword_bonus": math.nan},
        {"fit": math.inf},
    ],
)
def test_settings_out_of_range(wrong: dict[str, float]) -> None:
    with pytest.raises(StorytellerError, match=next(iter(wrong))):
        SelectionSettings(**wrong)
