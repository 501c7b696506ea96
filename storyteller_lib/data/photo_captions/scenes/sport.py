"""Scenes of sport and play.

Each part is a list of templates (see ``grammar``): who is seen, what they do
(ending in a full stop when the place is in it), at what place, when, and
what they wear. HIS and HIM stand for the pronouns of whoever it is.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

SPORT = """
surfing: 24
 who adult*5; m a surfer*4; people; boy; girl; t two surfers
 do surf (a|a big|a huge) wave; ride a (big|large|small) wave; surf
 do ride a wave on a {colour} surfboard; fall off a surfboard; paddle out
 do carry a {colour} surfboard [under one arm] (on|along|across) the beach.
 do hold a surfboard and ~look at the (ocean|waves).; balance on a surfboard
 at in the ocean*3; in the sea; near the shore; on a {colour} surfboard
 at in blue water; in rough water
 when any
 wear in a [black] wetsuit*3; in {colour} shorts
skateboarding: 26
 who m a skateboarder*4; boy*4; man*3; m a teenager; girl; boys; s a skater
 do do a (trick|flip|stunt) [on a skateboard]*4; ride a skateboard*2
 do jump (off|over) (a ramp|some stairs|a ledge|a rail) on a skateboard*2
 do grind [on] a (rail|ledge) on HIS skateboard; skateboard
 do skateboard down (a rail|a ramp|the street|a hill|some steps).*2
 do perform a skateboard trick; fall off HIS skateboard; hold a skateboard
 at at a skate park*3; on a ramp*2; in the street; on a half pipe; in midair
 at in an empty (pool|parking lot); on the sidewalk; in front of graffiti
bicycles: 26
 who adult*5; m a cyclist*2; boy*3; girl*2; people*2; m a biker; m a bicyclist
 who couple; t two cyclists; m a BMX rider
 do ride (a|HIS) [{colour}] (bike|bicycle)*6; do a trick on (a|HIS) bike*2
 do push a bicycle; stand next to a (bike|bicycle); fix a bicycle
 do jump (over a hill|off a ramp|in the air) on (a|HIS) bike.*2
 do race [{colour}] bikes [around a track|through the mud|down a hill].
 at down (the|a) (street|road|hill|path)*3; on a [dirt] (trail|path|road)*2
 at through (the woods|a puddle|a park|the city); along the beach
 at across a bridge; past a [brick] building; on the sidewalk
 when any
 wear in a {colour} (shirt|jersey|jacket|helmet)*3; wearing a helmet*2
motocross: 13
 who m a motorcyclist*3; m a rider*2; man*2; m a biker*2; t two motorcyclists
 who t two bikers; adult
 do ride a [{colour}] (motorcycle|dirt bike|motorbike)*4
 do jump (a dirt hill|through the air|over a ramp) on a dirt bike.*2
 do race (a|HIS) (dirt bike|motorcycle|ATV); sit on a parked motorcycle
 do do a wheelie on a motorcycle; lean into a turn on HIS motorcycle
 do ride an ATV (through the mud|over a sand dune|up a hill).
 at on a [dirt|muddy] (track|road|trail)*2; down the (street|highway)*2
 at around a (corner|bend|race track); through the desert
 wear wearing a {colour} helmet*2; in a {colour} (helmet|jacket|uniform)*2
soccer: 17
 who m a soccer player*4; t two soccer players*2; boys*2; girls*2; children
 who boy; girl; t two teams; men
 do kick (a|the) [soccer] ball*3; play soccer*4; run after a soccer ball
 do chase (a|the) (soccer|) ball; head the ball; try to kick the ball
 do celebrate a goal; dribble a ball; dive for the ball; tackle an opponent
 at on a (field|soccer field|grassy field)*3; on the (grass|beach)
 at in (a stadium|the park|a game); during a (match|game)
 wear in a {colour} (jersey|uniform|shirt)*3
football: 16
 who m a football player*4; t two football players*2; t football players*2
 who t two rugby players; men; boys; m a quarterback; g a football team
 do run with the (ball|football)*2; catch (a|the) football*2; throw a football
 do tackle (another player|a player|the runner)*3; play football; jump for it
 do wait for the next play; stand on the sideline; carry the ball
 do play rugby; fight for the ball; shout at the referee
 at on (a|the) field*2; in a stadium; during a game*2; in a crowded stadium
 wear in a {colour} (jersey|uniform|helmet)*4; in {colour} and {colour}*2
baseball: 18
 who m a baseball player*5; boy*2; girl; man; m a batter*2; m a pitcher*2
 who m the catcher; t baseball players; boys; m an umpire; m a softball player
 do swing (a|the|HIS) bat*4; throw (a|the) (ball|baseball)*2
 do hit a (ball|baseball) [with a bat]; play baseball; run to first base
 do slide into (home plate|second base)*2; catch a ball in HIS (glove|mitt)
 do get ready to bat; pitch the ball; hold a [baseball] bat; wait for a pitch
 at during a [baseball] game*3; on a [baseball] field*2; on the mound
 at in front of a crowd; in a stadium; next to home plate
 wear in a {colour} (uniform|jersey|helmet)*3; in a {colour} and white uniform
tennis: 16
 who f a tennis player*4; m a tennis player*4; man; woman; boy; girl
 who people; t two tennis players
 do play tennis*3; swing (a|the|HIS) [tennis] racket*4; serve the ball*2
 do hit a [tennis] ball [with a racket]*3; hold a tennis racket*2
 do reach for the ball; get ready to serve; jump to hit a tennis ball
 at on a [tennis] court*4; on a (clay|grass) court; during a match
 at in front of a crowd
 wear in a white (outfit|dress|shirt)*2; in {colour} shorts; wearing a cap
basketball: 14
 who m a basketball player*5; boy*2; girl; boys; girls; men
 who f a basketball player
 who t two basketball players; m a volleyball player; women
 do shoot a basketball*3; play basketball*4; dribble a (ball|basketball)*2
 do jump to shoot the ball; dunk a basketball; try to block a shot
 do play volleyball; jump up to hit a volleyball; reach for the ball
 at in a gym*3; on a court*2; during a game*2; on an outdoor court
 at in front of a net; over the net
 wear in a {colour} (jersey|uniform)*4
hockey: 8
 who m a hockey player*4; t hockey players*2; t two hockey players*2; boys
 who m a goalie; boy
 do play hockey*2; chase the puck; skate (after the puck|across the ice)*2
 do fight over the puck; hit the puck with a stick; block the puck
 at on the ice*3; in a rink; during a game*2; in front of the net
 wear in a {colour} (uniform|jersey|helmet)
skating: 6
 who adult; girl*2; boy; children; couple; f an ice skater; s a rollerblader
 do ice skate*3; skate*3; roller skate; glide across the ice; spin on the ice
 do fall on the ice; rollerblade
 at at a rink*2; on a frozen (lake|pond)*2; down the sidewalk; in the park
 at on a ramp
skiing: 20
 who m a skier*4; adult*4; people*2; child; boy; girl; t two skiers; couple
 do ski*5; ski down a (hill|slope|mountain)*4; stand on skis*2; pose on skis
 do ride (up a mountain on|in) a ski lift.; jump off a snowy (hill|cliff)
 do fall down; race down a (slope|hill); learn to ski; hold ski poles
 at in the snow*2; on a [snowy] (slope|mountain|hill)*3; through the trees
 at near a (forest|lodge); past a (flag|gate)
 when on a sunny day; in the fog; under a blue sky; in winter
 wear in a {colour} (jacket|coat|suit)*3; wearing goggles*2; with a backpack
snowboarding: 12
 who m a snowboarder*5; adult*2; boy*2; girl; people; t two snowboarders
 do snowboard*2; ride a snowboard*2; do a (trick|flip) on a snowboard*2
 do jump (over a ramp|off a rail|through the air) on a snowboard.*2
 do grind a rail on HIS snowboard.; sit in the snow with HIS snowboard.
 at down a [snowy] (hill|slope|mountain)*4; in the snow; above the trees
 wear in a {colour} (jacket|coat)*3; wearing goggles
sledding: 9
 who children*3; boy*2; girl*2; child*2; couple; people; girls; man
 do sled*2; ride a [{colour}] sled*3; slide [down a hill] on a sled
 do play; build a snowman*2; throw a snowball*2; pull a sled; make a snow angel
 do sit on a sled; shovel snow [off the sidewalk].; run
 at in the snow*4; down a snowy hill*2; in the deep snow; in a snowy yard
 wear in a {colour} (snowsuit|coat|jacket|hat)*3; wearing gloves
climbing: 16
 who adult*5; m a rock climber*3; m a climber*2; boy; girl; m a hiker*2
 who people*2; t two hikers*2; couple; t two climbers
 do climb (a|up a|the side of a) (rock|cliff|mountain|wall|rock face)*5
 do scale a [steep] (cliff|rock|wall); hang from a (cliff|rope|ledge)*2
 do hike (up a mountain|along a trail|through the forest|on a path)*3
 do stand on (top of a|a) (mountain|rock|cliff|hill)*3; cross a rope bridge
 do look at the view from (a cliff|a mountain|the top); rest on a rock
 do sit on a (rock|boulder|cliff) [overlooking a (valley|lake|canyon)]*2
 do walk along a ridge; rappel down a cliff; explore a cave
 at with a (backpack|rope)*3; above a (river|valley|lake|canyon); in the snow
 when any
 wear wearing a {colour} (helmet|harness|backpack|jacket)*3
swimming: 20
 who boy*4; girl*4; children*3; child*2; man*2; woman*2; boys; girls; baby
 who m a swimmer; f a diver; couple; people
 do swim*4; jump into a [swimming] pool.*2; dive into (a|the) pool.*2; splash
 do float on (a|an inner) tube; play [with a {toy}]; stand; laugh; wade
 do slide down a [{colour}] water slide.; swim underwater*2; blow bubbles
 do lie on an inflatable raft; snorkel; throw water at a friend
 at in a [swimming] pool*4; in the (water|lake|river|ocean|sea)*3
 at in a [kiddie|shallow|blue] pool
 wear in {colour} shorts; in a {colour} swimsuit*3; with goggles*2
 wear wearing a life jacket
boating: 15
 who adult*3; people*4; men*3; couple*2; m a kayaker*2; boy; t two rowers
 do paddle a [{colour}] (canoe|kayak|boat)*4; row a [small|wooden] boat*3
 do sit in a [small|{colour}] (boat|canoe|raft)*3; ride a jet ski
 do sail a (boat|sailboat)*2; kayak; raft; stand on a (paddle board|boat)
 do water ski behind a boat; fish from a [small] boat
 at (down|on|across) (a|the) river*2; on a [calm] lake*3; in the ocean
 at through (rapids|rough water)*2; near the shore; in the harbor
 when any
 wear wearing a life (jacket|vest)*3; in a {colour} (shirt|hat|helmet)
fishing: 6
 who man*4; m a fisherman*3; boy*2; people; men; woman; t a man and a boy
 do fish*5; hold (up a [big|large]|a) fish*3; cast a [fishing] line
 do hold a fishing (rod|pole)*2; stand in a (river|stream) and ~fish.
 do throw a net; catch a fish; stand on a (dock|pier)
 at on (a|the) (dock|pier|beach|shore)*2; in a (lake|river|stream|boat)*2
 at from a (rock|bridge|pier|boat)
 when any
kites: 7
 who adult*3; children*2; boy*2; girl*2; couple; people*2
 do fly a [{colour}|large] kite*6; hold a [{colour}] kite*2; launch a kite
 do run with a kite*2; look up at a kite; fly kites
 at on (a|the) beach*3; in (a|the) (park|field)*3; on a [grassy] hill
 when on a sunny day; on a cloudy day; in the wind; under a blue sky
frisbee: 9
 who adult*4; boy*2; people*2; men; boys
 do throw a [{colour}] frisbee*3; catch a [{colour}] frisbee*3; play frisbee*3
 do jump [up] to catch a frisbee*2; leap for a frisbee; play golf; swing
 do chase a frisbee; play cricket; swing a golf club; hit a golf ball
 at in (a|the) park*3; on the (grass|lawn|beach)*2; in a [grassy] field*2
playground: 17
 who boy*4; girl*4; child*5; children*4; kid*2; baby; t a father and a child
 do slide down a [{colour}] slide*3; go down a slide*2; play*3; swing*3
 do swing on a (swing|tire swing|rope)*3; climb (a ladder|a net|a rope)*2
 do hang from [the] monkey bars*2; run through a (sprinkler|tunnel)*2
 do jump on a trampoline*3; bounce on a trampoline; play in a sandbox
 do crawl through a [plastic|{colour}] tunnel; ride a (tricycle|scooter)*2
 do push (a|a toy) (cart|stroller|truck); spin a hula hoop; fly a toy plane
 do sit (on|in) a swing; blow bubbles*2; ride a seesaw; dig in the sand
 at at (a|the) playground*4; in (a|the) (yard|backyard|park)*3; outside
 wear in a {colour} (shirt|dress|jacket|hat|coat)*5; in {colour} shorts
water play: 9
 who boy*3; girl*3; child*3; children*3; kid; boys; girls
 do play in a fountain*2; run through a (fountain|sprinkler|puddle).*2
 do splash in (a puddle|the water|the mud|the waves).*3; play with a hose
 do jump (over|in|into) a [muddy] puddle.*2; get wet; fill a bucket
 do throw a (rock|stone) into the (water|lake|river).*2
 do pour water from a bucket; spray water from a hose
 at in the (yard|park|street|garden)*2; on a hot day; on a sunny day; outside
gymnastics: 7
 who f a gymnast*2; girl*2; woman; m a gymnast; boy*2; man; f a cheerleader
 do do a (handstand|cartwheel|backflip|flip|headstand|somersault)*5
 do balance on a (beam|rope|ball|ladder); perform a flip; stretch
 do jump (high in the air|over a hurdle|over a bar).*2; do yoga*2; juggle
 do lift weights; walk on a tightrope; spin a hoop
 at on (the|a) (beach|grass|mat|stage|lawn)*4; in a (gym|park)*3; on a beam
 wear in a {colour} (leotard|outfit|costume|shirt)*3
running: 12
 who m a runner*3; f a runner*2; people*2; t runners*3; adult*3; girl; boy
 who m an athlete; t two joggers; m a jogger
 do run [in] a (race|marathon)*4; jog; run; sprint; race; cross the finish line
 do jump over a hurdle*2; warm up; stretch; walk
 at on a track*3; down (a|the) (street|road|path|beach)*3; through a park*2
 at past a (crowd|fence|building); in the rain; on the sidewalk
 wear wearing [the] number (seven|ten|five); in {colour} shorts*2
 wear in a {colour} (shirt|tank top|jersey)*2
fighting: 6
 who t two wrestlers*2; men*2; boys*2; t two boxers*2; girls; m a boxer
 do wrestle*3; fight*2; box; spar; practice (karate|martial arts|judo)*2
 do fight with (swords|sticks|pillows)*2; kick a (bag|pad|target); punch
 at in a (ring|gym)*3; on (a|the) (mat|grass|floor|lawn)*3; on the beach
 wear in {colour} (shorts|uniforms|gloves)*2
racing cars: 4
 who m a race car driver; t two race cars*2; i a race car*3; i a go cart
 do race*2; speed; drive; skid; go; turn
 at around a (track|race track|corner)*3; on a track*2; past the crowd
 wear none
"""
