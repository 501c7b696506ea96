"""Small plots of the thriller voice: clues.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

CLUES = (
    Thread(
        focus="the note",
        hooks=(
            "a note slid under the door",
            "the note arrived",
            "{villain} dropped a note",
            "a note without a name lay there",
        ),
        turn=(
            "{hero} opened the note -- {how}.",
            "I know what you did, said the note to {hero}.",
            "Five words on the note -- and {hero} turned pale.",
        ),
        consequence=(
            "{hero} knew that writing -- {villain}.",
            "Burn the note, thought {hero} -- and {fear}.",
            "{hero} read the note again -- was it a threat?",
        ),
        ending=(
            "{hero} swallowed the note and left {place}.",
            "The note, {hero} saw {how}, was addressed to {villain}.",
            "Too late -- {hero} {was|were} {role}.",
        ),
    ),
    Thread(
        focus="the key",
        hooks=(
            "a key turned",
            "a key clicked in the lock",
            "{villain} lost a key",
            "somebody left a key behind",
        ),
        turn=(
            "{hero} picked up the key -- still warm.",
            "What did the key open, {hero} wondered?",
            "The key fitted -- and {hero} stepped inside, {how}.",
        ),
        consequence=(
            "{hero} turned the key, and {fear}.",
            "An empty room -- and {hero} {spot}, {how}.",
            "{villain} wanted the key back, but {hero} hid it.",
        ),
        ending=(
            "{hero} locked the door -- with {villain} inside.",
            "The key was a copy -- and {hero} had the wrong house.",
            "Nobody ever found the key {hero} left {spot}.",
        ),
    ),
    Thread(
        focus="the clock",
        hooks=(
            "the ticking began",
            "a clock stopped at five to twelve",
            "{villain} set a clock",
            "something ticked",
        ),
        turn=(
            "{hero} heard it too -- tick, tick, {how}.",
            "Ten minutes left -- and {hero} {in_place}, {how}.",
            "Where was the clock, {hero} wondered -- {spot}?",
        ),
        consequence=(
            "Nine, eight, seven -- {hero} searched {place}.",
            "{hero} cut a wire -- and {fear}.",
            "The ticking stopped, and {hero} stopped too -- {how}.",
        ),
        ending=(
            "It was only the alarm clock of {villain}, {hero} saw.",
            "Zero -- and {hero} closed {their} eyes, {how}.",
            "{hero} had won by a second -- or had {they}?",
        ),
    ),
    Thread(
        focus="the photograph",
        hooks=(
            "a photograph fell to the ground",
            "a camera clicked",
            "{villain} took a photograph",
            "a torn photograph turned up",
        ),
        turn=(
            "{hero} studied the photograph -- a face was missing.",
            "The photograph showed {hero} {spot} -- yesterday.",
            "Who was behind {hero} in the photograph?",
        ),
        consequence=(
            "{hero} looked closer -- {villain}, {how}.",
            "{hero} turned the photograph over, and {fear}.",
            "On the back, a message for {hero}: you are next.",
        ),
        ending=(
            "{hero} tore the photograph to pieces -- {how}.",
            "The camera clicked again -- and {hero} {was|were} {role}.",
            "Somebody still has a photograph of {hero} {in_place}.",
        ),
    ),
    Thread(
        focus="the glove",
        hooks=(
            "a leather glove lay there",
            "{villain} lost a glove",
            "a glove dropped from above",
            "a gloved hand waved",
        ),
        turn=(
            "{hero} sniffed at the glove -- smoke.",
            "The glove was still warm, and {hero} froze, {how}.",
            "Where was the other glove, {hero} asked {themself}?",
        ),
        consequence=(
            "{hero} wore the glove -- a perfect fit, {how}.",
            "{villain} had cold hands, {hero} noticed.",
            "{hero} hid the glove {spot} -- then {fear}.",
        ),
        ending=(
            "The glove pointed to {role} -- to {hero}.",
            "{hero} returned the glove to {villain} -- {how}.",
            "The case was closed, but {hero} kept the glove.",
        ),
    ),
    Thread(
        focus="the briefcase",
        hooks=(
            "a briefcase changed hands",
            "{villain} left a briefcase",
            "a briefcase stood there, ticking",
            "a briefcase snapped shut",
        ),
        turn=(
            "{hero} opened the briefcase -- {how}.",
            "Money, passports, a wig -- and {hero} understood.",
            "The briefcase was empty -- who was lying to {hero}?",
        ),
        consequence=(
            "{hero} took the briefcase, and {fear}.",
            "{villain} was coming -- {hero} had ten seconds.",
            "Hide it {spot}, thought {hero} -- {how}.",
        ),
        ending=(
            "{hero} handed the briefcase to {villain} -- the wrong one.",
            "The briefcase vanished from {place} -- and {hero} with it.",
            "So {hero} {was|were} {role} -- nobody had guessed.",
        ),
    ),
)
