"""Plots in which the hero looks for something, and sometimes finds it.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from storyteller_lib.data.storybook.plots.beat import Kind, beat

QUESTS: dict[str, Kind] = {
    "treasure": (
        beat(
            "reading home sunny + suitcase",
            "{name} was {hero} who found a treasure map {in_home}.",
            "Once {hero} called {name} read of a treasure {in_home}.",
        ),
        beat(
            "running away sunny",
            "The map led to {away}, and {name} ran to the treasure.",
            "{name} followed the map as far as {away}.",
        ),
        beat(
            "lantern away night",
            "All night {name} looked for the treasure.",
            "{name} held up a lantern and studied the map.",
        ),
        beat(
            "lantern away night + barrel",
            "There stood the treasure, and {name} opened it.",
            "Under the last cross of the map {name} found the treasure.",
        ),
        beat(
            "dancing home sunset x2",
            "{name} danced with a friend {in_home}, for the treasure was "
            "gold.",
            "Rich from the treasure, {name} gave a feast {in_home}.",
        ),
    ),
    "friend": (
        beat(
            "dancing home sunny x2",
            "{name} was {hero} who had one good friend {in_home}.",
            "Once {hero} called {name} danced with a friend {in_home}.",
        ),
        beat(
            "running away sunny",
            "One day the friend was lost, and {name} ran to {away}.",
            "The friend did not come, so {name} went to look in {away}.",
        ),
        beat(
            "umbrella away rain",
            "It rained, and {name} called for the lost friend.",
            "Under an umbrella {name} waited for the lost friend.",
        ),
        beat(
            "dancing away sunset x2",
            "There was the friend at last, and {name} danced.",
            "{name} found the friend who had been lost.",
        ),
        beat(
            "eating home night x2",
            "That night {name} and the friend shared an apple {in_home}.",
            "{name} never let the friend out of sight {in_home} again.",
        ),
    ),
    "drummer": (
        beat(
            "drumming home sunny",
            "{name} was {hero} who played the drum too loudly {in_home}.",
            "Once {hero} called {name} beat a drum {in_home} all day.",
        ),
        beat(
            "running away sunny",
            "The neighbours were cross, so {name} took the drum to {away}.",
            "{name} had to leave and carried the drum to {away}.",
        ),
        beat(
            "drumming away night",
            "Alone in the dark, {name} played the drum.",
            "{name} beat the drum softly for the moon.",
        ),
        beat(
            "dancing away sunset x2",
            "Somebody heard the drum and danced with {name}.",
            "{name} made a friend who could dance to the drum.",
        ),
        beat(
            "drumming home sunny",
            "{name} came back, and everyone {in_home} loved the drum.",
            "Now {name} plays the drum {in_home}, and nobody minds.",
        ),
    ),
    "book": (
        beat(
            "reading home sunny",
            "{name} was {hero} who read a book {in_home}.",
            "Once {hero} called {name} began a thick book {in_home}.",
        ),
        beat(
            "reading away sunny",
            "It was noisy, so {name} took the book to {away}.",
            "{name} carried the book to {away} for some quiet.",
        ),
        beat(
            "umbrella away rain",
            "Rain fell on the book, and {name} opened an umbrella.",
            "{name} kept the book dry under an umbrella.",
        ),
        beat(
            "lantern away night",
            "It got dark, and {name} read the book by a lantern.",
            "By the light of a lantern {name} reached the last chapter.",
        ),
        beat(
            "reading home sunny",
            "Then {name} read the book again, {in_home}.",
            "{name} liked the end so much that the book began anew {in_home}.",
        ),
    ),
    "noise": (
        beat(
            "sleeping home night",
            "{name} was {hero} who heard a noise {in_home}.",
            "Once {hero} called {name} was woken by a noise {in_home}.",
        ),
        beat(
            "lantern away night",
            "The noise came from {away}, and {name} took a lantern.",
            "{name} followed the noise in the dark to {away}.",
        ),
        beat(
            "running away night",
            "The noise grew, and {name} ran.",
            "{name} was afraid of the noise and ran away.",
        ),
        beat(
            "lantern away night + teapot",
            "The noise was a teapot, and {name} had to laugh.",
            "Then {name} saw that a teapot made all the noise.",
        ),
        beat(
            "eating home sunny",
            "In the morning {name} made tea {in_home}, without any noise.",
            "{name} kept the teapot {in_home}, and the noise with it.",
        ),
    ),
    "pumpkin": (
        beat(
            "jumping home sunny + pumpkin",
            "{name} was {hero} who grew a huge pumpkin {in_home}.",
            "Once {hero} called {name} had a pumpkin {in_home}.",
        ),
        beat(
            "running away sunny",
            "The pumpkin rolled off, and {name} ran after it to {away}.",
            "The pumpkin was lost, so {name} ran to {away}.",
        ),
        beat(
            "umbrella away rain",
            "It rained, and the pumpkin of {name} swam away.",
            "{name} saw the pumpkin float by in the rain.",
        ),
        beat(
            "jumping away sunset + pumpkin",
            "In the evening {name} jumped upon the pumpkin.",
            "At last {name} stopped the pumpkin with a jump.",
        ),
        beat(
            "eating home night x2",
            "{name} cooked the pumpkin and shared it with a friend {in_home}.",
            "There was pumpkin soup {in_home} for {name} and a friend.",
        ),
    ),
    "wagon": (
        beat(
            "running home sunny + wagon",
            "{name} was {hero} who set out with a wagon from {home}.",
            "Once {hero} called {name} loaded a wagon in front of {home}.",
        ),
        beat(
            "eating away sunny",
            "The wagon came to {away}, where {name} had an apple.",
            "{name} stopped the wagon to rest in {away}.",
        ),
        beat(
            "running away rain",
            "In the rain a wheel came off, and {name} ran for help.",
            "The wagon stuck in the mud, and {name} ran to find help.",
        ),
        beat(
            "dancing away sunset x2",
            "A friend mended the wagon, and {name} danced.",
            "With a friend {name} got the wheel back on.",
        ),
        beat(
            "sleeping home night + wagon",
            "{name} slept beside the wagon {in_home}.",
            "Back {in_home}, {name} fell asleep by the wagon.",
        ),
    ),
}
"""Name of a plot -> its five beats."""
