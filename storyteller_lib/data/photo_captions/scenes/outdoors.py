"""Scenes of traffic by land, sea and air. Format: see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

OUTDOORS = """
cars: 18
 who i a [{paint}] car*5; i a [{paint}] truck*3; t two cars; t several cars*2;
  i a {paint} van*2; i a taxi*2; i a jeep*2; i an old car*2; i a {paint} pickup
  truck*2; i a police car; i a fire truck*2; i a {paint} sports car*2; i a
  tractor*2; i a tank; t cars*2
 do drive*5; =parked*6; sit*2; stop*3; speed; race; turn; wait*2
 at down (a|the) [busy|dirt|wet|city|country] (street|road|highway)*4; on (a|
  the) [busy|city|snowy] (street|road|bridge)*3; in front of a (house|building|
  store|hotel|church|barn|castle|garage)*3; next to a (parking meter|fire
  hydrant|curb|tree|bus|fence)*2; at a (traffic light|stop sign|gas station|red
  light)*2; through (the|a) (mud|snow|desert|city|tunnel|puddle)*2; in a
  (parking lot|field|garage|driveway|junkyard)*3; past a (farm|church|field|
  forest)
 when any
buses: 16
 who i a [{colour}|city|school|double decker] bus*6; i a red double decker
  bus*2; t two buses*2; t buses; i a tour bus; i a yellow school bus*2; i a
  tram*2; i a trolley*2; i a green and white bus; i a streetcar
 do drive*5; =stopped*3; =parked*3; wait*2; travel*3; turn
 do pick up passengers*2; pass
 at down (a|the) [busy|city|wet|narrow|crowded] street*5; at a (bus stop|
  station|corner|traffic light|terminal)*4; in front of a [tall|brick|large]
  (building|hotel|church|store|palace|theater)*4; on a [city|busy] (street|
  road|bridge|highway)*3; through (the|a) (city|town|village|rain)*2; in a
  parking lot; past a (clock tower|park|museum)*2
 when any
trains: 18
 who i a [{colour}|passenger|freight|long|steam] train*9; i a train*3; i a
  steam engine*2; i a [{colour}] locomotive*2; t two trains*2; i a subway
  train*2; i an old steam train*2; i a commuter train
 do travel*5; pull into a (station|small station).*3; stop*2; sit*3; go*2;
  move; cross a [tall|stone] bridge.*2; come out of a tunnel.*2; arrive at a
  [crowded] (platform|station).*2; wait; leave the station.; pass
 at down (the|a) [train|railroad] tracks*4; on (the|a) [train|railroad|rusty]
  (tracks|track|bridge)*3; along (a|the) (river|coast|mountain|lake|cliff|
  forest)*3; through (a|the) (forest|valley|tunnel|countryside|city|desert|
  mountains|field)*4; at a (station|platform|crossing)*3; next to a (platform|
  road|building|river)*2; past a (farm|village|field of flowers|factory)
 when any
motorcycles: 13
 who i a [{paint}] motorcycle*5; t two motorcycles*3; t several motorcycles*2;
  i a [{colour}] bicycle*5; t bicycles*2; t bikes; i a [{colour}] bike*3; i a
  [{colour}] scooter*2; t a row of motorcycles*2; i a unicycle; i a tricycle; i
  a dirt bike
 do =parked*8; sit*2; stand*4; lean
 at in front of a (building|store|house|garage|brick wall|restaurant|statue)*4;
  on (a|the) [side of the|busy] (street|road|sidewalk|bridge|beach)*4; in (a|
  the) (parking lot|garage|field|rain|alley|snow|museum)*3; next to a (car|
  tree|fence|wall|bench|river|lamp post|mailbox)*4; against a (wall|fence|tree|
  pole|railing)*2; outside a (shop|cafe|bar|church)*2; under a (tree|bridge|
  window)
 wear none
horse carts: 4
 who i a horse drawn carriage*4; i a carriage*2; i a wooden wagon*2; i a
  cart*2; i an ox cart; i a covered wagon; i a sleigh; i a stagecoach; i a
  chariot
 do travel*3; wait*2; go*2; stand*2; pass
 at down (a|the) [cobblestone|dirt|city|country] (street|road)*5; in front of a
  (hotel|church|palace|castle|barn|inn|mansion)*3; through (the|a) (snow|
  village|park|town|desert|forest)*3; in a (field|parade|square|city)*2; on a
  [dirt|country] road*2
boats: 22
 who i a [small|{colour}|wooden|fishing|large] boat*8; t several boats*3; t
  boats*2; i a sailboat*4; t two boats*2; t sailboats*2; i a [large|cruise|old|
  sailing|pirate] ship*5; i a ferry; i a [{colour}] canoe*2; i a yacht*2; i a
  [{colour}] kayak; i a submarine; i a raft; i a gondola*2; t two sailboats; i
  a tug boat; i a rowboat*2
 do float*6; sail*6; sit*2; travel*2; rest; drift*2; move
 at on (a|the) [calm|blue|quiet|frozen] (lake|river|sea|ocean|water|bay)*6; in
  (a|the) (harbor|water|ocean|bay|sea|marina|port|canal)*5; near (a|the)
  (shore|dock|beach|island|bridge|lighthouse|city|cliff|coast|iceberg|
  village)*5; under (a|the) (bridge|bright sun|moon|cloudy sky)*2; at a (dock|
  pier|wharf)*2; past (an island|a lighthouse|a castle|a city|a palace)*2; next
  to a (dock|pier|wooden house)*2; down a (river|canal|stream)*2; in rough
  seas; through (the|a) (fog|storm|waves)*2
 when any
 wear with (white sails|{colour} sails|a {colour} flag|two masts|tall masts)*2;
  full of (people|fish|tourists|boxes)
docked: 6
 say boats (docked|tied up|parked) (in|at) a [small|busy|quiet] (harbor|marina|
  dock|pier)*4; a [small|wooden|old] (boat|rowboat|canoe) (on|lying on|pulled
  up on) (the|a) [sandy|rocky] (beach|shore)*3; the (deck|mast|sails|anchor) of
  a (ship|sailboat|boat|pirate ship)*2; a [wooden] (dock|pier) (on|leading
  into|over) a [calm|blue] (lake|sea|river)*4; a ship's (wheel|anchor|bell) on
  (the|a) deck; a [large|cruise] ship docked (at|in) a (port|harbor|pier|
  wharf)*2
 when any
planes: 20
 who i a [large|passenger|{colour}|small|commercial] (airplane|plane|jet)*9; i
  a fighter jet*2; t two jets; t fighter jets*2; i a helicopter*4; i a
  biplane*2; t several planes; i a [{colour}] hot air balloon*3; t hot air
  balloons*3; i a seaplane; i an airship; i a [{colour}] kite*2; t colorful
  kites*2; i a glider; i a drone
 do fly*9; soar*2; float; hover
 at through (the|a) [clear|blue|cloudy] sky*5; over (a|the) (city|
  ocean|mountain|field|lake|beach|forest|desert|building|castle|house|river|
  valley|island)*8; in (the|a) [clear|blue|cloudy|gray] sky*5; in
  formation; above (the|some) (clouds|trees|city|mountains)*3; low over the
  water; at an air show
 when at sunset*3; on a sunny day; in the evening; at night; at dawn; in the
  fog
 wear none
airports: 13
 say a [large|white|passenger|blue|small] (airplane|plane|jet|airliner) (on|
  parked on|sitting on|landing on) (a|the) (runway|tarmac)*7; an airplane
  (taking off from|landing at|parked at|waiting at) (an airport|the gate|a
  terminal)*3; (several|two|three) planes (parked|waiting) (at an airport|on a
  runway|in a field)*3; a helicopter (parked|landing) (on a roof|in a field|on
  a ship|at an airport)*3; an old (plane|biplane|helicopter) in a (museum|
  field|hangar)*2; the wing of (a plane|an airplane) (above|over) the (clouds|
  city|ocean)*3; people (boarding|getting off|waiting for) a (plane|jet)*2;
  passengers wait with luggage in an airport*2
space: 12
 say an astronaut (in|wearing) a [white] space suit [floats in space|stands in
  front of a flag|holding a helmet|on the moon|next to a rocket|smiles for the
  camera]*7; a (space shuttle|rocket) (lifting off|launching|
  taking off|launches) [from a launch pad|into the sky|in a cloud of smoke|at
  night]*6; a (space shuttle|rocket|satellite|space station) (above|in orbit
  around|over) (the earth|a planet|the blue planet)*4; a [large|white] (rocket|
  space shuttle) (on|standing on) a launch pad*3; the (full|bright|white) moon
  (over|above) a (lake|city|mountain|forest|castle|house|field)*4; a planet
  with rings in (space|the dark sky)*2; (stars|a galaxy) in the [dark] night
  sky [over a mountain]*3; a woman in an orange space suit smiles in front of a
  flag*2; a robot (walks|stands|rolls) (on red sand|in a laboratory|in a
  factory)*3; a [large] telescope (in an observatory|pointed at the stars|on a
  hill)*2; a photo of the [blue] earth from space*2; the crater of a moon seen
  from above
"""
