/**
 * Style shifting: take the captions' voice out of a thought, put a style in
 * (`storyteller_lib/style/shifting.py`).
 */

import { StorytellerError } from "../config.js";
import { product } from "./thoughts.js";

/** @import { Parts } from "../parts/parts.js" */

/** @typedef {Record<string, number>} Weights of styles by name */

/** The styles' vectors b, and the captions' mean c. */
export class Styles {
  /** @param {Parts} parts */
  constructor(parts) {
    const { styles, genres } = parts.manifest.settings;
    /** @type {Map<string, Float32Array>} */
    this.vectors = new Map(
      styles.map((/** @type {string} */ name) => [
        name,
        parts.floats(`style.${name}`),
      ]),
    );
    /** @type {string[]} */
    this.genres = genres;
    this.found = parts.floats("mean.captions");
    this.written = parts.has("mean.written")
      ? parts.floats("mean.written")
      : this.found;
  }

  /**
   * c, the mean thought of captions of which a share was written.
   * @param {number} [share]
   * @returns {Float32Array}
   */
  meanCaption(share = 0) {
    return this.found.map(
      (value, i) => (1 - share) * value + share * this.written[i],
    );
  }

  /**
   * b, the weighted mean of styles' vectors.
   * @param {Weights} weights need not sum to one
   * @returns {Float32Array}
   */
  blend(weights) {
    const names = Object.keys(weights);
    const total = names.reduce(
      (sum, name) => sum + this.#checked(name, weights),
      0,
    );
    if (!(total > 0)) {
      throw new StorytellerError(
        "the weights of a blend must not all be zero",
      );
    }
    const blended = new Float32Array(this.found.length);
    for (const name of names) {
      this.vector(name).forEach((value, i) => {
        blended[i] += Math.fround(value * (weights[name] / total));
      });
    }
    return blended;
  }

  /** @param {string} name @param {Weights} weights @returns {number} */
  #checked(name, weights) {
    this.vector(name);
    const weight = weights[name];
    if (!Number.isFinite(weight) || weight < 0) {
      throw new StorytellerError(
        `the weight of ${name} must be zero or more, got ${weight}`,
      );
    }
    return weight;
  }

  /** @param {string} name @returns {Float32Array} */
  vector(name) {
    const found = this.vectors.get(name);
    if (found) return found;
    throw new StorytellerError(
      `there is no style ${name}: styles here are ` +
        [...this.vectors.keys()].join(", "),
    );
  }

  /**
   * The weights of the library's voices in a style or a blend: a style that
   * is none of them is told in the voice to which it points most nearly.
   * @param {Weights} weights
   * @returns {Weights}
   */
  voices(weights) {
    /** @type {Weights} */
    const found = {};
    for (const [name, weight] of Object.entries(weights)) {
      const voice = this.genres.includes(name) ? name : this.#nearest(name);
      if (weight > 0) found[voice] = (found[voice] ?? 0) + weight;
    }
    return found;
  }

  /** @param {string} name @returns {string} */
  #nearest(name) {
    const from = (/** @type {string} */ style) =>
      this.vector(style).map((value, i) => value - this.found[i]);
    const own = from(name);
    const cosine = (/** @type {string} */ genre) => {
      const other = from(genre);
      return product(own, other) / Math.sqrt(product(other, other));
    };
    const known = this.genres.filter((genre) => this.vectors.has(genre));
    return known.reduce((one, two) => (cosine(two) > cosine(one) ? two : one));
  }
}

/**
 * The style shift x + strength * (b - c).
 * @param {Float32Array} x
 * @param {Float32Array} c
 * @param {Float32Array} b
 * @param {number} [strength]
 * @returns {Float32Array}
 */
export function shift(x, c, b, strength = 1) {
  if (!Number.isFinite(strength)) {
    throw new StorytellerError(
      `the strength of a style must be a number, got ${strength}`,
    );
  }
  return x.map((value, i) => value + strength * Math.fround(b[i] - c[i]));
}
