"""People, what they wear and what one sees of them.

One concept a line: the name captions use, then the other words for it, also
those of old novels. ``word/plural`` gives a plural that no rule makes, ``~``
marks what takes no article (water), ``^`` what is always plural (jeans).

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

PEOPLE = {
    "person": """
man/men, gentleman/gentlemen, fellow, chap, guy, bloke
woman/women, lady, ladies, dame, gentlewoman/gentlewomen
boy, lad, schoolboy, urchin
girl, lass, maiden, maid, damsel, schoolgirl
person/people, adult, somebody, someone, folk, human
child/children, kid, youngster
baby, infant, newborn
toddler, tot
teenager, teen, youth
old man/old men, elderly man/elderly men, greybeard
old woman/old women, elderly woman/elderly women, crone
mother, mom, mum, mamma
father, dad, papa
son
daughter
brother
sister
husband
wife/wives
uncle
aunt
grandfather, grandpa
grandmother, grandma, granny
cousin
bride
groom, bridegroom
friend, companion, comrade, chum
stranger
neighbour, neighbor
lover, sweetheart, beloved
guest, visitor
king, emperor, monarch, sultan, czar
queen, empress
prince
princess
duke, count, baron, marquis, earl, nobleman/noblemen, lord
duchess, countess, baroness, noblewoman/noblewomen
knight, cavalier, musketeer
soldier, guardsman/guardsmen, sentry, sentinel, warrior, trooper
officer, lieutenant, sergeant, colonel
captain, skipper
sailor, seaman/seamen, mariner, boatman/boatmen
pirate, buccaneer, corsair
hunter, huntsman/huntsmen, trapper
fisherman/fishermen, angler
farmer, peasant, ploughman/ploughmen
shepherd, herdsman/herdsmen
cowboy, rancher
gardener
servant, footman/footmen, valet, butler, housekeeper, maidservant
cook, chef
waiter, waitress, barman/barmen, bartender
innkeeper, landlord, landlady
merchant, trader, shopkeeper, vendor, tradesman/tradesmen
worker, workman/workmen, labourer, builder, miner
blacksmith, carpenter
driver, coachman/coachmen, cabman/cabmen, cabby
pilot, aviator
astronaut, spaceman/spacemen
scientist, professor, inventor, engineer
doctor, physician, surgeon
nurse
patient, invalid
teacher, schoolmaster, governess, tutor
student, pupil, scholar
priest, clergyman/clergymen, vicar, parson, curate, bishop
monk, friar, abbot
nun
policeman/policemen, police officer, constable, police, cop
detective, inspector, sleuth
lawyer, judge, magistrate, barrister
thief/thieves, burglar, robber, bandit
murderer, killer, assassin, villain
prisoner, captive
spy/spies
beggar, tramp, vagabond
giant, ogre
dwarf/dwarves
witch/witches, sorceress
wizard, magician, sorcerer
fairy
ghost, phantom, spectre
angel
devil, demon, fiend
vampire
alien, martian
artist, painter, sculptor
musician, fiddler, pianist, guitarist, violinist, drummer
singer, songstress
dancer, ballerina
actor, actress, performer
clown, jester
writer, author, poet, novelist
photographer, cameraman/cameramen
player, footballer, batsman/batsmen, goalie, goalkeeper, pitcher, batter
athlete, gymnast, sprinter, runner, racer, jogger
swimmer, diver, snorkeler
surfer, windsurfer
skateboarder, skater, rollerblader
skier
snowboarder
climber, mountaineer, hiker
cyclist, biker, bicyclist
rider, horseman/horsemen, jockey, horsewoman/horsewomen
boxer, wrestler
umpire, referee
tourist, traveller, traveler
passenger
shopper, customer
pedestrian, passer-by/passers-by, onlooker, bystander
spectator
fireman/firemen, firefighter
postman/postmen, messenger, courier
chief, chieftain
islander
robot, automaton/automata, android
scarecrow
~Santa Claus, santa
""",
    "group": """
couple
family
crowd, throng, mob, multitude
group, gathering
team, squad
band, orchestra
audience
crew
army, troop, regiment
tribe
choir
""",
    "body": """
hand, fist: an outstretched hand
arm: folded arms
finger, thumb: a raised finger
foot/feet: bare feet
leg, knee: long legs
head, skull: a lowered head
face, countenance: a smiling face
eye: bright eyes
ear: big ears
nose: a red nose
mouth: an open mouth
lip: red lips
tooth/teeth: white teeth
tongue: a long pink tongue
cheek: rosy cheeks
chin: a strong chin
forehead, brow: a high forehead
neck, throat: a long neck
shoulder: broad shoulders
~hair, curl: long hair
beard: a long beard
mustache, moustache, whisker: a thick mustache
tail: a long tail
paw: big paws
horn, antler: curved horns
wing: spread wings
feather, plume: bright feathers
claw, talon: sharp claws
tear: a tear on the cheek
~blood: blood on the face
wound, scar: a wound
""",
    "clothing": """
shirt, blouse, t-shirt, tee-shirt, tank top, polo
dress/dresses, gown, frock
skirt, petticoat
coat, overcoat, raincoat
jacket, vest, waistcoat, hoodie
sweater, sweatshirt, jersey
suit, tuxedo
^jeans
^trousers, pants, breeches, slacks
^shorts, trunks
swimsuit, bikini, wetsuit, bathing suit
hat, cap, bonnet, beanie
helmet, visor
hood
crown, diadem
mask
scarf/scarves, shawl, bandanna, bandana
necktie, tie, bow tie
^gloves, glove, mitten, mittens, mitt
^glasses, spectacles, eyeglasses
^sunglasses
^goggles
^shoes, shoe, sneakers, sneaker, sandals, sandal, slippers, slipper
^boots, boot
^socks, sock, stockings, stocking
belt, girdle, sash/sashes
cloak, cape, mantle, robe
uniform
costume, outfit
apron
veil
wig, mohawk
~armour, armor, breastplate
harness/harnesses
life jacket, life vest
backpack, rucksack, knapsack
handbag, purse
collar
^headphones, headphone
ring, bracelet
necklace, pendant
^earrings, earring
space suit, spacesuit
^rags
^clothes, clothing, garment
""",
}
