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
 * @property {Float32Array} lengths of the rows of whole numbers, along these
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
 * @property {Record<string, number>} named how many scenes' captions name
 *   each concept
 */

/** Unit vectors of which cosines with others are wanted. */
export class UnitRows {
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
    const { codes, lengths, count } = this.kept;
    const asked = this.#onAxes(vector);
    const found = new Float64Array(lengths.length / this.step);
    return found.map((_, i) => {
      const row = i * this.step + kind;
      const start = row * count;
      let total = 0;
      for (let i = 0; i < count; i++) total += asked[i] * codes[start + i];
      return total / lengths[row];
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
}

/** The scenes that may be retold, and where they lie. */
export class Shelf {
  /** @type {Map<number, Set<string>>} */
  #shown = new Map();

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
    /** @type {Rarity} how rare each concept is: log (1 + n) / (1 + k) */
    this.rarity = new Map(
      Object.entries(data.named).map(([concept, count]) => [
        concept,
        Math.log((1 + data.scenes.length) / (1 + count)),
      ]),
    );
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
}
