"""The voice of the thriller: short, clipped, full of dashes and questions.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.small_plots.clues import (
    CLUES,
)
from storyteller_lib.data.storybook.voices.small_plots.dangers import (
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
        "{a_hero} {there} -- then {hook}.",
        "Just {a_hero}, {doing} {there} -- until {hook}.",
        "{hook} -- and {a_hero} {there}, alone.",
        "Who saw {a_hero} {doing} {there} before {hook}?",
        "{there}, {a_hero} -- too quiet -- and {hook}.",
        "{in_weather}, {a_hero} {in_place} -- then {hook}.",
        "{a_hero} {was|were} {doing} {there} -- and {hook}.",
        "Why {was|were} {a_hero} {doing} {there} when {hook}?",
        "{time} -- {a_hero} {there}, and {hook}.",
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
            "the spy",
            "the thief",
            "the blackmailer",
            "the forger",
        ),
        "role": (
            "the next {victim|victims}",
            "the wrong {victim|victims}",
            "the only {witness|witnesses}",
            "the {eater|eaters} of the last biscuit",
            "the {spy|spies}",
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
        "Could anyone see {hero} {by_thing}?",
    ),
    action=(
        "{hero} went on {doing} -- {how}.",
        "Keep {doing}, {hero} thought -- act normal.",
        "Nobody {doing} {in_place} looks guilty, thought {hero}.",
        "Still {doing} -- {was|were} {hero} really that calm?",
        "{villain} watched {hero} {doing} {spot}.",
    ),
    threads=CLUES + DANGERS,
)
