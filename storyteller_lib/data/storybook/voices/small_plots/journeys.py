"""Small plots of the adventure voice: journeys and battles.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

from storyteller_lib.data.storybook.voices.voice import Thread

JOURNEYS = (
    Thread(
        focus="the ship",
        hooks=(
            "a ship with ragged sails came into view",
            "{captain} needed a new crew for the ship",
            "a ghost ship drifted by",
            "a flying ship tossed out its ladder",
        ),
        turn=(
            "{hero} climbed aboard the ship {how}!",
            '"{cry}," roared {captain}, and {hero} hoisted the sails!',
            "{hero} took the wheel and steered the ship around {danger}!",
        ),
        consequence=(
            "The ship groaned, but {hero} held the wheel {how}.",
            "Cannons thundered, and {hero} answered with a {noise}!",
            "In the hold of the ship {hero} stumbled over {prize}.",
        ),
        ending=(
            "So {hero} became {a captain|captains} and sailed far beyond "
            "{place}!",
            "The whole crew cheered for {hero}, the new terror of {place}!",
            "Rich and happy, {hero} brought {prize} back to {place}!",
        ),
    ),
    Thread(
        focus="the cave",
        hooks=(
            "the ground opened and showed a cave",
            "a cold wind whistled out of a hidden cave",
            "{captain} vanished into a cave",
            "a voice called for help from a cave",
        ),
        turn=(
            "{hero} lit a torch and crept into the cave {how}!",
            "Deep in the cave {hero} came face to face with {danger}!",
            "{hero} gave a {noise}, and the cave answered a hundred times!",
        ),
        consequence=(
            "{hero} squeezed through a crack {how} and saw a gleam of "
            "{prize}.",
            "The cave shook, but {hero} pushed on past {danger}!",
            "{captain} lit the way while {hero} crawled ahead {how}.",
        ),
        ending=(
            "Out of the cave marched {hero} with {prize}!",
            "{hero} tumbled out {spot}, dusty, rich and very proud!",
            "The cave closed for ever, but {hero} had saved {captain}!",
        ),
    ),
    Thread(
        focus="the pirates",
        hooks=(
            "pirates sprang from every side",
            "a crew of pirates stormed in",
            "the pirates demanded {prize}",
            "{captain} was captured by pirates",
        ),
        turn=(
            "{hero} faced the pirates {how}!",
            '"{cry}," yelled {hero}, and charged at the pirates!',
            "The pirates drew their swords, but {hero} only gave a {noise}!",
        ),
        consequence=(
            "{hero} chased the pirates {how}, straight into {danger}.",
            "Swords clashed, hats flew, and {hero} fought on {how}!",
            "{hero} tricked the pirates with {prize} and slipped away.",
        ),
        ending=(
            "The pirates fled from {place}, and {hero} kept {prize}!",
            "At last the pirates made {hero} their {captain|captains}, "
            "{spot}!",
            "Never again did a pirate dare to trouble {hero} {in_place}!",
        ),
    ),
    Thread(
        focus="the footprint",
        hooks=(
            "a giant footprint appeared in the mud",
            "the earth shook under enormous steps",
            "{captain} pointed at a monstrous footprint",
            "{they} stepped right into a giant footprint",
        ),
        turn=(
            "{hero} measured the footprint {how}: as long as a ship!",
            "Whoever left the footprint carried {prize}, thought {hero}!",
            "{hero} followed the trail {how}, right past {danger}!",
        ),
        consequence=(
            "The trail led {hero} around {place} and back again.",
            "{hero} heard a giant snoring {spot}!",
            "Nose to the ground, {hero} tracked the giant {how}.",
        ),
        ending=(
            "The giant was shy, and shared {prize} with {hero}!",
            "The giant only wanted a friend, and {hero} stayed for supper!",
            "The giant sneezed, and {hero} flew right over {place}!",
        ),
    ),
    Thread(
        focus="the tunnel",
        hooks=(
            "the floor gave way above a tunnel",
            "a tiny door led into a tunnel",
            "{captain} shouted from the end of a tunnel",
            "someone began to dig a tunnel under {their} {hands}",
        ),
        turn=(
            "{hero} slid down the tunnel {how}!",
            "The tunnel was full of echoes, and {hero} feared {danger}!",
            '"{cry}," whispered {hero}, and entered the tunnel!',
        ),
        consequence=(
            "{hero} crawled through the tunnel {how}, mile after mile.",
            "A wall fell, and {hero} blinked at {prize}!",
            "Behind {hero} the tunnel filled up with water.",
        ),
        ending=(
            "The tunnel ended {spot}, and {hero} had won {prize}!",
            "{hero} popped up again {in_place}, covered in mud!",
            "{captain} was waiting at the exit, and hugged {hero}!",
        ),
    ),
)
