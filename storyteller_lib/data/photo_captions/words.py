"""The small words of the caption grammar: who is seen, in what colours.

``WHO`` names the people and animals of a caption; before each stands the
pronoun they take: m (his), f (her), i (its), t (their, and more than one), s
(their, but one), g (their, a group). ``@man`` takes another list in; ``*3``
counts three times.
``SLOTS`` fills the braces of a template: "a {colour} (car|van) [at night]".

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

WHO: dict[str, str] = {
    "man": "m a man*6; m a young man*3; m an older man; m a bearded man; "
    "m an old man; m a bald man; m a guy; m a tall man; m one man; m the man",
    "woman": "f a woman*6; f a young woman*3; f a lady; f an older woman; "
    "f a blond woman; f an elderly woman; f the woman; "
    "f a woman with (long|dark|curly|blond) hair",
    "boy": "m a boy*5; m a young boy*4; m a little boy*4; m a small boy; "
    "m a teenage boy; m the boy; m a blond boy",
    "girl": "f a girl*4; f a little girl*5; f a young girl*4; f a small girl; "
    "f a teenage girl; f the girl; f a girl with (long|blond|dark) hair",
    "child": "s a child*4; s a young child*2; s a small child*2; s a toddler*2"
    "; s a little kid; s a kid",
    "baby": "i a baby*4; i a small baby; i an infant; i a baby boy; "
    "i a baby girl; i a smiling baby",
    "adult": "@man; @woman; s a person*3; s a young person; s someone*2",
    "kid": "@boy; @girl; @child",
    "anyone": "@man; @woman; @boy; @girl; s a person*3; @child",
    "men": "t two men*4; t three men*2; t several men; t some men; "
    "t a group of men*2; t two young men; t four men",
    "women": "t two women*4; t three women*2; t several women; "
    "t a group of women; t two young women; t two ladies",
    "boys": "t two boys*4; t three boys*2; t two young boys*2; "
    "t a group of boys; t two little boys",
    "girls": "t two girls*4; t three girls*2; t two young girls*2; "
    "t a group of girls; t two little girls",
    "children": "t two children*3; t three children*2; t several children; "
    "t a group of children*2; t some kids; t children; t two young kids; "
    "t a boy and a girl*2",
    "people": "t two people*3; t three people*2; t several people*2; "
    "t a group of people*4; t some people*2; t a man and a woman*3; "
    "t people*2; t a few people; t four people; t many people",
    "couple": "t a man and a woman*3; g a couple*3; g a young couple; "
    "s an older couple; g a family*2; t a mother and her child; "
    "t a father and his son; t a woman and a little girl; "
    "t a man and a little boy; t a mother and her daughter",
    "family": "g a family*3; t a mother and her children; g a large family",
    "crowd": "g a crowd of people*3; g a large crowd*2; g a crowd; "
    "t a group of people; t many people",
    "band": "g a band*3; t four musicians; t two musicians; g an orchestra; "
    "t a group of musicians",
    "dog": "i a {coat} dog*9; i a dog*3; i a small {coat} dog*3; i a puppy; "
    "i a large {coat} dog*2; i the {coat} dog; i a golden retriever; "
    "i a {coat} puppy; i a german shepherd; i a {coat} poodle; i a big dog; "
    "i a wet {coat} dog; i a fluffy dog; i a greyhound; i a small dog*2; "
    "i a dog with a {colour} collar*2; i a bulldog; i a collie; i a terrier",
    "dogs": "t two dogs*5; t three dogs*2; t two {coat} dogs*3; "
    "t a {coat} dog and a {coat} dog*3; t several dogs; t two puppies; "
    "t a big dog and a small dog; t two greyhounds; g a pack of dogs",
    "cat": "i a cat*4; i a {fur} cat*6; i a kitten*2; i a {fur} kitten*2; "
    "i a fluffy cat; i a small {fur} cat",
    "cats": "t two cats*3; t a {fur} cat and a {fur} cat; t two kittens; "
    "t three kittens",
    "horse": "i a horse*3; i a {coat} horse*4; i a pony; i a {coat} pony",
    "horses": "t two horses*3; t three horses; t several horses; "
    "g a herd of horses; t two {coat} horses",
    "anybody": "@anyone; @people; @men; @women",
}
"""Name of a list -> who may stand in it."""

SLOTS: dict[str, str] = {
    "colour": "red*4; blue*4; green*3; yellow*3; white*3; black*3; pink*2; "
    "orange*2; purple; brown; grey; dark; bright; striped; colorful",
    "paint": "red*4; blue*3; green*2; yellow*3; white*4; black*2; silver; "
    "orange; old; shiny",
    "coat": "brown*6; black*6; white*5; black and white*4; brown and white*4; "
    "tan*3; grey*2; black and brown*2; golden; light brown; spotted",
    "fur": "black*3; white*2; orange*3; grey*3; black and white*3; tabby*2; "
    "striped; calico; brown",
    "top": "shirt*6; jacket*4; t-shirt*2; sweater*2; coat*3; hoodie; vest; "
    "sweatshirt; jersey; tank top; hat*2; cap; uniform; helmet; scarf; "
    "suit; outfit; costume",
    "gown": "dress*6; skirt*2; shirt*2; coat*2; sweater; hat; jacket; top; "
    "blouse; scarf; apron; swimsuit",
    "size": "large*3; small*3; big*2; huge; little",
    "few": "two*3; three*2; several*2; four; a few; five",
    "ground": "grass*4; field*3; snow*2; sand*2; lawn; dirt; mud; road; yard",
    "flower": "flowers*4; roses; tulips; daisies; sunflowers; lilies; "
    "yellow flowers; pink flowers; purple flowers; wildflowers",
    "fruit": "apples*2; oranges*2; bananas*2; strawberries; grapes; pears; "
    "lemons; peaches; fruit*2; watermelon; berries",
    "veg": "carrots*2; broccoli*2; tomatoes*2; potatoes; onions; mushrooms; "
    "peppers; lettuce; beans; vegetables*3; corn; cabbage",
    "meal": "rice*2; meat*2; chicken; noodles; pasta; fish; steak; soup; "
    "eggs; bacon; salad*2; cheese; bread; beans; french fries; sausages",
    "sweet": "cake*3; pie*2; ice cream*2; chocolate; cookies; pancakes; "
    "doughnuts*2; candy; waffles",
    "drink": "coffee*4; tea*3; milk*2; wine*2; beer*2; orange juice; water*2; "
    "lemonade",
    "hat": "hat*3; cap*2; helmet*2; baseball cap; cowboy hat; mask; {colour} "
    "hat*2; scarf; {colour} scarf; hood; straw hat",
    "hot": "coffee*4; tea*3; milk; hot chocolate",
    "cold": "wine*3; beer*2; milk*2; water*2; orange juice*2; lemonade; juice",
    "toy": "ball*3; toy*2; doll; toy car; teddy bear*2; balloon; stuffed "
    "animal; puzzle; toy truck; kite",
    "tree": "tree*4; pine tree; palm tree*2; oak; bush; maple tree",
    "bag": "backpack*3; purse; bag*2; suitcase*2; basket; plastic bag; box",
    "far": "in the distance*2; in the background*3; on the horizon; nearby",
    "room": "living room*3; bedroom*2; kitchen*3; dining room; hotel room; "
    "office; hallway; room*2",
    "seat": "chair*3; couch*3; bench*2; sofa; stool; armchair; bed*2; table; "
    "blanket; rug",
}
"""Name of a slot -> what may fill it, separated by semicolons."""

DRESS: dict[str, str] = {
    "m": "in a {colour} {top}*8; wearing a {colour} {top}*4; in {colour} "
    "shorts; in a suit; in jeans; wearing (glasses|sunglasses); "
    "with a {bag}; wearing a {hat}; in a {colour} shirt and jeans; "
    "in a tie; wearing headphones",
    "f": "in a {colour} {gown}*8; wearing a {colour} {gown}*4; in a dress; "
    "in jeans; wearing (glasses|sunglasses|boots|gloves|a necklace); "
    "with a {bag}; wearing a {hat}; in a {colour} bikini; with a purse",
    "s": "in a {colour} (shirt|jacket|coat|hat)*6; wearing a {colour} (shirt|"
    "jacket|coat|helmet)*3; with a {bag}; wearing a {hat}; in shorts",
    "t": "in {colour} (shirts|jackets|hats|uniforms|coats)*4; wearing "
    "(helmets|hats|sunglasses|uniforms|costumes|{colour} shirts)*3; "
    "with backpacks; in suits; dressed in {colour}; with umbrellas",
}
"""Pronoun -> what such people wear."""

WHEN = (
    "on a sunny day*4; at night*3; at sunset*3; in the rain*2; in the snow*2; "
    "on a cloudy day*2; in the fog; in the evening; in the morning; "
    "at dusk; in winter; on a foggy day; under a blue sky*2; in summer; "
    "under a cloudy sky; at dawn"
)
"""The weather and times of day of outdoor captions."""
