/**
 * What a picture shows: captions found in a bank, and captions that a network
 * writes while it looks (`storyteller_lib/storyteller/captioners.py`).
 */

import { beamSearch } from "../decoding/beam_search.js";
import { UnitRows } from "../retelling/shelf.js";
import { take } from "../parts/graphs.js";
import { product } from "./thoughts.js";

/** @import { Hypothesis, Step } from "../decoding/rules.js" */
/** @import { Graphs, Rows } from "../parts/graphs.js" */
/** @import { Parts } from "../parts/parts.js" */
/** @import { Vocabulary } from "./text.js" */
/** @import { Reader } from "./thoughts.js" */

/**
 * @typedef {Object} ScoredCaption
 * @property {string} text
 * @property {number} score a cosine if it was found, nats a word if written
 * @property {boolean} written
 *
 * @typedef {(captions: ScoredCaption[]) => void|Promise<void>} OnSeen
 *
 * @typedef {Object} Seen
 * @property {ScoredCaption[]} captions those written first, each best first
 * @property {number} share of them that was written
 * @property {number} best the cosine of the bank's best
 */

/** Captions of pictures. */
export class Captions {
  /**
   * @param {Parts} parts
   * @param {Graphs} graphs
   * @param {Reader} reader
   * @param {string[]} texts of the bank
   * @param {Vocabulary} [vocabulary] of the captioner
   */
  constructor(parts, graphs, reader, texts, vocabulary) {
    this.settings = parts.manifest.settings;
    this.graphs = graphs;
    this.reader = reader;
    this.texts = texts;
    this.vocabulary = vocabulary;
    this.bank = new UnitRows(parts.rows("bank"));
  }

  /**
   * The captions of a picture.
   * @param {Float32Array} eye
   * @param {Rows} grid
   * @param {number} [count]
   * @param {OnSeen} [onSeen] is told of the bank's, before any is written
   * @returns {Promise<Seen>}
   */
  async of(eye, grid, count = this.settings.captions, onSeen = () => {}) {
    const found = this.nearest(eye, count);
    await onSeen(found);
    const half = Math.min(Math.floor(count / 2), this.settings.mostWritten);
    const writes = this.settings.captionsFrom === "both" && half > 0;
    const written = writes
      ? await this.#near(await this.write(grid, half), eye, found)
      : [];
    const rest = found.slice(0, count - written.length);
    return {
      captions: [...written, ...rest],
      share: written.length / count,
      best: found[0].score,
    };
  }

  /**
   * The captions of the bank that fit best, best first.
   * @param {Float32Array} eye
   * @param {number} count
   * @returns {ScoredCaption[]}
   */
  nearest(eye, count) {
    const cosines = this.bank.products(eye);
    const order = [...cosines.keys()];
    order.sort((one, two) => cosines[two] - cosines[one]);
    return order.slice(0, count).map((row) => ({
      text: this.texts[row],
      score: cosines[row],
      written: false,
    }));
  }

  /**
   * The best captions that the attention captioner writes.
   * @param {Rows} grid annotation vectors of one picture
   * @param {number} count
   * @returns {Promise<ScoredCaption[]>}
   */
  async write(grid, count) {
    const beam = this.settings.captionBeam;
    const width = Math.max(count, beam.width);
    const { step, state } = await this.begin(grid, width);
    const settings = { ...beam, width, n_best: count };
    return this.#different(await beamSearch(step, state, settings), count);
  }

  /**
   * The captioner's step for one picture, and where it starts.
   * @param {Rows} grid
   * @param {number} width hypotheses of the beam
   */
  async begin(grid, width) {
    const state = await this.graphs.run("begin_caption", { grid });
    const rows = Array(width).fill(0);
    const annotations = take(state.annotations, rows);
    const keys = take(state.keys, rows);
    /** @type {Step} */
    const step = async (last, { hidden, memory }) => {
      const after = await this.graphs.run("step_caption", {
        last: { data: last, shape: [] },
        annotations,
        keys,
        hidden,
        memory,
      });
      return {
        logProbs: after.log_probs.data,
        state: { hidden: after.hidden_after, memory: after.memory_after },
      };
    };
    return { step, state: { hidden: state.hidden, memory: state.memory } };
  }

  /**
   * Captions that differ in their words, as text.
   * @param {Hypothesis[]} hypotheses
   * @param {number} count
   * @returns {ScoredCaption[]}
   */
  #different(hypotheses, count) {
    /** @type {Map<string, ScoredCaption>} */
    const found = new Map();
    for (const { tokens, score } of hypotheses) {
      const text = this.vocabulary?.write(tokens) ?? "";
      const key = text.toLowerCase().replace(/[ .!]+$/, "");
      if (!key || found.has(key)) continue;
      found.set(key, { text, score, written: true });
    }
    return [...found.values()].slice(0, count);
  }

  /**
   * The captions that lie near enough to what was seen: a writer that has
   * seen children and dogs sees them in a cup of coffee, too.
   * @param {ScoredCaption[]} written
   * @param {Float32Array} eye
   * @param {ScoredCaption[]} found
   */
  async #near(written, eye, found) {
    if (!written.length) return [];
    const total = found.reduce((sum, caption) => sum + caption.score, 0);
    const least = (this.settings.near * total) / found.length;
    const vectors = await this.reader.embed(written.map(({ text }) => text));
    return written.filter((_, i) => product(vectors[i], eye) >= least);
  }
}
