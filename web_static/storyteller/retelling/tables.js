/**
 * The words, patterns and numbers of the library, ready to be looked up.
 *
 * They are what `storyteller_lib/web/retelling_tables.py` wrote, under the
 * names of the library's modules: no list of words is kept here.
 */

/**
 * @typedef {Object} Noun how a noun stands in a sentence
 * @property {string} name
 * @property {string} plural
 * @property {boolean} bare whether it has no article: water, jeans
 * @property {Set<string>} plurals
 *
 * @typedef {Object} Concepts
 * @property {RegExp} word
 * @property {Set<string>} marks words after which a noun is expected
 * @property {Map<string, string>} pairs two words -> concept
 * @property {Set<string>} beginnings first words of pairs
 * @property {Map<string, string>} sure word -> concept, wherever it stands
 * @property {Map<string, [string, string]>} unsure word -> the concept after
 *   a mark, and elsewhere
 *
 * @typedef {Object} Tables
 * @property {Concepts} concepts
 * @property {{anSound: RegExp, aSound: RegExp, article: RegExp}} inflection
 * @property {{nouns: Map<string, Noun>}} lexicon
 * @property {{before: RegExp, after: RegExp, inOrOn: RegExp,
 *   determiners: Set<string>, one: Set<string>, notIn: Set<string>,
 *   notOn: Set<string>, nounWords: Set<string>}} exchanging
 * @property {{families: Set<string>[]}} families
 * @property {{genders: Map<string, string>, he: RegExp, she: RegExp,
 *   toShe: Map<string, string>, toHe: Map<string, string>, next: RegExp,
 *   afterObject: Set<string>, giving: Set<string>, before: RegExp,
 *   adjectives: Set<string>, things: Set<string>}} pronouns
 * @property {{colour: RegExp, adjoining: RegExp}} seen
 * @property {{sure: number, absent: number, named: number, strange: number,
 *   colour: number}} fitting
 * @property {{genres: string[]}} genres
 * @property {{shortest: number, longest: number}} scenes
 * @property {Settings} settings
 *
 * @typedef {Object} Settings how passages are found, and one is chosen
 * @property {number} found how many passages are made to fit
 * @property {number} read how many of them the decoder reads
 * @property {number} sight what the picture weighs beside the thought
 * @property {number} fit weight of naming what the picture shows
 * @property {number} fluency weight of the decoder's opinion, nats a word
 * @property {number} strain weight of what the exchanges cost, in nats
 * @property {number} chance how much luck has a say when a seed is given
 */

/** Modules whose lists are ordered: all other lists are sets. */
const ORDERED = new Set(["genres"]);

/**
 * The tables as they are looked up: patterns, sets and maps.
 * @param {Record<string, any>} json what Python wrote
 * @returns {Tables}
 */
export function readTables(json) {
  const { lexicon, families, settings, ...others } = json;
  const read = Object.entries(others).map(([module, names]) => [
    module,
    ORDERED.has(module) ? names : mapped(names, lookedUp),
  ]);
  return {
    ...Object.fromEntries(read),
    lexicon: { nouns: new Map(Object.entries(lexicon.nouns).map(readNoun)) },
    families: {
      families: families.families.map((/** @type {string[]} */ family) =>
        new Set(family),
      ),
    },
    settings,
  };
}

/**
 * @param {[string, any]} entry
 * @returns {[string, Noun]}
 */
function readNoun([name, noun]) {
  return [name, { ...noun, plurals: new Set(noun.plurals) }];
}

/**
 * @param {Record<string, any>} values
 * @param {(value: any) => any} change
 */
function mapped(values, change) {
  const pairs = Object.entries(values).map(([name, value]) => [
    name,
    change(value),
  ]);
  return Object.fromEntries(pairs);
}

/** @param {any} value of JSON @returns {any} */
function lookedUp(value) {
  if (Array.isArray(value)) return new Set(value);
  if (typeof value !== "object") return value;
  if (typeof value.source === "string") {
    return new RegExp(value.source, value.flags);
  }
  return new Map(Object.entries(value));
}

/**
 * A pattern that finds all its places, not only the first.
 * @param {RegExp} pattern
 * @returns {RegExp}
 */
export function everywhere(pattern) {
  return new RegExp(pattern.source, `${pattern.flags}g`);
}
