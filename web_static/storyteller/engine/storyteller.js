/**
 * The storyteller: from a picture to a story, all stages wired together
 * (`storyteller_lib/storyteller/storyteller.py`).
 *
 *     picture -> captions -> thought x -> x - c + b -> decoder -> story
 */

import { draw } from "../retelling/chance.js";
import { Graphs } from "../parts/graphs.js";
import { Parts } from "../parts/parts.js";
import { assemble } from "./assembly.js";
import { squash } from "./pictures.js";
import { shift } from "./style.js";
import { product } from "./thoughts.js";

/** @import { Reteller, Retold } from "../retelling/reteller.js" */
/** @import { Rows, Runtime } from "../parts/graphs.js" */
/** @import { Progress } from "../parts/parts.js" */
/** @import { Read } from "../parts/sources.js" */
/** @import { Assembly } from "./assembly.js" */
/** @import { OnSeen, ScoredCaption } from "./captions.js" */
/** @import { Candidate } from "./choosing.js" */
/** @import { Pixels, Strips } from "./pictures.js" */
/** @import { Weights } from "./style.js" */
/** @import { News } from "./written.js" */

/**
 * @typedef {Object} Sight what was seen in a picture
 * @property {Float32Array} eye its place in the visual-semantic space
 * @property {Rows} grid its annotation vectors
 * @property {ScoredCaption[]} captions
 * @property {number} share of the captions that was written
 * @property {string} note what to say if nothing was recognised; or ""
 *
 * @typedef {Object} Wishes how a story is to be told
 * @property {Weights} styles
 * @property {number} [strength] 1 shifts all the way, 0 not at all
 * @property {[number, number]|null} [length] fewest and most words
 * @property {number|null} [seed] null takes all captions, and the best
 * @property {"retold"|"written"} [recipe]
 * @property {number|null} [candidates] of each sentence that is written
 * @property {(news: News) => void|Promise<void>} [onWord]
 *
 * @typedef {Object} Story
 * @property {string} text
 * @property {Retold[]} retold passages made to fit, the best first; none if
 *   it was written
 * @property {Candidate[]} candidates what was written, the best first; none
 *   if it was retold
 * @property {{x: Float32Array, c: Float32Array, b: Float32Array,
 *   thought: Float32Array}} shift what the thought was made of
 */

/** Tells stories about pictures. */
export class Storyteller {
  /**
   * A storyteller with all its parts loaded.
   * @param {string|Read} source the folder's address, or what reads a file
   * @param {(progress: Progress) => void} onProgress
   * @param {Runtime} runtime onnxruntime-web
   * @returns {Promise<Storyteller>}
   */
  static async load(source, onProgress, runtime) {
    const parts = await Parts.open(source);
    parts.onProgress = onProgress;
    const graphs = new Graphs(parts, runtime);
    await Promise.all([parts.loadAll(graphs.files), graphs.start()]);
    return new Storyteller(await assemble(graphs));
  }

  /** @param {Assembly} parts */
  constructor({ settings, graphs, reader, styles, nothing, ...tellers }) {
    this.settings = settings;
    this.graphs = graphs;
    this.reader = reader;
    this.styles = styles;
    this.nothing = nothing;
    this.captions = tellers.captions;
    this.writer = tellers.writer;
    this.reteller = tellers.reteller;
  }

  /**
   * What is in a picture, told in so many captions, or as suits the models.
   * @param {Pixels|Strips} picture
   * @param {number} [captions]
   * @param {OnSeen} [onSeen] is told what was found, before more is written
   * @returns {Promise<Sight>}
   */
  async look(picture, captions, onSeen) {
    const { size } = this.settings;
    const pixels = { data: squash(picture, size), shape: [size, size, 3] };
    const { eye, grid } = await this.graphs.run("look", { pixels });
    const seen = await this.captions.of(eye.data, grid, captions, onSeen);
    return {
      eye: eye.data,
      grid,
      captions: seen.captions,
      share: seen.share,
      note: this.#note(eye.data, seen.best),
    };
  }

  /** @param {Float32Array} eye @param {number} best @returns {string} */
  #note(eye, best) {
    const { margin, note } = this.settings;
    if (margin === null) return ""; // nobody measured these models
    return product(eye, this.nothing) < best + margin ? "" : note;
  }

  /**
   * x - c + b, with what it was made of.
   * @param {Float32Array} x
   * @param {Weights} styles
   * @param {number} [strength]
   * @param {number} [share] of the captions that was written
   */
  shift(x, styles, strength = 1, share = 0) {
    const c = this.styles.meanCaption(share);
    const b = this.styles.blend(styles);
    return { x, c, b, thought: shift(x, c, b, strength) };
  }

  /**
   * A story about what was seen.
   * @param {Sight} sight
   * @param {Wishes} wishes
   * @returns {Promise<Story>}
   */
  async tell(sight, wishes) {
    const { styles, strength = 1, seed = null } = wishes;
    const captions = draw(
      sight.captions.map(({ text }) => text),
      seed,
    );
    const x = await this.reader.think(captions);
    const moved = this.shift(x, styles, strength, sight.share);
    return wishes.recipe === "written" || !this.reteller
      ? this.#written(sight.eye, captions, moved, wishes)
      : this.#retold(this.reteller, sight.eye, captions, moved, wishes);
  }

  /**
   * @param {Float32Array} eye
   * @param {string[]} captions
   * @param {Story["shift"]} moved
   * @param {Wishes} wishes
   * @returns {Promise<Story>}
   */
  async #written(eye, captions, moved, wishes) {
    const told = await this.writer.write({
      thought: moved.thought,
      captions,
      eye,
      styles: wishes.styles,
      length: wishes.length ?? null,
      seed: wishes.seed ?? null,
      candidates: wishes.candidates ?? null,
      onWord: wishes.onWord ?? (() => {}),
    });
    const text = told[0].text;
    return { text, retold: [], candidates: told, shift: moved };
  }

  /**
   * @param {Reteller} reteller
   * @param {Float32Array} eye
   * @param {string[]} captions
   * @param {Story["shift"]} moved
   * @param {Wishes} wishes
   * @returns {Promise<Story>}
   */
  async #retold(reteller, eye, captions, moved, wishes) {
    const retold = await reteller.tell({
      captions,
      x: moved.x,
      voices: this.styles.voices(wishes.styles),
      strength: wishes.strength ?? 1,
      eye,
      length: wishes.length ?? null,
      seed: wishes.seed ?? null,
      read: (texts) => this.reader.read(texts, moved.thought),
      onFound: async ([first]) => wishes.onWord?.({ drafts: [first] }),
    });
    return { text: retold[0].text, retold, candidates: [], shift: moved };
  }
}
