"""The small plots of the thriller voice.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

THREADS = (
    Thread(
        focus="the footsteps",
        hooks=(
            "footsteps",
            "footsteps came closer",
            "somebody took a step",
            "heavy footsteps stopped",
        ),
        turn=(
            "{hero} turned around -- {how}.",
            "The footsteps were close now, and {hero} froze {spot}.",
            "Closer, closer -- did {hero} know those footsteps?",
        ),
        consequence=(
            "{hero} held {their} breath -- and {fear}.",
            "{villain}, thought {hero}, who else?",
            "{hero} hurried on -- and so did the footsteps.",
        ),
        ending=(
            "The footsteps were the echo of {hero} -- weren't they?",
            "When {fear}, {hero} {was|were} gone from {place}.",
            "{villain} only wanted to give {hero} a sandwich.",
        ),
    ),
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
            "Too late -- {hero} {was|were} {name}.",
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
        focus="the phone",
        hooks=(
            "a phone rang",
            "the phone rang again",
            "{villain} called",
            "the line went dead",
        ),
        turn=(
            "{hero} picked up the phone -- nobody there, only breathing.",
            "Don't turn around, said the voice to {hero}.",
            "{hero} let the phone ring -- {how}.",
        ),
        consequence=(
            "{hero} knew the voice on the phone -- {villain}.",
            "The call came from {place} -- where {hero} stood, {how}.",
            "{hero} gave a {noise} into the phone -- and {fear}.",
        ),
        ending=(
            "{hero} hung up -- {how}.",
            "Wrong number, said the voice -- but it knew {hero}.",
            "It was the mother of {hero}, and supper was ready.",
        ),
    ),
    Thread(
        focus="the stranger",
        hooks=(
            "a stranger asked the time",
            "{villain} stood there, smiling",
            "somebody in a long scarf sat down",
            "a stranger spoke a name",
        ),
        turn=(
            "{hero} had seen that smile before -- {spot}.",
            "We meet again, said the stranger to {hero}.",
            "{hero} looked away -- {how}.",
        ),
        consequence=(
            "A hand in a pocket -- and {hero} backed away, {how}.",
            "{hero} blinked, and the stranger stood {spot}.",
            "A false beard, {hero} saw -- {villain}.",
        ),
        ending=(
            "The stranger left -- and so did the watch of {hero}.",
            "When {hero} looked again, {place} was empty.",
            "You are {name}, {hero} whispered -- {how}.",
        ),
    ),
    Thread(
        focus="the door",
        hooks=(
            "a door opened by itself",
            "a locked door stood open",
            "{villain} knocked",
            "someone knocked -- seven times",
        ),
        turn=(
            "{hero} pushed the door -- {how}.",
            "Behind the door {fear} -- and {hero} stopped.",
            "Who locks a door {in_place}, {hero} wondered?",
        ),
        consequence=(
            "{hero} looked through the keyhole -- an eye looked back.",
            "{hero} counted to ten, and {fear}.",
            "The door closed behind {hero} -- {how}.",
        ),
        ending=(
            "No way out for {hero}, {how}.",
            "Surprise, they shouted -- it was the birthday of {hero}.",
            "Behind the door, {hero} found {villain} -- and the truth.",
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
            "The camera clicked again -- and {hero} {was|were} {name}.",
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
            "The glove pointed to {name} -- to {hero}.",
            "{hero} returned the glove to {villain} -- {how}.",
            "The case was closed, but {hero} kept the glove.",
        ),
    ),
    Thread(
        focus="the car",
        hooks=(
            "a car slowed down",
            "a car without lights passed",
            "{villain} stepped out of a car",
            "an engine coughed",
        ),
        turn=(
            "{hero} saw the car again {spot} -- nobody at the wheel.",
            "The window rolled down -- and {hero} saw {villain}.",
            "Get in, said a voice -- {hero} hesitated, {how}.",
        ),
        consequence=(
            "{hero} looked into the back of the car, and {fear}.",
            "Left, right, left -- the car followed {hero}.",
            "{hero} hid from the car {spot} -- {how}.",
        ),
        ending=(
            "The car was found {in_place} -- without {hero}.",
            "The driver was {name}, and {hero} knew it.",
            "The car drove off -- and {hero} remembered the number.",
        ),
    ),
    Thread(
        focus="the whistling",
        hooks=(
            "somebody whistled",
            "that tune again",
            "{villain} began to whistle",
            "the whistling stopped",
        ),
        turn=(
            "{hero} knew that tune -- from where?",
            "Always the same notes -- and {hero} listened, {how}.",
            "The whistling came from {spot}, {hero} thought.",
        ),
        consequence=(
            "{hero} answered with a {noise} -- and {fear}.",
            "Closer now -- {hero} smelled tobacco.",
            "{villain} always whistled, {hero} remembered -- {how}.",
        ),
        ending=(
            "Now {hero} whistled that tune -- {how}.",
            "Only a bad habit, said {villain} to {hero}.",
            "Since then, nobody whistles near {hero} {in_place}.",
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
            "So {hero} {was|were} {name} -- nobody had guessed.",
        ),
    ),
    Thread(
        focus="the crime",
        hooks=(
            "somebody screamed",
            "a shot rang out",
            "the safe was empty",
            "{villain} shouted thief",
        ),
        turn=(
            "{hero} had an alibi -- or had {they}?",
            "No trace, no motive -- only {hero}, {how}.",
            "Everyone looked at {hero} -- {how}.",
        ),
        consequence=(
            "{hero} found a button {spot} -- {villain}.",
            "Somebody was lying, {hero} knew -- and {fear}.",
            "{hero} asked a simple question -- {villain} blinked.",
        ),
        ending=(
            "{villain} confessed -- and {hero} went home.",
            "There was never a crime, said {hero} -- {how}.",
            "The thief of {place}, {hero} whispered, is {villain}.",
        ),
    ),
)
