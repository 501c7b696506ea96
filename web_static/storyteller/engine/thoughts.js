/**
 * Texts as vectors: skip-thoughts, captions in the pictures' space, and what
 * decoder and critic say of texts.
 */

import { StorytellerError } from "../config.js";
import { padded, take } from "../parts/graphs.js";
import { EOS, tokenise } from "./text.js";

/** @import { Graphs } from "../parts/graphs.js" */
/** @import { Vocabulary } from "./text.js" */

/** So many passages are read at once; more only cost memory. */
const AT_ONCE = 4;

/**
 * @typedef {Object} Sentence a sentence and the few words before it
 * @property {number[]} before
 * @property {number[]} own
 */

/** Reads texts. */
export class Reader {
  /**
   * @param {Graphs} graphs
   * @param {{stories: Vocabulary, embedding: Vocabulary}} words
   */
  constructor(graphs, words) {
    this.graphs = graphs;
    this.words = words;
  }

  /**
   * Skip-thought vectors, one a text.
   * @param {string[]} texts
   * @returns {Promise<Float32Array[]>}
   */
  async thoughts(texts) {
    const ids = texts.map((text) => this.words.stories.encode(tokenise(text)));
    const { thoughts } = await this.graphs.run("think", padded(ids));
    return rowsOf(thoughts);
  }

  /**
   * x: the mean thought of texts; those with no known word say nothing.
   * @param {string[]} texts
   * @returns {Promise<Float32Array>}
   */
  async think(texts) {
    const known = texts.filter((text) =>
      tokenise(text).some((token) => this.words.stories.ids.has(token)),
    );
    if (!known.length) {
      throw new StorytellerError(
        "there is not one known word to tell a story from: write about " +
          "everyday things",
      );
    }
    return mean(await this.thoughts(known));
  }

  /**
   * Unit vectors of captions, in the pictures' space.
   * @param {string[]} texts
   * @returns {Promise<Float32Array[]>}
   */
  async embed(texts) {
    const { embedding } = this.words;
    const ended = texts.map((text) => [
      ...embedding.encode(tokenise(text)),
      EOS,
    ]);
    return rowsOf((await this.graphs.run("embed", padded(ended))).eyes);
  }

  /**
   * The decoder's log-probability of each word of passages, and of their end.
   * @param {string[]} texts
   * @param {Float32Array} thought what they are told from
   * @returns {Promise<Float32Array[]>}
   */
  async read(texts, thought) {
    const state = await this.graphs.run("begin_story", {
      thoughts: { data: thought, shape: [thought.length] },
    });
    const order = [...texts.keys()];
    const ids = texts.map((text) => [
      ...this.words.stories.encode(tokenise(text)),
      EOS,
    ]);
    order.sort((one, two) => ids[one].length - ids[two].length);
    /** @type {Float32Array[]} */
    const found = [];
    for (let start = 0; start < order.length; start += AT_ONCE) {
      const some = order.slice(start, start + AT_ONCE);
      const rows = Array(some.length).fill(0);
      const { log_probs } = await this.graphs.run("read_story", {
        ids: padded(some.map((i) => ids[i])).ids,
        hidden: take(state.hidden, rows),
        condition: take(state.condition, rows),
        topic: take(state.topic, rows),
      });
      rowsOf(log_probs).forEach((row, n) => {
        found[some[n]] = row.slice(0, ids[some[n]].length);
      });
    }
    return found;
  }

  /**
   * The critic's log-odds that people wrote sentences.
   * @param {Sentence[]} sentences
   * @returns {Promise<Float32Array>}
   */
  async judge(sentences) {
    const keys = sentences.map(({ before }) => before.join());
    const different = [...new Set(keys)];
    const contexts = different.map(
      (key) => sentences[keys.indexOf(key)].before,
    );
    const { after } = await this.graphs.run("read_context", padded(contexts));
    const first = take(
      after,
      keys.map((key) => different.indexOf(key)),
    );
    const own = padded(sentences.map((sentence) => sentence.own));
    const { odds } = await this.graphs.run("judge", { ...own, first });
    return odds.data;
  }
}

/** @param {{data: Float32Array, shape: number[]}} rows */
function rowsOf({ data, shape: [size] }) {
  return Array.from({ length: data.length / size }, (_, row) =>
    data.subarray(row * size, (row + 1) * size),
  );
}

/** @param {Float32Array[]} vectors @returns {Float32Array} */
export function mean(vectors) {
  return vectors[0].map(
    (_, i) =>
      vectors.reduce((sum, vector) => sum + vector[i], 0) / vectors.length,
  );
}

/**
 * @param {ArrayLike<number>} one
 * @param {ArrayLike<number>} two
 * @returns {number} their product; of unit vectors the cosine
 */
export function product(one, two) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * two[i];
  return sum;
}
