"""Vehicles, furniture, tools and toys.

The format is that of ``people``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

THINGS = {
    "vehicle": """
car, automobile, motorcar, sedan, jeep, van, suv
taxi, cab, hansom
bus/buses, omnibus
truck, lorry, pickup truck
fire engine, fire truck
train, locomotive, railway carriage, subway train
tram, trolley, streetcar
motorcycle, motorbike, dirt bike
bicycle, bike, unicycle, tricycle
scooter
carriage, coach, chariot, stagecoach, chaise
wagon, waggon, cart
wheelchair
stroller, pram, baby carriage
tractor
tank
vehicle
sled, sledge, sleigh
skateboard
surfboard, body board
snowboard
^skis, ski
^skates, rollerblades, roller skates, ice skates
saddle
""",
    "boat": """
boat, rowboat, motorboat, skiff, dinghy
ship, vessel, frigate, schooner, brig, galleon, steamer, liner
sailboat, yacht
canoe, kayak, gondola
raft
submarine
""",
    "aircraft": """
airplane, plane, aeroplane, jet, airliner, biplane, jetliner, aircraft
helicopter
rocket, missile
space shuttle, spaceship, spacecraft, shuttle
balloon, hot air balloon
airship, zeppelin
satellite
kite
parachute
""",
    "fixture": """
table
desk, writing table
chair, armchair, stool
bench/benches, pew
couch, sofa, settee
bed, bunk, cot
cradle, crib
throne
shelf/shelves, bookshelf/bookshelves
cupboard, cabinet, wardrobe, closet, dresser
door, doorway
window, pane
curtain
mirror, looking glass, looking-glass
fireplace, hearth, chimney
stove, oven
refrigerator, fridge
microwave
sink, basin
toilet, urinal
shower
television, tv, screen
piano
organ
lamp, lantern
streetlight, street light, lamppost, lamp post
candle, taper
chandelier
traffic light, stoplight
fire hydrant, hydrant
parking meter
stop sign
sign, signpost, billboard
mailbox, letter box
pole, post
flag, banner
ladder
clock, clock tower
fire, flame, bonfire, blaze
slide, water slide
swing
trampoline
hoop, hula hoop
net
obstacle, hurdle
machine, engine
cannon
anchor
mast
sail
wheel
tire, tyre
coffin
altar
cross, crucifix
crate
barrel, cask
treasure chest, strongbox/strongboxes
trash can, dustbin, garbage can
painting, portrait
graffiti, mural
Christmas tree
telescope
computer, monitor
printer
chessboard
ticket booth, kiosk
pile
""",
    "thing": """
ball, tennis ball
football, soccer ball, soccer
basketball, volleyball, baseball, softball
baseball bat, cricket bat
racket, racquet, tennis
hockey stick, hockey, puck
frisbee, flying disc
toy, doll
teddy bear, stuffed animal
stick, cane, staff
rope, cord
chain
leash
umbrella, parasol
bag, sack, pouch, plastic bag
suitcase, luggage, baggage, valise
basket
box/boxes
bucket, pail
bottle, flask
cup, mug, goblet
glass, wine glass, tumbler
plate, dish/dishes, saucer
bowl
pan, frying pan
pot, kettle, teapot, cauldron
knife/knives
fork
spoon
vase
book, volume
newspaper
magazine
letter, envelope
paper, document, parchment, scroll
map, chart
pencil, quill
phone, telephone, cellphone, cell phone, cell
laptop, keyboard, laptop computer
camera
remote, game controller
wristwatch/wristwatches, pocket watch/pocket watches
toothbrush/toothbrushes
hairdryer, hair dryer
^scissors
brush, paintbrush
broom, mop
shovel, spade
hammer
axe, hatchet
key
lock, padlock
pipe
cigarette, cigar
matchbox/matchboxes, matches
torch
flashlight
gun, pistol, rifle, revolver, musket, weapon, shotgun
sword, rapier, cutlass, sabre
dagger
spear, lance
shield
arrow
crossbow, longbow
bullet, cartridge
bomb, grenade
whip
fishing rod, fishing pole
paddle, oar
guitar, banjo
violin, fiddle
drum
flute, trumpet, saxophone
bell
microphone
hose, garden hose
sprinkler
blanket, quilt
pillow, cushion
towel
sheet, linen
handkerchief
fan
jewel, gem, diamond, ruby, pearl
~gold
~money, banknote
coin
treasure
gift, birthday present
trophy, medal, prize
photograph, photo, snapshot
card
ticket
bubble
bone
duster
nail
wire, cable
tray
inkstand, inkwell
compass/compasses
globe
sculpture
ashes, cinders
crystal
syringe
poison
tool
board, plank
stone, pebble, brick
puzzle
game, board game
""",
}
