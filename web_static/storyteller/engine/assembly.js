/**
 * A storyteller's stages, put together from its loaded parts
 * (`storyteller_lib/storyteller/models.py`).
 */

import { Reteller } from "../retelling/reteller.js";
import { Shelf } from "../retelling/shelf.js";
import { readTables } from "../retelling/tables.js";
import { Captions } from "./captions.js";
import { Styles } from "./style.js";
import { Vocabulary } from "./text.js";
import { Reader } from "./thoughts.js";
import { Writer } from "./written.js";

/** @import { Graphs } from "../parts/graphs.js" */
/** @import { Parts } from "../parts/parts.js" */
/** @import { Scene } from "../retelling/shelf.js" */
/** @import { Tables } from "../retelling/tables.js" */

/** @typedef {Awaited<ReturnType<typeof assemble>>} Assembly */

/** @param {Graphs} graphs */
export async function assemble(graphs) {
  const { parts } = graphs;
  const { settings, files } = parts.manifest;
  const words = await parts.json("words.json");
  const tables = readTables(await parts.json("retelling.json"));
  const stories = new Vocabulary(words.stories);
  const embedding = new Vocabulary(words.embedding);
  const reader = new Reader(graphs, { stories, embedding });
  const writer = new Writer(
    graphs,
    stories,
    words.keywords,
    tables,
    voicesOf(parts),
    reader,
  );
  const scenes = files["scenes.json"] ? await parts.json("scenes.json") : null;
  const texts = (await parts.text("captions.txt")).split("\n");
  for (const name in files) if (isText(name)) parts.forget(name); // all read
  return {
    settings,
    graphs,
    reader,
    writer,
    styles: new Styles(parts),
    nothing: parts.floats("nothing"),
    captions: new Captions(
      parts,
      graphs,
      reader,
      texts,
      words.captions && new Vocabulary(words.captions),
    ),
    reteller: scenes && new Reteller(shelfOf(parts, scenes, tables), tables),
  };
}

/** @param {string} name @returns {boolean} */
const isText = (name) => /\.(json|txt)$/.test(name);

/** The words' log-odds in some styles. @param {Parts} parts */
function voicesOf(parts) {
  const names = /** @type {string[]} */ (parts.manifest.settings.voices);
  return new Map(names.map((name) => [name, parts.floats(`voice.${name}`)]));
}

/**
 * @param {Parts} parts
 * @param {Scene[]} scenes
 * @param {Tables} tables
 * @returns {Shelf}
 */
function shelfOf(parts, scenes, tables) {
  const styles = parts.floats("shelf.styles");
  const dim = styles.length / tables.genres.genres.length;
  const data = {
    scenes,
    passages: parts.rows("shelf.passages"),
    sights: parts.rows("shelf.sights"),
    styles: tables.genres.genres.map((_, i) =>
      styles.subarray(i * dim, (i + 1) * dim),
    ),
    captionMean: parts.floats("shelf.captionMean"),
    named: parts.manifest.settings.named,
  };
  return new Shelf(data, tables);
}
