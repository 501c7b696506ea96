"""Scenes of towns, landscapes and gardens. Format: see ``sport``.

Chapter: book/02_pictures_captions_books
"""

from __future__ import annotations

VIEWS = """
city views: 26
 say a [busy|crowded|narrow|quiet|wet|cobblestone|snowy] street (with|lined
  with|full of) (cars|people|shops|buildings|trees|traffic|market stalls|
  houses|lights|bicycles|umbrellas|buses)*10; a (view|picture|photo) of (a|the)
  (city|town|harbor|village|street|market|river|skyline) (from above|from a
  (bridge|hill|balcony|window|tower|roof)|with tall buildings)*5; tall
  (buildings|skyscrapers) (in|of) (a|the) [large|modern] city*3; a (traffic
  light|stop sign|street sign|parking meter|fire hydrant|mailbox|lamp post|
  street light|phone booth|billboard|trash can|kiosk|statue|fountain|bench)
  (on|at) (a|the) [busy|city|quiet|snowy] (street|corner|sidewalk|intersection|
  road)*12; a [red|yellow|{colour}] fire hydrant (on|next to) a (sidewalk|
  street|fence|road)*3; a [red|green] traffic light (above|over|hanging over) a
  [busy|city|wet] (street|intersection|road)*3; a stop sign (with|covered in|
  next to|in front of) a (building|fence|tree|house|street)*2; an [old|narrow|
  dark|empty] alley (with|between) (brick buildings|graffiti|stone walls|
  houses|two buildings)*3; a [small|old|quiet] (village|town) (in|near|on)
  (the|a) (mountains|valley|hill|river|coast|lake|sea|snow|forest)*5; people
  (walking|shopping|crossing|gathered) (in|on) a [busy|crowded] (square|street|
  city|market)*4; an outdoor market (with|full of|selling) (fruit|vegetables|
  people|flowers|fish|umbrellas|clothes)*4; a (clock|church|bell) tower (in|
  above|over) (a|the) (city|town|village|square|river)*4
 when at night*5; at sunset*2; in the rain*2; on a sunny day; in the snow; in
  the fog; in the evening; at dusk
buildings: 28
 say a [large|old|tall|white|stone|beautiful|ruined|small|abandoned|brick]
  (castle|church|palace|temple|tower|cathedral|mansion|house|building|
  lighthouse|windmill|hotel|museum|factory|mosque|monastery|cottage|theater|
  school|inn|bank|barn|hospital) (near|next to|in front of|by|behind|
  overlooking) (a|the) [green|rocky|quiet] (hill|river|lake|street|sea|forest|
  mountain|garden|field|town|cliff|bridge|road|park|pond)*26; a [stone|wooden|
  large|suspension|long|old|red|iron] bridge (over|across) (a|the) [wide|small|
  calm] (river|lake|stream|canyon|valley|bay|pond)*9; a lighthouse (on|stands
  on) a [rocky] (cliff|island|coast|shore|hill)*3; a [golden|red|large|
  japanese|old] (temple|pagoda|shrine) (with|surrounded by|in|behind) (trees|a
  garden|stone lions|a red gate|statues|a pond|a mountain)*4; a (castle|palace|
  fortress) with (tall towers|a gate|high walls|flags|a garden|a moat|many
  windows)*4; the (ruins|walls|towers|gates|remains|columns) of an old (castle|
  temple|church|fort|city|abbey|palace)*4; a [small|wooden|log] (cabin|hut|
  cottage|shed|house|barn) (in|near|surrounded by) (the woods|a forest|the
  snow|a field|the mountains|trees|a lake)*6; a (tent|camp) (in|near|by|under)
  (the|a) (forest|lake|mountain|river|field|desert|trees)*3; a [large|stone|
  marble|water|beautiful] fountain (in|in front of|in the middle of) a (park|
  square|garden|palace|city|courtyard|museum)*4; a [stone|bronze|large|old|
  marble] statue of a (man|woman|horse|lion|king|soldier|man on a horse|angel|
  child|dragon) [in (front of a (building|church|palace)|a (park|garden|
  square))]*5; a [large] pyramid in (the|a) desert*2; a [old|white|stone]
  (church|chapel) (with|and) (a tall steeple|a graveyard|a bell tower|stained
  glass windows)*3; (tombstones|graves|crosses|gravestones) in a [snowy|old|
  quiet] (cemetery|graveyard|churchyard)*3; a (farm|barn|farmhouse) (with|
  surrounded by) (cows|fields|a windmill|horses|a tractor|a wooden fence)*3; a
  (wall|fence|gate) (around|of|in front of|by) a (garden|house|castle|field|
  farm|palace|prison)*3; a balcony with (flowers|chairs|a view of the sea|
  plants|an iron railing)*2; the roof of a (house|church|temple|barn|
  building)*2; a skyscraper (in a city|next to a church|with many windows)*2; a
  prison with (high walls|bars on the windows)
 when any
landscape: 34
 say a (view|picture|photo) of (a|the) [snowy|beautiful|green|rocky] (mountain|
  valley|forest|lake|canyon|desert|beach|coast|island|river|waterfall|hill|
  meadow|bay|field|sea|jungle|glacier|volcano) [in the distance|from above|
  under a [cloudy|blue] sky]*10; (snow covered|snowy|tall|rocky|green)
  mountains (behind|above|reflected in|around|near) (a|the) [blue|calm|frozen|
  green] (lake|valley|river|village|forest|town|field|sea)*6; a [calm|blue|
  frozen|quiet|clear] (lake|river|pond|stream) (surrounded by|in front of|near|
  below) (trees|mountains|a forest|snow|rocks|hills|flowers|green fields|tall
  grass)*6; a [large|tall|beautiful|small] waterfall (in|flowing into|falling
  into|surrounded by) (a forest|a river|the jungle|a pool|rocks|a canyon|a
  lake)*5; (waves|ocean waves|big waves) (crashing|breaking|rolling) (on|onto|
  against) (a|the) (beach|shore|rocks|cliffs|coast)*4; a [sandy|tropical|empty|
  rocky|white] beach (with|and) (palm trees|rocks|umbrellas|a blue ocean|blue
  water|boats|chairs|a lighthouse)*5; a [dirt|narrow|winding|stone|snowy|long|
  country] (path|road|trail) (through|in|into|leading to) (a|the) (forest|
  woods|field|mountains|hills|garden|meadow|desert|valley|snow|castle|
  village)*6; a [green|large|grassy|open] (field|meadow) (of|with|full of|
  covered with) (flowers|grass|wheat|sheep|snow|trees|hay|poppies|sunflowers|
  corn|cows)*5; a [dark|snowy|green|foggy|thick|pine] (forest|jungle) (with|of)
  (tall trees|a stream|a path|fog|fallen leaves|sunlight|vines)*5; (sand|
  desert|rolling|red) (dunes|hills) (in|of) (the|a) desert*2; a cactus (in|
  growing in) (the|a) (desert|pot|sand)*2; a (small|green|rocky|tropical)
  island in the [middle of the] (ocean|sea|lake|bay)*3; a (cliff|rock|cave)
  (by|above|near|overlooking) the (sea|ocean|beach|river|valley)*3; the (sun|
  moon) (setting|rising|shining) (over|behind|above) (the|a) (ocean|mountains|
  city|lake|forest|field|hill|sea|desert|house)*6; a [beautiful|red|orange|
  bright|colorful] sunset (over|behind|above) (a|the) [calm|quiet] (ocean|
  mountain|beach|city|lake|field|sea|harbor|forest|river)*5; a [bright|
  colorful] rainbow (over|above|in the sky over) (a|the) (field|waterfall|lake|
  city|hill|mountain|sea|village|house)*3; lightning (strikes|striking|flashes|
  in the sky) (over|above) (a|the) (city|field|sea|mountain|house|lake|
  tower)*3; [dark|white|storm|gray] clouds (over|above|in the sky above) (a|
  the) (field|city|ocean|mountain|beach|town|hill|lake)*4; (thick|morning|
  white) (fog|mist) (over|above|in) (a|the) (lake|valley|city|forest|river|
  harbor|bridge|field|swamp)*4; an iceberg (floating|floats) in the [blue|cold]
  (sea|ocean|water)*2; a (swamp|marsh) with (tall grass|trees|green water|fog|a
  crocodile)*2; (a volcano|smoke rising from a volcano) (behind|near|above) (a|
  the) (lake|village|sea|forest)*2; a [dark] cave (with|full of) (icicles|
  water|rocks|crystals|light)*2; (ice|snow|frost) (covers|covering|on) (a|the)
  (river|road|tree|lake|branch|roof|field|window)*4; a [blue|cloudy|clear|
  stormy] sky (over|above) (a|the) (field|beach|city|lake|farm|desert|sea)*3; a
  [tall|large|bare|lone|old] tree (in|on|standing in) (a|the) [green|snowy|
  grassy] (field|hill|park|meadow|desert|garden)*5; a log (lying|) (in|across|
  over) a (stream|forest|path|river)*2; the ground is covered (with|in)
  (leaves|snow|ice|flowers|mud|moss|stones|sand)*3
 when on a sunny day; at sunset*2; at dawn*2; in winter; in the fog; in autumn;
  in summer; in the evening; under a cloudy sky
gardens: 20
 say a [small|beautiful|large|green] garden (with|full of|filled with) (roses|
  tulips|flowers|a fountain|a pond|trees|vegetables|a bench|statues|a stone
  path)*6; (red|white|yellow|pink|purple|blue|orange) (flowers|roses|tulips|
  daisies|lilies|poppies|violets) (in|growing in|blooming in) (a|the) (garden|
  vase|field|pot|park|meadow|basket|window box)*9; a [red|white|pink|yellow]
  (rose|tulip|flower|lily|daisy|sunflower) (with|covered with|in) (green
  leaves|drops of water|a garden|a bee on it|a vase|snow)*5; a bouquet of
  {flower} (in a vase|on a table|in a hand|with a ribbon|on a grave)*4; a (bee|
  butterfly) on a [{colour}] (flower|rose|sunflower|leaf)*4; a [wooden|park|
  stone|empty] bench (in|under|next to|near) (a|the) (park|garden|tree|lake|
  river|path|flowers|fountain|wall)*6; (green leaves|autumn leaves|white
  flowers|apples|oranges|birds|lemons) on (a|the) [tree|small] branch*5; a
  (pile|basket) of (leaves|pumpkins|logs|hay|apples|stones|flowers|bricks|
  wood)*4; (a row of|two|several|some) (pumpkins|plants|flower pots|trees|
  bushes|hedges|mushrooms) in a (garden|field|row|yard|park|forest)*5; a
  (scarecrow|tractor|wheelbarrow|hose|statue|swing|ladder|bird bath|shovel) in
  a [vegetable|green|flower] (garden|field|yard)*5; moss (on|covering|growing
  on) a (rock|tree|wall|log|stone)*2; ivy (on|covering|growing on|climbing) a
  (wall|house|fence|tower|tree)*2; mushrooms growing (on a log|under a tree|in
  the forest|in the grass)*2; a swing (hanging from|under|on) a tree [in a
  (yard|garden|park)]*2; a [green|tall|thick] hedge (around|in|beside) a
  (garden|house|park|field)*2; a corn field (with|near) a (scarecrow|barn|
  tractor|farm|road)*2; a plant in a [{colour}] pot [by a window|on a table|on
  a balcony]*3
fire and smoke: 7
 say a (fire|campfire|bonfire) (burning|burns) (on a beach|at night|in the
  woods|near a tent|in the snow)*4; smoke (rising|rises|coming) from a
  (chimney|train|fire|factory|volcano|house|burning building)*4; a [burning|
  burned] (building|house|car|forest|barn|ship) [with smoke|at night|and a fire
  truck]*4; fireworks (over|above|in the sky over) (a|the) (city|river|castle|
  bridge|harbor|crowd)*3; a (torch|candle|lantern|lamp) (burning|shining|
  glowing) in (a|the) (dark room|window|cave|dark street|church)*4; a
  cannon (on|in front of|next to) a (ship|castle|wall|fort|hill|museum)*2; a
  cloud of (smoke|dust) (behind a truck|over a road|above a field)*2
flags and signs: 8
 say a [{colour}|large|american|pirate] flag (on|flying on|flying over|hanging
  from|waving over) a (pole|ship|building|castle|tower|house|hill|boat)*5; a
  [street|wooden|large|neon|warning|{colour}] sign (on|in front of|hanging on|
  next to) a (pole|building|fence|store|road|wall|restaurant|shop|hotel|
  door)*6; a (row|line) of (flags|houses|bicycles|trees|chairs|umbrellas|boats|
  statues|pillars|tents|mailboxes|lamps) (on|along|next to) a (street|beach|
  river|road|bridge|lake)*6; a [tall|wooden|metal] (pole|ladder|cross|pillar|
  tower) (on|against|in front of) a (hill|wall|building|church)*3; graffiti on
  a (wall|train|bridge|building|truck|fence|tunnel wall)*3; a chain (and|with)
  a lock on a [{colour}] (gate|door|fence|bicycle)*2; a [large] pile of
  (garbage|books|tires|suitcases|bricks|stones|wood|luggage|snow|sand|clothes|
  bones)*4; a [rusty|old|abandoned|strange|large] (machine|tractor|tank|wagon|
  car|truck|anchor|cannon|wheel|engine|boat) (in|on) (a|the) (field|grass|
  museum|yard|beach|forest)*5
"""
