/**
 * Which concepts a text names, and where:
 * `storyteller_lib/data/photo_captions/concepts.py`.
 */

import { everywhere } from "./tables.js";

/** @import { Concepts, Tables } from "./tables.js" */

/**
 * @typedef {Object} Mention a place in a text where a concept is named
 * @property {string} concept
 * @property {number} start the first of its characters
 * @property {number} end the one after its last
 */

/**
 * The concepts that a text names, in order, and where.
 * @param {string} text
 * @param {Tables} tables
 * @returns {Mention[]}
 */
export function mentions(text, { concepts }) {
  const words = [...text.toLowerCase().matchAll(everywhere(concepts.word))];
  /** @type {Mention[]} */
  const found = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i][0];
    const pair = pairAt(words, i, concepts);
    const before = i ? words[i - 1][0] : "";
    const concept = pair || meaning(word, before, concepts);
    if (concept) {
      const last = words[pair ? i + 1 : i];
      const end = last.index + last[0].length;
      found.push({ concept, start: words[i].index, end });
    }
    if (pair) i++; // its second word is part of it
  }
  return found;
}

/**
 * @param {RegExpExecArray[]} words
 * @param {number} i
 * @param {Concepts} concepts
 * @returns {string|undefined} the concept of this word and the next
 */
function pairAt(words, i, { beginnings, pairs }) {
  if (i + 1 === words.length || !beginnings.has(words[i][0])) return undefined;
  return pairs.get(`${words[i][0]} ${words[i + 1][0]}`);
}

/**
 * @param {string} word
 * @param {string} before the word before it
 * @param {Concepts} concepts
 * @returns {string|undefined} "" or undefined where it names none
 */
function meaning(word, before, { sure, unsure, marks }) {
  const known = sure.get(word);
  if (known) return known;
  const [noun, verb] = unsure.get(word) ?? ["", ""];
  return marks.has(before) ? noun : verb;
}

/**
 * The concepts that a text names, in order, each as often as named.
 * @param {string} text
 * @param {Tables} tables
 * @returns {string[]}
 */
export function contentWords(text, tables) {
  return mentions(text, tables).map((mention) => mention.concept);
}
