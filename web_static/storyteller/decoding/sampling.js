/**
 * Sampling: let chance choose the words, more or less tamed
 * (`storyteller_lib/decoding/sampling.py`).
 *
 * A token is drawn as PyTorch does it on a CPU: each probability is divided
 * by exponential noise, and the largest wins; so one seed draws the same
 * words here and there.
 */

import { StorytellerError } from "../config.js";
import { EOS } from "../engine/text.js";
import { best } from "./rules.js";

/** @import { Chance } from "../retelling/chance.js" */

const NO_NUMBERS =
  "the decoder's log-probabilities are not numbers: load it again";

/**
 * @typedef {Object} Drawing how to draw
 * @property {number} temperature
 * @property {number} top_k 0 is all
 * @property {number} top_p 1 is all
 */

/**
 * One token drawn for a row; eos where every token is forbidden, which then
 * is certain.
 * @param {Float32Array} scores
 * @param {Drawing} drawing
 * @param {Chance} chance
 * @returns {number}
 */
export function drawToken(scores, { temperature, top_k, top_p }, chance) {
  const places = best(scores, top_k || scores.length);
  if (!places.length) throw new StorytellerError(NO_NUMBERS);
  if (scores[places[0]] === -Infinity) return forced(scores);
  if (!top_k) places.sort((one, two) => one - two); // noise goes by place
  const heat = Math.fround(temperature);
  const kept = Float32Array.from(places, (i) => scores[i] / heat);
  if (top_p < 1) keepNucleus(kept, top_p);
  return places[race(softmax(kept), chance)];
}

/** A text ends where nothing can be said. @param {Float32Array} scores */
function forced(scores) {
  scores[EOS] = 0;
  return EOS;
}

/** @param {Float32Array} scores @returns {Float32Array} */
export function softmax(scores) {
  const most = scores.reduce((one, two) => Math.max(one, two), -Infinity);
  const parts = Float32Array.from(scores, (score) => Math.exp(score - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/**
 * Forbid all tokens outside the nucleus: the fewest best tokens whose
 * probabilities add up to a share.
 * @param {Float32Array} scores are changed
 * @param {number} share
 */
export function keepNucleus(scores, share) {
  const chances = softmax(scores);
  const order = [...chances.keys()];
  order.sort((one, two) => chances[two] - chances[one]);
  let before = 0;
  order.forEach((place, rank) => {
    if (rank && before >= share) scores[place] = -Infinity;
    before = Math.fround(before + chances[place]);
  });
}

/**
 * `torch.multinomial` of one: the first token to come in a race in which the
 * probable run faster.
 * @param {Float32Array} chances
 * @param {Chance} chance
 * @returns {number}
 */
function race(chances, chance) {
  let [winner, most] = [0, -1];
  chances.forEach((share, i) => {
    const noise = Math.fround(-Math.log1p(-fine(chance)));
    const speed = Math.fround(share / noise);
    if (speed > most) [winner, most] = [i, speed];
  });
  return winner;
}

/** @param {Chance} chance @returns {number} from 0 to 1, of 53 bits */
function fine(chance) {
  const high = chance.whole() % 2 ** 21;
  return (high * 2 ** 32 + chance.whole()) / 2 ** 53;
}
