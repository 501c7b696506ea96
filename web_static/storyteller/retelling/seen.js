/**
 * What a picture shows, as its captions agree on it:
 * `storyteller_lib/retelling/seen.py`.
 */

import { mentions } from "./concepts.js";
import { capitalised, isCapital } from "./inflection.js";
import { everywhere } from "./tables.js";

/** @import { Tables } from "./tables.js" */

/**
 * @typedef {Object} Seen the concepts and colours of a picture
 * @property {Map<string, number>} shares concept -> the share of captions
 *   that name it, the largest first
 * @property {Map<string, Map<string, number>>} colours noun -> colour ->
 *   share of the captions naming the noun that give it this colour
 */

/**
 * What these captions of one picture say.
 * @param {string[]} captions
 * @param {Tables} tables
 * @returns {Seen}
 */
export function seenIn(captions, tables) {
  const named = new Counter();
  /** @type {Map<string, Counter>} */
  const coloured = new Map();
  for (const text of captions) {
    named.add(new Set(mentions(text, tables).map((m) => m.concept)));
    for (const [noun, colour] of distinct(coloursOf(text, tables))) {
      if (!coloured.has(noun)) coloured.set(noun, new Counter());
      coloured.get(noun)?.add([colour]);
    }
  }
  const colours = [...coloured].map(
    ([noun, found]) =>
      /** @type {const} */ ([noun, found.shares(named.get(noun))]),
  );
  return { shares: named.shares(captions.length), colours: new Map(colours) };
}

/** Counts, in the order in which things came first. */
class Counter {
  /** @type {Map<string, number>} */
  #counts = new Map();

  /** @param {Iterable<string>} things */
  add(things) {
    for (const thing of things) this.#counts.set(thing, this.get(thing) + 1);
  }

  /** @param {string} thing @returns {number} */
  get(thing) {
    return this.#counts.get(thing) ?? 0;
  }

  /** @param {number} all @returns {Map<string, number>} the largest first */
  shares(all) {
    const sorted = [...this.#counts].sort((one, two) => two[1] - one[1]);
    return new Map(sorted.map(([thing, count]) => [thing, count / all]));
  }
}

/**
 * The nouns of a text that stand behind a colour, with the colour.
 * @param {string} text
 * @param {Tables} tables
 * @returns {[string, string][]}
 */
export function coloursOf(text, tables) {
  /** @type {[string, string][]} */
  const found = [];
  for (const { concept, start } of mentions(text, tables)) {
    if (!tables.lexicon.nouns.has(concept)) continue;
    const before = tables.seen.adjoining.exec(text.slice(0, start));
    if (before) found.push([concept, before[1].toLowerCase()]);
  }
  return found;
}

/**
 * Each pair once, in the order in which they came first.
 * @param {[string, string][]} pairs
 * @returns {[string, string][]}
 */
export function distinct(pairs) {
  return [...new Map(pairs.map((pair) => [pair.join("\n"), pair])).values()];
}

/**
 * The text with a noun's colour changed.
 * @param {string} text
 * @param {string} noun
 * @param {string} old
 * @param {string} wanted
 * @param {Tables} tables
 * @returns {string|null} null where the old colour is also said of other
 *   things, or by itself, or the new one is said of anything
 */
export function recoloured(text, noun, old, wanted, tables) {
  const pattern = everywhere(tables.seen.colour);
  const said = [...text.matchAll(pattern)].map((m) => m[1].toLowerCase());
  const owners = coloursOf(text, tables).filter(([, c]) => c === old);
  const others = owners.some(([owner]) => owner !== noun);
  const times = said.filter((colour) => colour === old).length;
  if (said.includes(wanted) || times !== owners.length) return null;
  if (!owners.length || others) return null;
  return text.replace(pattern, (colour) => {
    if (colour.toLowerCase() !== old) return colour;
    return isCapital(colour) ? capitalised(wanted) : wanted;
  });
}
