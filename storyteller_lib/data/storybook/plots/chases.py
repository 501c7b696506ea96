"""Plots in which the hero runs: after something, from it, or to be first.

Many pictures are alike on purpose: in most of these stories somebody runs on
a sunny day, and only what came before says why.

Chapter: book/11_stories_from_sequences
"""

from __future__ import annotations

from storyteller_lib.data.storybook.plots.beat import Kind, beat

CHASES: dict[str, Kind] = {
    "kite": (
        beat(
            "kite home sunny",
            "{name} was {hero} who flew a new kite {in_home}.",
            "Once {hero} called {name} had a kite {in_home}.",
        ),
        beat(
            "running away sunny",
            "The wind took the kite, and {name} ran after it to {away}.",
            "The string broke, so {name} chased the kite all the way to "
            "{away}.",
        ),
        beat(
            "jumping away sunny",
            "The kite hung in the air, and {name} jumped and jumped.",
            "{name} jumped as high as could be to catch the kite.",
        ),
        beat(
            "kite away sunset",
            "At sunset {name} held the kite again.",
            "At last {name} caught the string, and the kite danced.",
        ),
        beat(
            "sleeping home night",
            "{name} slept well {in_home}, with the kite tied to the bed.",
            "That night {name} and the kite rested {in_home}.",
        ),
    ),
    "balloon": (
        beat(
            "balloon home sunny",
            "{name} was {hero} who bought a balloon {in_home}.",
            "Once {hero} called {name} got a balloon {in_home}.",
        ),
        beat(
            "running away sunny",
            "The balloon flew off, and {name} ran after it to {away}.",
            "The balloon was gone in a moment, so {name} hurried to {away}.",
        ),
        beat(
            "jumping away sunny",
            "There was the balloon, and {name} jumped for it in vain.",
            "{name} hopped and leapt under the balloon.",
        ),
        beat(
            "balloon away sunset",
            "When evening came the balloon sank down to {name}.",
            "In the evening {name} had the balloon back.",
        ),
        beat(
            "sleeping home night",
            "{name} fell asleep {in_home}, and the balloon kept watch.",
            "The balloon hung over the bed of {name} {in_home}.",
        ),
    ),
    "race": (
        beat(
            "jumping home sunny",
            "{name} was {hero} who trained for the great race {in_home}.",
            "Once {hero} called {name} wanted to win a race {in_home}.",
        ),
        beat(
            "running away sunny",
            "The race began, and {name} was the first to reach {away}.",
            "On the day of the race {name} ran through {away}.",
        ),
        beat(
            "running away rain",
            "It began to rain, but {name} did not give up the race.",
            "The race went on in the rain, and {name} ran faster.",
        ),
        beat(
            "dancing away sunset",
            "{name} won the race and danced for joy.",
            "First in the race, {name} danced until evening.",
        ),
        beat(
            "sleeping home night",
            "After the race {name} slept {in_home} for ten hours.",
            "Tired from the race, {name} went to bed {in_home}.",
        ),
    ),
    "storm": (
        beat(
            "fishing home sunny",
            "{name} was {hero} who liked to fish {in_home}.",
            "Once {hero} called {name} went fishing {in_home}.",
        ),
        beat(
            "fishing away sunny",
            "The fish were hiding, so {name} tried the water at {away}.",
            "There were no fish, and {name} took the rod to {away}.",
        ),
        beat(
            "umbrella away rain",
            "Clouds came up, and {name} fished under an umbrella.",
            "A storm scared the fish, and {name} opened an umbrella.",
        ),
        beat(
            "running away rain",
            "The storm grew, and {name} left the fish and ran.",
            "{name} ran from the storm without a single fish.",
        ),
        beat(
            "eating home night",
            "There was no fish {in_home} that night, so {name} had an apple.",
            "{name} ate an apple {in_home} and dreamt of fish.",
        ),
    ),
    "party": (
        beat(
            "dancing home sunny + gift",
            "{name} was {hero} with a present for a party, {in_home}.",
            "Once {hero} called {name} was asked to a party, {in_home}.",
        ),
        beat(
            "running away sunny",
            "The party was far away, and {name} hurried to {away}.",
            "Late for the party, {name} ran as far as {away}.",
        ),
        beat(
            "lantern away night",
            "It got dark, and {name} could not find the party.",
            "{name} lit a lantern and listened for the party.",
        ),
        beat(
            "dancing away night x2",
            "There was music, and {name} danced at the party with a friend.",
            "The party had waited, and {name} and a friend danced.",
        ),
        beat(
            "sleeping home sunny",
            "The day after the party {name} slept {in_home} until noon.",
            "{name} slept all day {in_home}, for the party had been long.",
        ),
    ),
    "thief": (
        beat(
            "eating home sunny + basket",
            "{name} was {hero} with a basket of apples {in_home}.",
            "Once {hero} called {name} filled a basket with apples {in_home}.",
        ),
        beat(
            "running away sunny",
            "A thief took the apples, and {name} ran after him to {away}.",
            "Someone stole the apples, so {name} followed the tracks to "
            "{away}.",
        ),
        beat(
            "lantern away night",
            "{name} searched for the stolen apples by the light of a lantern.",
            "Night fell, and {name} still looked for the thief.",
        ),
        beat(
            "lantern away night + basket",
            "There lay the apples, and {name} saw the thief run away.",
            "Behind a stone {name} found the stolen apples.",
        ),
        beat(
            "eating home sunny x2",
            "{name} shared the apples with a friend {in_home}.",
            "So {name} and a friend ate the apples after all, {in_home}.",
        ),
    ),
    "snow": (
        beat(
            "running home snow",
            "{name} was {hero} who met the first snow {in_home}.",
            "Once {hero} called {name} woke up to deep snow {in_home}.",
        ),
        beat(
            "jumping away snow",
            "There was even more snow to jump in, and {name} went to {away}.",
            "{name} leapt through the snow as far as {away}.",
        ),
        beat(
            "jumping away snow x2",
            "A friend came, and {name} built a snowman.",
            "{name} and a friend made a snowman with long arms.",
        ),
        beat(
            "dancing away night x2",
            "By night {name} and a friend danced around the snowman.",
            "The snowman shone, and {name} danced under the stars.",
        ),
        beat(
            "running home sunny",
            "The sun came {in_home}, and {name} said goodbye to the snowman.",
            "{name} ran {in_home} in spring, and the snowman was a puddle.",
        ),
    ),
}
"""Name of a plot -> its five beats."""
