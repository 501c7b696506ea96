"""Small plots of the science fiction voice: what arrives from far away.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

ARRIVALS = (
    Thread(
        focus="the signal",
        hooks=(
            "a signal arrived from {world}",
            "{machine} received a signal",
            "an unknown signal filled every channel",
            "{device} repeated the same signal",
        ),
        turn=(
            "{hero} decoded the signal {how}: it came from {world}.",
            "The signal contained {number} words, and {hero} knew them all.",
            "{hero} answered the signal with a {noise}, {how}.",
        ),
        consequence=(
            "{machine} repeated the answer of {hero} to {world}.",
            "After {number} seconds a second signal reached {hero}.",
            "{hero} connected {device} and listened {how}.",
        ),
        ending=(
            "Result: {hero} spoke with {world} every morning.",
            "The signal meant hello, and {hero} returned to {place}.",
            "Conclusion: beyond {place}, {hero} had a friend.",
        ),
    ),
    Thread(
        focus="the starship",
        hooks=(
            "a starship landed without a sound",
            "a starship from {world} requested a landing",
            "{machine} announced the arrival of a starship",
            "the shadow of a starship covered everything",
        ),
        turn=(
            "{hero} approached the starship {how}.",
            "A hatch opened, and {hero} lifted {device} in greeting.",
            "The pilot of the starship asked {hero} for {device}.",
        ),
        consequence=(
            "{hero} repaired the starship {how}, using {device}.",
            "On board, {hero} learned the language of {world}.",
            "{machine} invited {hero} to inspect the engines {how}.",
        ),
        ending=(
            "The starship left for {world}, and {hero} steered {how}.",
            "Destination of {hero}: {world}, by way of {place}.",
            "At departure {hero} saw {place} shrink to a point.",
        ),
    ),
    Thread(
        focus="the capsule",
        hooks=(
            "a silent capsule fell from orbit",
            "a capsule marked with the number {number} landed nearby",
            "a capsule from {world} opened its hatch",
            "{machine} lost contact with a capsule",
        ),
        turn=(
            "{hero} opened the capsule {how} and discovered {device}.",
            "Inside the capsule {hero} measured a faint pulse.",
            "The capsule was warm, and {hero} examined it {how}.",
        ),
        consequence=(
            "{hero} pressed a button, and the capsule showed {world}.",
            "{machine} warned {hero} not to touch {device}.",
            "For {number} hours {hero} guarded the capsule {spot}.",
        ),
        ending=(
            "The capsule was a message from the future of {hero}.",
            "{hero} sealed the capsule and sent it back to {world}.",
            "A small voice thanked {hero}, and the capsule left {place}.",
        ),
    ),
    Thread(
        focus="the visitor",
        hooks=(
            "a visitor from {world} stood there",
            "an alien visitor asked for {device}",
            "{machine} detected a visitor with {number} arms",
            "a transparent visitor waved",
        ),
        turn=(
            "{hero} greeted the visitor with a {noise}.",
            "The visitor examined {hero} {how}.",
            "{hero} offered the visitor {device}, {how}.",
        ),
        consequence=(
            "The visitor explained {world} to {hero}.",
            "{hero} showed the visitor around {place} {how}.",
            "{machine} translated: the visitor admired {hero}.",
        ),
        ending=(
            "The visitor departed, and left {device} with {hero}.",
            "Since then {hero} {has|have} had a friend in orbit {number}.",
            "The visitor took a photograph of {hero} {in_place}.",
        ),
    ),
    Thread(
        focus="the satellite",
        hooks=(
            "a satellite lost its orbit",
            "satellite {number} began to sing",
            "{machine} saw a satellite blink",
            "a satellite sent pictures of {world}",
        ),
        turn=(
            "{hero} contacted the satellite {how}.",
            "{hero} aimed {device} at the satellite.",
            "The satellite photographed {hero} from orbit, {how}.",
        ),
        consequence=(
            "{hero} corrected the orbit by {number} degrees.",
            "The satellite fell {spot}, and {hero} collected it.",
            "{machine} confirmed the plan of {hero}: repair with {device}.",
        ),
        ending=(
            "The satellite circled again, thanks to {hero}, above {place}.",
            "{hero} named the satellite after {place}.",
            "End of transmission: {hero} repaired {device} as well.",
        ),
    ),
    Thread(
        focus="the crystal",
        hooks=(
            "a crystal fell from the sky",
            "a crystal grew out of the ground",
            "{machine} recorded a glowing crystal",
            "a meteor left a humming crystal behind",
        ),
        turn=(
            "{hero} lifted the crystal {how}: it weighed nothing.",
            "The crystal showed {hero} pictures of {world}.",
            "{hero} analysed the crystal with {device}.",
        ),
        consequence=(
            "The crystal charged {device}, and {hero} took notes {how}.",
            "Energy increased by {number} percent, and {hero} stepped back.",
            "{machine} advised {hero} to keep the crystal cold.",
        ),
        ending=(
            "The crystal hatched {spot}, and called {hero} mother.",
            "With this crystal, {hero} lit up all of {place}.",
            "{hero} buried the crystal {spot} and deleted the file.",
        ),
    ),
    Thread(
        focus="the comet",
        hooks=(
            "a comet changed its course",
            "comet {number} was due in an hour",
            "{machine} calculated a collision with a comet",
            "the tail of a comet touched the ground",
        ),
        turn=(
            "{hero} tracked the comet {how}.",
            "{hero} pointed {device} at the comet and waited.",
            "The comet would hit {place}, unless {hero} acted.",
        ),
        consequence=(
            "{hero} steered the comet away {how}.",
            "{machine} counted down from {number}, and {hero} stayed calm.",
            "{hero} caught the comet with {device}.",
        ),
        ending=(
            "The comet missed {place} by {number} metres, and {hero} went "
            "home.",
            "The comet flew on to {world}, and {hero} waved {how}.",
            "A piece of the comet belonged to {hero}, {spot}.",
        ),
    ),
)
