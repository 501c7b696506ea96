"""Animals and plants of the photographs and of the novels.

The format is that of ``people``; each kind says how its members move.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

ANIMALS = {
    "beast": """
dog, hound, mutt, canine, mongrel, cur, spaniel, terrier
puppy, pup
poodle, dalmatian
greyhound, whippet
retriever, labrador, golden retriever
german shepherd, collie
bulldog, mastiff
cat, feline, tabby, calico
kitten, kitty
horse, steed, mare, stallion, charger, mustang, nag
pony
donkey, ass/asses, mule
cow, cattle/cattle, heifer
bull, ox/oxen, bullock
calf/calves
sheep/sheep, ewe, ram
lamb
goat
pig, hog, swine/swine, sow, piglet
rabbit, hare, bunny
squirrel, chipmunk
mouse/mice
rat
deer/deer, stag, fawn, elk, antelope, gazelle, moose/moose
fox/foxes
wolf/wolves
bear, grizzly
polar bear
panda
lion, lioness
tiger, tigress
leopard, panther, cheetah, jaguar
elephant, mammoth
giraffe
zebra
rhino, rhinoceros
hippo, hippopotamus
monkey, ape, baboon, chimpanzee
gorilla
camel, dromedary
kangaroo
buffalo, bison/bison
raccoon, badger, otter, beaver
hedgehog
frog, toad
snake, serpent, viper
lizard
turtle, tortoise
crocodile, alligator
dragon
unicorn
dinosaur
monster, creature, brute, beast
animal
herd
""",
    "bird": """
bird, fowl
eagle, hawk, falcon, vulture
owl
crow, raven, rook
gull, seagull, albatross
pigeon, dove
sparrow, robin, lark, swallow, nightingale
parrot, macaw, cockatoo
duck, duckling
goose/geese
swan
chicken, hen, cock, rooster, chick
turkey
peacock
penguin
flamingo, heron, stork, crane
ostrich
flock
bat
bee, wasp
butterfly, moth
fly/flies, mosquito, gnat
""",
    "swimmer": """
fish/fish, salmon, trout
goldfish/goldfish
shark
whale
dolphin, porpoise
seal, sea lion, walrus
octopus, squid
crab, lobster
jellyfish/jellyfish
""",
    "insect": """
spider
ant, beetle
insect, bug
worm
snail
""",
    "plant": """
tree, oak, pine, elm, willow, fir, pine tree, maple, birch
palm tree, palm
bush/bushes, shrub, thicket
hedge
flower, blossom, bloom
rose
tulip, daisy, lily, violet, sunflower, poppy
bouquet, nosegay
~grass
leaf/leaves, foliage
branch, bough, twig
log, tree trunk, tree stump
plant, fern
vine, ivy
cactus/cacti
~moss, seaweed
~hay, straw
cornfield, corn field
pumpkin
""",
}
