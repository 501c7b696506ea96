"""The voice of romance: long, flowing sentences, hearts and letters.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.small_plots.moments import (
    MOMENTS,
)
from storyteller_lib.data.storybook.voices.small_plots.tokens import (
    TOKENS,
)
from storyteller_lib.data.storybook.voices.voice import Voice

ROMANCE = Voice(
    lengths=(5, 5, 4, 2, 1),
    epithets=(
        "gentle",
        "lovely",
        "tender",
        "dreamy",
        "blushing",
        "charming",
        "wistful",
        "beautiful",
    ),
    frames=(
        "Once, {in_weather}, {a_hero} {was|were} {doing} {in_place}, "
        "dreaming of {beloved}, when {hook}.",
        "{a_hero}, {doing} {there}, had almost given up hope of love; "
        "then, at last, {hook}.",
        "So much longing filled {a_hero}, {doing} {there}; and on that very "
        "day {hook}.",
        "{there}, where {a_hero} {was|were} {doing}, the air was as "
        "sweet as honey, and {hook}.",
        "Nobody knew how tenderly {a_hero}, {doing} {there}, loved "
        "{beloved}; but {hook}.",
        "It was love, and {a_hero}, {doing} {there}, knew it the moment "
        "{hook}.",
        "{beloved} had never forgotten {a_hero}, {doing} {there}; so it "
        "was that {hook}.",
        "{in_weather}, {a_hero} {was|were} {doing} {in_place}, sighing "
        "softly, and {hook}.",
    ),
    cast={
        "beloved": (
            "the young doctor",
            "the shy pianist",
            "the clockmaker",
            "the baker",
            "the tall sailor",
            "the poet",
            "the lonely count",
            "the postman",
        ),
        "vow": (
            "for ever and ever",
            "until the end of time",
            "through all the years",
            "as long as hearts can beat",
            "come what may",
            "now and always",
        ),
    },
    clauses={
        "heart": (
            "with {a trembling heart|trembling hearts}",
            "with tears of joy",
            "with burning cheeks",
            "with a sigh as soft as silk",
            "full of hope and longing",
            "too happy for words",
            "as gently as a feather",
            "with a kiss on {their} lips",
            "lost in a sweet dream",
            "blushing to the tips of {their} ears",
            "with the tenderest of smiles",
            "half in joy and half in sorrow",
        ),
        "sweet": (
            "and {their} {heart|hearts} began to sing",
            "and the whole world held its breath",
            "and time itself stood still",
            "and nothing else mattered any more",
            "and the air smelled of lavender",
            "and somewhere a violin played",
            "and all the years of waiting were forgotten",
            "and {their} cheeks glowed like embers",
            "and not a word was needed",
            "and a single tear fell",
        ),
    },
    weather={
        "sunny": (
            "The sunshine lay warm upon {hero}, {heart}, {sweet}.",
            "In the sunshine, {hero} thought of {beloved}, {heart}, {sweet}.",
            "How the sun smiled on {focus}, and how {hero} smiled back, "
            "{heart}.",
        ),
        "rain": (
            "The rain fell softly, like tears, and {hero} waited, {heart}; "
            "every drop whispered of {beloved}.",
            "{hero} loved the rain, for it had the voice of {beloved}, "
            "{sweet}.",
            "Neither rain nor sorrow could part {hero} from {focus}, {sweet}.",
        ),
        "snow": (
            "Snow fell upon {hero} like a bridal veil, {sweet}.",
            "{hero}, {heart}, watched the snow, and every snowflake was a "
            "kiss from {beloved}.",
            "The snow was cold, but {hero} felt warm, {sweet}.",
        ),
        "night": (
            "The stars looked down on {hero} and on {focus}, {sweet}.",
            "{hero}, {heart}, told the stars about {beloved}, {sweet}.",
            "Such a night was made for love, thought {hero}, {heart}, "
            "{sweet}.",
        ),
        "sunset": (
            "The sunset blushed, and so did {hero}, thinking of {beloved}, "
            "{sweet}.",
            "In the evening glow {hero} looked at {focus}, {heart}, {sweet}.",
            "Every sunset, thought {hero}, {heart}, is a letter from "
            "{beloved}.",
        ),
        "fog": (
            "The mist wrapped {hero} in its soft arms, {sweet}.",
            "Through the fog, {hero} thought, {beloved} might come, {heart}, "
            "{sweet}.",
            "{hero} drew a heart into the mist for {beloved}, {sweet}.",
        ),
    },
    thing=(
        "{hero} lingered {by_thing}, {heart}, {sweet}.",
        "It was {by_thing} that {hero} had once kissed {beloved}, {heart}.",
        "{hero} waited {by_thing}, as they had agreed; {beloved} was late, "
        "{sweet}.",
        "Only {thing} knew the secret of {hero}, who loved {beloved} {vow}.",
        "{by_thing}, {hero} carved the name of {beloved}, {heart}.",
    ),
    action=(
        "{hero} went on {doing}, {heart}, {sweet}.",
        "{hero} had only been {doing}, and yet {beloved} had never seen "
        "anything so lovely, {sweet}.",
        "To see {hero} {doing} {in_place} was to fall in love, {vow}.",
        "{beloved} could have watched {hero} {doing} {vow}, {sweet}.",
        "{doing}, {hero} thought of {beloved}, {heart}, {sweet}.",
    ),
    threads=TOKENS + MOMENTS,
)
