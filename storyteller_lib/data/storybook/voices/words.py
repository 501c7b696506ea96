"""The words that all four voices share when they tell of a scene.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

PRONOUNS = {
    "girl": ("she", "her", "her", "herself"),
    "boy": ("he", "him", "his", "himself"),
    "one": ("it", "it", "its", "itself"),
    "many": ("they", "them", "their", "themselves"),
}
"""The words for {they}, {them}, {their} and {themself}."""

HANDS = {
    "cat": "paws",
    "dog": "paws",
    "fox": "paws",
    "bear": "paws",
    "rabbit": "paws",
    "mouse": "paws",
    "pig": "trotters",
    "elephant": "feet",
    "frog": "feet",
    "owl": "wings",
    "duck": "wings",
    "penguin": "flippers",
    "turtle": "feet",
    "horse": "hooves",
    "girl": "hands",
    "boy": "hands",
    "robot": "hands",
    "dragon": "claws",
}

NOISES = {
    "cat": "meow",
    "dog": "bark",
    "fox": "yelp",
    "bear": "growl",
    "rabbit": "sniff",
    "mouse": "squeak",
    "pig": "grunt",
    "elephant": "toot",
    "frog": "croak",
    "owl": "hoot",
    "duck": "quack",
    "penguin": "honk",
    "turtle": "snort",
    "horse": "whinny",
    "girl": "laugh",
    "boy": "whoop",
    "robot": "beep",
    "dragon": "hiss",
}

IN_WEATHER = {
    "sunny": ("on a sunny day", "in the sunshine"),
    "rain": ("in the rain", "on a rainy day"),
    "snow": ("in the snow", "under falling snow"),
    "night": ("at night", "under the stars"),
    "sunset": ("at sunset", "in the evening glow"),
    "fog": ("in the fog", "on a misty day"),
}

PLACE_NOUNS = {
    "forest": ("the forest", "the woods"),
    "beach": ("the beach",),
    "meadow": ("the meadow",),
    "mountain": ("the mountains",),
    "city": ("the city",),
    "village": ("the village",),
    "desert": ("the desert",),
    "garden": ("the garden",),
    "harbour": ("the harbour",),
    "castle": ("the castle",),
    "farm": ("the farm",),
    "lake": ("the lake",),
}

SPOTS = {
    "forest": (
        "under an old oak",
        "among the ferns",
        "between the tallest trees of the forest",
        "on a mossy log",
    ),
    "beach": (
        "beside a sandcastle",
        "at the edge of the waves",
        "among the seashells",
        "on the warm sand",
    ),
    "meadow": (
        "in the tall grass",
        "among the daisies",
        "between the buttercups",
        "in the middle of the meadow",
    ),
    "mountain": (
        "at the foot of a cliff",
        "on a rocky ledge",
        "beside a waterfall",
        "high up in the mountains",
    ),
    "city": (
        "under a street lamp",
        "at a busy crossing",
        "on a rooftop",
        "in the heart of the city",
    ),
    "village": (
        "outside the bakery",
        "beside the village well",
        "behind the last cottage",
        "at the village gate",
    ),
    "desert": (
        "behind a dune",
        "beside a thorny cactus",
        "at a dusty oasis",
        "deep in the desert",
    ),
    "garden": (
        "behind the hedge",
        "among the cabbages",
        "under the bean poles",
        "at the garden gate",
    ),
    "harbour": (
        "at the end of the pier",
        "among the fishermen's nets",
        "beside a rusty anchor",
        "on the harbour wall",
    ),
    "castle": (
        "on the drawbridge",
        "beside the moat",
        "under the battlements",
        "at the castle gate",
    ),
    "farm": (
        "behind the haystack",
        "beside the tractor",
        "outside the stable",
        "at the barn door",
    ),
    "lake": (
        "among the reeds",
        "on the jetty",
        "beside the water lilies",
        "at the edge of the lake",
    ),
}
"""Corners that each belong to one place only."""
