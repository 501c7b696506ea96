/**
 * Beam search: keep the best few unfinished sentences, word by word
 * (`storyteller_lib/decoding/beam_search.py`), of one state.
 */

import { takeRows } from "../parts/graphs.js";
import { EOS } from "../engine/text.js";
import { START, Rules, best } from "./rules.js";

/** @import { State } from "../parts/graphs.js" */
/** @import { Hypothesis, Limits, Step } from "./rules.js" */

/**
 * @typedef {Limits & {width: number, length_normalisation: number,
 *   n_best: number}} BeamSettings
 *
 * @typedef {Object} Beam hypotheses being written
 * @property {number[][]} tokens
 * @property {number[]} logProbs -Infinity is a free place
 *
 * @typedef {Object} Candidate one token after one hypothesis
 * @property {number} parent
 * @property {number} token
 * @property {number} logProb
 */

/**
 * The most probable sentences a model can write, best first.
 * @param {Step} step
 * @param {State} state where the sentence starts, one row
 * @param {BeamSettings} settings
 * @param {number[]} [banned] ids never chosen
 * @returns {Promise<Hypothesis[]>}
 */
export async function beamSearch(step, state, settings, banned = []) {
  const { width, max_length } = settings;
  const rules = new Rules(settings, banned);
  const pool = new Pool(settings);
  let rows = takeRows(state, Array(width).fill(0));
  /** @type {Beam} */
  let beam = {
    tokens: Array(width).fill([]),
    logProbs: [0, ...Array(width - 1).fill(-Infinity)],
  };
  for (let length = 0; length < max_length; length++) {
    const last = Int32Array.from(beam.tokens, (own) => own.at(-1) ?? START);
    const after = await step(last, rows);
    const found = candidates(after.logProbs, beam, rules, width);
    if (found[0].logProb === -Infinity) break; // nothing is left to say
    collect(pool, beam, found, width);
    const kept = found.filter(({ token }) => token !== EOS).slice(0, width);
    beam = {
      tokens: kept.map(({ parent, token }) => [...beam.tokens[parent], token]),
      logProbs: kept.map(({ logProb }) => logProb),
    };
    if (settled(beam, pool, settings)) return pool.found;
    rows = takeRows(
      after.state,
      kept.map(({ parent }) => parent),
    );
  }
  beam.tokens.forEach((tokens, i) => {
    pool.add(tokens, beam.logProbs[i], false);
  });
  return pool.found;
}

/**
 * The best next tokens of all hypotheses, twice as many as the beam is wide:
 * so it can always be filled again, whoever ends.
 * @param {Float32Array} logProbs
 * @param {Beam} beam
 * @param {Rules} rules
 * @param {number} width
 * @returns {Candidate[]}
 */
function candidates(logProbs, beam, rules, width) {
  const words = logProbs.length / width;
  const scores = logProbs.slice();
  beam.logProbs.forEach((before, row) => {
    const own = scores.subarray(row * words, (row + 1) * words);
    own.forEach((chance, i) => (own[i] = chance + before));
    rules.apply(own, beam.tokens[row]);
  });
  return best(scores, 2 * width).map((place) => ({
    parent: Math.floor(place / words),
    token: place % words,
    logProb: scores[place],
  }));
}

/**
 * Hypotheses that end, among the best of a step, go to the pool.
 * @param {Pool} pool
 * @param {Beam} beam
 * @param {Candidate[]} found
 * @param {number} width
 */
function collect(pool, beam, found, width) {
  for (const { parent, token, logProb } of found.slice(0, width)) {
    if (token === EOS) pool.add(beam.tokens[parent], logProb, true);
  }
}

/**
 * Whether no hypothesis in the beam can still enter the pool.
 * @param {Beam} beam
 * @param {Pool} pool
 * @param {BeamSettings} settings
 * @returns {boolean}
 */
function settled(beam, pool, { max_length, length_normalisation }) {
  const most = normalised(beam.logProbs[0], max_length, length_normalisation);
  return pool.least >= most;
}

/**
 * A log-probability divided by a power of the number of choices.
 * @param {number} logProb
 * @param {number} choices
 * @param {number} power
 * @returns {number}
 */
function normalised(logProb, choices, power) {
  return Math.fround(logProb / Math.fround(Math.max(choices, 1) ** power));
}

/** The best hypotheses that left the beam. */
class Pool {
  /** @param {BeamSettings} settings */
  constructor({ n_best, length_normalisation }) {
    this.size = n_best;
    this.power = length_normalisation;
    /** @type {Hypothesis[]} */
    this.found = [];
  }

  /** @returns {number} what a hypothesis must score to enter */
  get least() {
    const last = this.found[this.size - 1];
    return last ? last.score : -Infinity;
  }

  /**
   * @param {number[]} tokens
   * @param {number} logProb
   * @param {boolean} finished
   */
  add(tokens, logProb, finished) {
    if (logProb === -Infinity) return;
    const choices = tokens.length + Number(finished);
    const score = normalised(logProb, choices, this.power);
    this.found.push({ tokens, score, logProb, finished });
    this.found.sort((one, two) => two.score - one.score);
    this.found.length = Math.min(this.found.length, this.size);
  }
}

/**
 * Always the most probable next token.
 * @param {Step} step
 * @param {State} state one row
 * @param {BeamSettings} settings
 * @returns {Promise<Hypothesis>}
 */
export async function greedy(step, state, settings) {
  const one = { ...settings, width: 1, n_best: 1, length_normalisation: 0 };
  return (await beamSearch(step, state, one))[0];
}
