"""Small plots of the adventure voice: things that are found.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

FINDS = (
    Thread(
        focus="the map",
        hooks=(
            "an old map blew past",
            "a pirate dropped a secret map",
            "half a map fell out of a bottle",
            "{captain} handed over a crumpled map",
        ),
        turn=(
            "{hero} unfolded the map {how}, and there was {prize}!",
            "The map showed a path to {prize}, and {hero} gave a {noise} of "
            "joy!",
            "A dotted line on the map led {hero} past {danger}!",
        ),
        consequence=(
            "{hero} followed the dotted line {how}, counting every step.",
            "Past {danger} went {hero}, with the map held high!",
            "{captain} begged for half of the map, but {hero} only laughed.",
        ),
        ending=(
            "And where the line ended, {spot}, {hero} dug up {prize}!",
            "X marked the spot, and {hero} carried {prize} home from {place}!",
            "Alas, the map was upside down, and {hero} found only {danger}!",
        ),
    ),
    Thread(
        focus="the rope",
        hooks=(
            "a rope dropped out of the sky",
            "{captain} threw down a rope",
            "something tugged at the end of a long rope",
            "a knotted rope began to climb by itself",
        ),
        turn=(
            "{hero} seized the rope {how} and swung over {danger}!",
            '"{cry}," shouted {hero}, and pulled the rope {how}!',
            "{hero} tied the rope around {captain} and heaved!",
        ),
        consequence=(
            "The rope creaked, but {hero} held on {how}.",
            "Higher and higher {hero} climbed, far above {place}!",
            "Strand by strand the rope tore, and {hero} gave a {noise}.",
        ),
        ending=(
            "At the end of the rope {hero} found {prize}!",
            "With a last heave {hero} landed {spot}, safe and sound!",
            "The rope snapped, and {hero} landed on top of {captain}!",
        ),
    ),
    Thread(
        focus="the bottle",
        hooks=(
            "a bottle with a message rolled by",
            "{captain} found a message in a bottle",
            "a mysterious bottle popped open",
            "a bottle bounced off {their} {hands}",
        ),
        turn=(
            "{hero} pulled the message out of the bottle {how}!",
            "Help, said the message, and {hero} thought of {captain}!",
            "The message promised {prize}, and {hero} gave a {noise}!",
        ),
        consequence=(
            "{hero} answered the call for help {how}.",
            "Neither {danger} nor hunger could hold {hero} back!",
            "{hero} put the bottle away and set off beyond {place}.",
        ),
        ending=(
            "{captain} was saved, and thanked {hero} with {prize}!",
            "{hero} put a message of victory into the bottle, {spot}!",
            "The message was only a joke, and {hero} laughed all over "
            "{place}!",
        ),
    ),
    Thread(
        focus="the compass",
        hooks=(
            "the needle of the compass began to spin",
            "a stranger sold {them} a magic compass",
            "{captain} lost a precious compass",
            "a compass whispered the way to {prize}",
        ),
        turn=(
            "{hero} shook the compass {how}, and it pointed to {prize}!",
            "The compass pointed straight at {danger}, and so did {hero}!",
            "North, south, north again: {hero} trusted the compass {how}!",
        ),
        consequence=(
            "{hero} marched after the needle {how}.",
            "The compass hummed louder and louder, {spot}, and {hero} gave a "
            "{noise}!",
            "{captain} had another compass, but {hero} {was|were} faster.",
        ),
        ending=(
            "The needle stopped, and {hero} stood before {prize}!",
            "The compass had led {hero} home again, {spot}!",
            "Thanks to the compass {hero} escaped from {danger}!",
        ),
    ),
    Thread(
        focus="the chest",
        hooks=(
            "a rusty chest rose out of the ground",
            "{they} stumbled over an iron chest",
            "{captain} came looking for a stolen chest",
            "a locked chest began to rattle",
        ),
        turn=(
            "{hero} broke the lock of the chest {how}!",
            "Inside the chest {hero} could see {prize}!",
            "The lid flew open, and {hero} faced {danger}!",
        ),
        consequence=(
            "{hero} dragged the chest all over {place}.",
            "Thieves wanted the chest, but {hero} sat on it {how}!",
            "At the bottom of the chest {hero} found a second lock.",
        ),
        ending=(
            "{hero} shared {prize} with everybody {in_place}!",
            "{hero} buried the chest again {spot}, and told nobody!",
            "The chest was empty, but {hero} had never had such fun!",
        ),
    ),
    Thread(
        focus="the sword",
        hooks=(
            "a sword stuck fast in a stone began to hum",
            "a knight lost a magic sword",
            "{captain} drew a sword and shouted for help",
            "a wooden sword turned into steel",
        ),
        turn=(
            "{hero} pulled at the sword {how}, and out it came!",
            "{hero} raised the sword, and {danger} stood in the way!",
            "The sword was heavy, but {hero} gave a {noise} and lifted it!",
        ),
        consequence=(
            "{hero} swung the sword {how}, and the enemy fled.",
            "Steel rang against steel, {spot}, and {hero} stood firm!",
            "{captain} knelt before {hero} and the shining sword.",
        ),
        ending=(
            "So {hero} became {a knight|knights} and ruled {place}!",
            "{hero} gave the sword away for {prize}, and never fought again!",
            "Songs about {hero} and the sword are still sung {in_place}!",
        ),
    ),
    Thread(
        focus="the horn",
        hooks=(
            "the horn of the giants sounded",
            "a horn called every hero to {place}",
            "{captain} blew a battered horn",
            "an ancient horn tumbled from a wall",
        ),
        turn=(
            "{hero} answered the horn with a {noise}!",
            "{hero} picked up the horn and blew {how}!",
            "At the sound of the horn {hero} charged at {danger}!",
        ),
        consequence=(
            "The horn echoed around {place}, and friends came to help {hero}.",
            "{hero} led the army {how}!",
            "The walls trembled, and {hero} blew the horn again {how}.",
        ),
        ending=(
            "The battle was won, and {hero} hung up the horn {spot}!",
            "{hero} won {prize} and a very loud horn!",
            "Since that day {hero} must blow the horn {in_place} every "
            "morning!",
        ),
    ),
)
