"""Which things may stand in each other's place.

A kind ("beast", "vehicle") is too wide: a dog fetches what a cow would not,
and no whale lies on a sofa. A family is a few concepts that do and suffer
much the same. One family a line.

Chapter: book/10_the_storyteller
"""

from __future__ import annotations

from functools import cache

_FAMILIES = """
man, woman
boy, girl
man, person
woman, person
child, boy
child, girl
dog, puppy, poodle, greyhound, retriever, german shepherd, bulldog
cat, kitten
horse, pony
horse, donkey
cow, bull, calf
sheep, goat, lamb
lion, tiger, leopard
gull, pigeon, crow, sparrow
duck, goose, swan
car, taxi, truck
truck, bus
boat, sailboat, ship
canoe, raft, boat
shirt, sweater, jacket, coat
trousers, jeans, shorts
dress, skirt
hat, helmet
glasses, sunglasses, goggles
shoes, boots
park, garden, yard
field, meadow, lawn
street, road
path, road
hill, mountain, slope
cliff, rock
river, lake, pond
sea, lake
beach, sand
forest, jungle
kitchen, bedroom, living room, room
house, hut
building, house
restaurant, pub
chair, bench, couch
table, desk
fence, wall
ball, frisbee
ball, football, basketball
stick, toy
bag, backpack, suitcase, handbag
cup, glass
bowl, plate
pizza, cake, pie, sandwich
apple, oranges, banana, pear
rose, tulip, flower
coffee, tea
wine, beer
guitar, violin
book, newspaper, magazine
"""


FAMILIES = tuple(
    frozenset(line.split(", ")) for line in _FAMILIES.strip().splitlines()
)


@cache
def family_of(concept: str) -> frozenset[str]:
    """The concepts that may take a concept's place.

    Chapter: book/10_the_storyteller
    """
    found = [family for family in FAMILIES if concept in family]
    return frozenset().union(*found) - {concept}
