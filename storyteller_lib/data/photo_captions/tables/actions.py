"""What people, animals and vehicles do.

A line reads ``verb: other verbs | who | what follows when nothing is given |
what it may take``. Who: p people, b beasts, f birds, s swimmers, i insects,
v vehicles, o boats, a aircraft, t things and plants. What it may take: kinds
of concepts or ``=`` names of concepts, after a preposition where one is
needed; ``sights`` and ``held`` stand for several kinds. ``^fish`` is named by
its participle (fishing), for a noun has the plain form.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

ACTIONS = """
run: sprint, jog, dash, scamper, scurry | pb | |
walk: stroll, stride, march, trot, wander, pace, trudge, hike | pb | |
stand | pbf | | by fixture place-near
sit: perch | pbf | | on fixture =horse =rock =bench
lie: lay, recline | pb | | on fixture
kneel: crouch, squat, stoop | p | | by fixture person
lean | p | | against fixture =wall =fence =tree
jump: leap, spring, hop | pb | | over =fence =log =puddle fixture
climb: clamber, ascend | pb | up | =mountain =tree =cliff =stairs =rock
fall: tumble, collapse, topple | pb | down | off =horse =bicycle =skateboard
^fly: soar, glide, flutter, hover | fai | | over place
swim: bathe, wade, snorkel | pbsf | |
dive: plunge | ps | |
float: drift | otf | |
^sail: cruise | o | |
^paddle: row | p | | =canoe =boat =raft
surf: windsurf | p | | on =surfboard
^ski | p | | on =skis
^skate: ice skate | p | | on =skates
^skateboard | p | | on =skateboard
^snowboard | p | | on =snowboard
ride | p | along | =horse =elephant =camel =pony =donkey vehicle
drive: steer | p | along | vehicle
^fish | p | |
hunt | pb | | beast bird
chase: pursue | pb | something | beast bird person thing
follow | pb | someone | person beast
flee: escape | pb | | from person beast
perform | p | a trick |
spin: whirl | pb | around |
race: gallop | pb | |
play | pb | | with thing =guitar =piano =violin beast
dance: waltz, twirl | p | | with person
sing: chant | p | |
^juggle | p | |
read | p | | =book =newspaper =magazine =letter =map
write | p | | =letter =book
sketch | p | a line | =picture =map person beast
paint | p | | =wall =picture =fence
examine: inspect, study | p | something | thing =map
^cook: bake, fry, roast | p | | food
eat: munch, chew, devour, nibble, dine | pbf | | food
^drink: sip | pb | | drink =water
pour | p | | drink =water
cut: slice, chop, carve | p | something | food =tree =bread
feed | p | someone | beast bird
bite: gnaw | b | something | thing =ball =stick
lick | b | | person food
bark: growl, howl, snarl | b | | at person beast
graze | b | |
sleep: nap, doze, slumber | pb | | on fixture
rest: relax, lounge | pb | | on fixture
wake: awaken, awake | p | |
yawn | pb | |
look: stare, gaze, glance, peer | pb | around | at sights
watch: observe | pb | something | sights
point | p | | at sights
smile: grin, beam | p | | at person beast
laugh: giggle, chuckle | p | | at person
cry: weep, sob | p | |
shout: yell, scream, shriek, exclaim | p | | at person beast
whisper: murmur, mutter | p | | to person
talk: speak, chat, converse | p | | to person
listen | pb | | to person
kiss | p | someone | person
hug: embrace, cuddle | p | someone | person =dog =cat
hold: grip, grasp, clutch | p | something | held =baby =kitten =puppy =lamb
carry: haul, lug | pb | something | held =baby =surfboard =skis =snowboard
lift: raise, hoist | p | something | thing =baby
throw: toss, hurl, fling | p | something | thing
catch | pb | something | =ball =frisbee =fish thing
kick | p | something | =ball =football
hit: strike, punch, smash, beat | p | something | =ball thing person
push: shove | p | something | vehicle =door =stroller
pull: drag, tug | pb | something | vehicle =rope =sled
shake | pb | |
^wave | p | | to person
open | p | something | =door =window =box =letter =gate
shut: slam | p | something | =door =window =box =gate
knock | p | | at =door =window =gate
enter | p | the building | =room =house =cave =church =castle place-in
clean: wash, sweep, scrub | p | something | =floor =window =dog vehicle fixture
^brush | p | | =horse =dog =hair
dig | pb | |
build: construct | p | something | =house =wall =boat =ship =nest
repair: mend, fix | p | something | vehicle boat fixture
work: labour, toil | p | |
^shop | p | |
buy: purchase | p | something | food thing clothing
sell | p | something | food thing clothing
^smoke: puff | p | | =pipe =cigarette
wear | p | something | clothing
pose | p | | with person =dog =statue
wait | p | | for person =bus =train
meet: greet | p | someone | person
clap: applaud | p | |
cheer | p | |
pray | p | | in =church
^bow: curtsy, curtsey | p | | to person
fight: wrestle, duel, spar, struggle | pb | | with person beast
attack: assault | pb | someone | person beast
shoot | p | | at person beast bird =balloon
kill: slay, murder, stab | p | someone | person beast
die: perish, expire | pb | |
bleed | p | |
bury | p | something | thing =treasure
hide: conceal, lurk | pb | | behind fixture =tree =wall =rock
search: seek, explore | p | the place | place
steal: rob | p | something | thing =treasure =purse
^balance | p | | on =rope =ladder
^swing: sway | p | | on =swing =rope
^slide: slither | pbt | down | down =slide =hill
^splash: spray | pb | |
roll | pb | | in =grass =mud
crawl: creep | pbi | |
hang: dangle | pbt | | from =tree =rope =wall
burn: glow | t | |
shine: gleam, glitter, sparkle, twinkle | t | |
alight: touch down | fa | |
rush: hurry, hasten, speed | pv | past |
travel: journey, voyage | p | |
type | p | | on =laptop =computer
tie | p | something | =boat =horse =rope
blow | p | | =bubble =candle
snore | pb | |
dream | p | |
marry: wed | p | someone | person
celebrate | p | |
teach | p | someone | person
gather | p | something | =flower =fruit food
sniff: smell | pb | something | =flower food
nod | p | |
tremble: shiver, shudder | p | |
"""
