/**
 * The library as a storyteller keeps it: where each passage lies
 * (`storyteller_lib/retelling/shelf.py`).
 */

import { StorytellerError } from "../config.js";
import { contentWords } from "./concepts.js";

/** @import { Rarity } from "./fitting.js" */
/** @import { Tables } from "./tables.js" */

/**
 * @typedef {Object} Scene
 * @property {number} number by which it is known
 * @property {string[]} captions
 * @property {Record<string, string>} passages genre -> a little story
 *
 * @typedef {Object} Axes unit vectors, kept as whole numbers on some axes
 * @property {Int8Array} codes a row after the other; their scale does not
 *   matter, since what is meant has length 1
 * @property {Float32Array} axes an axis after the other
 * @property {number} count how many axes
 *
 * @typedef {Object} ShelfData
 * @property {Scene[]} scenes
 * @property {Axes} passages the thought of each passage; a row a scene and
 *   genre, the genres of a scene beside each other
 * @property {Axes} sights where each scene's captions lie in the
 *   visual-semantic space
 * @property {Float32Array[]} styles b, one a genre
 * @property {Float32Array} captionMean c
 */

/** Unit vectors of which cosines with others are wanted. */
export class UnitRows {
  /** @type {Map<number, Float64Array>} */
  #lengths = new Map();

  /**
   * @param {Axes} kept
   * @param {number} [step] every how many rows are of one kind
   */
  constructor(kept, step = 1) {
    this.kept = kept;
    this.step = step;
  }

  /**
   * The products of a vector with the rows of one kind.
   * @param {Float32Array} vector
   * @param {number} [kind]
   * @returns {Float64Array}
   */
  products(vector, kind = 0) {
    const { codes, count } = this.kept;
    const asked = this.#onAxes(vector);
    const lengths = this.#lengthsOf(kind);
    return lengths.map((length, row) => {
      const start = (row * this.step + kind) * count;
      let total = 0;
      for (let i = 0; i < count; i++) total += asked[i] * codes[start + i];
      return total / length;
    });
  }

  /** @param {ArrayLike<number>} vector @returns {Float64Array} */
  #onAxes(vector) {
    const { axes, count } = this.kept;
    const size = axes.length / count;
    return Float64Array.from({ length: count }, (_, axis) => {
      let total = 0;
      const start = axis * size;
      for (let i = 0; i < size; i++) total += axes[start + i] * vector[i];
      return total;
    });
  }

  /** The axes are not quite at right angles: rounding has bent them. */
  get #angles() {
    const { axes, count } = this.kept;
    const size = axes.length / count;
    return Array.from({ length: count }, (_, axis) =>
      this.#onAxes(axes.subarray(axis * size, (axis + 1) * size)),
    );
  }

  /** @param {number} kind @returns {Float64Array} */
  #lengthsOf(kind) {
    const known = this.#lengths.get(kind);
    if (known) return known;
    const { codes, count } = this.kept;
    const angles = this.#angles;
    const rows = codes.length / count / this.step;
    const lengths = Float64Array.from({ length: rows }, (_, row) => {
      const start = (row * this.step + kind) * count;
      return lengthOf(codes.subarray(start, start + count), angles);
    });
    this.#lengths.set(kind, lengths);
    return lengths;
  }
}

/**
 * @param {Int8Array} codes of one row
 * @param {Float64Array[]} angles the products of the axes with each other
 * @returns {number} the row's length; at least a very little
 */
function lengthOf(codes, angles) {
  let square = 0;
  for (let i = 0; i < codes.length; i++) {
    const row = angles[i];
    let beside = 0;
    for (let j = 0; j < i; j++) beside += row[j] * codes[j];
    square += codes[i] * (row[i] * codes[i] + 2 * beside);
  }
  return Math.sqrt(Math.max(square, 1e-12));
}

/** The scenes that may be retold, and where they lie. */
export class Shelf {
  /** @type {Map<number, Set<string>>} */
  #shown = new Map();
  /** @type {Rarity|undefined} */
  #rarity;

  /**
   * @param {ShelfData} data
   * @param {Tables} tables
   */
  constructor(data, tables) {
    const genres = tables.genres.genres;
    this.scenes = data.scenes;
    this.styles = data.styles;
    this.captionMean = data.captionMean;
    this.passages = new UnitRows(data.passages, genres.length);
    this.sights = new UnitRows(data.sights);
    this.genres = genres;
    this.tables = tables;
  }

  /** @param {string} genre @returns {Float32Array} its style vector b */
  styleOf(genre) {
    const found = this.styles[this.genres.indexOf(genre)];
    if (!found) throw new StorytellerError(`there is no voice ${genre}`);
    return found;
  }

  /** @param {number} row @returns {Set<string>} what its captions name */
  shown(row) {
    const known = this.#shown.get(row);
    if (known) return known;
    const found = new Set(
      this.scenes[row].captions.flatMap((c) => contentWords(c, this.tables)),
    );
    this.#shown.set(row, found);
    return found;
  }

  /** How rare each concept is: log (1 + n) / (1 + k). @returns {Rarity} */
  get rarity() {
    if (this.#rarity) return this.#rarity;
    /** @type {Map<string, number>} */
    const having = new Map();
    for (const row of this.scenes.keys()) {
      for (const c of this.shown(row)) having.set(c, (having.get(c) ?? 0) + 1);
    }
    const count = 1 + this.scenes.length;
    this.#rarity = new Map(
      [...having].map(([c, k]) => [c, Math.log(count / (1 + k))]),
    );
    return this.#rarity;
  }
}
