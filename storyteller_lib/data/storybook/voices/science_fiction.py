"""The voice of science fiction: instruments, logs and measured sentences.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.small_plots.arrivals import (
    ARRIVALS,
)
from storyteller_lib.data.storybook.voices.small_plots.machines import (
    MACHINES,
)
from storyteller_lib.data.storybook.voices.voice import Voice

SCIENCE_FICTION = Voice(
    lengths=(3, 4, 5, 3, 2),
    epithets=(
        "patient",
        "curious",
        "unidentified",
        "weightless",
        "logical",
        "small",
        "remarkable",
        "friendly",
    ),
    frames=(
        "Log entry {number}: {a_hero}, {doing} {there}, reported that {hook}.",
        "At {time}, {a_hero} {was|were} {doing} {there} when {hook}.",
        "Observation: {a_hero} {was|were} {doing} {there}, and {hook}.",
        "{there}, the scanner found {a_hero} {doing}: {hook}.",
        "Mission report: {in_weather}, {a_hero} {was|were} {in_place} when "
        "{hook}.",
        "According to {machine}, {a_hero} {was|were} {doing} {there} when "
        "{hook}.",
        "Sector {number}: {a_hero} {was|were} {doing} {there}, and {hook}.",
        "Nothing on planet {number} surprised {a_hero} {there}, until {hook}.",
    ),
    cast={
        "machine": (
            "the computer",
            "the navigator",
            "the main console",
            "the control room",
            "the chief engineer",
            "mission control",
        ),
        "world": (
            "a planet made of glass",
            "the far side of the galaxy",
            "the rings of a distant planet",
            "the year nine thousand",
            "a planet without doors",
            "the edge of the universe",
        ),
    },
    clauses={
        "number": (
            "four",
            "seven",
            "eight",
            "eleven",
            "twelve",
            "forty",
            "ninety",
        ),
        "time": (
            "zero hours",
            "four hundred hours",
            "nine hundred hours",
            "the end of orbit {number}",
            "the start of orbit {number}",
            "minute {number} of the mission",
        ),
        "device": (
            "a small antenna",
            "the oxygen pump",
            "a quantum toaster",
            "the gravity switch",
            "a portable reactor",
            "the laser thermometer",
            "a pocket telescope",
            "the solar battery",
            "the warp engine",
            "a box of spare wires",
        ),
        "how": (
            "with great precision",
            "as the protocol required",
            "at half the speed of light",
            "for exactly {number} seconds",
            "in perfect silence",
            "against all probability",
            "by remote control",
            "in zero gravity",
            "with {device}",
            "without any visible effort",
            "in complete calm",
            "at a temperature of {number} degrees",
        ),
    },
    weather={
        "sunny": (
            "Weather: sunny, with enough sunshine to charge {device}.",
            "{hero} aimed {device} at the sun and continued {how}.",
            "Sunshine reached {hero} after a voyage of eight minutes.",
        ),
        "rain": (
            "Weather: rain, which {hero} kept away from {device}.",
            "Rain fell on {hero} at {number} drops a second.",
            "{hero} studied the rain {how}: ordinary water.",
        ),
        "snow": (
            "Weather: snow, at {number} degrees below zero.",
            "Snow covered {device}, but {hero} continued {how}.",
            "{hero} counted {number} million snowflakes and rested.",
        ),
        "night": (
            "Weather: night, with all known stars in position above {hero}.",
            "{hero} compared the stars with the chart: {number} were new.",
            "The night was clear, and {hero} adjusted {device} by starlight.",
        ),
        "sunset": (
            "Weather: sunset, as predicted by {machine}.",
            "{hero} recorded the sunset {how}.",
            "At sunset the shadow of {hero} measured {number} metres.",
        ),
        "fog": (
            "Weather: fog, too dense for {device}.",
            "Only {device} could locate {hero} in the fog.",
            "{hero} crossed the fog {how}, guided by {machine}.",
        ),
    },
    thing=(
        "Position of {hero}: {by_thing}, {number} metres from {focus}.",
        "{hero} remained {by_thing} and observed {focus} {how}.",
        "The instruments found {hero} {by_thing}, {spot}.",
        "{machine} could not explain why {hero} waited {by_thing}.",
        "{hero} placed {device} {by_thing} and pointed it at {focus}.",
    ),
    action=(
        "{machine} noted that {hero} continued {doing} {how}.",
        "On planet {number} it was quite normal to see {hero} {doing}.",
        "Activity of {hero}: {doing}, {spot}.",
        "All data agreed: {hero} {was|were} still {doing} {in_place}.",
        "{hero} had been {doing} {how} since orbit {number}.",
    ),
    threads=ARRIVALS + MACHINES,
)
