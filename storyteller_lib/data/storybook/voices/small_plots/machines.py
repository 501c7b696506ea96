"""Small plots of the science fiction voice: machines and their whims.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

MACHINES = (
    Thread(
        focus="the time machine",
        hooks=(
            "all clocks stopped",
            "a time machine appeared {number} minutes early",
            "{machine} invented a time machine",
            "tomorrow arrived before yesterday",
        ),
        turn=(
            "{hero} entered the time machine {how}.",
            "{hero} set the time machine to {number} thousand years ago.",
            "The time machine required {device}, and {hero} supplied it.",
        ),
        consequence=(
            "Outside, {hero} saw {place} before it had a name.",
            "{hero} reached {world} {number} minutes too early.",
            "In the future everyone remembered {hero} {in_place}.",
        ),
        ending=(
            "{hero} returned {spot} before anything had happened.",
            "Correction: {hero} will return to {place} yesterday.",
            "The clocks started again, and {hero} kept {device}.",
        ),
    ),
    Thread(
        focus="the gravity field",
        hooks=(
            "the gravity field failed",
            "gravity decreased to {number} percent",
            "{machine} switched off the gravity",
            "everything heavy began to float",
        ),
        turn=(
            "{hero} rose slowly above {place}, {how}.",
            "{hero} held on to {device} and floated {how}.",
            "Without gravity, {hero} drifted toward {world}.",
        ),
        consequence=(
            "{hero} reversed the gravity field with {device}.",
            "{machine} calculated the orbit of {hero}: {number} metres.",
            "{hero} completed {number} orbits around {place}.",
        ),
        ending=(
            "Gravity returned, and {hero} landed softly {spot}.",
            "{hero} reached {world} {how}, and sent a postcard.",
            "Normal conditions were restored: {hero} weighed as much as "
            "before.",
        ),
    ),
    Thread(
        focus="the computer",
        hooks=(
            "a computer asked its first question",
            "the computer refused every order",
            "a forgotten computer woke up",
            "the computer predicted the end of {world}",
        ),
        turn=(
            "{hero} questioned the computer {how}.",
            "The computer asked {hero} what {place} was for.",
            "{hero} disconnected {device} from the computer.",
        ),
        consequence=(
            "The computer calculated for {number} hours and praised {hero}.",
            "{hero} taught the computer to laugh {how}.",
            "Every screen showed {hero} {spot}.",
        ),
        ending=(
            "The answer of the computer was simple: {hero}.",
            "The computer thanked {hero} and dreamed of {world}.",
            "{hero} switched the computer off, and {place} was quiet.",
        ),
    ),
    Thread(
        focus="the portal",
        hooks=(
            "a portal of light opened",
            "the air folded into a portal",
            "{machine} opened a portal to {world}",
            "a portal hummed at {number} hertz",
        ),
        turn=(
            "{hero} threw {device} into the portal, and it came back new.",
            "{hero} stepped through the portal {how}.",
            "Through the portal {hero} observed {world}.",
        ),
        consequence=(
            "On the other side, {hero} found a copy of {place}.",
            "{hero} measured the portal {how}: it was shrinking.",
            "{machine} gave {hero} {number} minutes to return.",
        ),
        ending=(
            "The portal closed, and {hero} stood {spot} again.",
            "{hero} locked the portal with {device}, to be safe.",
            "Since then, {world} lies close to {place}, as {hero} proved.",
        ),
    ),
    Thread(
        focus="the experiment",
        hooks=(
            "an experiment escaped from the laboratory",
            "experiment {number} began",
            "{machine} requested volunteers for an experiment",
            "a professor tested {device} on everyone",
        ),
        turn=(
            "{hero} volunteered for the experiment {how}.",
            "During the experiment {hero} became invisible {how}.",
            "{hero} connected {device}, and the experiment continued.",
        ),
        consequence=(
            "{machine} measured {hero} {how}: no change.",
            "After {number} minutes {hero} glowed {in_place}.",
            "{hero} doubled the energy with {device}.",
        ),
        ending=(
            "Conclusion: the experiment proved that {hero} {was|were} right.",
            "The experiment failed, but {hero} invented {device}.",
            "All results were lost, except {hero} {in_place}.",
        ),
    ),
)
