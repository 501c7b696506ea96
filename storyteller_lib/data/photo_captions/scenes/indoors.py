"""Scenes of rooms, things and food. Format: see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

INDOORS = """
plates: 26
 say a [white|large|blue] plate (of|with|topped with) {meal} and {veg} [on a
  [wooden] table]*6; a plate of {meal} [next to a (fork|knife|glass of wine|cup
  of coffee|bowl of soup)]*4; a (bowl|pan|pot) of {meal} [with {veg}] [on a
  (table|stove|counter)]*4; a (sandwich|burger|hot dog) [and french fries] (on|
  sitting on) a [white|paper] plate*4; a (table|tray|buffet) (full of|topped
  with|filled with) (food|plates of food|different dishes|{meal} and {veg})*3;
  a hot dog with (mustard|onions|ketchup|cheese and onions) [in a bun]*2; a
  plate of sushi [on a wooden table]; a breakfast of (eggs|pancakes|bacon) and
  {drink} on a table*2; a sandwich with {meal} and {veg} on a [white] plate*2;
  a bowl of (cereal|soup|salad|rice|noodles|fruit|popcorn|oatmeal) [and a
  spoon] on a table*4; the dinner table is set with (plates|glasses|candles)
  and (forks|flowers|wine)*2; some {meal} and {veg} are cooking in a pan*2; a
  close up of a plate of {meal} and {veg}*2
pizza: 10
 say a [large|small|whole] pizza (with|topped with) ({veg}|cheese|meat) and
  ({veg}|cheese|meat) [on a (table|plate|pan)]*6; a slice of pizza on a [paper|
  white] plate [next to a (fork|glass|drink)]*3; two pizzas (in boxes|on a
  table|in an oven)*2; a pizza (is baking|cooking) in an oven; a [cheese] pizza
  sits on a (wooden table|counter|stove|pan)*3; a pizza cut into slices on a
  (wooden board|tray|table)*2
dessert: 15
 say a (piece|slice) of (apple pie|chocolate cake|cake|pie|birthday cake) on a
  [white|small|blue] plate [with a fork]*4;
  a [birthday|chocolate|wedding|large] cake (with|decorated with) (candles|
  {flower}|strawberries|white frosting|{colour} icing) [on a table]*6; a
  (plate|tray|box|basket) of (cookies|doughnuts|cupcakes|pastries|pancakes)*4;
  a cup of {hot} (and|next to) a (piece of cake|doughnut|cookie|slice of pie|
  muffin) [on a table]*4; a (chocolate|glazed) doughnut (on a napkin|with
  sprinkles|in a box)*3; a bowl of ice cream with {fruit}*2; a stack of
  pancakes with (syrup|berries|butter|strawberries)*2; an ice cream cone in a
  hand; a pie with {fruit} in a (dish|pan)*2
fruit: 18
 say a bowl of {fruit} (on|sitting on) a [wooden|kitchen] (table|counter)*5; a
  (pile|bunch|basket|box|crate|bowl) of {fruit} [and {fruit}]*5; {fruit} and
  {fruit} (in a bowl|on a plate|on a table|at a market|in a basket)*4; a (pile|
  bunch|basket|box|bowl) of (fresh|raw|chopped) {veg} [and {veg}]*5; {veg} and
  {veg} (on a cutting board|on a table|at a market|in a garden)*4; a (bunch of
  bananas|pile of oranges) hanging (in a market|from a tree|in a kitchen); a
  [red|green] apple (on a tree|on a desk|next to a banana|and a knife on a
  table)*3; a (lemon|pear|peach|watermelon|potato|carrot|tomato|mushroom|onion|
  banana|pumpkin|pepper) (on a table|on a white plate|next to a knife|in a
  garden|in a hand)*5; a pineapple and a watermelon on a table; an orange (cut
  in half|on a tree|in a bowl)*2
drinks: 12
 say a cup of {hot} [and a (spoon|book|newspaper|saucer)] (on|sitting on) a
  [wooden|small] table*6; a glass of {cold} (on|sitting on) a (table|counter|
  bar|tray)*5; a bottle of (wine|beer|water|whisky|milk) (and|next to) (a|two|
  several) (glass|cup|plate)*2; a bottle of wine and two glasses on a
  table*3; a (mug|pot) of {hot} next to a (laptop|book|plate|lamp|
  cookie)*3; two glasses of {cold} on a table [by a window]*3; bottles of
  (wine|beer|rum|water) on a (shelf|table|bar)*3; a (teapot|kettle) (and|next
  to) a cup on a (table|stove|tray)*3
kitchens: 20
 say a [small|large|clean|modern|white|messy] kitchen with (a stove|a
  refrigerator|a sink|wooden cabinets|white cabinets|an oven|a microwave|a
  table) and (a stove|a refrigerator|a sink|a window|white appliances|an oven|a
  microwave|chairs)*10; a (white|silver|large|old) (refrigerator|stove|oven|
  sink|microwave) in a [small] kitchen*4; a [kitchen] (counter|shelf|sink) with
  (dishes|pots and pans|bottles|cups|fruit|a toaster|a coffee maker|knives)*5;
  pots and pans (hang|hanging) (over|above) a stove*2; a (knife|spoon|fork|pan|
  bowl|pot|cutting board) (on|sitting on) a [kitchen|wooden] (counter|table|
  stove)*5; a (refrigerator|cupboard) [door] (is open|is full of food|covered
  with magnets)*3; dirty dishes in a [kitchen] sink*2; a stove with (a pot|a
  kettle|two pans) on it*2
bathrooms: 20
 say a [small|clean|white|tiled|dirty|modern|blue] bathroom with (a toilet|a
  sink|a bathtub|a shower|a mirror|white tile) and (a sink|a mirror|a window|a
  shower|a towel|a bathtub)*10; a [white|dirty|broken|old|public] toilet (in|
  sitting in) a [small|tiled|white] (bathroom|room|stall)*5; a [white|bathroom]
  sink (under a mirror|next to a toilet|with a mirror above it|below a
  window)*3; a (bathtub|shower) with (a [{colour}] curtain|a window|glass
  doors|{colour} tile)*3; a (row|line) of (urinals|sinks|toilets) in a [public]
  bathroom*2; a toothbrush (and|next to) a (cup|glass|sink|mirror)*2; a (towel|
  mirror|clock) (hangs|hanging) on a bathroom wall*2; a toilet with the (lid|
  seat) (up|down|open)*2; a bathroom with {colour} walls and a (toilet|sink|
  shower)*3
bedrooms: 15
 say a [small|hotel|clean|cozy|messy|large] bedroom with (a bed|two beds|a
  large window|a lamp|a desk) and (a mirror|a dresser|a chair|a window|a
  television|a lamp)*8; a [large|small|unmade|neat] bed (with|covered with|
  covered in) ({colour} (pillows|blankets|sheets)|a quilt|clothes|books)*6; a
  (bed|crib|bunk bed) (next to|under|by) a (window|lamp|wall|painting|fan)*4; a
  teddy bear (and a doll|sits|and a pillow|is lying) on a bed*3; a (bed|room)
  with a (lamp|clock|phone|book) on a [small] (table|shelf)*3; a hotel room
  with (two beds|a bed and a desk|a television|curtains)*2; a baby crib in a
  (room|bedroom) with {colour} walls
living rooms: 22
 say a [small|large|cozy|bright|modern] living room with (a couch|a fireplace|a
  television|two chairs|large windows|a piano) and (a table|a television|a rug|
  a lamp|a bookshelf|a chair|curtains)*9; a [{colour}|leather|large|empty]
  (couch|sofa|armchair|chair) (in|sitting in) a [living] room*5; a (television|
  fireplace|lamp|clock|painting|mirror|plant|piano|bookshelf) in [the corner
  of] a (living room|room|hall)*6; a [wooden] (table|desk|bench|chair) (next
  to|by|in front of) a (window|door|wall|fireplace|staircase)*5; a dining
  [room] table with (six|four|wooden) chairs [and a chandelier]*3; a room
  (with|full of) (furniture|books|paintings|boxes|toys|plants|mirrors|
  machines)*4; a fire (burning|burns) in a [stone|brick] fireplace*3; a shelf
  (full of|with|filled with) (books|toys|bottles|vases|dolls|boxes|dishes|
  trophies)*5; a chandelier (hangs|hanging) (over a table|in a hall|from the
  ceiling)*2; a [red] carpet (on a staircase|in a hallway|on the floor of a
  room)*2; a {seat} next to a (lamp|window|shelf)*3
desks: 18
 say a desk with (a computer|a laptop|two monitors|a lamp|books) and (a
  keyboard|a phone|a mouse|a cup|papers|a printer|a chair)*9; a [black|white|
  silver|open] laptop [computer] (on|sitting on) a [wooden|cluttered] (desk|
  table|bed)*5; a (computer|keyboard|mouse|monitor|printer|cell phone|
  telephone|camera|lamp) (on|sitting on) a [wooden|messy] desk*6; a (cat|cup of
  coffee|book|phone) next to a (laptop|keyboard|computer)*3; a cell phone (and|
  next to) a (set of keys|wallet|laptop|watch|pen|camera)*4; an (office|study)
  with (a desk|computers|bookshelves|a large window)*3; a hand holding a
  [small|black] (phone|remote|camera|cell phone|card|key|coin)*4; a stack of
  (books|papers|letters|magazines|cards) on a (desk|table|chair)*4; a person is
  typing on a (keyboard|laptop)*2
things on tables: 30
 say a (vase|glass|bottle) (of|with|filled with) {flower} (on|sitting on) a
  [wooden|small] (table|shelf|window sill)*8; a (pair of scissors|pair of
  glasses|camera|key|candle|lamp|clock|book|letter|map|hat|basket|box|bell|
  hammer|knife|drum|violin|crown|ring|coin|necklace|globe|mask|toy car|doll|
  puzzle|chess board|bone|trophy|compass|umbrella|bottle|flashlight|lock|
  wristwatch|photograph|newspaper|magazine|toothbrush|paintbrush|pencil|card|
  ticket|medal|purse|wallet) (on|lying on|sitting on) a [wooden|small|white]
  (table|desk|shelf|blanket)*24; an (open book|old clock|old letter|antique
  telephone|old map|old camera|alarm clock|empty glass|axe|old key|open box)
  (on|sitting on) a [wooden] (table|desk|shelf)*6; a pair of [{colour}|old]
  (shoes|boots|gloves|skates|sandals|jeans|skis|socks) on (the|a) (floor|
  ground|bed|bench|carpet)*5; a (teddy bear|doll|toy) (sits|sitting) (on|in) a
  (chair|shelf|box|bed|window|basket|bench)*4; a [{colour}] (suitcase|backpack|
  bag|purse|umbrella|helmet|hat|towel|blanket) on (the floor|a bed|a bench|a
  chair|the sand)*6; a candle (burning|burns) (on a table|in a dark room|next
  to a window|in a church)*3; (letters|coins|jewels|keys|cards|tools|tickets|
  toys|pencils|brushes|shells|photographs|candles|maps) on a [wooden] (table|
  desk)*6; a box (full of|filled with) (tools|toys|letters|jewelry|nails|old
  photographs|chocolate|gold coins|puppies|kittens)*4
walls and clocks: 16
 say a [large|old|antique|round|golden] clock (on|hanging on|mounted on) (a|
  the) (wall|tower|building|pole|post)*7; a clock [tower] (in front of|next to|
  above) a (building|church|street|door|tree|city)*3; a (painting|mirror|
  portrait|map|sign|cross|shield|sword|poster|calendar|flag|guitar|photograph|
  tapestry) (hangs|hanging|is hanging) on a [brick|white|stone] wall*8; a
  [wooden|{paint}|large|iron|old] (door|gate|window) (in|on|of) (a|an) [old|
  stone|brick] (wall|house|building|castle)*5; a (window|door) with [{colour}]
  (curtains|flowers|shutters|a cat|a lock|plants)*3; a brick wall (covered
  with|with) (graffiti|ivy|vines|posters|a mural|paint)*4; a [stone|wooden|
  spiral] staircase (in a (hall|house|tower|castle|museum)|with a [red] carpet|
  leading to a (door|garden))*4; a long (hallway|corridor|tunnel) with (doors|
  lights|pillars|windows|a red carpet)*3
public rooms: 15
 say the inside of a (church|library|museum|restaurant|cathedral|theater|train
  station|temple|barn|bar|factory|gym|prison cell|castle|plane|bus|train|cave|
  laboratory|palace)*9; a [small|large|empty|busy|old] (library|bookstore)
  (with|full of) (books|shelves|students|people reading)*3; an empty
  (classroom|church|theater|restaurant|stadium|office|hall|swimming pool) with
  (chairs|rows of seats|benches|large windows|lights)*5; a (hospital room|
  laboratory|workshop|garage|attic|cellar|basement) (with|full of) (machines|
  tools|boxes|bottles|equipment|shelves|barrels)*4; a (restaurant|bar|cafe|pub)
  with (tables|stools|people|lights|a piano)*3; a stage with (red curtains|a
  piano|drums and guitars|bright lights|a microphone)*3; a (statue|painting|
  dinosaur skeleton|suit of armor|mummy|sculpture|rocket|crown|vase) in a
  museum*4; (barrels|casks) of (wine|beer) in a cellar*2
"""
