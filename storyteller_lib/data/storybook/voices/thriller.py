"""The voice of the thriller: short, clipped, full of dashes and questions.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.thriller_clues import (
    CLUES,
)
from storyteller_lib.data.storybook.voices.thriller_dangers import (
    DANGERS,
)
from storyteller_lib.data.storybook.voices.voice import Voice

THRILLER = Voice(
    lengths=(1, 2, 4, 5, 5),
    epithets=(
        "nervous",
        "silent",
        "lonely",
        "guilty",
        "pale",
        "wanted",
        "suspicious",
        "innocent",
    ),
    frames=(
        "{a_hero} {in_place} -- {doing} -- and then {hook}.",
        "Just {a_hero}, {doing} {in_place} -- until {hook}.",
        "{time} -- {hook}, and {a_hero} {was|were} alone {in_place}.",
        "Who saw {a_hero} {doing} {in_place} before {hook}?",
        "{in_place}, {a_hero} {was|were} {doing} -- and {hook}.",
        "{in_weather} {a_hero} {was|were} {doing} {in_place} -- then {hook}.",
        "{a_hero} {in_place}, too calm, too quiet -- then {hook}.",
        "Why {was|were} {a_hero} {doing} {in_place} when {hook}?",
    ),
    cast={
        "villain": (
            "the man in the hat",
            "the stranger",
            "the inspector",
            "the neighbour",
            "the butler",
            "the woman with the gloves",
        ),
        "name": (
            "the seventh victim",
            "the wrong victim",
            "the witness",
            "the murderer of the last biscuit",
            "the spy",
            "the thief",
        ),
    },
    clauses={
        "time": (
            "Four o'clock",
            "Five to twelve",
            "Friday",
            "Half past six",
            "Ten minutes later",
            "Nine days ago",
        ),
        "how": (
            "too late",
            "without a sound",
            "not daring to breathe",
            "back against the wall",
            "cold as ice",
            "step by step",
            "eyes wide open",
            "with shaking {hands}",
            "for the last time",
            "pulse hammering",
            "every nerve on edge",
            "in a cold sweat",
        ),
        "fear": (
            "a shadow moved",
            "a twig snapped",
            "somebody coughed",
            "a door slammed",
            "glass broke",
            "a voice whispered",
            "something scratched",
            "the light went out",
            "a floorboard creaked",
            "someone laughed",
        ),
        "doubt": (
            "Or was it a trap?",
            "Nobody answered.",
            "Silence.",
        ),
    },
    weather={
        "sunny": (
            "Too much sunshine -- and still {hero} shivered.",
            "The sun hid nothing -- least of all {hero}.",
            "Who commits a crime on a sunny day, thought {hero}.",
        ),
        "rain": (
            "Rain -- or were those footsteps behind {hero}?",
            "The rain washed away every trace -- except {hero}.",
            "{hero} listened -- nothing but rain, and {fear}.",
        ),
        "snow": (
            "Fresh snow -- and only {hero} had left no tracks.",
            "Snow swallowed every sound, even the {noise} of {hero}.",
            "Whose tracks in the snow, wondered {hero}?",
        ),
        "night": (
            "The night had eyes -- and they watched {hero}.",
            "Cold stars, no witness -- only {hero}, {how}.",
            "Somewhere in the night {fear} -- and {hero} knew why.",
        ),
        "sunset": (
            "After sunset, {hero} knew, it would be too late.",
            "The sunset bled over {place} -- and over {hero}.",
            "In the evening glow {hero} cast a second shadow.",
        ),
        "fog": (
            "Fog -- and in the fog, {hero} heard breathing.",
            "The fog hid {villain} from {hero} -- for now.",
            "Something in the mist had followed {hero} {in_place}.",
        ),
    },
    thing=(
        "{hero} hid {by_thing} -- {how}.",
        "Something stirred near {hero}, {by_thing} -- but what?",
        "{by_thing} -- was it safe for {hero} there?",
        "Who had put {thing} there, {hero} wondered?",
        "Nobody looks {by_thing}, thought {hero}.",
    ),
    action=(
        "{hero} went on {doing} -- {how}.",
        "Keep {doing}, {hero} thought -- act normal.",
        "Nobody {doing} {in_place} looks guilty, thought {hero}.",
        "Still {doing} -- was {hero} really that calm?",
        "{villain} watched {hero} {doing} {spot}.",
    ),
    threads=CLUES + DANGERS,
)
