"""Small plots of the romance voice: moments.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

MOMENTS = (
    Thread(
        focus="the song",
        hooks=(
            "a song floated through the air",
            "{beloved} began to sing",
            "a violin played their song",
            "an old love song was heard again",
        ),
        turn=(
            "{hero} knew every word of the song, {heart}, {sweet}.",
            "{hero} listened to the song, {heart}, and thought of {beloved}.",
            "The song was about {hero}, and {beloved} sang it {vow}.",
        ),
        consequence=(
            "Softly {hero} hummed along, {heart}, {sweet}.",
            "The last note faded, but {hero} still heard the song, {sweet}.",
            "{beloved} forgot the words, and {hero}, {heart}, whispered them.",
        ),
        ending=(
            "Since that hour the song of {hero} and {beloved} belongs to "
            "{place}, {vow}.",
            "{hero} and {beloved} sang together {spot}, {sweet}.",
            "When the song was over, {hero} had lost {their} "
            "{heart|hearts} {in_place}, {vow}.",
        ),
    ),
    Thread(
        focus="the farewell",
        hooks=(
            "{beloved} had to say farewell",
            "the hour of farewell came",
            "{beloved} was to leave at dawn",
            "{beloved} boarded the last train",
        ),
        turn=(
            "{hero} waved, {heart}, until {beloved} was out of sight.",
            "Do not go, begged {hero}, {heart}, but {beloved} only wept.",
            "{hero} gave {beloved} a silk scarf, {heart}, {sweet}.",
        ),
        consequence=(
            "The years went by, and {hero} waited {spot}, {heart}.",
            "Every morning {hero} came back to {place}, {heart}, hoping for "
            "{beloved}.",
            "How empty {place} was for {hero}, who loved {beloved} {vow}.",
        ),
        ending=(
            "Then {beloved} came home, and {hero} fell into those arms, "
            "{sweet}.",
            "They met again {spot}, {hero} and {beloved}, {sweet}.",
            "And if {beloved} never comes, {hero} will love {place} all the "
            "more, {vow}.",
        ),
    ),
    Thread(
        focus="the promise",
        hooks=(
            "{beloved} made a promise",
            "an old promise was remembered",
            "a promise was whispered",
            "{beloved} came to keep a promise",
        ),
        turn=(
            "{hero} believed the promise of {beloved}, {heart}, {sweet}.",
            "Promise me, said {hero}, {heart}, and {beloved} promised.",
            "The promise warmed {hero} like a fire, {sweet}.",
        ),
        consequence=(
            "Winters passed, and {hero} never doubted {beloved}, {sweet}.",
            "{hero} carved the promise into a stone, {heart}, {spot}.",
            "Others laughed at the promise, but {hero} smiled, {heart}.",
        ),
        ending=(
            "The promise was kept {in_place}, {sweet}, and {hero} loved "
            "{beloved} {vow}.",
            "A promise is a promise, said {hero}, {heart}, and kissed "
            "{beloved} {spot}.",
            "So {hero} and {beloved} grew old together near {place}, {vow}.",
        ),
    ),
    Thread(
        focus="the secret",
        hooks=(
            "{beloved} shared a secret",
            "a secret could no longer be kept",
            "a sweet secret was overheard",
            "tender hearts shared a secret",
        ),
        turn=(
            "{hero} kept the secret, {heart}, {sweet}.",
            "I love you, was the secret, and {hero} whispered it, {heart}.",
            "The secret burned in {hero}, {heart}, {sweet}.",
        ),
        consequence=(
            "{hero} told the secret to the wind, {heart}, {sweet}.",
            "{beloved} guessed the secret of {hero}, {sweet}.",
            "Soon all of {place} knew, and {hero} hid {their} face, {heart}.",
        ),
        ending=(
            "It is no secret now that {hero} and {beloved} are in love, "
            "{spot}, {vow}.",
            "The secret of {hero} is safe {in_place}, {vow}.",
            "{beloved} had the same secret, and {hero} laughed, {heart}.",
        ),
    ),
    Thread(
        focus="the window",
        hooks=(
            "a candle was lit in a window",
            "{beloved} appeared at a window",
            "a window opened softly",
            "somebody threw a kiss from a window",
        ),
        turn=(
            "{hero} looked up at the window, {heart}, {sweet}.",
            "At the window stood {beloved}, and {hero} gave a soft {noise}, "
            "{sweet}.",
            "{hero} sang below the window, {heart}, {sweet}.",
        ),
        consequence=(
            "{beloved} threw down a ribbon, and {hero} caught it, {heart}.",
            "The window closed, but {hero} waited {spot}, {heart}.",
            "{hero} climbed toward the window, {heart}, {sweet}.",
        ),
        ending=(
            "Since then a candle burns for {hero} {in_place}, {vow}.",
            "Through the window {hero} and {beloved} kissed, {sweet}.",
            "{beloved} came down to {hero}, {spot}, {sweet}.",
        ),
    ),
    Thread(
        focus="the meeting",
        hooks=(
            "{beloved} walked by and smiled",
            "{beloved} stumbled into open arms",
            "{their} eyes met those of {beloved}",
            "{beloved} asked, shyly, for a waltz",
        ),
        turn=(
            "{hero} looked into the eyes of {beloved}, {heart}, {sweet}.",
            "{hero} forgot {their} own name, {heart}, for {beloved} was so "
            "near.",
            "Good day, said {beloved}, and {hero}, {heart}, said nothing.",
        ),
        consequence=(
            "They talked for hours, {hero} and {beloved}, {sweet}.",
            "{beloved} took the {hands} of {hero}, {heart}, {sweet}.",
            "Never before had {hero} been so close to happiness, {sweet}.",
        ),
        ending=(
            "And so love came to {place}, {sweet}, and {hero} loved "
            "{beloved} {vow}.",
            "They kissed {spot}, {hero} and {beloved}, {sweet}.",
            "Every year {hero} and {beloved} meet again {in_place}, {vow}.",
        ),
    ),
)
