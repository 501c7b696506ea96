"""Scenes of feasts, work and travel. Format: see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

LEISURE = """
music: 18
 who man*4; woman*2; m a musician*3; m a guitarist*2; f a singer*2
 who m a drummer; boy; girl; f a violinist; m a street musician; people
 do play (a|the|HIS) [{colour}|electric|acoustic] guitar*6
 do play (a|the) (violin|piano|drum|drums|flute|trumpet)*3
 do play (a|the) (saxophone|banjo|accordion|cello|organ)*3
 do sing [into a microphone]*4; perform*3
 do hold a (guitar|microphone|violin|drum)*2; play music*2; beat a drum
 do play guitar and ~sing*2
 at on (a|the) stage*5; on (a|the) (street|sidewalk|corner|bench|porch)*3
 at at a concert*2; in front of a (crowd|microphone|building|large audience)*3
 at in a (church|bar|park|living room|subway station|theater|parade)*3
 at under {colour} lights; in a band
 wear in a {colour} (shirt|hat|suit|jacket)*3
 wear wearing (sunglasses|a hat|a uniform)*2
dance: 11
 who f a dancer*3; people*2; couple*3; girls*2; women*2; girl; woman; man; boy
 who children; t dancers*3; f a ballerina*2
 do dance*9; perform*2; perform a dance; twirl; jump in the air; spin; bow
 do dance to the music; waltz; hold hands and ~dance; pose
 at on (a|the) (stage|street|beach|dance floor)*4
 at at a (party|wedding|concert|festival|club)*4
 at in (a|the) (street|park|studio|rain|parade|hall)*3
 at in front of (a|the) (crowd|mirror|audience|temple|fire)*3; in a circle
 wear in a [{colour}] dress*2; in [{colour}|traditional] costumes
 wear wearing masks
wedding: 8
 who f a bride*4; t a bride and groom*5; m a groom; couple*2; people
 who t bridesmaids; t the bride and the groom
 do kiss*3; dance*2; pose [for a picture]*3; walk*2; stand*3
 do cut a [wedding] cake*2; hold a bouquet [of {flower}]*3; smile*2
 do get married; laugh; sit in a carriage; leave a church; hold hands
 at in front of a (church|castle|fountain|lake|mansion|cathedral|palace)*3
 at at a wedding*3; on (a|the) (beach|bridge|stairs|dance floor)*2
 at in (a|the) (garden|church|park|chapel|hall)*3; under a tree; at the altar
 wear with a bouquet; wearing wedding clothes; dressed in white; with flowers
 wear with a bouquet
party: 12
 who people*4; children*3; girl; boy; woman; couple*2; crowd*2; women
 who t friends*2; m a clown; m a magician; family
 do celebrate (a birthday|christmas|a holiday)*2; laugh*2; talk*2
 do drink (wine|beer|champagne)*2; cheer*2; clap
 do wear (masks|costumes|party hats|funny hats)*3; open (a gift|presents)*2
 do blow up a {colour} balloon; hold [{colour}] balloons*2; play a game*2
 do dress up as (a pirate|a witch|a king|a princess|an angel|a robot|a ghost)*3
 do hold a (gift|trophy|candle|pumpkin|mask)*2; watch fireworks*2; sing*2
 do carve a pumpkin; pose with a trophy
 at at a (party|birthday party|costume party|festival|carnival|fair|parade)*6
 at in a (living room|bar|restaurant|backyard|hall|park|tent)*4
 at around a (table|fire|christmas tree|bonfire)*2
 at in front of a (cake|castle|crowd)
parade: 9
 who people*3; crowd*2; children*2; t soldiers*2; m a soldier*2
 who t men in uniform*2; m a policeman*2; t two police officers*2
 who g a marching band*2; m a clown; women
 do march*4; walk*3; stand*3; wave [{colour}|small] flags*3
 do hold a (flag|sign|banner|rifle)*3; ride on a float; protest
 do carry (a flag|signs|drums|torches|a cross|a sword)*3; watch a parade*3
 do play drums; ride horses; wear (costumes|masks|armor)*2; stand guard*2
 do salute; beat drums
 at in a parade*4; down (a|the) [city] street*4
 at in front of a (palace|government building|castle|crowd|gate|monument)*3
 at through the (city|streets|town)*2; in a (square|stadium|village)
bands: 7
 who band*4
 do perform*4; play music*4; play*3; play loud music; practice; march
 do play (guitars and drums|drums|trumpets|violins)*3
 at on (a|the) stage*4; on the street; at a (concert|wedding|party|festival)*4
 at in front of a (crowd|church|large audience|building)*3; in a (park|bar)*2
 when any
work: 18
 who m a worker*3; man*3; t workers*2; woman; men; m a construction worker*2
 who m a farmer*3; m a fireman*2; t firefighters; m a carpenter; m a mechanic
 who m a blacksmith; m a gardener; m a builder; m a miner
 do work*3; dig [a hole|a ditch] [with a shovel]*2
 do repair a (roof|road|car|boat|bicycle|wall|train|fence).*4
 do build a (wall|house|fence|boat|bridge).*2; climb a ladder*2
 do paint a (fence|house|wall|boat|sign).*2
 do drive a (tractor|truck|bulldozer).*2
 do use a (hammer|drill|saw|chainsaw|broom|shovel|axe)*3
 do carry (a ladder|bricks|boards|a bucket|a box|tools|hay|wood)*3
 do sweep (the street|leaves|a floor).*2; plant (a tree|flowers|rice).*2
 do pick (apples|grapes|cotton|corn|tomatoes|tea leaves)*2
 do push a (cart|wheelbarrow)*2; spray water from a [fire] hose
 do put out a [house] fire.*2; cut (wood|grass|down a tree).*2
 do hammer a nail into a board.; load boxes onto a truck.; weld a pipe.
 at on (a|the) (roof|street|farm|road|railroad|bridge|dock|ladder)*4
 at in (a|the) (field|garden|factory|barn|garage)*3
 at in (a|the) (yard|mine|forest|workshop|vineyard)*2; at a construction site*2
 at near a (house|building|truck|fire engine|barn|ladder)*2
 at in a burning building
 wear in a {colour} (helmet|vest|uniform|shirt|hat)*4
 wear wearing (gloves|boots|a hard hat|overalls|goggles)*2
jobs: 20
 who f a nurse; m a doctor*2; f a teacher*2; m a teacher; m a scientist
 who f a scientist; m a priest*2; m a monk*2; t monks; t nuns; m a waiter*2
 who f a waitress; m a bartender; m a pilot; m a captain; m a sailor*2
 who t sailors; m a lawyer; m a judge; t students*3; f a student*2; m a student
 who m a professor; m a soldier*2; m a photographer*3; f a photographer
 who m a postman; m a butcher; m a shepherd; m a cowboy; m a businessman*2
 who m a tourist; t tourists*2; f an actress; m an actor; f an artist
 who m an artist; m a beggar; m a knight
 do stand*4; sit*2; talk to (a man|a woman|a crowd|people|a patient|students)*3
 do read (a book|a newspaper|a document)*3; walk*2; smile*2
 do write [on a board|a letter|in a book]*2
 do look at a (map|book|computer|photo|painting|chart)*3
 do hold a (book|camera|bag|tray|cup|letter|map|phone)*3; work; wait
 do look through a (microscope|telescope|camera)*2; pray; listen
 do take (notes|pictures)*2; point at a (map|screen|picture)
 at in (a|the) (office|hospital|classroom|laboratory|library|church)*3
 at in (a|the) (restaurant|school|hall|museum|theater|courtroom)*3; at a desk*3
 at in front of a (class|computer|camera|temple|chapel)*2
 at in front of a (school|bank|hotel|monastery)
 at on (a|the) (stage|deck|ship|street|train)*2
 at at a (meeting|table|university|station|hospital)*2; in a cathedral
shopping: 12
 who woman*4; people*3; man*3; couple*2; m a vendor*3; f a merchant; women
 who crowd; m a shopkeeper; child; f a street vendor
 do shop*3
 do sell ({fruit}|{veg}|fish|bread|{flower}|hats|balloons|jewelry|rugs)*5
 do buy ({fruit}|vegetables|bread|{flower}|a hat|shoes|fish|meat|clothes)*4
 do look at ({fruit}|clothes|jewelry|shoes|a watch|masks|books|dresses)*3
 do push a shopping cart*3; carry shopping bags*3; stand*2
 do pay [with money|with coins]; walk; choose {fruit}
 do try on (shoes|a hat|glasses|a dress)*2; wait in line; weigh {veg}
 at at (a|an) [outdoor|busy|flower|fish|fruit] market*6
 at in a (store|supermarket|shop|mall|bookstore|grocery store|market)*5
 at on the street; at a [fruit|food] stand*2
 at in front of a (store|shop|stall|window)*2; in a crowded bazaar
garden people: 7
 who adult*4; child; girl; boy; m a gardener; couple; children
 do water (flowers|plants|a garden) [with a hose]*3; plant {flower}*2
 do pick ({flower}|{fruit}|{veg})*4; smell (a flower|a rose|the flowers)*2
 do mow the lawn*2; rake leaves*3; hold [a bouquet of] {flower}*3
 do dig in the dirt*2; cut the grass; trim a hedge; play in a pile of leaves*2
 do climb (a|an apple) tree*2; sit under a tree; feed chickens; hug a tree
 at in (a|the) (garden|yard|backyard|park|orchard|greenhouse|field)*7
 at near a (fence|hedge|bush|cottage)*2; in autumn
 when any
art: 8
 who m an artist*3; f an artist*2; man*2; woman*2; child*2; girl*2; children
 who boy; m a painter
 do paint (a picture|a wall|a portrait|a landscape|a fence|a mural)*5
 do draw (a picture|on a sidewalk|with chalk|a cat|with crayons|on paper)*4
 do look at (a painting|a statue|a sculpture)*3; carve (a statue|wood|stone)*2
 do take a photo of (a statue|a painting|a building)*2
 do hold a (paintbrush|pencil|brush)*2; spray paint graffiti
 do make a (mask|pot|vase|sculpture)*2; cut paper with scissors*2; sew a dress
 at in (a|the) (studio|museum|park|street|classroom|gallery|room)*5
 at on (a|the) (canvas|sidewalk|floor|bridge)*3
 at at a (desk|table|school)*2
travel: 14
 who adult*4; people*3; couple*2; m a traveler; t passengers*2; m a passenger
 who t tourists*2; family; crowd; child
 do wait for (a|the) (train|bus|plane|ferry|taxi)*4; sit*3
 do carry (a suitcase|luggage|a backpack|bags)*3; pull a [{colour}] suitcase*3
 do stand*3; board a (train|bus|plane|ship|boat)*3
 do look (out the window|at a map|at a clock|at a ticket)*3; sleep*2; walk*2
 do get (on|off) a (train|bus|plane|boat)*3; wave goodbye
 do read a (map|newspaper|book); hug; hold a ticket
 at at (a|an|the) (airport|train station|station|bus stop)*3
 at at (a|an|the) (subway station|harbor|hotel)*3
 at on (a|the) (train|bus|plane|subway|platform)*3
 at on (a|the) (ferry|ship|boat|deck)*3; with {few} suitcases
 at in a (subway car|taxi|terminal|tunnel|hotel lobby)*3
driving: 13
 who man*4; woman*3; people*3; couple*2; boy; t two men*2; child; m a driver*2
 do drive (a|an) [{paint}|old] (car|truck|van|tractor|jeep)*3
 do drive (a|an) [{paint}|old] (bus|taxi|carriage|convertible)*3
 do ride (in|on) a (cart|wagon|carriage|truck|train)*3
 do ride (in|on) a (horse drawn carriage|trolley|sled|golf cart)*2
 do ride a [{colour}] (scooter|moped|motor scooter|unicycle)*4
 do push a (car|cart|wheelchair|motorcycle)*2; wash a car*2
 do sit (in|on) (a|an) [{paint}|parked|old] (car|truck|tractor)*2
 do sit (in|on) (a|an) [{paint}|parked|old] (jeep|tank|motorcycle)*2
 do lean (on|against) a [{paint}] (car|truck|van)*2; change a tire
 do look under the hood of a car; get out of a (taxi|car|limousine)*2
 do ride in a wheelchair; fill a car with gas
 at down (a|the) [busy|dirt|country|narrow] (road|street|highway)*5
 at through (the|a) (city|desert|mud|field|tunnel|town|village|forest)*3
 at on (a|the) (road|street|farm|beach|bridge|sidewalk)*3
 at in a (parade|parking lot|garage|field)*2
 at past a (farm|church|castle|windmill)
 when any
objects held: 20
 who anyone*6; child*2; boy*2; girl*2; people
 do hold (a|an) [{colour}] (umbrella|balloon|flag|ball|camera|phone)*2
 do hold (a|an) [{colour}] (book|candle|bag|box|bottle)
 do hold (a|an) (cup|bat|stick|basket|towel|sign|fan|cane|map|key)*3
 do hold (a|an) (mirror|rope|hat|toy|bucket|shovel)*2
 do hold (a|an) (flashlight|lantern|torch|bell|clock)
 do hold (a|an) (gift|sword|gun|shield|rifle)*2
 do hold (a|an) (bow|spear|photograph|newspaper|card)
 do carry (a|an) [{colour}|large|heavy|small] (umbrella|bag|box|basket)*2
 do carry (a|an) [{colour}|large|heavy|small] (suitcase|ladder|bucket|backpack)
 do carry (a|an) [{colour}|large|heavy|small] (sack|pole)
 do carry (a|an) [{colour}|large|heavy|small] (bundle of sticks|board)
 do carry (a|an) [{colour}|large|heavy|small] (sign|flag|lamp|chair)
 do look at (a|an|HIS) (phone|watch|map|camera|letter)*2
 do look at (a|an|HIS) (clock|photo|book|newspaper|photo album)*2
 do look through a (camera|telescope|window|magnifying glass)*2
 do blow (bubbles|a whistle|a trumpet|HIS nose)*2
 do play with (a|an) [{colour}] (ball|balloon|doll)
 do play with (a|an) [{colour}] (toy car|toy boat|toy sword)
 do play with (a|an) [{colour}] (toy train|drum|puppet|puzzle|yo-yo)*2
 do take a picture [with a (phone|camera)]*3; talk on a [cell] phone*3
 do wear [a pair of] (sunglasses|goggles|headphones|gloves)*2
 do wear [a pair of] (boots|glasses|skates|jeans)
 do wear (a|an) [{colour}] (crown|mask|helmet|wig|cape)*2
 do wear (a|an) [{colour}] (hood|necklace|belt|tie)
 do wear (a|an) [{colour}] (scarf|costume|robe|cloak)
 do wear (a|an) [{colour}] (veil|harness|space suit|vest); ring a bell
 do light a candle*2; pop a balloon
 do open (a door|a box|an umbrella|a bottle|a gate|an envelope)*2
 do shoot (a gun|an arrow|a bow); aim a (rifle|bow|camera)*2
 at in (a|the) (rain|park|street|room|garden|snow|crowd|field|store)*4
 at outside*2
 at on (a|the) (beach|street|sidewalk|bridge|stage|bench|porch|stairs|bus)*4
 at in front of a (house|building|window|wall|door|fire|crowd)*3; at night
 at near a (fence|car|tree|door|wall)*2
 when any
feelings: 10
 who anyone*5; couple*2; people*2; children*2; girls; boys; t two friends*2
 who women
 do cry*2; laugh*4; smile*4; hug*2; shout*2; scream*2; yell; yawn; wink; kiss
 do whisper; talk*3; listen to (music|a speech|a story)*2
 do look (sad|happy|surprised|angry|tired)*4; sing; pray*2; nod; sleep*2
 do stick out HIS tongue*3; cover HIS (face|mouth|eyes|ears)*3
 do point at (the camera|the sky|something)*2; make a face; close HIS eyes*2
 do wave HIS (hand|arms)*2
 at in (a|the) (park|street|kitchen|classroom|crowd)*2
 at in (a|the) (car|room|bar|hospital bed)*2
 at at (a party|a funeral|a concert|a wedding|a game)*3
 at on (a|the) (street|couch|bench|phone|beach|roller coaster|swing|train)*3
 at in front of a (church|window|painting|shrine|grave|mirror)*2
 at by a (window|fire|tree)
cold weather: 7
 who adult*4; child*2; people*2; couple; children
 do walk*3; stand*2; shovel snow*3; throw snowballs*2; make a snowman*2; run
 do clear snow off a car*2; wait for a bus; hold an umbrella*3
 do walk under an umbrella*3; catch snowflakes; look at an icicle
 do cross a frozen (lake|river)
 at in (the|a) [heavy] (snow|rain|storm|snowstorm|fog|blizzard)*6
 at on a (snowy|rainy|cold|foggy|windy|icy) (street|road|day)*3
 at on a (snowy|rainy|cold|foggy|windy|icy) (night|sidewalk|path)*2
 at through (the|a) (snow|rain|puddle|fog|mist)*3
 wear in a {colour} (coat|jacket|raincoat|hat|scarf)*5
 wear wearing (boots|gloves|a scarf|a hood|mittens)*2; with an umbrella*2
"""
