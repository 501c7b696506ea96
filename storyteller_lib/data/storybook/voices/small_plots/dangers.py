"""Small plots of the thriller voice: people and places not to be trusted.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

DANGERS = (
    Thread(
        focus="the footsteps",
        hooks=(
            "footsteps followed",
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
