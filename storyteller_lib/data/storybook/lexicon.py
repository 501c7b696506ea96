"""The words of the storybook world: what a scene can hold and what people
call it.

Every value of a scene (a subject, an action, a place ...) has one canonical
name, used in the truth of a scene, and a few surface forms, used in captions
and passages. The tables are shared by the drawing, the captions, the
passages and the checks of all of them, so that they can never disagree.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

SUBJECTS: dict[str, tuple[str, ...]] = {
    "cat": ("cat", "kitten"),
    "dog": ("dog", "puppy"),
    "fox": ("fox", "vixen"),
    "bear": ("bear", "cub"),
    "rabbit": ("rabbit", "bunny"),
    "mouse": ("mouse",),
    "pig": ("pig", "piglet"),
    "elephant": ("elephant",),
    "frog": ("frog", "toad"),
    "owl": ("owl",),
    "duck": ("duck", "duckling"),
    "penguin": ("penguin",),
    "turtle": ("turtle", "tortoise"),
    "horse": ("horse", "pony"),
    "girl": ("girl", "lass"),
    "boy": ("boy", "lad"),
    "robot": ("robot", "automaton"),
    "dragon": ("dragon",),
}
"""Canonical subject -> surface forms (singular), the first the plainest."""

PLURALS: dict[str, str] = {
    "fox": "foxes",
    "mouse": "mice",
    "puppy": "puppies",
    "bunny": "bunnies",
    "pony": "ponies",
    "lass": "lasses",
    "automaton": "automata",
}
"""Plurals that are not made by adding s."""

PEOPLE = ("girl", "boy")
"""Subjects whose colour is the colour of their coat."""

COLOURS: dict[str, tuple[str, ...]] = {
    "red": ("red", "scarlet"),
    "orange": ("orange",),
    "yellow": ("yellow", "golden"),
    "green": ("green",),
    "blue": ("blue",),
    "purple": ("purple", "violet"),
    "pink": ("pink", "rosy"),
    "white": ("white", "snowy"),
    "brown": ("brown",),
    "grey": ("grey", "silver"),
}

COUNTS: dict[int, tuple[str, ...]] = {
    1: ("one", "a"),
    2: ("two", "a pair of"),
    3: ("three", "a trio of"),
}

ACTIONS: dict[str, tuple[str, ...]] = {
    "running": ("running", "racing"),
    "jumping": ("jumping", "leaping"),
    "sleeping": ("sleeping", "napping"),
    "dancing": ("dancing", "twirling"),
    "reading": ("reading a book", "looking at a book"),
    "fishing": ("fishing", "holding a fishing rod"),
    "kite": ("flying a kite", "playing with a kite"),
    "umbrella": ("holding an umbrella", "standing under an umbrella"),
    "balloon": ("holding a balloon", "clutching a balloon"),
    "lantern": ("carrying a lantern", "holding up a lantern"),
    "eating": ("eating an apple", "munching an apple"),
    "drumming": ("beating a drum", "playing a drum"),
}

PLACES: dict[str, tuple[str, ...]] = {
    "forest": ("in the forest", "among the trees", "in the woods"),
    "beach": ("on the beach", "on the sand by the sea"),
    "meadow": ("in the meadow", "in a field of flowers"),
    "mountain": ("in the mountains", "below the snowy peaks"),
    "city": ("in the city", "in front of the skyscrapers"),
    "village": ("in the village", "near the cottages"),
    "desert": ("in the desert", "among the cactuses"),
    "garden": ("in the garden", "by the garden fence"),
    "harbour": ("in the harbour", "by the sailing boats"),
    "castle": ("by the castle", "under the castle towers"),
    "farm": ("on the farm", "in front of the barn"),
    "lake": ("by the lake", "on the shore of the lake"),
}

WEATHERS: dict[str, tuple[str, ...]] = {
    "sunny": ("on a sunny day", "in the sunshine"),
    "rain": ("in the rain", "on a rainy day"),
    "snow": ("in the snow", "while snow is falling"),
    "night": ("at night", "under the stars"),
    "sunset": ("at sunset", "in the evening glow"),
    "fog": ("in the fog", "on a misty day"),
}

THINGS: dict[str, tuple[str, ...]] = {
    "mushroom": ("mushroom", "toadstool"),
    "basket": ("basket", "hamper"),
    "gift": ("gift", "present"),
    "wagon": ("wagon", "cart"),
    "teapot": ("teapot", "kettle"),
    "barrel": ("barrel", "cask"),
    "pumpkin": ("pumpkin",),
    "suitcase": ("suitcase", "trunk"),
}

RELATIONS: dict[str, tuple[str, ...]] = {
    "beside": ("beside", "next to"),
    "behind": ("behind", "half hidden by"),
}
"""How the subject stands to the thing; behind means partly hidden."""


PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "subject": SUBJECTS,
    "colour": COLOURS,
    "action": ACTIONS,
    "place": PLACES,
    "weather": WEATHERS,
    "thing": THINGS,
}
"""The parts of a scene that have words of their own -> their tables."""


def plural(noun: str) -> str:
    """The plural of a noun of the lexicon: ``plural("fox") == "foxes"``.

    Chapter: book/02_pictures_captions_books
    """
    return PLURALS.get(noun, noun + "s")
