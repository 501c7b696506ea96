/**
 * Find, fit, choose: how a passage of the library is told of a picture
 * (`storyteller_lib/retelling/reteller.py`).
 */

import { luck } from "./chance.js";
import { findAll } from "./finding.js";
import { fit } from "./fitting.js";
import { seenIn } from "./seen.js";

/** @import { Exchange } from "./exchanging.js" */
/** @import { Found } from "./finding.js" */
/** @import { Fitted } from "./fitting.js" */
/** @import { Seen } from "./seen.js" */
/** @import { Shelf } from "./shelf.js" */
/** @import { Tables } from "./tables.js" */

/**
 * @typedef {(texts: string[]) => Promise<ArrayLike<number>[]>} Read the
 *   decoder's log-probabilities of each text's words, the end among them,
 *   given the picture's thought
 *
 * @typedef {Object} Question what is asked of the library
 * @property {string[]} captions what the picture is said to show
 * @property {Float32Array} x their mean thought
 * @property {Record<string, number>} voices the weight of each genre
 * @property {number} strength of the shift; 0 tells what the captions of a
 *   scene say
 * @property {Float32Array|null} eye the picture in the visual-semantic space
 * @property {[number, number]|null} length fewest and most words, or any
 * @property {number|null} seed draws among the best; null takes the best
 * @property {Read|null} read asks the decoder; null leaves it out
 * @property {(texts: string[]) => Promise<void>} [onFound] is told of the
 *   passages that the decoder will read, the most hopeful first
 *
 * @typedef {Object} Retold a passage as it is told, and its scores
 * @property {string} text
 * @property {number} scene the number of the one it is told after
 * @property {string} genre
 * @property {Exchange[]} exchanges
 * @property {number} nearness
 * @property {number} fit
 * @property {number} fluency the mean log-probability of its words, nats
 * @property {number} strain by how many nats the exchanges made it less so
 * @property {number} total the weighted sum of the four
 *
 * @typedef {{found: Found, fitted: Fitted, lucky: number}} Pair
 */

/** Tells passages of a library of pictures. */
export class Reteller {
  /**
   * @param {Shelf} shelf
   * @param {Tables} tables
   */
  constructor(shelf, tables) {
    this.shelf = shelf;
    this.tables = tables;
    this.settings = tables.settings;
  }

  /**
   * Passages made to fit, the best first.
   * @param {Question} question
   * @returns {Promise<Retold[]>}
   */
  async tell(question) {
    const { settings } = this;
    const found = findAll(this.shelf, question, this.tables);
    const seen = seenIn(question.captions, this.tables);
    const lucky = luck(found.length, question.seed, settings.chance);
    const pairs = found.map((one, i) => ({
      found: one,
      fitted: this.#fit(one, seen, question),
      lucky: lucky[i],
    }));
    const hope = (/** @type {Pair} */ { found, fitted, lucky }) =>
      found.nearness + settings.fit * fitted.fit + lucky;
    pairs.sort((one, two) => hope(two) - hope(one));
    const best = pairs.slice(0, settings.read);
    await question.onFound?.(best.map(({ fitted }) => fitted.text));
    const readings = await this.#read(best, question);
    return best
      .map((pair, i) => this.#scored(pair, readings[i]))
      .map((told, i) => ({ told, drawn: told.total + best[i].lucky }))
      .sort((one, two) => two.drawn - one.drawn)
      .map(({ told }) => told);
  }

  /**
   * @param {Found} found
   * @param {Seen} seen
   * @param {Question} question
   * @returns {Fitted}
   */
  #fit(found, seen, question) {
    const passage = this.#written(found, question);
    const { shelf, tables } = this;
    return fit(passage, shelf.shown(found.row), seen, shelf.rarity, tables);
  }

  /**
   * A passage as the library has it; at strength 0 the captions.
   * @param {Found} found
   * @param {Question} question
   * @returns {string}
   */
  #written({ row, genre }, { strength }) {
    const scene = this.shelf.scenes[row];
    return strength === 0 ? scene.captions.join(" ") : scene.passages[genre];
  }

  /**
   * Mean log-probability of each text, and what exchanges cost it.
   * @param {Pair[]} pairs
   * @param {Question} question
   * @returns {Promise<[number, number][]>}
   */
  async #read(pairs, question) {
    if (!question.read) return pairs.map(() => [0, 0]);
    const changed = pairs.filter(({ fitted }) => fitted.exchanges.length);
    const each = await question.read([
      ...pairs.map(({ fitted }) => fitted.text),
      ...changed.map(({ found }) => this.#written(found, question)),
    ]);
    return pairs.map((pair, i) => {
      const now = sum(each[i]);
      const was = changed.indexOf(pair);
      const before = was < 0 ? now : sum(each[pairs.length + was]);
      return [now / each[i].length, before - now];
    });
  }

  /**
   * @param {Pair} pair
   * @param {[number, number]} reading
   * @returns {Retold}
   */
  #scored({ found, fitted }, [fluency, strain]) {
    const { settings } = this;
    return {
      ...fitted,
      scene: this.shelf.scenes[found.row].number,
      genre: found.genre,
      nearness: found.nearness,
      fluency,
      strain,
      total:
        found.nearness +
        settings.fit * fitted.fit +
        settings.fluency * fluency -
        settings.strain * Math.max(strain, 0),
    };
  }
}

/**
 * What a story was made from: `after scene 1102 (thriller); ...`.
 * @param {Retold} told
 * @returns {string}
 */
export function source({ scene, genre, exchanges }) {
  const number = String(scene).padStart(4, "0");
  const changes = exchanges.map((e) => `; ${e.new} for ${e.old}`);
  return `after scene ${number} (${genre})${changes.join("")}`;
}

/** @param {ArrayLike<number>} values @returns {number} */
const sum = (values) =>
  Array.from(values).reduce((total, value) => total + value, 0);
