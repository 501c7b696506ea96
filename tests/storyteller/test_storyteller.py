from __future__ import annotations

import base64
import html
import io
import itertools
import json
import re
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from storyteller_lib.config import StorytellerError
from storyteller_lib.pictures import to_tensor
from storyteller_lib.storyteller import Storyteller, stages
from storyteller_lib.storyteller.story import Story, lyric_lines
from storyteller_lib.storyteller.story_length import count_words
from storyteller_lib.style import parse_style
from storyteller_lib.text import tokenise
from tests.helpers.tiny import CAPTIONS, REFUSALS, STYLES, WORDS, tiny_models

CHANCE = np.random.default_rng(0)
PIXELS = CHANCE.integers(0, 256, (4, 160, 160, 3), dtype=np.uint8)


@pytest.fixture(scope="module", params=[0, 4])
def teller(request: pytest.FixtureRequest) -> Storyteller:
    return Storyteller(tiny_models(condition_dim=request.param))


def tell(teller: Storyteller, **options: Any) -> Story:
    return teller.story(
        **{"picture": PIXELS[0], "captions": 9, "beam_width": 4, **options}
    )


def test_a_story_knows_what_it_was_made_from(teller: Storyteller) -> None:
    told = tell(teller, style="thriller", strength=0.5, trace=True)
    assert str(told) == told.text
    assert told.style == {"thriller": 1}
    assert told.strength == 0.5
    assert told.seed is None
    assert told.score < 0
    assert told.trace is not None
    assert len(told.captions) == 9
    scores = [caption.score for caption in told.captions]
    assert scores == sorted(scores, reverse=True)
    assert -1 <= scores[-1] <= scores[0] <= 1
    assert {caption.text for caption in told.captions} <= set(CAPTIONS)


@torch.no_grad()
def test_the_stages_by_hand(teller: Storyteller) -> None:
    models = teller.models
    pooled = models.image_encoder(to_tensor(PIXELS[0])[None]).pooled
    picture = models.embedding.embed_images(pooled)[0]
    order = (models.bank.vectors @ picture).argsort(descending=True)[:9]
    texts = [CAPTIONS[i] for i in order]
    x = models.thoughts.encode(texts, models.words).mean(dim=0)
    b = 0.25 * models.styles["adventure"] + 0.75 * models.styles["romance"]
    thought = x - models.caption_mean + b
    hypothesis = teller.tell(thought[None], 4)[0].best
    told = tell(teller, style="adventure=1,romance=3")
    assert [caption.text for caption in told.captions] == texts
    assert told.text == teller.write(hypothesis)
    assert told.score == pytest.approx(hypothesis.score, abs=1e-5)


def test_the_beam_writes_what_its_score_says(teller: Storyteller) -> None:
    models = teller.models
    thought = torch.randn(1, 12)
    best = teller.tell(thought, 4)[0].best
    state, last, total = models.decoder.start(thought), -1, 0.0
    for token in [*best.tokens, *([0] if best.finished else [])]:
        log_probs, state = models.decoder.step(torch.tensor([last]), state)
        total, last = total + log_probs[0, token].item(), token
    assert best.log_prob == pytest.approx(total, abs=1e-4)


def test_same_seed_same_story(teller: Storyteller) -> None:
    for seed in (None, 0, 7, 2**63 - 1):
        assert tell(teller, seed=seed) == tell(teller, seed=seed)


def test_another_seed_draws_other_captions(
    teller: Storyteller, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[tuple[str, ...]] = []
    think = teller.think

    def spy(texts: list[str], *rest: bool) -> torch.Tensor:
        read.append(tuple(texts))
        return think(texts)

    monkeypatch.setattr(teller, "think", spy)
    told = [tell(teller, seed=seed) for seed in range(12)]
    everything = {caption.text for caption in told[0].captions}
    assert all(len(texts) == 9 for texts in read)
    assert all(set(texts) <= everything for texts in read)
    assert len(set(read)) > 8
    assert len({story.captions for story in told}) == 1
    assert len({story.score for story in told}) > 8


@pytest.mark.parametrize("picture", range(4))
@pytest.mark.parametrize("style", STYLES)
def test_a_story_is_never_empty_and_knows_its_words(
    style: str, picture: int, teller: Storyteller
) -> None:
    for width in (1, 3, 50):
        told = tell(
            teller, picture=PIXELS[picture], style=style, beam_width=width
        )
        tokens = tokenise(told.text)
        assert 3 <= len(tokens) <= 14
        assert "unk" not in told.text
        assert "eos" not in told.text
        assert all(token in WORDS for token in tokens), told.text
        assert re.match(r"\W*([A-Z]|$)", told.text)


def test_strength_0_knows_no_style(teller: Storyteller) -> None:
    texts = {tell(teller, style=s, strength=0.0).text for s in STYLES}
    assert len(texts) == 1
    scores = {tell(teller, style=style).score for style in STYLES}
    assert len(scores) == 4


def test_ways_to_name_a_style(teller: Storyteller) -> None:
    text = "adventure=0.7,romance=0.3"
    assert tell(teller, style=text) == tell(teller, style=parse_style(text))
    whole = tell(teller, style={"romance": 5.0, "thriller": 0.0})
    assert whole.text == tell(teller, style="romance").text


def test_pictures_at_once_are_seen_as_one_by_one(
    teller: Storyteller,
) -> None:
    many = teller.look_at_pixels(PIXELS)
    for pixels, vector in zip(PIXELS, many, strict=True):
        torch.testing.assert_close(
            teller.look(Image.fromarray(pixels)), vector
        )
    torch.testing.assert_close(many.norm(dim=1), torch.ones(4))


def test_captions_alone(teller: Storyteller) -> None:
    all_of_them = teller.captions(PIXELS[0], len(CAPTIONS))
    assert {caption.text for caption in all_of_them} == set(CAPTIONS)
    assert teller.captions(PIXELS[0], 3) == all_of_them[:3]


@pytest.mark.parametrize("texts", [[], [""], ["", " \n"], ["xyzzy qwrt"]])
def test_nothing_to_think_of(texts: list[str], teller: Storyteller) -> None:
    with pytest.raises(StorytellerError, match="not one known word"):
        teller.think(texts)


def test_texts_without_a_known_word_are_left_out(teller: Storyteller) -> None:
    torch.testing.assert_close(
        teller.think(["", "a dog", "xyzzy"]), teller.think(["a dog"])
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"captions": 0}, "from 1 to 24, got 0"),
        ({"captions": -4}, "from 1 to 24, got -4"),
        ({"beam_width": 0}, "width must be above zero, got 0"),
        ({"beam_width": -3}, "width must be above zero"),
        ({"strength": float("nan")}, "strength"),
        ({"style": "advnture"}, "did you mean adventure"),
        ({"style": "adventure="}, "cannot read the style"),
        ({"style": {}}, "must not all be zero"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"picture": b""}, "empty"),
        ({"picture": "missing.jpg"}, r"missing\.jpg"),
    ],
)
def test_bad_input_gives_one_sentence(
    options: dict[str, Any], words: str, teller: Storyteller
) -> None:
    with pytest.raises(StorytellerError, match=words):
        tell(teller, **options)


@pytest.mark.parametrize(
    "options",
    [
        {"strength": "much"},
        {"style": ["adventure"]},
        {"style": None},
        {"picture": None},
    ],
    ids=str,
)
def test_values_of_the_wrong_type(
    options: dict[str, Any], teller: Storyteller
) -> None:
    with pytest.raises(REFUSALS):
        tell(teller, **options)


def test_unfit_settings_of_the_beam_are_named() -> None:
    models = tiny_models()
    models.beam = {"widht": 3}
    with pytest.raises(StorytellerError, match="no setting 'widht'"):
        Storyteller(models)


def test_as_json_and_as_html(teller: Storyteller) -> None:
    told = tell(teller, style="adventure=1,romance=3", seed=3)
    values = told.to_dict()
    assert values["text"] == told.text
    assert values["style"] == {"adventure": 1, "romance": 3}
    assert values["seed"] == 3
    assert values["captions"][0] == {
        "text": told.captions[0].text,
        "score": pytest.approx(told.captions[0].score, abs=1e-4),
    }
    shown = told._repr_html_()
    assert html.escape(told.text) in shown
    assert "3 romance" in shown
    rogue = Story("<script>alert(1)</script>", told.captions, {"<b>": 1.0})
    assert "<script>" not in rogue._repr_html_()
    assert "<b>" not in rogue._repr_html_()


def test_more_captions_than_there_are_means_all(teller: Storyteller) -> None:
    found = teller.captions(PIXELS[0], 10**9)
    assert sorted(text for text, _ in found) == sorted(CAPTIONS)
    assert len(tell(teller, captions=99).captions) == len(CAPTIONS)


def test_a_story_shows_its_picture(teller: Storyteller) -> None:
    wide = Image.fromarray(PIXELS[0]).resize((800, 400))
    told = tell(teller, picture=wide)
    assert wide.size == (800, 400)
    assert told.picture is not None
    assert told.picture.size == (320, 160)
    shown = told._repr_html_()
    data = re.search(r'src="data:image/jpeg;base64,([^"]+)"', shown)
    assert data is not None
    with Image.open(io.BytesIO(base64.b64decode(data[1]))) as image:
        assert image.size == (320, 160)
    assert re.search(r'<img[^>]* alt="[^"]+"', shown)
    assert "<img" not in Story("a", told.captions, {})._repr_html_()
    assert "picture" not in told.to_dict()


def test_the_trace_is_in_the_dictionary_when_asked(
    teller: Storyteller,
) -> None:
    assert "trace" not in tell(teller).to_dict()
    values = tell(teller, trace=True).to_dict()
    assert json.loads(json.dumps(values))["text"] == values["text"]
    best = values["trace"]["hypotheses"][0]["tokens"]
    assert teller.models.words.decode(best)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("The dog ran, and slept.", ["The dog ran", "and slept."]),
        ("So, so, so,", ["So", "so", "so"]),
        ('"Go," he said, "now!"', ['"Go"', "he said", '"now!"']),
        ("1,000 dogs, and 20", ["1,000 dogs", "and 20"]),
        ("Nothing. At all!", ["Nothing. At all!"]),
        (", , ,", []),
    ],
)
def test_lines_of_a_song(text: str, lines: list[str]) -> None:
    assert lyric_lines(text) == lines


def test_a_song_is_the_story_in_lines(teller: Storyteller) -> None:
    prose, song = tell(teller), tell(teller, lyric=True)
    assert song.lyric
    assert song.score == prose.score
    assert song.text == "\n".join(lyric_lines(prose.text))
    rogue = Story("<b>\n</b>", (), {"x": 1.0}, lyric=True)
    assert "&lt;b&gt;<br>&lt;/b&gt;" in rogue._repr_html_()


@pytest.mark.parametrize("chance", [{}, {"temperature": 1.0}])
@pytest.mark.parametrize("ends", [(3, 6), (8, 9), (15, 20)])
def test_length_in_words(
    ends: tuple[int, int], chance: dict[str, float], teller: Storyteller
) -> None:
    for picture in PIXELS:
        told = tell(teller, picture=picture, length=ends, **chance)
        assert ends[0] <= count_words(told.text) <= ends[1]
        assert told.text.endswith(".")


def test_chance_is_repeatable_and_tame_at_zero_heat(
    teller: Storyteller,
) -> None:
    drawn = [tell(teller, temperature=2.0, seed=s).text for s in (1, 1, 2, 3)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) == 3
    greedy = tell(teller, beam_width=1).text
    assert tell(teller, temperature=0.01).text == greedy
    assert tell(teller, top_k=1).text == greedy
    assert tell(teller, top_p=1e-6).text == greedy


def test_from_words_as_from_captions(teller: Storyteller) -> None:
    told = tell(teller, style="romance")
    texts = [caption.text for caption in told.captions]
    again = teller.retell(texts, "romance", beam_width=4)
    assert again.text == told.text
    assert again.picture is None
    assert "<img" not in again._repr_html_()
    one = teller.retell("a red fox runs", seed=3, length=(3, 6))
    assert [caption.text for caption in one.captions] == ["a red fox runs"]
    for nothing in ([], [""], ["xqz"]):
        with pytest.raises(StorytellerError, match="not one known word"):
            teller.retell(nothing, seed=1)


def test_no_run_of_words_twice(teller: Storyteller) -> None:
    for chance in ({}, {"temperature": 0.1}):
        for picture in PIXELS:
            told = tell(
                teller, picture=picture, no_repeat=2, length=(8, 9), **chance
            )
            tokens = tokenise(told.text)
            pairs = list(itertools.pairwise(tokens))
            assert len(pairs) == len(set(pairs)), told.text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"length": (0, 4)}, "from 1 to 1000"),
        ({"length": 7}, "two numbers"),
        ({"no_repeat": -1}, "no_repeat"),
        ({"temperature": -1.0}, "temperature"),
        ({"top_k": 0}, "top_k"),
        ({"top_p": 2.0}, "top_p"),
        ({"tempo": 3}, "no setting 'tempo'"),
    ],
)
def test_wishes_that_cannot_be(
    options: dict[str, Any], words: str, teller: Storyteller
) -> None:
    with pytest.raises(REFUSALS) as caught:
        tell(teller, **options)
    if isinstance(caught.value, StorytellerError):
        assert re.search(words, str(caught.value))


def test_a_picture_from_any_source(teller: Storyteller) -> None:
    file = io.BytesIO()
    Image.fromarray(PIXELS[0]).save(file, "PNG")
    stories = [
        tell(teller, picture=source).text
        for source in (
            PIXELS[0],
            file.getvalue(),
            Image.fromarray(PIXELS[0]),
        )
    ]
    assert len(set(stories)) == 1


def test_models_go_where_the_pictures_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stages, "device", lambda: torch.device("meta"))
    models = Storyteller(tiny_models()).models
    places = {
        tensor.device.type
        for part in (
            models.image_encoder,
            models.embedding,
            models.thoughts,
            models.decoder,
        )
        for tensor in part.state_dict().values()
    }
    places |= {vector.device.type for vector in models.styles.values()}
    places |= {models.bank.vectors.device.type}
    places |= {models.caption_mean.device.type}
    assert places == {"meta"}
