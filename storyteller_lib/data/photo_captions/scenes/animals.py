"""Scenes of animals. For the format see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

BEASTS = """
dog running: 34
 who dog*5; dogs*2
 do run*6; walk*2; jump*2; race; leap; trot; bound; gallop
 at through (the|tall|deep) (grass|snow|woods|water|field|leaves)*4
 at across (a|the) (field|yard|lawn|road|beach|snow|sand)*3; on (a|the) beach*3
 at along (the|a) (shore|path|beach|trail|street|fence); in the (snow|grass)*3
 at over a (log|hurdle|fence|fallen tree|puddle)*2; down a (hill|dirt road)
 at up a hill; around a (track|yard); on a [dirt] (path|road|trail)
 wear in a sweater; wearing a {colour} (collar|muzzle|vest|coat)*3
 when any
dog playing: 30
 who dog*6; dogs*3
 do catch a [{colour}] (frisbee|ball)*4; chase a [{colour}|tennis] ball*3
 do jump [up|in the air] to catch a (frisbee|ball)*3; play*2; play tug of war
 do run with a (ball|stick|toy|frisbee) in HIS mouth*5; fetch a stick*2
 do carry a (stick|ball|bone|large stick|toy) [in HIS mouth]*3
 do hold a (ball|toy|stick|frisbee) in HIS mouth*2
 do chew [on] a (bone|stick|toy)
 do play with a (ball|toy|stick|hose|rope)*2; chase a (squirrel|bird|rabbit)
 do dig (a hole|in the sand); roll; tug on a rope; fight over a toy; bark
 at in (a|the) (grass|snow|yard|park|field|backyard|water)*5
 at on (a|the) (grass|beach|lawn|sand|grassy field)*4; near a (fence|tree)
 wear wearing a {colour} collar
 when any
dog water: 20
 who dog*5; dogs*2
 do swim*3; jump into the water*2; shake off water; play; splash; run
 do swim with a (stick|ball|toy) in HIS mouth*2; wade; walk; leap; stand
 do shake [off] water after a swim; fetch a (ball|stick); drink
 at in (a|the) (water|lake|river|pool|ocean|stream|pond|waves)*6
 at through (a|the) (water|waves|puddle|stream|surf)*2; at the (beach|lake)
 wear none
dog resting: 17
 who dog*6; dogs*2
 do sit*3; lie*3; sleep*3; rest; stand*2; lay; wait; look (up|around); yawn
 do stick HIS tongue out; wear a (hat|sweater|scarf|costume|tie); lick HIS nose
 do lick a (woman|child|baby|boy) on the face; look at a (cat|camera); eat
 at on a (couch|bed|rug|porch|chair|blanket|pillow|bench)*4; by a (door|window)
 at in (a|the) (grass|snow|car|basket|truck|boat|yard|garden|doorway)*3
 at next to a (fence|tree|bike|bench|man|cat|child)*2; on (the|a) floor
 at behind a fence; on a leash; in front of a (house|mirror|fireplace)
 wear in a {colour} sweater; with a {colour} (collar|bandana|leash)*2
dog show: 7
 who dog*4; t two greyhounds*2; t greyhounds; i a muzzled greyhound
 do jump over a [{colour}] (hurdle|bar|obstacle|fence)*3
 do race around a track.*3
 do run through a (tunnel|obstacle course|hoop)*3; balance on a seesaw
 do walk on a leash; stand on HIS hind legs; sit up for a treat
 at at a dog show; on the grass; in a competition; during a race; in a park
dog walker: 8
 who adult*4; couple; boy*2; girl*2; people
 do walk (a|HIS|two) (dog|{coat} dog|dogs)*4; play with a {coat} dog*2
 do pet a [{coat}] dog*2; hold a [small|{coat}] (puppy|dog)*2; feed a dog
 do throw a (ball|stick|frisbee) (for|to) a dog*2; run with a dog; kiss a dog
 do sit (with|next to) a {coat} dog*2; wash a dog; train a dog; hug a dog
 at in (a|the) (park|street|yard|snow|grass)*3; on (a|the) (beach|path|bench)*2
 at along (a|the) (beach|road|river)
 when any
cats: 28
 who cat*6; cats*2
 do sit*4; sleep*4; lie*3; lay*2; rest; curl up; look (up|around); stand; play
 do drink (milk|water); eat [from a bowl|cat food]; stretch; yawn; hide
 do play with a (mouse|ball|toy|string|shoe|ribbon)*2; stare at a (bird|fish)
 do look out [of] (a|the) window.*3; look at itself in the mirror.
 do watch (television|a bird|the snow).; climb a (tree|curtain|fence).
 do sleep in a (box|basket|sink|drawer|bowl|suitcase).*2; lick HIS paw
 do lie on a (keyboard|laptop|book|newspaper|pair of shoes).*2
 at on a (bed|couch|chair|blanket|pillow|rug|desk|table|car|bench)*6
 at in a (box|basket|sink|bathtub|garden|window|suitcase)*3; by a (door|fire)
 at on top of a (television|car|refrigerator|cabinet|fence|roof); next to a dog
 at on (the|a) (window sill|windowsill|wooden floor|porch)*2
 wear with green eyes; wearing a {colour} collar; with white paws
horses: 18
 who horse*3; horses*3
 do graze*3; stand*3; run*3; gallop*2; walk*2; eat (grass|hay)*2; trot; jump
 do drink from a (river|trough|stream); pull a (cart|carriage|wagon|sleigh)*3
 at in a [green|grassy|large] (field|pasture|meadow)*5; behind a [wooden] fence
 at on a [grassy] hill; in the snow; along (a|the) (beach|road|fence)
 at by a barn
 at down (a|the) (street|road); through (the|a) (water|field|snow); in a stable
 when any
 wear none
riding: 16
 who adult*4; m a cowboy*4; girl*2; boy; people*2; m a jockey*2; f a rider*2
 who couple; t two riders; m a police officer; children
 do ride a [{coat}] horse*6; ride [on] horses; sit on a [{coat}] horse*2
 do jump over a (fence|hurdle|bar) on a horse*2; lead a horse; feed a horse
 do brush a horse; pet a [{coat}] horse*2; stand next to a {coat} horse
 do ride a (bull|bucking horse|camel|elephant|donkey|pony)*2; rope a calf
 at on the beach*2; in a (field|rodeo|arena|ring|parade)*3
 at along a (trail|path|river|dirt road)*2; through (the|a) (woods|river|snow)
 at past a (barn|fence|crowd)
 wear wearing a (cowboy hat|helmet|hat)*2; in a {colour} (shirt|jacket|uniform)
 when any
cattle: 12
 who i a cow*2; i a {coat} cow*3; t two cows*2; t several cows
 who g a herd of cows
 who i a bull; i a calf; t two {coat} cows; g a herd of cattle; i an ox
 do graze*4; stand*4; lie*2; walk*2; eat grass*2; look over a fence; drink
 do rest
 do pull a (cart|plow)
 at in a [green|grassy|large] (field|pasture|meadow)*5; on (a|the) road*2
 at on a [grassy] hill*2; next to a (fence|barn|calf|tree|river)*2; in a stall
 at on the beach; near a (barn|farm house|lake)
 wear with (horns|a bell around HIS neck)
 when any
sheep: 10
 who t sheep*2; g a flock of sheep*3; i a sheep*2; t two sheep; t several sheep
 who i a lamb*2; i a goat*2; t two goats*2; t two lambs; g a herd of goats
 do graze*4; stand*3; walk*2; eat (grass|hay)*2; run; lie; look around
 at in a [green|grassy|snowy] (field|pasture|meadow)*4; on a [rocky] hill*2
 at behind a fence; on (a|the) (road|rock|farm|mountain)*2
 at next to a [stone] wall
 at in a (pen|barn)
 wear with (horns|black faces|thick wool)
elephants: 12
 who i an elephant*4; t two elephants*2; g a herd of elephants*2
 who i a baby elephant*2; t several elephants; t an elephant and her baby
 do walk*3; stand*3; drink water*2; bathe*2; eat (grass|leaves|hay)*2; play
 do spray water with HIS trunk*2; lift HIS trunk; carry (people|tourists)
 at in (a|the) (river|water|field|mud|zoo|grass)*4
 at near (a|the) (tree|river|water hole|rock)*2; in an enclosure; down a [dirt]
 at across a dusty plain; by a wooden fence; behind a fence
 wear with [long] tusks
giraffes: 11
 who i a giraffe*5; t two giraffes*3; t three giraffes; g a herd of giraffes
 who i a baby giraffe; i a tall giraffe
 do stand*4; eat leaves [from a (tall|) tree]*3; walk*2; bend down to drink
 do stretch HIS neck; look (over a fence|at the camera|around)*2; run
 at in (a|the) (zoo|field|grass|savanna)*3; next to a (tree|fence|building)*2
 at among [the] trees; near a (rock|zebra|water hole); on a grassy plain
 wear none
zebras: 11
 who i a zebra*4; t two zebras*4; t three zebras; g a herd of zebras*2
 who i a baby zebra
 who t several zebras
 do graze*4; stand*4; walk*2; run*2; drink water; eat (grass|hay)*2; play
 at in (a|the) (zoo|field|grass|savanna|pen)*4; on (a|the) (dirt|plain)*2
 at next to a (tree|fence|giraffe|rock)*2; near a (water hole|river); side by
 wear none
bears: 10
 who i a [large] brown bear*3; i a black bear*2; i a bear*2; i a polar bear*3
 who t two bears; t two polar bears; i a bear cub; i a panda*2; t two pandas
 do walk*3; swim*2; stand*2; sit*2; climb a (tree|rock|log); sleep; lie; play
 do catch a fish; eat (bamboo|a fish|berries|grass)*2; look for food; drink
 at in (a|the) (river|water|woods|zoo|snow|forest|grass)*4
 at on a [large] rock*2; across (a|the) (stream|field|ice); near a (log|river)
 wear none
wild beasts: 13
 who i a lion*3; i a tiger*3; i a leopard; i a lioness; t two lions
 who t two tigers
 who i a cheetah; i a wolf*2; t two wolves; i a fox*2; i a rhino
 who i a rhinoceros
 who i a hippo; t two hippos; i a gorilla; i a crocodile; i an alligator
 do rest*3; lie*3; walk*3; stand*2; sleep*2; sit*2; run; look around; yawn
 do hide
 do look at the camera*2; roar
 at in (the|tall|dry) grass*3; in a (zoo|cage|field|river)*2
 at on a [large] rock*2
 at under a tree; near (a|the) (river|water|tree|rocks)*2; in the (snow|shade)
 wear none
small beasts: 14
 who i a squirrel*2; i a rabbit*3; t two rabbits; i a mouse; i a hedgehog
 who i a raccoon; i a rat; i a monkey*3; t two monkeys*2; i a baby monkey
 who i an otter; i a beaver; i a chipmunk; i a white rabbit; i a chimpanzee
 do sit*4; eat (a nut|fruit|a banana|a carrot|grass|leaves|an apple)*4; climb
 do run
 do hold a (nut|banana|carrot); look at the camera; hide; jump; hang; play
 at on a (branch|tree|fence|rock|log|bench|wall|table)*5
 at in a (tree|garden|cage|field|park)*3; under a (bush|tree|table)
 wear none
deer: 7
 who i a deer*4; t two deer*2; g a herd of deer*2; i a deer with antlers*2
 who i a moose; i an elk; i a stag; i an antelope; t several antelopes
 who i a fawn
 do stand*4; graze*3; run*2; walk*2; drink; cross (a|the) (road|stream|river)
 at in (a|the) (forest|woods|field|meadow|snow|grass)*5
 at near (a|the) (trees|lake)
 at at the edge of (a|the) (forest|woods|road); through the snow
 when at dawn; in the fog; in winter; at sunset
camels: 4
 who i a camel*3; t two camels*2; t camels*2; i a donkey*2; t two donkeys
 who i a kangaroo*2; t two kangaroos; i a buffalo; g a herd of buffalo
 do walk*3; stand*3; rest*2; carry (people|bags|baskets|tourists)*2; sit; lie
 at in (a|the) (desert|sand|field|zoo|street)*4; on (a|the) (beach|hill|road)*2
 at across the (desert|sand|plain); near a (tent|tree|fence|pyramid)
 wear with a (saddle|{colour} blanket)
pigs: 4
 who i a pig*3; t two pigs*2; t three pigs; i a pink pig; t piglets; i a piglet
 do sleep; roll*2; eat*3; lie*2; stand*2; run; walk; dig
 at in (the|a) (mud|pen|barn|field|straw|yard|farm yard)*5
 at next to a (fence|barn)
 wear none
birds: 22
 who i a bird*4; i a small bird*2; i a {fur} bird; t two birds*3; t birds*2
 who i a {colour} bird*2; i a sparrow; i a crow*2; i an owl*3; t two owls
 who i a pigeon*2; t pigeons*2; g a flock of pigeons*2; i a dove; i a raven
 who i a parrot*3; t two parrots*2; i a {colour} parrot; i a robin
 who i a peacock*2
 do sit*4; perch*2; =perched*4; stand*3; rest; sing*2; look around; land
 do eat (seeds|berries|bread|a worm)*2; hop; spread HIS wings; build a nest
 at on a [tree|bare|snowy] branch*6; on a (fence|wire|roof|post|statue|bench)*4
 at on (the|a) (ground|sidewalk|window sill|feeder|rock|railing)*3
 at in a (cage|garden|tree|bird bath|nest|square)*2
 at on top of a (pole|building)
 wear with {colour} feathers*2; with a {colour} (head|beak|tail)*2
birds flying: 11
 who i a bird*3; t birds*3; g a flock of birds*4; i an eagle*3; i a hawk*2
 who i a seagull*3; t seagulls*2; i a falcon; g a flock of geese*2; i a crane
 who t several seagulls; i a pelican; i an owl
 do fly*7; soar*2; glide; spread HIS wings; hover; dive
 at over (the|a) (ocean|water|lake|sea|field|beach|city|mountain)*6
 at in the [blue|cloudy] sky*4; above the (trees|waves|clouds|water)*3
 at with HIS wings spread
 when at sunset*2; at dawn; in the fog; on a cloudy day
 wear none
water birds: 13
 who i a duck*4; t two ducks*3; t ducks; i a swan*3; t two swans*2
 who g a flock of ducks; i a goose*2; t geese*2; t a duck and her ducklings*2
 who i a penguin*2; t penguins*2; i a flamingo*2; t flamingos*2; i a heron*2
 do swim*6; float*2; stand*3; walk*2; drink; look for food; dive
 do flap HIS wings
 at in (a|the) (lake|pond|water|river|stream)*6
 at on a (calm|small) (lake|pond)*2; near (the|a) (shore|dock|reeds|rocks)*2
 at on (the|a) (rocks|beach|grass)
 when any
 wear none
farm birds: 5
 who i a chicken*3; t chickens*3; i a rooster*3; i a hen*2; i a turkey*2
 who i an ostrich*2; t two turkeys; t three hens; i a peacock; t two ostriches
 do walk*4; stand*3; eat (corn|grain|seeds|grass)*3; peck at the ground*2; run
 at in (a|the) (yard|farm yard|grass|barn|field|pen|dirt)*5
 at on a (fence|farm)*2
 at next to a (barn|fence|tractor|basket of eggs)
 wear none
sea life: 12
 who i a shark*3; i a whale*3; i a dolphin*3; t two dolphins*3
 who t several fish*2
 who i a large fish*2; g a school of fish*2; i an octopus*2; i a jellyfish*2
 who t colorful fish*2; t two goldfish*2; i a sea turtle*2; i a seal*2; t seals
 do swim*8; float*2; dive; play
 at in (the|an) (ocean|sea|water|aquarium|blue water)*6
 at near a (coral reef|rock)
 at under the water*2; above the (sand|coral); through (the|clear) water*2
 wear none
sea shore: 5
 who i a crab*2; i a seal*2; t two seals*2; i a turtle*3; t seals
 who i a sea lion*2
 who i a lobster; i a walrus; t two turtles
 do lie*3; rest*3; crawl*2; sleep*2; walk; sit
 at on (a|the) (beach|rock|sand|shore|rocks)*6; near the water*2
 at in shallow water
 wear none
leaping whale: 3
 who i a whale*3; i a dolphin*4; t two dolphins*3; t three dolphins
 do jump out of the (water|ocean|sea)*3; leap out of the water*2; leap
 at near a boat*2; in front of a crowd*2; at sunset; in the blue ocean
 wear none
creepers: 10
 who i a butterfly*3; i a {colour} butterfly*2; i a bee*3; i a spider*3
 who i a fly
 who i a snail*2; i a beetle; i an ant; t ants; i an insect*2; i a caterpillar
 who i a moth; i a dragonfly; i a worm; i a large spider; t two butterflies
 do sit*4; rest*2; crawl*4; land*2; walk
 at on a [green|large] leaf*3; on a [{colour}] flower*4
 at on a (branch|stem|wall|rose|finger)*2; on a (sunflower|daisy); in its web
 wear none
scaly: 9
 who i a frog*3; i a green frog*2; i a lizard*3; i a snake*3; i a turtle*3
 who i a tortoise; i a large snake; i a toad; i an iguana; i a crocodile
 do sit*4; rest*3; lie*2; crawl*2; hide; look at the camera
 at on a [wet|large|mossy] (rock|leaf|log|branch)*6
 at in (the|a) (pond|swamp|river|water|tank)*3; near (the|a) (water|pond)
 wear none
feeding: 6
 who adult*3; child*3; girl*2; boy*2; children*2; people; man; woman
 do feed (a|the) (giraffe|goat|lamb|horse|cow|bird|monkey|duck|calf)*5
 do pet a (goat|sheep|cow|cat|kitten|rabbit|pony|lamb|donkey)*4
 do hold a (parrot|rabbit|kitten|snake|chicken|turtle|lizard|frog|cat)*4
 do look at (a|an) (elephant|tiger|monkey|bear|lion|giraffe|fish|shark)*3
 do herd (sheep|cows|cattle|goats|geese); milk a (cow|goat); shear a sheep
 at at the zoo*2; in (a|the) (park|field|barn|yard|farm)*3; over a fence
"""
