"""Candidates: drawn by chance, judged by three scores, the best kept."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch

from storyteller_lib.config import StorytellerError
from storyteller_lib.decoding.beam_search import BeamSettings, Hypothesis
from storyteller_lib.prose_critic import (
    ProseCritic,
    ProseCriticSettings,
)
from storyteller_lib.story_decoder import passage_batch
from storyteller_lib.storyteller import Storyteller
from storyteller_lib.storyteller.choosing.candidates import (
    COMMONEST,
    SCORES,
    SelectionSettings,
    concept_shares,
    fit_of,
    variety_of,
)
from storyteller_lib.storyteller.choosing.judging import Subject
from storyteller_lib.storyteller.choosing.selection import Selection, keywords
from storyteller_lib.storyteller.models.files import load_models
from storyteller_lib.storyteller.models.parts import Models
from storyteller_lib.storyteller.writing import Writing
from storyteller_lib.text import EOS, UNK
from tests.helpers.tiny import CAPTIONS, STYLES, WORDS, tiny_models

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


def hypothesis(text: str, log_prob: float = 0.0) -> Hypothesis:
    ids = tuple(WORDS.encode(text.split()))
    return Hypothesis(ids, log_prob / len(ids), log_prob, True)


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
    texts = {"a dog runs": -6.0, "a cat sleeps in the snow": -9.0, "a dog": -5}
    drawn = [hypothesis(text, nats) for text, nats in texts.items()]
    found = selection.judge(
        drawn, Subject({"dog": 1.0}, {"romance": 0.5, "thriller": 0.5})
    )
    by_text = {one.text.lower(): one for one in found}
    odds = (models.voices["romance"] + models.voices["thriller"]) / 2
    for (text, nats), one in zip(texts.items(), drawn, strict=True):
        score, ids = by_text[text], list(one.tokens)
        assert score.style == pytest.approx(float(odds[ids].mean()))
        assert score.fluency == pytest.approx(nats / len(ids))
    totals = [one.total for one in found]
    assert totals == sorted(totals, reverse=True)
    assert sum(totals) == pytest.approx(0, abs=1e-4)  # each standardised


@pytest.mark.parametrize("name", SCORES)
def test_one_weight_alone_decides(models: Models, name: str) -> None:
    weights = dict.fromkeys(SCORES, 0.0) | {name: 1.0}
    settings = SelectionSettings(8, **weights)
    selection = Selection(models, BeamSettings(), settings)
    drawn = [hypothesis(text, -3.0 * i) for i, text in enumerate(CAPTIONS[:8])]
    eye = models.embedding.embed_texts(["a dog"], WORDS)[0]
    found = selection.judge(
        drawn, Subject({"dog": 1.0}, {"romance": 1.0}, eye)
    )
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
    subject = Subject({}, {})
    assert selection.prose([told], subject) == [expected]
    assert len(subject.prose) == 2
    read = Subject({}, {}, prose=dict.fromkeys(subject.prose, 3.0))
    assert selection.prose([told], read) == [3.0]
    silent = Selection(models, BeamSettings(), SelectionSettings(3))
    assert silent.prose([told], Subject({}, {})) == [0.0]


def test_each_sentence_is_held_against_the_picture(models: Models) -> None:
    settings = SelectionSettings(3, sight=1.0)
    selection = Selection(models, BeamSettings(), settings)
    told = hypothesis("a dog runs . a cat sleeps .")
    eye = torch.randn(models.embedding.settings.dim)
    eye /= eye.norm()
    read = models.embedding.embed_texts(
        ["A dog runs.", "A cat sleeps."], models.embedding_words
    )
    subject = Subject({}, {}, eye)
    expected = pytest.approx(float((read @ eye).mean()), abs=1e-6)
    assert selection.sight([told], subject) == [expected]
    known = Subject({}, {}, eye, sight=dict.fromkeys(subject.sight, 0.5))
    assert selection.sight([told], known) == [0.5]
    assert selection.sight([told], Subject({}, {})) == [0.0]  # no picture
    silent = Selection(models, BeamSettings(), SelectionSettings(3))
    assert silent.sight([told], subject) == [0.0]


def test_only_a_picture_is_looked_at(models: Models) -> None:
    models.selection |= {"sight": 1.0}
    teller, picture = Storyteller(models), np.full((32, 32, 3), 90, np.uint8)
    seen = teller.story(picture, "romance", seed=1).candidates
    assert len({one.sight for one in seen}) > 1
    told = teller.retell(DOG, "romance", seed=1).candidates
    assert {one.sight for one in told} == {0.0}


@pytest.mark.parametrize("by_sentence", [False, True])
def test_fluency_is_the_decoders_own(
    models: Models, by_sentence: bool
) -> None:
    """What was added up in drawing is what reading again would find."""
    settings = SelectionSettings(6, keyword_bonus=3.0, by_sentence=by_sentence)
    beam = BeamSettings(max_length=16)
    thought = torch.randn(12, generator=torch.Generator().manual_seed(2))
    selection = Selection(models, beam, settings)
    found = selection.draw(thought, DOG, {"romance": 1.0}, Writing(), seed=1)
    assert any("dog" in one.text.lower() for one in found)
    for one in found:
        ids = list(one.hypothesis.tokens)
        nats = -models.decoder.surprise(passage_batch(thought[None], [ids]))
        nats = nats.detach() / len(ids)
        ways = float(nats[:-1].sum()), float(nats.sum())  # eos drawn or not
        assert any(abs(one.fluency - way) < 1e-5 for way in ways)


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
