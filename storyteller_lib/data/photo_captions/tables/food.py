"""What people eat and drink.

The format is that of ``people``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

FOOD = {
    "food": """
~food, meal
~breakfast
~lunch
~dinner, supper, feast, banquet
pizza
cake, cupcake, birthday cake
pie, tart
doughnut, donut
cookie, biscuit
sandwich, burger, hamburger
hot dog, hotdog
~bread, loaf/loaves, toast
~cheese
~meat, steak, beef, bacon, ham, sausage
~rice
^noodles, pasta, spaghetti
salad
soup, stew, broth
^french fries, fries, chips
egg
^vegetables, vegetable, broccoli, cabbage, lettuce
carrot
potato/potatoes
tomato/tomatoes
onion
mushroom
pepper
~fruit, fruits
apple
^oranges, tangerine
banana
^strawberries, strawberry, berry, berries
lemon, lime
grape
pear, peach, plum
watermelon, melon
~chocolate, candy, candies, sweets
~ice cream, ice-cream
~cereal, porridge
~sushi
pancake, waffle
nut
~popcorn
~sugar, honey
""",
    "drink": """
~coffee, espresso
~tea
~milk
~wine, champagne
~beer, ale, cider
~juice, lemonade, orange juice
~whisky, whiskey, brandy, rum, grog
drink, beverage, cocktail
""",
}
