"""Scenes of people at work and at leisure. Format: see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

PEOPLE_SCENES = """
street: 26
 who anybody*5; people*3; couple*3; crowd; woman*2; man*2
 do walk*7; stand*4; wait*2; talk*2; cross the street*3
 do look at a (map|phone|sign); hold hands; run; wait for a (bus|taxi)
 do carry {few} bags; hail a taxi; hug; kiss
 do look up at a (tall building|clock|statue)
 at down (a|the) [busy|wet|city|crowded|cobblestone] (street|sidewalk|road)*5
 at on (a|the) [busy] (corner|sidewalk|street|crosswalk)*3
 at past a (store|building|restaurant|shop|church|statue|graffiti wall)*3
 at in front of a (store|shop window|building|bus|brick wall|hotel|theater)*3
 at at a bus stop; in the city; through an alley; under a streetlight
 at at an intersection; with {colour} umbrellas
 when any
standing: 20
 who anyone*5; people*2; couple*2; men; women; children; girls; boys
 do stand*5; pose [for a picture|for the camera]*4; smile*3
 do look at (the camera|something)*2; lean; laugh*2; wave; point at something
 do jump [in the air|for joy]; take a (picture|photo|selfie)*3
 do make a funny face; look (up|away|back); clap HIS hands
 at in front of a (building|wall|fountain|statue|fence|lake|tree)*3
 at in front of a (castle|palace|temple|church|mountain|bridge|mirror)*3
 at outside
 at next to a (tree|car|wall|statue|sign|horse|bicycle|motorcycle|lighthouse)*4
 at on a (bridge|beach|balcony|hill|dock|rock|roof|porch|terrace)*4
 at against a [brick|stone|graffiti covered] wall*2
 at in a (field|garden|park|forest|doorway)*3
 at near (a|the) (water|river|ocean|window)*2
 at with HIS arms (crossed|outstretched|raised)
 when any
sitting: 22
 who anyone*5; people*3; couple*3; women; men; children; girls; boys
 do sit*7; rest*2; sit and ~talk*2; sit alone
 do read (a book|a newspaper|a magazine)*3
 do talk on (a|HIS) (phone|cell phone)*3; sleep*2
 do eat [lunch|an ice cream cone|a sandwich]*2; drink {drink}*2
 do smoke (a cigarette|a pipe|a cigar)*2; write in a (notebook|journal)
 do look at HIS phone*2; wait; relax; use a laptop; draw a picture; knit
 at on a [park|wooden] bench*5
 at on (the|some) (steps|stairs|grass|ground|sand|floor)*3
 at on a (rock|log|wall|dock|blanket|swing|porch|hill|suitcase)*3
 at at a [small|picnic] table*2; in a (park|cafe|chair|garden|train station)*2
 at under a (tree|large umbrella)*2
 at by (a|the) (water|river|fountain|window|fire|lake)*2
 when any
beach: 24
 who anyone*4; children*3; couple*3; people*3; boy*2; girl*2; girls; women
 do walk*4; play*3; run*3; stand; sit; lie on a (towel|blanket|chair)*2
 do build a sand castle*3; play in the (sand|waves)*3
 do jump (over waves|in the air); dig in the sand*2
 do look at the (ocean|sea|waves)*2; look for shells; hold hands; fly a kite
 do play volleyball; carry a (surfboard|bucket|towel); throw a ball
 do splash in the waves; watch the (sunset|waves); sunbathe
 at on (a|the) [sandy|empty|crowded|tropical] beach*7
 at along the (shore|beach|water)*3; at the (beach|ocean|sea)*2
 at near the (water|waves|ocean)*2; under a {colour} (umbrella|parasol)*2
 at by the sea
 when any
hiking: 12
 who adult*4; people*4; couple*2; m a hiker*2; boy; girl; t two hikers*2
 who family
 do walk*4; hike*4; stand*2; rest; camp
 do look at a (waterfall|map|valley|lake)*2
 do take a picture of (a waterfall|the mountains|the view)*2
 do climb over a fallen tree; cross a [small] (stream|bridge)*2
 do set up a tent*2; sit around a (campfire|fire)*2; gather wood
 do chop wood with an axe; look through (a telescope|binoculars)
 at in (the|a) (forest|woods|mountains|desert|jungle|canyon|valley)*4
 at on a [rocky|dirt] (trail|path)*3
 at through (the|a) (forest|woods|field|meadow|snow|desert)*4
 at near a (waterfall|river|lake|tent|volcano|glacier)*3; in the wilderness
 when any
cooking: 14
 who adult*5; m a chef*4; couple; boy; girl; people; f a cook; child; women
 do cook*4; cook {meal} [in a pan|on a stove]*4
 do prepare (food|dinner|a meal|breakfast|{meal})*4
 do bake (bread|cookies|a cake|a pie|cupcakes)*2
 do cut (a cake|vegetables|{veg}|bread|an onion|a pizza) [with a knife]*3
 do make (a pizza|a sandwich|soup|pancakes|{meal})*3; stir a pot of soup
 do wash (dishes|vegetables)*2; grill (meat|fish|burgers)*2
 do mix something in a bowl; pour {drink} into a (cup|glass); chop {veg}*2
 do crack an egg; open an oven; slice {fruit}
 do hold a (pan|pot|tray of cookies|spoon)
 at in (a|the) [small|restaurant|large] kitchen*7; on a (stove|grill)*2
 at in a restaurant; over a fire
 wear in an apron*3; wearing a [white] (apron|hat)*2; in a {colour} shirt
 wear wearing gloves
eating: 18
 who anyone*4; people*3; couple*3; child*2; boy*2; girl*2; baby; children; men
 who women
 do eat {meal}*3
 do eat a (sandwich|hot dog|hamburger|banana|pizza|slice of pizza)*3
 do eat a (doughnut|cookie|pancake|carrot|peach|pear)*2
 do eat (an apple|an ice cream cone|a piece of cake|a slice of watermelon)*3
 do drink {drink}*3
 do drink (from a (bottle|cup|straw)|a glass of {cold}|a cup of {hot})*4
 do eat (breakfast|lunch|dinner|popcorn|cereal)*2
 do eat (sushi|chocolate|noodles with chopsticks|spaghetti)*2
 do hold a (plate of {meal}|slice of pizza|glass of wine)*2
 do hold a (cup of coffee|sandwich); blow out candles [on a cake]*2
 do share a (meal|pizza|dessert)*2
 do have (a picnic|dinner|breakfast|lunch|tea)*4
 do raise a glass of (wine|champagne|beer); bite into an apple
 do eat with a (fork|spoon)
 at at a [dinner|kitchen|long] table*5
 at in a (restaurant|cafe|kitchen|park|bar|pub)*5
 at on (a|the) (bench|beach|couch|blanket|grass)*2; outside
 at at a (party|picnic|birthday party|wedding|fair)*2; in a high chair
baby: 12
 who baby*6; child*2
 do sleep*2; lie; sit; crawl*2; cry; smile; laugh
 do play with (a {toy}|blocks|toys)*3; hold a ({toy}|bottle|spoon|toothbrush)*2
 do yawn; eat [a banana|a cookie|with a spoon]; drink milk from a bottle
 do chew on a toy; hug a teddy bear; look at a (book|cat|mirror)
 do wear a {colour} hat; take a bath; wave
 at on (a|the) (bed|blanket|rug|carpet|floor|couch)*4
 at in (a|the) (crib|cradle|high chair|stroller|bathtub|basket|carriage)*4
 at on HIS (stomach|back); in HIS mother's arms
 at next to a (dog|cat|doll|pillow)*2; under a blanket
 wear in a {colour} (hat|shirt|dress|outfit)*3; wrapped in a {colour} blanket*2
parents: 11
 who man*3; woman*4; couple*2; f a mother*4; m a father*3; m a grandfather
 who f a grandmother; girl
 do hold a [sleeping|small|crying] (baby|child|toddler)*5
 do carry a (baby|child) [on HIS shoulders|on HIS back]*2
 do carry a (little girl|little boy) [on HIS shoulders|on HIS back]*2
 do push a [baby] stroller*3; kiss a (baby|child)
 do read (a book|a story) to a (child|little girl|little boy)*3
 do play with a (baby|child|toddler)*2; feed a baby [with a spoon]*2
 do hug a (child|boy|girl)*2; hold hands with a (child|boy|girl)*2
 do teach a (boy|girl|child) to ride a bicycle; brush a girl's hair
 do comfort a crying child; pull a child on a sled
 at in (a|the) (park|garden|yard|kitchen|living room|snow)*4
 at on (a|the) (beach|street|sidewalk|couch|porch|bench|train|swing)*4
 at in HIS arms; at a (party|playground|wedding|zoo)
home: 18
 who adult*5; people*2; couple*2; boy*2; girl*2; child*2; men; women
 do sit*3; play (video games|a video game|a game|cards|chess|a board game)*4
 do watch (television|TV|a movie)*3; use (a laptop|a computer)*3
 do work on a (laptop|computer)*2; type on a (laptop|keyboard)*2
 do read a (book|letter|magazine|newspaper)*2; sleep*2; lie
 do talk on the (phone|telephone)*2
 do hold a (remote|game controller|pillow|phone|cat)*2
 do open (presents|a gift|a box|a letter|a door)*2; look out [of] a window*2
 do decorate a Christmas tree*2; do a puzzle; paint a wall; jump on a bed
 do fold clothes; stand; sing; dance
 at in (a|the) {room}*5; on (a|the) [{colour}|leather] couch*3
 at on (a|the) (bed|floor|rug|sofa)*3; at a desk*2
 at in front of a (television|computer|fireplace|window|mirror|bookshelf)*3
 at in (a chair|an armchair)*2; at a [kitchen] table
 at by (a|the) (window|fire|door|lamp)*2
bathroom people: 7
 who adult*4; boy*2; girl*2; child*2; couple
 do brush HIS teeth*4; look in the mirror*3; take a (bath|shower)*2
 do wash HIS (hands|face|hair)*3; dry HIS hair with a (towel|hair dryer)*2
 do comb HIS hair; put on makeup; shave; take a picture in a mirror*2
 do clean a (toilet|sink|mirror|bathtub); hold a [{colour}] toothbrush*2
 do sit in a bathtub; stand by a sink; play with bubbles
 at in (a|the) [small|white|tiled] bathroom*5
 at in front of a [bathroom] mirror*2; over a sink; with a [{colour}] towel
 at in the tub
"""
