"""Passages of the storybook world: true, grammatical, in four voices."""

from __future__ import annotations

import itertools
import random
import re
from functools import cache

import pytest

from storyteller_lib.config import StorytellerError
from storyteller_lib.data.genres import GENRES
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.mentions import PARTS, mentions, named
from storyteller_lib.data.storybook.passages import books, passage
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.storybook.voices import VOICES
from storyteller_lib.text import detokenise, split_sentences, tokenise

EACH_GENRE = pytest.mark.parametrize("genre", GENRES)
SLOT = re.compile(r"\{[^{}]*\}")


@cache
def told(genre: str, split: str, n: int, seed: int = 0):
    """Pairs of a scene and the sentences of a passage about it."""
    rng = random.Random(f"{genre}-{split}-{seed}")
    return [
        (scene, passage(scene, genre, rng))
        for scene in itertools.islice(scenes(split, seed), n)
    ]


def test_there_is_a_voice_for_every_genre():
    assert tuple(VOICES) == GENRES


@EACH_GENRE
def test_a_voice_has_enough_fragments_and_threads(genre):
    voice = VOICES[genre]
    assert len(voice.fragments()) >= 200
    assert len(voice.threads) >= 10
    assert set(voice.weather) == set(lexicon.WEATHERS)
    assert all(fragment.isascii() for fragment in voice.fragments())


@EACH_GENRE
def test_fragments_say_nothing_of_a_scene_by_themselves(genre):
    voice = VOICES[genre]
    own = {f for fragments in voice.weather.values() for f in fragments}
    for fragment in voice.fragments():
        bare = SLOT.sub("X", fragment)
        for part in PARTS:
            if part == "weather" and fragment in own:
                continue
            assert not named(bare, part), (fragment, part)


@EACH_GENRE
def test_weather_fragments_name_their_own_weather_only(genre):
    for weather, fragments in VOICES[genre].weather.items():
        for fragment in fragments:
            said = named(SLOT.sub("X", fragment), "weather")
            assert said <= {weather}, fragment


@EACH_GENRE
def test_passages_are_true_of_their_scene(genre):
    for scene, sentences in told(genre, "train", 800):
        text = " ".join(sentences)
        assert named(text, "subject") == {scene.subject}, text
        for part in PARTS:
            assert named(text, part) <= {getattr(scene, part)}, (part, text)


@EACH_GENRE
def test_passages_name_the_place_and_often_the_rest(genre):
    pairs = told(genre, "train", 800)
    found = [mentions(" ".join(s), scene) for scene, s in pairs if s[1:]]
    share = {p: sum(m[p] for m in found) / len(found) for p in PARTS}
    assert share["place"] >= 0.9
    assert min(share["colour"], share["count"]) >= 0.7
    assert min(share["action"], share["weather"]) >= 0.3
    assert share["thing"] >= 0.1


@EACH_GENRE
def test_sentences_have_the_wanted_form(genre):
    for _, sentences in told(genre, "train", 800):
        assert 1 <= len(sentences) <= 5
        assert split_sentences(" ".join(sentences)) == list(sentences)
        for sentence in sentences:
            words = re.findall(r"\w+", sentence)
            assert 4 <= len(words) <= 28, sentence
            assert sentence.isascii() and sentence[-1] in ".!?"
            assert sentence.lstrip('"')[0].isupper(), sentence
            assert not re.search(r"[{}|]|\s\s|\s[,.;:!?]", sentence), sentence
            assert not re.search(
                r"(?i)\ba [aeiou]|\ban (?!hour)[^aeiou]", sentence
            )
            assert detokenise(tokenise(sentence)) == sentence


@pytest.mark.parametrize(
    ("subject", "count", "pronouns"),
    [
        ("girl", 1, {"she", "her", "herself"}),
        ("boy", 1, {"he", "him", "his", "himself"}),
        ("owl", 1, {"it", "its", "itself"}),
        ("girl", 2, {"they", "them", "their", "themselves"}),
        ("owl", 3, {"they", "them", "their", "themselves"}),
    ],
)
def test_pronouns_and_verbs_agree_with_the_heroes(subject, count, pronouns):
    scene = Scene(subject, "red", count, "kite", "farm", "fog")
    rng = random.Random(3)
    gendered = {"she", "her", "herself", "he", "him", "his", "himself"}
    verbs = {"was", "has"} if count > 1 else {"were", "have"}
    forms = lexicon.SUBJECTS[subject]
    nouns = [lexicon.plural(f) if count > 1 else f for f in forms]
    wrong = re.compile(rf"({'|'.join(nouns)}) ({'|'.join(verbs)})\b")
    seen = set()
    for genre in GENRES * 60:
        text = " ".join(passage(scene, genre, rng, 5)).lower()
        seen |= set(tokenise(text))
        assert not wrong.search(text), text
    assert seen & pronouns
    assert not seen & (gendered - pronouns)


@EACH_GENRE
@pytest.mark.parametrize("length", range(1, 6))
def test_the_length_can_be_asked_for(genre, length):
    rng = random.Random(length)
    for scene in itertools.islice(scenes("val", 4), 30):
        assert len(passage(scene, genre, rng, length)) == length


@pytest.mark.slow
@EACH_GENRE
def test_every_scene_value_can_be_told(genre):
    rng = random.Random(8)
    values = itertools.product(
        lexicon.SUBJECTS, lexicon.ACTIONS, lexicon.PLACES
    )
    for subject, action, place in values:
        scene = Scene(
            subject,
            rng.choice(list(lexicon.COLOURS)),
            rng.choice((1, 2, 3)),
            action,
            place,
            rng.choice(list(lexicon.WEATHERS)),
            rng.choice(list(lexicon.THINGS)),
            rng.choice(list(lexicon.RELATIONS)),
        )
        text = " ".join(passage(scene, genre, rng))
        assert named(text, "subject") == {subject}, text


@EACH_GENRE
def test_the_longest_words_still_make_sentences(genre):
    scene = Scene(
        *("boy", "purple", 3, "umbrella", "beach", "sunset"),
        *("mushroom", "behind"),
    )
    rng = random.Random(9)
    for _ in range(1_500):
        assert passage(scene, genre, rng, 5)


@pytest.mark.slow
@EACH_GENRE
def test_fresh_passages_seldom_repeat_whole_sentences(genre):
    known = {s for _, p in told(genre, "train", 5_000) for s in p}
    fresh = [s for _, p in told(genre, "test", 500) for s in p]
    share = sum(sentence in known for sentence in fresh) / len(fresh)
    print(f"{genre}: {share:.1%} of fresh sentences found word for word")
    assert 0 < share < 0.15


@pytest.mark.slow
def test_the_vocabulary_can_be_learnt_fast():
    words = {
        token
        for genre in GENRES
        for _, sentences in told(genre, "train", 2_000)
        for token in tokenise(" ".join(sentences))
    }
    print(f"{len(words)} word types in all four voices")
    assert 900 <= len(words) <= 1600


def test_rhythm_differs_by_genre():
    def mean_words(genre):
        sentences = [s for _, p in told(genre, "train", 800) for s in p]
        return sum(len(s.split()) for s in sentences) / len(sentences)

    def mean_sentences(genre):
        pairs = told(genre, "train", 800)
        return sum(len(p) for _, p in pairs) / len(pairs)

    words = {genre: mean_words(genre) for genre in GENRES}
    assert max(words, key=words.get) == "romance"
    assert min(words, key=words.get) == "thriller"
    assert mean_sentences("thriller") > mean_sentences("romance") + 1


def test_a_classifier_knows_the_voices_of_other_scenes():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    def corpus(split, n):
        return zip(
            *(
                (" ".join(sentences), genre)
                for genre in GENRES
                for _, sentences in told(genre, split, n)
            ),
            strict=True,
        )

    tables = [
        *(lexicon.SUBJECTS, lexicon.COLOURS, lexicon.ACTIONS),
        *(lexicon.PLACES, lexicon.WEATHERS, lexicon.THINGS),
    ]
    forms = [f for table in tables for forms in table.values() for f in forms]
    names = re.compile(rf"\b({'|'.join(forms)})s?\b")
    texts, genres = corpus("train", 500)
    others, truth = corpus("test", 500)
    for name, masked in (("whole", False), ("masked", True)):
        mask = (lambda t: names.sub("x", t.lower())) if masked else str
        model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=10))
        model.fit([mask(t) for t in texts], genres)
        accuracy = model.score([mask(t) for t in others], truth)
        print(f"voice recognised, {name} text: {accuracy:.2%}")
        assert accuracy >= 0.99


@EACH_GENRE
def test_neighbouring_sentences_belong_together(genre):
    """Words of the thread come back: more than between two passages."""
    common = set(tokenise("the a and of to , . ! -- it in its was were"))

    def told_words(sentence, scene):
        noun = set(lexicon.SUBJECTS[scene.subject])
        noun |= {lexicon.plural(form) for form in noun}
        return set(tokenise(sentence)) - common - noun

    same = other = 0
    pairs = [(s, p) for s, p in told(genre, "train", 800) if len(p) > 2]
    for (scene, sentences), (_, strangers) in itertools.pairwise(pairs):
        first = told_words(sentences[0], scene)
        same += bool(first & told_words(sentences[-1], scene))
        other += bool(first & told_words(strangers[-1], scene))
    assert same > 1.5 * other


def test_the_same_source_of_chance_tells_the_same_passage():
    scene = next(scenes("train", 1))
    first = passage(scene, "romance", random.Random(2))
    assert first == passage(scene, "romance", random.Random(2))


def test_books_hold_pages_of_their_split():
    some = list(books("thriller", "test", 2, seed=5, pages=6))
    assert [len(book) for book in some] == [6, 6]
    assert some == list(books("thriller", "test", 2, seed=5, pages=6))
    assert some[0] != some[1]
    for scene, sentences in itertools.chain(*some):
        assert named(" ".join(sentences), "subject") == {scene.subject}


def test_what_cannot_be_told_is_refused():
    scene, rng = next(scenes("train")), random.Random(0)
    with pytest.raises(StorytellerError, match="no genre 'western'"):
        passage(scene, "western", rng)
    with pytest.raises(StorytellerError, match="1 to 5 sentences, not 6"):
        passage(scene, "romance", rng, 6)
    with pytest.raises(StorytellerError, match="no genre"):
        next(books("western", "train", 1))
    with pytest.raises(StorytellerError, match="no split"):
        next(books("romance", "dev", 1))
