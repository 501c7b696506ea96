/**
 * *a* or *an*: `storyteller_lib/data/photo_captions/inflection.py`.
 */

import { everywhere } from "./tables.js";

/** @import { Tables } from "./tables.js" */

/**
 * *a* or *an*, as the word that follows is spoken.
 * @param {string} word
 * @param {Tables} tables
 * @returns {string}
 */
export function article(word, { inflection }) {
  if (inflection.anSound.test(word)) return "an";
  if (inflection.aSound.test(word)) return "a";
  return "aeiou".includes(word[0].toLowerCase()) ? "an" : "a";
}

/**
 * The text with every *a* and *an* made to fit the next word.
 * @param {string} text
 * @param {Tables} tables
 * @returns {string}
 */
export function fixArticles(text, tables) {
  return text.replace(
    everywhere(tables.inflection.article),
    (_, a, next) => a + article(next, tables).slice(1),
  );
}

/**
 * The text with a capital first, and none after it.
 * @param {string} word
 * @returns {string}
 */
export function capitalised(word) {
  return word[0].toUpperCase() + word.slice(1).toLowerCase();
}

/**
 * Whether a text begins with a capital.
 * @param {string} text
 * @returns {boolean}
 */
export function isCapital(text) {
  return text[0] !== text[0].toLowerCase();
}
