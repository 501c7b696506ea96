"""The voice of adventure: vigorous, breathless, fond of exclamation marks.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.small_plots.finds import (
    FINDS,
)
from storyteller_lib.data.storybook.voices.small_plots.journeys import (
    JOURNEYS,
)
from storyteller_lib.data.storybook.voices.voice import Voice

ADVENTURE = Voice(
    lengths=(2, 3, 4, 4, 3),
    epithets=(
        "brave",
        "bold",
        "daring",
        "fearless",
        "mighty",
        "clever",
        "hungry",
        "famous",
    ),
    frames=(
        "{a_hero} {was|were} {doing} {there} when {hook}!",
        "{there}, {a_hero} {was|were} {doing}, and suddenly {hook}!",
        "Hurrah for {a_hero}, {doing} {there}, for {hook}!",
        "It all began {there}, where {a_hero} {was|were} {doing}: {hook}!",
        "{in_weather}, {a_hero} {was|were} {doing} {in_place} when {hook}!",
        "What a day for {a_hero} {there}, for {hook}!",
        "{a_hero} had been {doing} {there} since breakfast, and now {hook}!",
        "Hold on to your hat, for {a_hero} {was|were} {doing} {there} "
        "when {hook}!",
    ),
    cast={
        "captain": (
            "the captain",
            "the old captain",
            "the pirate queen",
            "the bearded captain",
            "the first mate",
            "the ship's cook",
        ),
        "prize": (
            "a chest of pearls",
            "the crown of a king",
            "a sack of diamonds",
            "the lost ruby",
            "a heap of coins",
            "a goblet full of jewels",
            "the treasure of the pirates",
            "a hundred bars of chocolate",
        ),
    },
    clauses={
        "how": (
            "without a moment to lose",
            "with a mighty shout",
            "quick as lightning",
            "with a fearless grin",
            "in spite of every danger",
            "with the courage of a hundred pirates",
            "with trembling {hands}",
            "with a {noise} of triumph",
            "in the blink of an eye",
            "against all odds",
            "for glory and for pudding",
            "holding {their} breath",
            "like {an explorer|explorers} of old",
            "to the cheers of the crew",
        ),
        "danger": (
            "a pit full of spikes",
            "a rolling boulder",
            "a volley of arrows",
            "a gang of bandits",
            "a wall of thorns",
            "a swinging axe",
            "a nest of thieves",
            "a very angry pirate",
            "a bottomless hole",
            "a cannon ball",
        ),
        "cry": (
            "Heave, heave",
            "To the ropes, all of you",
            "Courage, my friends",
            "Follow me",
            "Hold fast",
            "Onward, onward",
            "All hands on deck",
            "Nobody panic",
        ),
    },
    weather={
        "sunny": (
            "The sun blazed on {hero} and on {focus}!",
            "{hero} squinted at {focus} in the sunshine!",
            "Not a cloud hung over {place}, and sunshine poured down on "
            "{hero}!",
        ),
        "rain": (
            "Rain lashed {hero} and soaked {focus}!",
            "Let it rain, thought {hero}, a wet explorer is still an "
            "explorer!",
            "{hero} shook the rain from {their} {hands} and stared at "
            "{focus}!",
        ),
        "snow": (
            "Snow whirled around {hero} and settled on {focus}!",
            "{hero} stamped through the snow, closer and closer to {focus}!",
            "Snowflakes as big as coins tumbled over {place} and over {hero}!",
        ),
        "night": (
            "A thousand stars shone on {hero} and on {focus}!",
            "By starlight {hero} could hardly see {focus}!",
            "The night was as black as a cannon, but {hero} knew no fear!",
        ),
        "sunset": (
            "The sunset set fire to the sky above {hero}!",
            "In the evening glow {focus} shone like treasure before {hero}!",
            "Soon the sunset would be over, so {hero} had to hurry!",
        ),
        "fog": (
            "The fog was as thick as soup, and {hero} could hardly see "
            "{focus}!",
            "{focus} shimmered through the mist before {hero}!",
            "Fog rolled over {place}, but {hero} knew no fear!",
        ),
    },
    thing=(
        "{hero} took cover {by_thing}, {spot}!",
        "{hero} crouched {by_thing} and kept an eye on {focus}!",
        "There was just room for {hero} {by_thing}, {how}!",
        "Luckily {hero} stood {by_thing}, safe from {danger}!",
        "{hero} had a splendid view of {focus} {by_thing}!",
    ),
    action=(
        "{hero} went on {doing}, {how}!",
        "Not even {danger} could stop {hero} from {doing}!",
        "{captain} had never seen anyone {doing} so bravely {in_place}!",
        "A moment ago {hero} had only been {doing} {spot}!",
        '"{cry}," cried {hero}, still {doing}!',
    ),
    threads=FINDS + JOURNEYS,
)
