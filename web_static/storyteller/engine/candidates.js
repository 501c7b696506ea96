/**
 * How candidates are scored, one score a function
 * (`storyteller_lib/storyteller/candidates.py`).
 */

import { contentWords } from "../retelling/concepts.js";

/** @import { Tables } from "../retelling/tables.js" */

/**
 * @typedef {{tokens: number[], start: number}} Told a text up to the end of
 *   a sentence, and where that sentence starts
 */

/**
 * The sentences of a text, each with all that stands before it.
 * @param {number[]} tokens
 * @param {Set<number>} ends
 * @returns {Told[]}
 */
export function sentencesOf(tokens, ends) {
  const stops = tokens.flatMap((token, i) => (ends.has(token) ? [i + 1] : []));
  const isOpen = tokens.length > 0 && stops.at(-1) !== tokens.length;
  if (isOpen) stops.push(tokens.length);
  return stops.map((stop, i) => ({
    tokens: tokens.slice(0, stop),
    start: i ? stops[i - 1] : 0,
  }));
}

/** @param {number[]} values @returns {number[]} by distance from their mean */
export function standardised(values) {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const square = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const spread = Math.max(Math.sqrt(square / values.length), 1e-6);
  return values.map((value) => (value - mean) / spread);
}

/**
 * The share of captions that name each concept, the largest first.
 * @param {string[]} captions
 * @param {Tables} tables
 * @returns {Map<string, number>}
 */
export function conceptShares(captions, tables) {
  /** @type {Map<string, number>} */
  const named = new Map();
  for (const text of captions) {
    for (const concept of new Set(contentWords(text, tables))) {
      named.set(concept, (named.get(concept) ?? 0) + 1);
    }
  }
  const most = [...named].sort((one, two) => two[1] - one[1]);
  return new Map(most.map(([concept, n]) => [concept, n / captions.length]));
}

/**
 * How much of what the captions name a story names.
 * @param {string} text
 * @param {Map<string, number>} shares
 * @param {{tables: Tables, settings: Record<string, any>}} known
 * @returns {number}
 */
export function fitOf(text, shares, { tables, settings }) {
  const named = new Set(contentWords(text, tables));
  const all = [...shares.values()].slice(0, settings.keywords);
  const most = all.reduce((sum, share) => sum + share, 0);
  const strange = [...named].filter((concept) => !shares.has(concept)).length;
  const right = [...named].reduce((sum, c) => sum + (shares.get(c) ?? 0), 0);
  const fits = Math.min(right / Math.max(most, 1e-6), 1);
  return fits - (0.25 * strange) / Math.max(named.size, 1);
}

/**
 * The share of different ones among a story's less common words.
 * @param {number[]} tokens
 * @param {number} commonest ids up to it are common words
 * @returns {number}
 */
export function varietyOf(tokens, commonest) {
  const rare = tokens.filter((token) => token > commonest);
  return rare.length ? new Set(rare).size / rare.length : 1;
}
