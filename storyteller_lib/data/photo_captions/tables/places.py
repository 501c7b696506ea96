"""Places, weather and times of day.

A kind of place is named by its preposition: one is *on* a beach, *in* a
forest, *at* a market, and *near* a castle. A setting comes with its phrase.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

PLACES = {
    "on": """
beach, shore, seashore, strand, seaside, coast
~sand, sands, sandbank
field, farmland
meadow, pasture
~lawn, turf
hill, hillside, knoll, hillock
mountain, mount, peak, summit, alps
cliff, crag, precipice, bluff
rock, boulder
slope, hillslope
street, boulevard
road, highway, roadway, lane
path, trail, track, footpath
sidewalk, pavement
bridge, footbridge
island, isle, islet
dock, pier, wharf, quay, jetty, harbour wall
deck
stage, scaffold
platform, terrace
balcony, veranda
roof, rooftop
porch
^stairs, stair, staircase, stairway, steps
escalator
ramp, half pipe, halfpipe
court, tennis court, basketball court
prairie, savanna, savannah, moor, heath
glacier, ice field
runway, tarmac
ledge
grandstand, bleachers
^tracks, rail, train tracks, railroad tracks, railway tracks, rails
floor
ground, soil
carpet, rug, mat
~dirt, earth
~gravel
planet
""",
    "in": """
forest, wood, woods, woodland, grove
jungle, rainforest
desert, wilderness
valley, glen, dale, vale, ravine, canyon, gorge, gulch
garden, orchard, backyard, vineyard
yard, courtyard
park
playground
alley, alleyway
city/cities, metropolis, downtown
village, hamlet
town
kitchen
bedroom, bedchamber
bathroom, washroom, restroom
living room, parlour, parlor, drawing-room, drawing room, sitting room
dining room
room, chamber, apartment
office, study
hall, hallway, corridor, lobby
attic, garret
cellar, basement, vault, crypt
cave, cavern, grotto
tunnel
prison, dungeon, gaol, jail
cell
laboratory
library
classroom, schoolroom
restaurant, cafe
store, supermarket, bookstore
gym, gymnasium
stadium, arena
garage
stable, stall
barn, shed
cage
tent
hut, cabin, shack, hovel
nest
pool, swimming pool
sea, ocean, waves, surf, billow: in the sea
lake, lagoon
river, rapids
stream, creek, brook, rivulet
pond
swamp, marsh, bog
puddle
~water, waters
~mud
bay, gulf, cove
crater
~air, midair, mid-air: in the air
sky, heavens: in the sky
~outer space, space: in outer space
pen, enclosure, paddock
bathtub, bath
corner
""",
    "at": """
market, marketplace, bazaar
station, train station, railway station, bus stop, depot
airport, airfield, terminal
harbour, harbor, port, marina
zoo
school, college, university
party
carnival, funfair, amusement park, circus
wedding
parade
concert
race track, racetrack, racecourse
pub, bar, tavern, alehouse, saloon
hospital, infirmary
farm, ranch
quarry, coal mine, gold mine
camp, campsite, encampment
crossroads/crossroads, intersection, crosswalk
border, frontier
funeral
battlefield
picnic
""",
    "near": """
house, cottage, dwelling, villa
home, homestead
building, structure
mansion, manor, chateau, country house
castle, fortress, fort, citadel, stronghold
palace
tower, turret, steeple, belfry
church, chapel
cathedral, abbey, minster, monastery, convent
temple, shrine, pagoda
mosque
skyscraper
factory
shop
hotel
inn
theatre, theater, cinema, opera house
museum
bank
lighthouse
windmill, water mill
wall, brick wall, rampart
fence, railing, handrail
gate, gateway, portal
fountain
statue, monument
ruin, ruins
waterfall, cascade, cataract
volcano
pyramid
grave, tomb, graveyard, churchyard, cemetery
tombstone, gravestone, headstone
pillar, column
iceberg
~ice
""",
    "setting": """
~snow, snowflake, blizzard: in the snow
~rain, drizzle, downpour, rain shower: in the rain
~fog, mist, haze: in the fog
~storm, tempest, hurricane, gale: in a storm
~wind, breeze, gust: in the wind
~lightning, thunder, thunderstorm: under a flash of lightning
night, midnight, nighttime: at night
~sunset, dusk, twilight, nightfall: at sunset
~dawn, sunrise, daybreak: at dawn
morning: in the morning
evening: in the evening
~sun, sunshine, sunlight: in the sun
moon, moonlight, moonbeam: under the moon
star, starlight: under the stars
cloud: under white clouds
~darkness, gloom: in the darkness
~shade, shadow: in the shade
rainbow: under a rainbow
winter: in winter
summer: in summer
autumn: in autumn
~smoke: in thick smoke
~dust: in a cloud of dust
war, battle, combat: in a war
~Christmas: at Christmas
""",
}
