/**
 * The passages that a picture's shifted thought leads to:
 * `storyteller_lib/retelling/finding.py`.
 */

import { StorytellerError } from "../config.js";

/** @import { Question } from "./reteller.js" */
/** @import { Tables } from "./tables.js" */
/** @import { Shelf } from "./shelf.js" */

/**
 * @typedef {Object} Found a passage that was found for a picture
 * @property {number} row its scene's, on the shelf
 * @property {string} genre in which it is told
 * @property {number} nearness how near it is, in standard deviations
 */

/**
 * How near each scene's passage of a genre is, in standard deviations.
 * @param {Shelf} shelf
 * @param {Float32Array} asked the shifted thought x - c + b
 * @param {string} genre
 * @param {Float32Array|null} eye the picture in the visual-semantic space
 * @param {number} sight what it weighs beside the thought
 * @returns {Float64Array}
 */
export function nearness(shelf, asked, genre, eye, sight) {
  const kind = shelf.genres.indexOf(genre);
  const thought = standard(shelf.passages.products(asked, kind));
  if (!eye) return thought;
  const seen = standard(shelf.sights.products(eye));
  return thought.map((value, row) => value + sight * seen[row]);
}

/**
 * The nearest passages of a genre, nearest first.
 * @param {Shelf} shelf
 * @param {Float32Array} asked
 * @param {string} genre
 * @param {number} most how many
 * @param {Float32Array|null} eye
 * @param {number} sight
 * @param {(passage: string) => boolean} allowed which may be told
 * @returns {Found[]}
 */
export function find(shelf, asked, genre, most, eye, sight, allowed) {
  const near = nearness(shelf, asked, genre, eye, sight);
  const rows = [...near.keys()].filter((row) =>
    allowed(shelf.scenes[row].passages[genre]),
  );
  rows.sort((one, two) => near[two] - near[one]);
  return rows
    .slice(0, most)
    .map((row) => ({ row, genre, nearness: near[row] }));
}

/**
 * Values by their distance from the mean, in standard deviations; whatever
 * length the vector had that they are products of.
 * @param {Float64Array} values
 * @returns {Float64Array}
 */
function standard(values) {
  const mean = values.reduce((sum, value) => sum + value) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  const unit = Math.max(deviation, 1e-6);
  return values.map((value) => (value - mean) / unit);
}

/**
 * The nearest passages for a question, of each voice by its weight.
 * @param {Shelf} shelf
 * @param {Question} question
 * @param {Tables} tables
 * @returns {Found[]}
 */
export function findAll(shelf, question, { settings, scenes }) {
  const { x, voices, strength, eye, length } = question;
  const [fewest, most] = length ?? [0, Infinity];
  const allowed = (/** @type {string} */ passage) => {
    const words = passage.trim().split(/\s+/).length;
    return fewest <= words && words <= most;
  };
  const c = shelf.captionMean;
  const total = Object.values(voices).reduce((sum, weight) => sum + weight, 0);
  const found = Object.entries(voices).flatMap(([genre, weight]) => {
    const b = shelf.styleOf(genre);
    const asked = x.map((value, i) => value + strength * (b[i] - c[i]));
    const count = rounded((settings.found * weight) / total);
    return find(shelf, asked, genre, count, eye, settings.sight, allowed);
  });
  if (found.length) return found;
  throw new StorytellerError(
    length
      ? `no passage of the library has ${fewest} to ${most} words: ask for ` +
          `${scenes.shortest} to ${scenes.longest}, or let one be written`
      : "there is nothing to tell: no voice has any weight",
  );
}

/** @param {number} value @returns {number} half to even, as Python rounds */
function rounded(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below + (below % 2);
}
