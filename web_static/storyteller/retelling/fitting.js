/**
 * A passage is made to fit a picture, kind for kind:
 * `storyteller_lib/retelling/fitting.py`.
 */

import { contentWords } from "./concepts.js";
import { exchange } from "./exchanging.js";
import { areFamily } from "./families.js";
import { fixArticles } from "./inflection.js";
import { coloursOf, distinct, recoloured } from "./seen.js";

/** @import { Exchange } from "./exchanging.js" */
/** @import { Seen } from "./seen.js" */
/** @import { Tables } from "./tables.js" */

/**
 * @typedef {Object} Fitted a passage that was made to fit
 * @property {string} text the passage as it is told
 * @property {Exchange[]} exchanges what was put in the place of what
 * @property {number} fit how much of what the captions name it names, less
 *   what it shows and they do not
 *
 * @typedef {Map<string, number>} Rarity what naming a concept is worth
 */

/**
 * Make a passage fit a picture, and say how well it does.
 * @param {string} passage of the library
 * @param {Set<string>} shown the concepts of its scene's captions
 * @param {Seen} seen what the picture shows
 * @param {Rarity} rarity of each concept; 1 for those that are not in it
 * @param {Tables} tables
 * @returns {Fitted}
 */
export function fit(passage, shown, seen, rarity, tables) {
  const exchanged = exchangedIn(passage, shown, seen, tables);
  const painted = paintedIn(exchanged.text, seen, tables);
  const exchanges = [...exchanged.done, ...painted.done];
  const now = new Map(exchanges.map((change) => [change.old, change.new]));
  const shows = new Set([...shown].map((c) => now.get(c) ?? c));
  const { text } = painted;
  return { text, exchanges, fit: fitOf(text, shows, seen, rarity, tables) };
}

/**
 * Nouns exchanged one for one, the surest of the picture first.
 * @param {string} text
 * @param {Set<string>} shown
 * @param {Seen} seen
 * @param {Tables} tables
 * @returns {{text: string, done: Exchange[]}}
 */
function exchangedIn(text, shown, seen, tables) {
  const { sure } = tables.fitting;
  const named = new Set(contentWords(text, tables));
  const wrong = strangeIn(named, shown, seen, tables);
  /** @type {Exchange[]} */
  const done = [];
  for (const [wanted, share] of seen.shares) {
    if (share < sure || named.has(wanted)) continue;
    for (const old of wrong) {
      if (!areFamily(old, wanted, tables)) continue;
      const changed = exchange(text, old, wanted, tables);
      if (changed === null) continue;
      text = changed;
      done.push({ new: wanted, old });
      wrong.delete(old);
      break;
    }
  }
  return { text, done };
}

/**
 * What a text names, its scene shows, and the picture does not.
 * @param {Set<string>} named
 * @param {Set<string>} shown
 * @param {Seen} seen
 * @param {Tables} tables
 * @returns {Set<string>}
 */
function strangeIn(named, shown, seen, { fitting }) {
  const strange = [...named].filter(
    (c) => shown.has(c) && (seen.shares.get(c) ?? 0) < fitting.absent,
  );
  return new Set(strange);
}

/**
 * Colours exchanged where the captions agree on another one.
 * @param {string} text
 * @param {Seen} seen
 * @param {Tables} tables
 * @returns {{text: string, done: Exchange[]}}
 */
function paintedIn(text, seen, tables) {
  const { sure } = tables.fitting;
  /** @type {Exchange[]} */
  const done = [];
  for (const [noun, old] of distinct(coloursOf(text, tables))) {
    const found = seen.colours.get(noun) ?? new Map();
    const [wanted, share] = [...found][0] ?? ["", 0];
    const agreed = share >= sure && (seen.shares.get(noun) ?? 0) >= sure;
    if (!agreed || found.has(old)) continue;
    const changed = recoloured(text, noun, old, wanted, tables);
    if (changed === null) continue;
    text = fixArticles(changed, tables);
    done.push({ new: `${wanted} ${noun}`, old: `${old} ${noun}` });
  }
  return { text, done };
}

/**
 * How much of the picture a text names, less what it adds.
 * @param {string} text a passage
 * @param {Set<string>} shown the concepts of its scene's captions
 * @param {Seen} seen
 * @param {Rarity} rarity
 * @param {Tables} tables
 * @returns {number}
 */
export function fitOf(text, shown, seen, rarity, tables) {
  const weights = tables.fitting;
  const worth = new Map(
    [...seen.shares].map(([c, share]) => [c, share * (rarity.get(c) ?? 1)]),
  );
  const largest = [...worth.values()].sort((one, two) => two - one);
  const most = sum(largest.slice(0, weights.named));
  const named = new Set(contentWords(text, tables));
  const coverage = sum([...named].map((c) => worth.get(c) ?? 0));
  const strange = strangeIn(named, shown, seen, tables).size;
  return (
    Math.min(coverage / Math.max(most, 1e-6), 1) -
    (weights.strange * strange) / weights.named +
    weights.colour * coloursRight(text, seen, tables)
  );
}

/**
 * Right colours less wrong ones, of things that captions paint.
 * @param {string} text
 * @param {Seen} seen
 * @param {Tables} tables
 * @returns {number}
 */
function coloursRight(text, seen, tables) {
  const judged = distinct(coloursOf(text, tables)).map(([noun, colour]) => {
    const painted = seen.colours.get(noun);
    return painted ? (painted.has(colour) ? 1 : -1) : 0;
  });
  return sum(judged) / tables.fitting.named;
}

/** @param {number[]} values @returns {number} */
const sum = (values) => values.reduce((total, value) => total + value, 0);
