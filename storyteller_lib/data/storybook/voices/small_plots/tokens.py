"""Small plots of the romance voice: tokens of love.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

TOKENS = (
    Thread(
        focus="the letter",
        hooks=(
            "a letter came",
            "a perfumed letter arrived from {beloved}",
            "{beloved} sent a letter",
            "a lost letter was found",
        ),
        turn=(
            "{hero} opened the letter, {heart}, {sweet}.",
            "The letter was from {beloved}, who loved {hero} {vow}, and "
            "always would.",
            "{hero} pressed the letter to {their} {heart|hearts}, {sweet}.",
        ),
        consequence=(
            "All afternoon {hero} wrote an answer, {heart}, {sweet}.",
            "{hero} kissed every line of the letter, {heart}, for it spoke "
            "of love {vow}.",
            "{beloved} waited for an answer; {hero}, {heart}, could not find "
            "the words.",
        ),
        ending=(
            "So, letter by letter, {hero} and {beloved} fell in love, "
            "{spot}, {vow}.",
            "To this day {hero} {keeps|keep} the letter, and love lives on "
            "{in_place}, {vow}.",
            "{beloved} came back to {place}, and {hero} whispered yes, "
            "{heart}.",
        ),
    ),
    Thread(
        focus="the ring",
        hooks=(
            "a lost ring was found",
            "{beloved} knelt down with a ring",
            "a ring shone in the dust",
            "a tiny ring rolled by",
        ),
        turn=(
            "{hero} looked at the ring, {heart}, {sweet}.",
            "The ring had been meant for {hero}; {beloved} whispered it, "
            "{sweet}.",
            "{hero} held the ring up to the light, {heart}, {sweet}.",
        ),
        consequence=(
            "{beloved} asked the question, and {hero}, {heart}, took a deep "
            "breath.",
            "The ring was too small, but {hero} wore it {heart}, {sweet}.",
            "{hero} gave a soft {noise}, and {beloved} understood, {sweet}.",
        ),
        ending=(
            "They were married {in_place}, {hero} and {beloved}, {vow}.",
            "The bells rang all over {place}, {sweet}, for {hero} had said "
            "yes.",
            "With the ring, {hero} gave away {their} {heart|hearts}, "
            "{spot}, {vow}.",
        ),
    ),
    Thread(
        focus="the locket",
        hooks=(
            "a locket fell open",
            "{beloved} gave away a locket",
            "a locket on a thin chain glittered",
            "a locket was returned after many years",
        ),
        turn=(
            "Inside the locket {hero} saw {beloved}, {sweet}.",
            "{hero} wore the locket close to {their} {heart|hearts}, {sweet}.",
            "{hero} touched the locket, {heart}, and thought of {beloved}.",
        ),
        consequence=(
            "The locket held a secret, and {hero} guarded it, {heart}.",
            "{hero} whispered a promise to the locket, {heart}, {sweet}.",
            "When the chain broke, {hero} searched all of {place}, {heart}.",
        ),
        ending=(
            "Now the locket holds {hero} and {beloved}, side by side, {vow}.",
            "{beloved} found the locket {spot}, and with it the heart of "
            "{hero}, {vow}.",
            "Whoever opens the locket {in_place} will see {hero}, in love "
            "{vow}.",
        ),
    ),
    Thread(
        focus="the portrait",
        hooks=(
            "a painter asked for a portrait",
            "{beloved} painted a portrait",
            "a portrait was unveiled",
            "an old portrait smiled",
        ),
        turn=(
            "{hero} sat for the portrait, {heart}, {sweet}.",
            "In the portrait {hero} looked so lovely that {beloved} sighed, "
            "{sweet}.",
            "{hero} could not look away from the portrait, {heart}, {sweet}.",
        ),
        consequence=(
            "{beloved} painted on, and {hero} waited {spot}, {heart}.",
            "A tear of {hero} fell on the portrait, {sweet}.",
            "The portrait was finished, and {hero}, {heart}, asked for "
            "another.",
        ),
        ending=(
            "The portrait still hangs near {place}, and {hero} still "
            "{loves|love} {beloved}, {vow}.",
            "{beloved} kept the portrait, and {hero} kept {beloved}, {vow}.",
            "At the edge of the portrait {hero} wrote a name, {heart}: "
            "{beloved}.",
        ),
    ),
    Thread(
        focus="the handkerchief",
        hooks=(
            "a handkerchief of lace fluttered down",
            "{beloved} dropped a handkerchief",
            "{beloved} offered a handkerchief",
            "a handkerchief caught a tear",
        ),
        turn=(
            "{hero} picked up the handkerchief, {heart}, {sweet}.",
            "The handkerchief smelled of {beloved}, thought {hero}, {heart}.",
            "{hero} dried {their} tears with the handkerchief, {sweet}.",
        ),
        consequence=(
            "{hero} carried the handkerchief everywhere, {heart}, {sweet}.",
            "{hero} gave the handkerchief back, {heart}, and touched "
            "{beloved}.",
            "In a corner of the handkerchief {hero} saw the name of "
            "{beloved}, {sweet}.",
        ),
        ending=(
            "The handkerchief became part of a bridal veil, and {hero} "
            "loved {beloved} {vow}.",
            "A handkerchief is a small thing, but {hero} found love "
            "{in_place}, {vow}.",
            "They tied the handkerchief to a branch {spot}, {hero} and "
            "{beloved}, {vow}.",
        ),
    ),
    Thread(
        focus="the poem",
        hooks=(
            "{beloved} recited a poem",
            "a poem was found between pages",
            "{beloved} wrote a poem",
            "a poem without an end was whispered",
        ),
        turn=(
            "{hero} learned the poem by heart, {heart}, {sweet}.",
            "Every line of the poem rhymed with {noun}, and {hero} blushed, "
            "{sweet}.",
            "{hero} listened to the poem, {heart}, {sweet}.",
        ),
        consequence=(
            "{hero} added a line to the poem, {heart}, {sweet}.",
            "The poem was so beautiful that {hero} cried {spot}, {heart}.",
            "{hero} gave a happy {noise} after every line, {sweet}.",
        ),
        ending=(
            "The poem ended with a kiss, and {hero} loved {beloved} {vow}.",
            "Lovers still whisper the poem about {hero} {in_place}, {sweet}.",
            "Of the poem only a line remains, {heart}: I love you, sweet "
            "{noun}.",
        ),
    ),
)
