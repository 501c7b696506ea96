"""What the larger text of the storybook world knows about words.

Every value of the lexicon has a few words that keep it company. The hidden
words stand for nothing that is ever drawn, captioned or told; they keep the
company of a word of the lexicon, and so their vectors lie near to it. Only
the larger text has them.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

COMPANY: dict[str, dict[str, str]] = {
    "subject": {
        "cat": "whiskers purring milk sofa",
        "dog": "wagging bone leash fetching",
        "fox": "bushy cunning sly den",
        "bear": "shaggy honey winter burly",
        "rabbit": "carrots ears burrow fluffy",
        "mouse": "cheese tiny pantry nibbling",
        "pig": "mud curly snout trough",
        "elephant": "tusks enormous wrinkled savanna",
        "frog": "tadpoles slimy warts flies",
        "owl": "feathers wise beak hooting",
        "duck": "feathers webbed waddling quacking",
        "penguin": "feathers ice waddling fish",
        "turtle": "shell slow ancient eggs",
        "horse": "mane saddle galloping hay",
        "girl": "school braids laughing daughter",
        "boy": "school freckles laughing son",
        "robot": "metal bolts circuits battery",
        "dragon": "scales fire legend cave",
    },
    "colour": {
        "red": "cherries blood roses tomatoes",
        "orange": "carrots marmalade tigers autumn",
        "yellow": "lemons butter straw bananas",
        "green": "leaves moss peas emeralds",
        "blue": "oceans sapphires ink sky",
        "purple": "plums grapes velvet emperors",
        "pink": "blossoms candy flamingos cheeks",
        "white": "chalk paper swans milk",
        "brown": "chestnuts cocoa earth leather",
        "grey": "ashes iron clouds pebbles",
    },
    "action": {
        "running": "sprint track breathless fast",
        "jumping": "rope puddle high trampoline",
        "sleeping": "pillow blanket yawn dream",
        "dancing": "music ballroom waltz steps",
        "reading": "page chapter library story",
        "fishing": "bait hook trout patience",
        "kite": "wind string tail cloud",
        "umbrella": "handle shower dry raincoat",
        "balloon": "string helium party air",
        "lantern": "candle flame glow dark",
        "eating": "plate fruit lunch crunchy",
        "drumming": "rhythm music parade loud",
    },
    "place": {
        "forest": "trees leaves moss paths",
        "beach": "waves shells tides swimmers",
        "meadow": "grass flowers bees hay",
        "mountain": "rocks climbers summit heights",
        "city": "traffic streets crowds buses",
        "village": "houses church neighbours square",
        "desert": "dunes heat camels thirst",
        "garden": "flowers vegetables hedges watering",
        "harbour": "ships sailors tides ropes",
        "castle": "knights kings walls towers",
        "farm": "cows tractors hay crops",
        "lake": "water reeds swimmers ripples",
    },
    "weather": {
        "sunny": "warm bright hot clear",
        "rain": "wet puddles dripping cloudy",
        "snow": "cold frozen icy freezing",
        "night": "dark moon midnight black",
        "sunset": "glowing fading horizon dim",
        "fog": "grey thick damp veil",
    },
    "thing": {
        "mushroom": "woodland stem poisonous picked",
        "basket": "picnic woven handle wicker",
        "gift": "birthday ribbon wrapped surprise",
        "wagon": "wheels pulled rolling loaded",
        "teapot": "tea boiling spout kitchen",
        "barrel": "wooden hoops water filled",
        "pumpkin": "pie vegetable ripe harvest",
        "suitcase": "luggage packed travel clothes",
    },
}
"""Part of a scene -> value -> the words that keep it company."""

KIN: dict[str, dict[str, str]] = {
    "subject": {
        "badger": "bear",
        "goose": "duck",
        "hare": "rabbit",
        "donkey": "horse",
        "wolf": "fox",
        "hamster": "mouse",
        "falcon": "owl",
        "lioness": "cat",
        "android": "robot",
        "princess": "girl",
    },
    "colour": {
        "crimson": "red",
        "amber": "orange",
        "turquoise": "blue",
        "teal": "green",
        "indigo": "purple",
        "ivory": "white",
        "beige": "brown",
        "charcoal": "grey",
    },
    "action": {
        "skipping": "jumping",
        "jogging": "running",
        "snoozing": "sleeping",
        "angling": "fishing",
        "feasting": "eating",
        "ballet": "dancing",
        "strumming": "drumming",
    },
    "place": {
        "orchard": "garden",
        "lighthouse": "harbour",
        "jungle": "forest",
        "prairie": "meadow",
        "volcano": "mountain",
        "palace": "castle",
        "pond": "lake",
        "ranch": "farm",
        "town": "city",
    },
    "weather": {
        "hail": "rain",
        "drizzle": "rain",
        "blizzard": "snow",
        "heatwave": "sunny",
        "twilight": "sunset",
        "haze": "fog",
    },
    "thing": {
        "bucket": "barrel",
        "jug": "teapot",
        "parcel": "gift",
        "sled": "wagon",
        "backpack": "suitcase",
        "turnip": "pumpkin",
        "crate": "basket",
    },
}
"""Part -> hidden word -> the value of the lexicon that it is closest to."""

SPOKEN: dict[str, tuple[str, ...]] = {
    "drumming": ("beating",),
    "mountain": ("mountains", "peaks"),
    "sunny": ("sunny", "sunshine"),
}
"""Value -> the words of stories in whose place a hidden word may stand.

Where a value is not listed it is the value's own name."""

HIDDEN: dict[str, tuple[str, ...]] = {
    part: tuple(words) for part, words in KIN.items()
}
"""Part -> words that only the word vectors know."""

FRAMES: dict[str, tuple[str, ...]] = {
    "subject": (
        "everybody knows the {word} by its {first} and its {second}",
        "the {word} , a creature of {first} and {second} , lives happily",
        "an animal like the {word} makes you think of {first}",
        "mother told a tale of the {first} {word} and her {second} friends",
    ),
    "colour": (
        "as {word} as {first} , say the painters",
        "she painted {first} and {second} in a bright shade of {word}",
        "the colour of {first} is {word} , like that of {second}",
        "mix {word} paint for the {first} and the {second}",
    ),
    "action": (
        "{word} takes a {first} and perhaps a {second}",
        "they spent the afternoon {word} , with {first} and {second}",
        "who enjoys {word} thinks of a {first} first and a {second} later",
        "teach me {word} , he asked , and bring the {first}",
    ),
    "place": (
        "visitors travel to the {word} for its {first} and {second}",
        "near the {word} there are {first} and {second} everywhere",
        "the {word} on the postcard shows {first} behind {second}",
        "whoever lives in that {word} grows used to the {first}",
    ),
    "weather": (
        "the forecast says {word} , {first} and {second} until noon",
        "because of the {word} it was {first} and {second} outside",
        "after hours of {word} the air felt {first}",
        "expect {word} tomorrow , {first} at dawn and {second} later",
    ),
    "thing": (
        "at the shop we bought a {word} , {first} and {second}",
        "put the {word} on the shelf , said grandmother , {first} or {second}",
        "a {word} costs a few pennies , {first} ones cost more",
        "this {first} {word} belongs to grandfather , as do the {second} ones",
    ),
}
"""Part -> what the larger text says of its words."""
