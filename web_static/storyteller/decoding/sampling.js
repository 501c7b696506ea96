/**
 * Sampling: let chance choose the words, more or less tamed
 * (`storyteller_lib/decoding/sampling.py`).
 *
 * A token is drawn as PyTorch does it on a CPU: each probability is divided
 * by exponential noise, and the largest wins; so one seed draws the same
 * words here and there.
 */

import { EOS } from "../engine/text.js";
import { best, largest } from "./rules.js";

/** @import { Chance } from "../retelling/chance.js" */

/**
 * @typedef {Object} Drawing how to draw
 * @property {number} temperature
 * @property {number} top_k 0 is all
 * @property {number} top_p 1 is all
 */

/**
 * One token drawn for a row; eos where every token is forbidden.
 * @param {Float32Array} scores are changed
 * @param {Drawing} drawing
 * @param {Chance} chance
 * @returns {number}
 */
export function drawToken(scores, { temperature, top_k, top_p }, chance) {
  if (largest(scores) === -Infinity) scores[EOS] = 0;
  const heat = Math.fround(temperature);
  const warm = scores.map((score) => score / heat);
  const places = top_k ? best(warm, top_k) : null;
  const kept = places ? Float32Array.from(places, (i) => warm[i]) : warm;
  if (top_p < 1) keepNucleus(kept, top_p);
  const drawn = race(softmax(kept), chance);
  return places ? places[drawn] : drawn;
}

/** @param {Float32Array} scores @returns {Float32Array} */
export function softmax(scores) {
  const most = largest(scores);
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
