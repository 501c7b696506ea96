"""Passages: a known scene told in the voice of a genre, and books of them.

A passage is grown from a grammar: a frame opens a small plot (a thread) and
names the heroes of the scene, where they are and usually what they are doing;
an aside tells more of the scene; the next stages of the thread follow. Nearly
every sentence has several free slots, so that whole sentences seldom come
back, while what comes next can be guessed from what was before.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from storyteller_lib.config import StorytellerError, check_known
from storyteller_lib.data.storybook import lexicon
from storyteller_lib.data.storybook.mentions import mentions, named
from storyteller_lib.data.storybook.scene import Scene, scenes
from storyteller_lib.data.storybook.voices import VOICES
from storyteller_lib.data.storybook.voices import words as common
from storyteller_lib.data.storybook.voices.voice import Thread, Voice

__all__ = ["books", "mentions", "named", "passage"]

MAX_SENTENCES = 5
MIN_WORDS, MAX_WORDS = 4, 28
_TRIES = 300
_SLOT = re.compile(r"\{([^{}]+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiou])")
_PLANS = {
    1: (("frames",),),
    2: (("frames", "turn"),),
    3: (("frames", "aside", "turn"), ("frames", "turn", "ending")),
    4: (
        ("frames", "aside", "turn", "ending"),
        ("frames", "turn", "consequence", "ending"),
    ),
    5: (("frames", "aside", "turn", "consequence", "ending"),),
}
"""Length of a passage -> the stages it may be made of."""


def passage(
    scene: Scene, genre: str, rng: random.Random, length: int | None = None
) -> tuple[str, ...]:
    """The sentences of a fresh passage about a scene.

    Args:
        scene: the truth that the passage keeps to.
        genre: whose voice tells it.
        rng: the source of every choice.
        length: how many sentences, 1 to 5; drawn as the genre likes it if
            left out.

    Raises:
        StorytellerError: for an unknown genre or an impossible length.

    Chapter: book/02_pictures_captions_books
    """
    voice = _voice(genre)
    if length is None:
        length = rng.choices(range(1, 6), weights=voice.lengths)[0]
    if length not in _PLANS:
        raise StorytellerError(
            f"a passage has 1 to {MAX_SENTENCES} sentences, not {length!r}"
        )
    teller = _Teller(scene, voice, rng)
    stages = rng.choice(_PLANS[length])
    return tuple(teller.sentence(stage) for stage in stages)


def books(
    genre: str, split: str, n: int, seed: int = 0, pages: int = 20
) -> Iterator[list[tuple[Scene, tuple[str, ...]]]]:
    """Draw ``n`` books; a page is a scene and the passage about it.

    Raises:
        StorytellerError: for an unknown genre or split.

    Chapter: book/02_pictures_captions_books
    """
    _voice(genre)
    for number in range(n):
        key = f"{genre}-{split}-{seed}-{number}"
        rng = random.Random(key)
        stream = scenes(split, rng.getrandbits(32))
        book = []
        for _ in range(pages):
            scene = next(stream)
            book.append((scene, passage(scene, genre, rng)))
        yield book


def _voice(genre: str) -> Voice:
    """The voice of a genre, or StorytellerError."""
    check_known("genre", genre, VOICES)
    return VOICES[genre]


class _Teller:
    """Fills the fragments of a voice with the words of one scene.

    What a passage keeps (the heroes' noun, the thread, the cast) is chosen
    at the start; everything else is chosen when a sentence needs it, and not
    twice in a passage as long as there is something left to choose.
    """

    def __init__(self, scene: Scene, voice: Voice, rng: random.Random) -> None:
        self.scene, self.voice, self.rng = scene, voice, rng
        self.thread: Thread = rng.choice(voice.threads)
        forms = lexicon.SUBJECTS[scene.subject]
        self.noun = forms[0] if rng.random() < 0.7 else rng.choice(forms)
        self.colour = rng.choice(lexicon.COLOURS[scene.colour])
        self.used: set[str] = set()
        self.kept = _kept_words(scene) | {
            name: rng.choice(entries) for name, entries in voice.cast.items()
        }
        self.kept["focus"] = self.thread.focus
        self.kept["noun"] = self._noun()
        self.lists = _scene_lists(scene, rng) | voice.clauses
        self.lists["hook"] = self.thread.hooks
        self.kept["there"] = self._there()

    def sentence(self, stage: str) -> str:
        """A sentence for a stage of the plot, neither too short nor long."""
        for _ in range(_TRIES):
            before = set(self.used)
            text = _tidy(self._fill(self._choose(self._fragments(stage))))
            if MIN_WORDS <= len(re.findall(r"\w+", text)) <= MAX_WORDS:
                return text
            self.used = before
            self.kept["there"] = "{in_place}"
        raise StorytellerError(
            f"no {stage} fragment about {self.thread.focus} makes a sentence "
            f"of {MIN_WORDS} to {MAX_WORDS} words for {self.scene}"
        )

    def _fragments(self, stage: str) -> Sequence[str]:
        if stage == "frames":
            return self.voice.frames
        if stage != "aside":
            return getattr(self.thread, stage)
        asides = [self.voice.weather[self.scene.weather], self.voice.action]
        if self.scene.thing:
            asides.append(self.voice.thing)
        return self.rng.choice(asides)

    def _fill(self, fragment: str) -> str:
        return _SLOT.sub(lambda slot: self._word(slot[1]), fragment)

    def _word(self, slot: str) -> str:
        if "|" in slot:
            return slot.split("|")[self.scene.count > 1]
        if slot == "a_hero":
            return self._first_mention()
        if slot == "hero":
            return self._later_mention()
        if slot in self.kept:
            return self._fill(self.kept[slot])
        return self._fill(self._choose(self.lists[slot]))

    def _choose(self, entries: Sequence[str]) -> str:
        fresh = [entry for entry in entries if entry not in self.used]
        choice = self.rng.choice(fresh or entries)
        self.used.add(choice)
        return choice

    def _there(self) -> str:
        """Where the passage opens, with the thing or the weather at times."""
        chance = self.rng.random()
        if chance < 0.4 and self.scene.thing:
            return "{by_thing} {in_place}"
        return "{in_place} {in_weather}" if chance > 0.85 else "{in_place}"

    def _noun(self) -> str:
        several = self.scene.count > 1
        return lexicon.plural(self.noun) if several else self.noun

    def _first_mention(self) -> str:
        """ "a brave red fox", "two girls in red coats"."""
        number = self.rng.choice(lexicon.COUNTS[self.scene.count][-2:])
        number = "a" if self.scene.count == 1 else number
        adjectives = ""
        if self.rng.random() < 0.3:
            adjectives = self._choose(self.voice.epithets) + " "
        if self.rng.random() >= 0.85:
            return f"{number} {adjectives}{self._noun()}"
        if self.scene.subject not in lexicon.PEOPLE:
            return f"{number} {adjectives}{self.colour} {self._noun()}"
        coat = f"a {self.colour} coat"
        if self.scene.count > 1:
            coat = f"{self.colour} coats"
        return f"{number} {adjectives}{self._noun()} in {coat}"

    def _later_mention(self) -> str:
        """ "the fox", "the brave fox", "the red fox", "the two foxes"."""
        people = self.scene.subject in lexicon.PEOPLE
        kind, chance = "", self.rng.random()
        if chance < 0.2 and not people:
            kind = self.colour + " "
        elif chance < 0.5:
            kind = self._choose(self.voice.epithets) + " "
        elif chance < 0.65 and self.scene.count > 1:
            kind = lexicon.COUNTS[self.scene.count][0] + " "
        return f"the {kind}{self._noun()}"


def _kept_words(scene: Scene) -> dict[str, str]:
    """The pronouns, the hands and the noise of the heroes."""
    who = scene.subject if scene.subject in lexicon.PEOPLE else "one"
    pronouns = common.PRONOUNS["many" if scene.count > 1 else who]
    names = ("they", "them", "their", "themself")
    return dict(zip(names, pronouns, strict=True)) | {
        "hands": common.HANDS[scene.subject],
        "noise": common.NOISES[scene.subject],
    }


def _scene_lists(
    scene: Scene, rng: random.Random
) -> dict[str, tuple[str, ...]]:
    """What may be said of action, place, weather and thing."""
    lists = {
        "doing": lexicon.ACTIONS[scene.action],
        "in_place": lexicon.PLACES[scene.place],
        "place": common.PLACE_NOUNS[scene.place],
        "spot": common.SPOTS[scene.place],
        "in_weather": common.IN_WEATHER[scene.weather],
    }
    if scene.thing and scene.relation:
        thing = rng.choice(lexicon.THINGS[scene.thing])
        lists["thing"] = (f"the {thing}",)
        lists["by_thing"] = tuple(
            f"{where} the {thing}"
            for where in lexicon.RELATIONS[scene.relation]
        )
    return lists


def _tidy(text: str) -> str:
    """A becomes an where it must, and the sentence gets its capital."""
    text = _ARTICLE.sub(r"\1n ", text)
    start = 1 if text.startswith('"') else 0
    return text[:start] + text[start].upper() + text[start + 1 :]
