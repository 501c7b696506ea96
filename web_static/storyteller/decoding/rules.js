/**
 * What every way of choosing words shares: steps, limits, hypotheses
 * (`storyteller_lib/decoding/rules.py`).
 */

import { EOS, UNK } from "../engine/text.js";

/** @import { State } from "../parts/graphs.js" */

/**
 * @typedef {Object} Stepped
 * @property {Float32Array} logProbs of the next word, a row after the other
 * @property {State} state after it
 *
 * @typedef {(last: Int32Array, state: State) => Promise<Stepped>} Step
 *   a model, seen through its steps; a row a hypothesis
 *
 * @typedef {Object} Limits what may be written, however it is chosen
 * @property {number} max_length
 * @property {number} min_length
 * @property {number} no_repeat_ngram
 *
 * @typedef {Object} Hypothesis what was written
 * @property {number[]} tokens without the end
 * @property {number} score
 * @property {number} logProb in nats
 * @property {boolean} finished
 */

/** The token before the first one. */
export const START = -1;

/** Forbids tokens; the unknown word always. */
export class Rules {
  /** @param {Limits} limits @param {number[]} [banned] ids never chosen */
  constructor(limits, banned = []) {
    this.limits = limits;
    this.banned = [...banned, UNK];
  }

  /**
   * Change the scores of one row's next token, in place.
   * @param {Float32Array} scores
   * @param {number[]} tokens written so far
   */
  apply(scores, tokens) {
    for (const id of this.banned) scores[id] = -Infinity;
    if (tokens.length < this.limits.min_length) scores[EOS] = -Infinity;
    blockRepeats(scores, tokens, this.limits.no_repeat_ngram);
  }
}

/**
 * Forbid every token that would repeat a run of so many.
 * @param {Float32Array} scores
 * @param {number[]} tokens
 * @param {number} size 0 allows all
 */
function blockRepeats(scores, tokens, size) {
  if (!size) return;
  const last = tokens.length - size + 1;
  for (let start = 0; start + size <= tokens.length; start++) {
    let same = 0;
    while (same < size - 1 && tokens[start + same] === tokens[last + same]) {
      same++;
    }
    if (same === size - 1) scores[tokens[start + same]] = -Infinity;
  }
}

/**
 * The places of the highest values, best first; what is no number has none.
 * @param {Float32Array} values
 * @param {number} count
 * @returns {number[]}
 */
export function best(values, count) {
  const least = threshold(values, count);
  /** @type {number[]} */
  const places = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= least) places.push(i);
  }
  places.sort((one, two) => values[two] - values[one]);
  return places.slice(0, count);
}

/**
 * A value that at least ``count`` values reach, and few more.
 * @param {Float32Array} values
 * @param {number} count
 * @returns {number}
 */
function threshold(values, count) {
  if (count >= values.length) return -Infinity;
  // the count-th largest peak of chunks cannot be above the count-th value
  const size = Math.max(1, Math.floor(values.length / (4 * count)));
  const peaks = new Float32Array(Math.floor(values.length / size));
  for (let i = 0; i < peaks.length; i++) {
    let peak = -Infinity;
    for (let j = i * size; j < (i + 1) * size; j++) {
      if (values[j] > peak) peak = values[j];
    }
    peaks[i] = peak;
  }
  return peaks.sort()[peaks.length - count];
}
